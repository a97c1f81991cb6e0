"""The queue in words: why a case stands where it stands, and how its age compares with the targets. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DECISION_DAYS = 10
"""Working days within which a case should be decided."""
APPEAL_DAYS = 15
"""Working days within which an appeal should be answered."""


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
    safety_reports: int = 0
    corrections: int = 0
    """Reports by readers that nobody has judged yet."""


def why_here(standing: Standing) -> list[str]:
    """Each part of a case's priority as a sentence, the weightiest first; one sentence when only age counts."""
    parts = (
        (
            standing.rules_taken_back,
            _("Rules that hid this listing were taken back: does anything else stand?"),
        ),
        (standing.safety_reports > 0, _unsafe(standing.safety_reports)),
        (standing.recheck and standing.hidden, _("A published listing is hidden until this is decided.")),
        (standing.recheck and not standing.hidden, _("A published listing is being checked again.")),
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


@dataclass(frozen=True, slots=True)
class Age:
    """How long something has waited, in working days (Monday to Friday), against its target."""

    days: int
    target: int

    @property
    def late(self) -> bool:
        return self.days > self.target

    @property
    def near(self) -> bool:
        """Due within two working days."""
        return not self.late and self.target - self.days <= 2

    def __str__(self) -> str:
        if self.days == 0:
            return _("today")
        return ngettext("%(count)s working day", "%(count)s working days", self.days) % {"count": self.days}


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays after `start`, up to and including `end`; 0 when `end` is not later."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    extra = sum((start + timedelta(days=step)).weekday() < 5 for step in range(1, rest + 1))
    return weeks * 5 + extra
