"""The queue in words: why a case stands where it stands. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Standing:
    """What moves a case up the queue."""

    recheck: bool
    hidden: bool
    person_asked: bool
    appeal_won: bool
    machine_asks: bool
    followed_rejection: bool
    rules_taken_back: bool = False
    still_public: bool = False
    safety_reports: int = 0
    corrections: int = 0
    """Reports by readers that nobody has judged yet."""


def why_here(standing: Standing) -> list[str]:
    """Each part of a case's priority as a sentence, the weightiest first; one sentence when only age counts."""
    checked = standing.recheck and not (standing.hidden or standing.still_public)
    parts = (
        (standing.still_public, _("Rejected, still public: hide or remove it.")),
        (standing.safety_reports > 0, _unsafe(standing.safety_reports)),
        (
            standing.rules_taken_back,
            _("Rules that hid this listing were taken back: does anything else stand?"),
        ),
        (standing.recheck and standing.hidden, _("A published listing is hidden until this is decided.")),
        (checked, _("A published listing is being checked again.")),
        (standing.appeal_won, _("An appeal was won: the case is open again.")),
        (standing.person_asked, _("The provider asked that a person looks.")),
        (standing.machine_asks, _("The automatic reading found something that a person must judge.")),
        (standing.corrections > 0, _wrong(standing.corrections)),
        (standing.followed_rejection, _("An earlier version was rejected.")),
    )
    return [sentence for holds, sentence in parts if holds] or [_("By age only.")]


def _unsafe(count: int) -> str:
    return ngettext(
        "%(count)s report says that this listing is unsafe.",
        "%(count)s reports say that this listing is unsafe.",
        count,
    ) % {"count": count}


def _wrong(count: int) -> str:
    return ngettext(
        "%(count)s report says that a detail is wrong.",
        "%(count)s reports say that details are wrong.",
        count,
    ) % {"count": count}


def priority_in_words(*, stored: int, clock: int, two_people: int, still_public: int = 0) -> str:
    """The parts of a priority, added up: the weightiest reason, the clock, a second person, what is public yet."""
    parts = (
        (stored, _("reason %(points)s")),
        (clock, _("clock %(points)s")),
        (two_people, _("two people %(points)s")),
        (still_public, _("still public %(points)s")),
    )
    named = [sentence % {"points": points} for points, sentence in parts if points]
    total = _("Priority %(total)s") % {"total": stored + clock + two_people + still_public}
    return f"{total}: {', '.join(named)}" if named else total
