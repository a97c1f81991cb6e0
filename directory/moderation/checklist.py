"""What a moderator must have made sure of before approving. Answers are kept with their questions."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import clock
from directory.accreditation.facts import MissingLink, ProviderFacts, Qualification
from directory.accreditation.gather import ForeignSite, facts_for
from directory.accreditation.qualifies import FRESH_DAYS, fresh_enough, qualifies
from directory.listings.content import Content

from .models import Case
from .people import tied_people
from .website.evidence import is_read

QUESTIONS = {
    "authority": gettext_lazy(
        "Did you confirm, through a contact that the register or the practice itself publishes, that whoever"
        " submitted this may speak for the provider?"
    ),
    "website": gettext_lazy(
        "Did you read the provider's own website and find nothing that would bar a listing?"
    ),
    "trials": gettext_lazy(
        "Did you check with the regulator that each trial named here is authorised, and that taking part is free?"
    ),
    "text": gettext_lazy("Did you read every text of the listing, and does it say only what can be shown?"),
}


def questions_for(document: Content) -> dict[str, str]:
    """The questions a person answers for this listing, by key."""
    asked = {"website": bool(document.website), "trials": bool(document.trial_ids)}
    return {key: str(text) for key, text in QUESTIONS.items() if asked.get(key, True)}


def qualification_of(case: Case, on: date | None = None) -> Qualification:
    """Whether the case's provider qualifies, for the sites in the case's revision, on a day (default: today)."""
    document = case.revision.document()
    sites = [UUID(site.id) for site in document.sites]
    try:
        facts = facts_for(case.listing.provider_id, kind=document.kind, site_ids=sites)
    except ForeignSite:
        sentence = _("A place of care in this version is not the provider's own. Ask for a new version.")
        gap = MissingLink(code="foreign_site", sentence=sentence)
        return Qualification(qualified=False, valid_until=None, chain=(), missing=(gap,))
    return _unmoved(document, facts, qualifies(facts, on=on or clock.today()))


def _unmoved(document: Content, facts: ProviderFacts, found: Qualification) -> Qualification:
    """Not qualified where a place has moved since the revision was sent: its address would not be the checked one."""
    now = {str(site.id): site.version for site in facts.sites}
    moved = [site for site in document.sites if now.get(site.id) != site.version]
    if not moved:
        return found
    gaps = tuple(
        MissingLink(
            code="site_changed",
            sentence=_("%(site)s has a new address since this version was sent. A new version is needed.")
            % {"site": site.name},
        )
        for site in moved
    )
    return replace(found, qualified=False, valid_until=None, missing=found.missing + gaps)


def website_is_read(case: Case) -> bool:
    """Whether this revision's website was read by the worker, or by the lease holder, who noted why and what."""
    return not case.revision.document().website or is_read(case) or _read_by_hand(case)


def _read_by_hand(case: Case) -> bool:
    answer = _answers(case).get("website", {})
    return bool(answer.get("yes")) and bool(str(answer.get("note", "")).strip())


def _answers(case: Case) -> dict[str, dict[str, object]]:
    """Answers given for the case's present revision; those for an earlier one no longer count."""
    if case.checklist.get("revision") != case.revision.sha256:
        return {}
    found: dict[str, dict[str, object]] = case.checklist.get("answers", {})
    return found


def open_questions(case: Case, qualification: Qualification | None = None) -> list[str]:
    """Everything that still stands in the way of an approval, each as a sentence; empty when complete.

    `qualification` is the case's of today, where the caller has it already.
    """
    answers = _answers(case)
    tied = tied_people(case)
    missing = [
        text
        for key, text in questions_for(case.revision.document()).items()
        if not answers.get(key, {}).get("yes") or answers[key].get("by") in tied
    ]
    if not website_is_read(case):
        missing.append(
            _(
                "The provider's website is still being read by this directory. Wait for it, or note beside the question"
                " about the website why you did not, and which pages you read by hand."
            )
        )
    qualification = qualification or qualification_of(case)
    missing += [gap.sentence for gap in qualification.missing]
    today = clock.today()
    for link in qualification.chain:
        if link.credential_id is not None and not fresh_enough(link, today):
            missing.append(
                _("%(register)s was last checked on %(day)s, more than %(days)s days ago: look again.")
                % {"register": link.register_name, "day": link.checked_on, "days": FRESH_DAYS}
            )
    return missing
