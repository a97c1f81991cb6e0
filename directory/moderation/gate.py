"""The gate: pure over facts. It yields an `Approval` or says every reason why not."""

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from directory.accreditation.facts import Link, Qualification
from directory.catalogue.approval import Approval, ApprovedEvidence, ApprovedSite
from directory.listings import content
from directory.listings.content import Content
from directory.screening.findings import Severity, Verdict
from directory.vocabulary.treatments import CELL_MASK

from .errors import GateClosed


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding that nobody dismissed."""

    severity: Severity
    dismissible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """All the gate looks at. `on` is the UTC date; `screening` is None when the engine gave no answer."""

    on: date
    listing_id: UUID
    publication: str
    revision_text: str
    revision_sha256: str
    decision_seq: int
    decision_sha256: str
    risky: bool
    first_actor_id: int | None
    actor_id: int | None
    checklist_open: tuple[str, ...]
    screening: Verdict | None
    findings: tuple[OpenFinding, ...]
    qualification: Qualification
    attested_on: date


def gate(facts: GateFacts) -> Approval:
    """The approval that `publish()` accepts. Raises `GateClosed` with every reason, never just the first."""
    document = content.loads(facts.revision_text)
    problems = (
        *_about_decision(facts),
        *_about_offer(facts, document),
        *facts.checklist_open,
        *(gap.sentence for gap in facts.qualification.missing),
        *_about_validity(facts, document),
    )
    if problems:
        raise GateClosed(tuple(dict.fromkeys(problems)))
    return _approval(facts, document)


def _about_decision(facts: GateFacts) -> list[str]:
    problems = []
    if (
        facts.decision_sha256 != facts.revision_sha256
        or content.digest(facts.revision_text) != facts.revision_sha256
    ):
        problems.append(_("The decision was made on another version of the text."))
    people = {facts.first_actor_id, facts.actor_id} - {None}
    if facts.risky and len(people) < 2:
        problems.append(_("A risky case needs two different people."))
    if facts.publication == "delisted":
        problems.append(
            _("This listing was removed for good. The provider can submit a new one; the link will be shown.")
        )
    return problems


def _about_offer(facts: GateFacts, document: Content) -> list[str]:
    problems = []
    if content.vocabularies()["treatments"].mask(document.treatments) & CELL_MASK:
        problems.append(
            _(
                "A cell-based product is never listed as a treatment. It can appear only as an authorised trial."
            )
        )
    if facts.screening is None:
        problems.append(_("The text has not been screened."))
    if any(finding.severity is Severity.BLOCK for finding in facts.findings):
        problems.append(_("A finding that blocks a listing has not been dismissed."))
    if any(finding.severity is Severity.REVIEW for finding in facts.findings):
        problems.append(_("A finding that needs a look has not been answered."))
    return problems


def _about_validity(facts: GateFacts, document: Content) -> list[str]:
    problems = []
    until = facts.qualification.valid_until
    if not facts.qualification.qualified or until is None or until < facts.on:
        problems.append(_("The accreditation does not hold today."))
    if any(site.latitude is None or site.longitude is None for site in document.sites):
        problems.append(_("A place of care has no known position."))
    return problems


def _approval(facts: GateFacts, document: Content) -> Approval:
    masks = {
        name: vocabulary.mask(getattr(document, name)) for name, vocabulary in content.vocabularies().items()
    }
    return Approval(
        listing_id=facts.listing_id,
        decision_seq=facts.decision_seq,
        revision_sha256=facts.revision_sha256,
        content=facts.revision_text,
        kind=document.kind,
        name=document.name,
        summary=document.summary,
        description=document.description,
        how_to_refer=document.how_to_refer,
        website=document.website,
        phone=document.phone,
        email=document.email,
        **masks,
        telehealth=document.telehealth,
        accepting=document.accepting,
        accepting_since=date.fromisoformat(document.accepting_since) if document.accepting_since else None,
        valid_until=cast(date, facts.qualification.valid_until),  # `_about_validity` refused None
        attested_on=facts.attested_on,
        sites=tuple(_site(site) for site in document.sites),
        evidence=tuple(_evidence(link) for link in facts.qualification.chain),
    )


def _site(site: content.SiteContent) -> ApprovedSite:
    return ApprovedSite(
        site_id=UUID(site.id),
        name=site.name,
        street=site.street,
        town=site.town,
        postcode=site.postcode,
        region=site.region,
        latitude=cast(float, site.latitude),
        longitude=cast(float, site.longitude),
    )


def _evidence(link: Link) -> ApprovedEvidence:
    return ApprovedEvidence(
        link=link.kind,
        register_code=link.register_code,
        register_name=link.register_name,
        number=link.number,
        holder=link.holder,
        scope=link.scope,
        checked_on=link.checked_on,
        how=link.how,
        valid_until=link.valid_until,
        lookup_url=link.lookup_url,
    )
