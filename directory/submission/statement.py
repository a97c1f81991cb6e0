"""A statement of reasons in words, with every field of article 17 of Regulation (EU) 2022/2065."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.listings.models import Listing
from directory.moderation.models import Case, Decision, StatementOfReasons
from directory.moderation.reasons import BY_CODE, Reason

from .wording import label


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage of the provider's own text and why it matters."""

    field: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is restricted, where, for how long; how it was noticed; what automation did; the terms; the passages."""

    what: str
    where: str
    how_long: str
    noticed: str
    automation: str
    reasons: tuple[Reason, ...]
    excerpts: tuple[Excerpt, ...]


def statement_words(statement: StatementOfReasons, decision: Decision) -> Words:
    """The words for one decision."""
    what, how_long = _restriction(statement, decision)
    return Words(
        what=what,
        where=_(
            "In the whole directory, in every country and language, on its pages and in what others draw from it."
        ),
        how_long=how_long,
        noticed=_noticed(statement),
        automation=_automation(statement),
        reasons=tuple(BY_CODE[code] for code in statement.reasons if code in BY_CODE),
        excerpts=tuple(
            Excerpt(label(each["field"]), each["excerpt"], each["reason"]) for each in statement.evidence
        ),
    )


def _restriction(statement: StatementOfReasons, decision: Decision) -> tuple[str, str]:
    if decision.to_status == "quarantined":
        return _("Your listing is hidden from the public."), _("Until a second look at it is finished.")
    if decision.to_status == "delisted":
        return _("Your listing was removed."), _(
            "For good. You can submit a new listing, which is looked at afresh."
        )
    if statement.case is not None and statement.case.kind == Case.Kind.RECHECK:
        return (
            _("Your listing stays hidden after a second look."),
            _("Until it is removed, or you send a version that two people accept."),
        )
    until = _("Until you send a version that is accepted.")
    if statement.listing.publication == Listing.Publication.LIVE:
        return _("The version you sent is not published. What is public now stays as it is."), until
    return _("The listing you sent is not published."), until


def _noticed(statement: StatementOfReasons) -> str:
    if statement.noticed_by == "report":
        return _("Through a report that somebody sent us.")
    return _("Through our own checks of what you sent and of its sources.")


def _automation(statement: StatementOfReasons) -> str:
    if statement.decided_automatically:
        return _("An automatic check found it and decided. No person took part in this decision.")
    if statement.detected_automatically:
        return _("An automatic check pointed to it. A person decided.")
    return _("None. A person noticed it, and a person decided.")
