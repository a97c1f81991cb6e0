"""A statement of reasons in words: every field of article 17 of Regulation (EU) 2022/2065, for page, paper and mail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.listings.content import Invalid
from directory.listings.models import Listing

from .forms.fields import label
from .models import Appeal, Case, Decision, StatementOfReasons
from .reasons import BY_CODE, Reason
from .targets import APPEAL
from .website.judging import FIELD

Publication = Listing.Publication


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the provider's own that stand in one place; none where something was declared without words."""

    where: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Why some passages matter: said once for all of them."""

    reason: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What is restricted, where, for how long; how it was noticed; what automation did; the terms; the facts.

    `about` names the listing and its version: for the signed-in provider's page, never for mail.
    """

    about: str
    what: str
    where: str
    how_long: str
    noticed: str
    automation: str
    reasons: tuple[Reason, ...]
    grounds: tuple[Ground, ...]


def words_of(
    statement: StatementOfReasons, decision: Decision, *, label: Callable[[str], str] = label
) -> Words:
    """The words for a decision as it was taken; what happened to the listing later changes nothing in them.

    `label` names a field, for readers to whom fields are known by other names.
    """
    shown = Decision.objects.filter(
        listing_id=decision.listing_id, lifecycle="publication", seq__lt=decision.seq
    )
    last = shown.order_by("-seq").values_list("to_status", flat=True).first()
    what, how_long = _restriction(statement, decision.to_status, last or Publication.NONE)
    return Words(
        about=_about(statement, decision),
        what=what,
        where=_(
            "In the whole directory, in every country and language, on its pages and in what others draw from it."
        ),
        how_long=how_long,
        noticed=_noticed(statement),
        automation=_automation(statement),
        reasons=tuple(BY_CODE[code] for code in statement.reasons if code in BY_CODE),
        grounds=_grounds(statement.evidence, label),
    )


def _about(statement: StatementOfReasons, decision: Decision) -> str:
    revision = statement.listing.revisions.filter(sha256=decision.revision_sha256).order_by("-number").first()
    if revision is None:
        return str(statement.listing.provider)
    try:
        name = revision.document().name
    except Invalid:
        name = str(statement.listing.provider)
    return _("%(name)s, version %(number)s, sent on %(day)s") % {
        "name": name,
        "number": revision.number,
        "day": date_format(revision.created_at, "j F Y"),
    }


def _restriction(statement: StatementOfReasons, status: str, before: str) -> tuple[str, str]:
    """What is restricted, and for how long; `before` is how the listing stood until the decision."""
    if status == Publication.QUARANTINED:
        return _("Your listing is hidden from the public."), _("Until a second look at it is finished.")
    if status == Publication.DELISTED:
        return _("Your listing was removed."), _(
            "For good. You can submit a new listing, which is looked at afresh and in the knowledge of this one."
        )
    if statement.case is not None and statement.case.kind == Case.Kind.RECHECK:
        return _after_recheck(before)
    until = _("Until you send a version that is accepted.")
    if before == Publication.LIVE:
        return _("The version you sent is not published. What is public now stays as it is."), until
    if before == Publication.QUARANTINED:
        return _("The version you sent is not published. Your listing stays hidden."), until
    return _("The listing you sent is not published."), until


def _after_recheck(before: str) -> tuple[str, str]:
    if before == Publication.LIVE:
        return (
            _("Your listing did not pass a second look. It is still public, and can be hidden or removed."),
            _(
                "Until it is hidden or removed, which you would be told, or you send a version that is accepted."
            ),
        )
    return (
        _("Your listing stays hidden after a second look."),
        _("Until it is removed, or you send a version that two people accept."),
    )


def _noticed(statement: StatementOfReasons) -> str:
    if statement.noticed_by == "report":
        return _("Through a report that somebody sent us.")
    if any(item["field"].startswith(FIELD) for item in statement.evidence):
        return _("Through our own checks of what you sent and of the website that it names.")
    return _("Through our own checks of what you sent and of its sources.")


def _automation(statement: StatementOfReasons) -> str:
    if statement.decided_automatically:
        return _("An automatic check found it and decided. No person took part in this decision.")
    if statement.detected_automatically:
        return _("An automatic check pointed to it. A person decided.")
    return _("None. A person noticed it, and a person decided.")


def _grounds(evidence: list[dict[str, Any]], label: Callable[[str], str]) -> tuple[Ground, ...]:
    """Passages gathered under the reason for which they matter and the place where they stand, each once, as found."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for item in evidence:
        texts = found.setdefault(item["reason"], {}).setdefault(_place(item["field"], label), {})
        if item["excerpt"]:
            texts.setdefault(item["excerpt"])
    return tuple(
        Ground(reason, tuple(Passage(where, tuple(texts)) for where, texts in places.items()))
        for reason, places in found.items()
    )


def _place(field: str, label: Callable[[str], str]) -> str:
    if field.startswith(FIELD):
        return _("Your website, page %(path)s") % {"path": field.removeprefix(FIELD).strip()}
    return label(field) if field else _("The whole text")


@dataclass(frozen=True, slots=True)
class Answered:
    """An appeal with its answer, as the provider reads it. `reasons` are those that the answer rests on."""

    appeal: Appeal
    reasons: tuple[Reason, ...]
    next: str


def answered(statement: StatementOfReasons) -> list[Answered]:
    """The appeals against a decision, the newest first; two queries."""
    appeals = list(statement.appeals.order_by("-filed_at"))
    decided = Decision.objects.filter(lifecycle="appeal", subject_id__in=[each.pk for each in appeals])
    reasons = {each.subject_id: each.reasons for each in decided.order_by("seq")}
    return [
        Answered(
            appeal=each,
            reasons=tuple(BY_CODE[code] for code in reasons.get(each.pk, ()) if code in BY_CODE),
            next=_next(each),
        )
        for each in appeals
    ]


def _next(appeal: Appeal) -> str:
    if appeal.status == Appeal.Status.CONFIRMED:
        return _(
            "The decision stands and cannot be appealed again. You can send a changed version; it is looked at afresh."
        )
    if appeal.status == Appeal.Status.OVERTURNED:
        return _(
            "The decision does not stand. People look at your listing again; nothing is public by that alone."
        )
    return _(
        "Somebody who took no part in the decision reads it and decides; automation decides no appeal. We aim to answer"
        " within %(days)s. Until then the decision stands."
    ) % {"days": APPEAL.within}
