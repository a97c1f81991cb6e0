"""Builds the frozen facts that `qualifies()` judges from what is stored, in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from .facts import (
    AffiliationFacts,
    CredentialFacts,
    ExclusionFacts,
    PractitionerFacts,
    ProviderFacts,
    RegisterFacts,
    RuleFacts,
    SiteFacts,
    VerificationFacts,
)
from .models import Affiliation, Credential, JurisdictionRule, Provider, Register, Site, Verification

_PROOF: Prefetch[Any, Any, Any] = Prefetch(
    "credentials",
    Credential.objects.select_related("register").prefetch_related(
        Prefetch("verifications", Verification.objects.order_by("at", "id"))
    ),
)


class ForeignSite(ValueError):
    """A listing names a place of care that is not its provider's."""


def facts_for(provider_id: UUID, *, kind: str, site_ids: Iterable[UUID]) -> ProviderFacts:
    """Everything stored about the provider that bears on a listing of `kind` at these sites.

    Raises `Provider.DoesNotExist`, and `ForeignSite` when one of the sites is unknown or another provider's: it could
    lend accreditation that is not the provider's own.
    """
    wanted = set(site_ids)
    provider = Provider.objects.prefetch_related(_PROOF, "exclusions").get(pk=provider_id)
    sites = list(Site.objects.select_related("region__parent__parent").filter(pk__in=wanted))
    if len(sites) != len(wanted) or any(site.provider_id != provider_id for site in sites):
        raise ForeignSite
    bonds = (
        Affiliation.objects.filter(organisation=provider, site__in=sites)
        .select_related("practitioner")
        .prefetch_related(Prefetch("practitioner__credentials", _PROOF.queryset), "practitioner__exclusions")
    )
    return ProviderFacts(
        id=provider.pk,
        kind=kind,
        name=provider.name,
        sites=tuple(_site(site) for site in sites),
        credentials=tuple(_credential(each) for each in provider.credentials.all()),
        affiliations=tuple(_affiliation(each) for each in bonds),
        exclusions=_exclusions(provider),
        rules=tuple(_rule(each) for each in JurisdictionRule.objects.filter(rule="facility_licence")),
    )


def _site(site: Site) -> SiteFacts:
    codes = tuple(region.code for region in (*site.region.ancestors(), site.region))
    return SiteFacts(id=site.pk, name=site.name, version=site.version, jurisdictions=codes)


def register_facts(register: Register) -> RegisterFacts:
    return RegisterFacts(
        code=register.code,
        name=register.name,
        kind=register.kind,
        standing=register.standing,
        shows=frozenset(register.scopes),
        holder=register.holder,
        jurisdiction=register.jurisdiction,
        lookup_url=register.lookup_url,
        max_age_days=register.max_age_days,
    )


def _credential(credential: Credential) -> CredentialFacts:
    return CredentialFacts(
        id=credential.pk,
        register=register_facts(credential.register),
        number=credential.number,
        verifications=tuple(_verification(each) for each in credential.verifications.all()),
        site_id=credential.site_id,
        jurisdiction=credential.jurisdiction,
    )


def _verification(verification: Verification) -> VerificationFacts:
    return VerificationFacts(
        at=verification.at,
        result=verification.result,
        scopes=frozenset(verification.scopes),
        how=verification.method,
        valid_until=verification.valid_until,
        site_version=verification.site_version,
    )


def _exclusions(provider: Provider) -> tuple[ExclusionFacts, ...]:
    return tuple(
        ExclusionFacts(source=e.source, since=e.since, until=e.until) for e in provider.exclusions.all()
    )


def _affiliation(bond: Affiliation) -> AffiliationFacts:
    person = bond.practitioner
    return AffiliationFacts(
        site_id=bond.site_id,
        practitioner=PractitionerFacts(
            id=person.pk,
            name=person.name,
            credentials=tuple(_credential(each) for each in person.credentials.all()),
            exclusions=_exclusions(person),
        ),
        confirmed_on=bond.confirmed_at.date() if bond.confirmed_at else None,
        site_version=bond.site_version,
        ended_on=bond.ended_at.date() if bond.ended_at else None,
    )


def _rule(rule: JurisdictionRule) -> RuleFacts:
    return RuleFacts(
        code=rule.code,
        rule=rule.rule,
        value=rule.value,
        valid_from=rule.valid_from,
        valid_until=rule.valid_until,
        source=rule.source,
    )
