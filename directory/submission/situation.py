"""How a listing stands, in plain words, and the next step it needs. Pure: facts in, words out."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.catalogue.querysets import UNCONFIRMED_DAYS
from directory.moderation.targets import DECISION, FIRST_LOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`case_status` is that of the newest submission, "" where there is none; days are UTC dates."""

    publication: str
    case_status: str = ""
    automatic: bool = False
    person_asked: bool = False
    changes_due: date | None = None
    valid_until: date | None = None
    attested_on: date | None = None
    attestation_until: date | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Situation:
    """`step` is what the provider can do next: "" or the name of an action of the listing's page."""

    tags: tuple[Tag, ...]
    sentence: str
    step: str = ""
    step_label: str = ""


def situation(facts: Facts, *, on: date) -> Situation:
    """The words for one listing on a UTC day."""
    public = _public(facts, on)
    proposal = _proposal(facts)
    tags = tuple(part.tags[0] for part in (public, proposal) if part is not None)
    sentence = " ".join(part.sentence for part in (public, proposal) if part is not None)
    step = next((part for part in (proposal, public) if part is not None and part.step), None)
    if step is None:
        return Situation(tags, sentence)
    return Situation(tags, sentence, step.step, step.step_label)


def confirmation_due(facts: Facts, *, on: date) -> bool:
    """Whether it is time to ask the provider that every detail is still right."""
    if facts.publication != "live" or facts.attested_on is None:
        return False
    return on >= facts.attested_on + timedelta(days=UNCONFIRMED_DAYS)


def _one(text: str, tone: str, sentence: str, step: str = "", step_label: str = "") -> Situation:
    return Situation((Tag(text, tone),), sentence, step, step_label)


def _public(facts: Facts, on: date) -> Situation | None:
    match facts.publication:
        case "delisted":
            return _one(_("Removed"), "stop", _("This listing was removed for good."), "read", _("Read why"))
        case "quarantined":
            sentence = _("Hidden from the public while we look at it again.")
            return _one(_("Hidden while we check"), "wait", sentence, "read", _("Read why"))
        case "live":
            return _live(facts, on)
    if facts.case_status in ("approved", ""):
        sentence = _("Nothing of this listing is public now. You can send it again at any time.")
        return _one(_("Not published"), "", sentence, "revise", _("Send it again"))
    return None


def _live(facts: Facts, on: date) -> Situation:
    confirm = ("confirm", _("Confirm the details"))
    if facts.attestation_until is not None and on > facts.attestation_until:
        sentence = _(
            "Not shown at present: nobody has confirmed the details for 180 days. Confirming shows it again."
        )
        return _one(_("Not shown"), "wait", sentence, *confirm)
    if facts.valid_until is not None and on > facts.valid_until:
        sentence = _(
            "Not shown at present: a check that it rests on has run out. We look at the register again; as soon as the"
            " entry is confirmed, the listing is back. Nothing else of it changes."
        )
        return _one(_("Not shown"), "wait", sentence)
    if confirmation_due(facts, on=on):
        day = date_format(facts.attested_on, "j F Y") if facts.attested_on else ""
        sentence = _("Published. The details were last confirmed on %(day)s: are they still right?") % {
            "day": day
        }
        return _one(_("Published"), "ok", sentence, *confirm)
    return _one(_("Published"), "ok", _("Patients can find it."))


def _proposal(facts: Facts) -> Situation | None:
    live = facts.publication == "live"
    match facts.case_status:
        case "open":
            return _one(_("Being looked at"), "info", _waiting(live))
        case "second_review":
            sentence = _("One person has approved what you sent; now a second person has to look at it.")
            return _one(_("Being looked at"), "info", sentence)
        case "changes_requested":
            day = date_format(facts.changes_due, "j F Y") if facts.changes_due else ""
            sentence = _("A moderator asks you to change something by %(day)s.") % {"day": day}
            return _one(_("Changes asked for"), "wait", sentence, "revise", _("Make the changes"))
        case "rejected" if facts.publication in ("none", "live"):
            return _rejected(facts, live)
        case "withdrawn" if facts.publication == "none":
            sentence = _(
                "Closed without a decision. Nothing of it is public. You can send it again at any time."
            )
            return _one(_("Withdrawn"), "", sentence, "revise", _("Send it again"))
    return None


def _waiting(live: bool) -> str:
    if live:
        return _("A new version waits for a moderator; until then the published one stays.")
    return _(
        "It waits for a moderator. The first look usually takes %(look)s, the decision %(decision)s."
    ) % {
        "look": FIRST_LOOK.within,
        "decision": DECISION.within,
    }


def _rejected(facts: Facts, live: bool) -> Situation:
    sentence = (
        _("The new version was not accepted; the published one stays.")
        if live
        else _("What you sent was not accepted. Nothing of it is public.")
    )
    if facts.automatic and not facts.person_asked:
        sentence += " " + _("No person has looked at it yet; you can ask for one.")
    return _one(_("Not accepted"), "stop", sentence, "read", _("Read why, and what you can do"))
