"""What a provider still has to give before a listing can be checked to the end."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from directory import clock
from directory.accreditation.facts import CONFIRMED, CredentialFacts, ProviderFacts, VerificationFacts
from directory.accreditation.gather import facts_for
from directory.accreditation.qualifies import qualifies


def still_to_give(provider_id: UUID, *, kind: str, site_ids: Iterable[UUID]) -> list[str]:
    """What would be missing even if every claimed entry were found in order today: a sentence each."""
    facts = supposing_confirmed(facts_for(provider_id, kind=kind, site_ids=site_ids))
    return [gap.sentence for gap in qualifies(facts, on=clock.today()).missing]


def supposing_confirmed(facts: ProviderFacts) -> ProviderFacts:
    """The facts as they would be if a person looked now and confirmed all that no newer look speaks against."""
    versions = {site.id: site.version for site in facts.sites}
    bonds = tuple(
        replace(
            bond,
            practitioner=replace(
                bond.practitioner, credentials=_all(bond.practitioner.credentials, versions)
            ),
        )
        for bond in facts.affiliations
    )
    return replace(facts, credentials=_all(facts.credentials, versions), affiliations=bonds)


def _all(credentials: Iterable[CredentialFacts], versions: dict[UUID, int]) -> tuple[CredentialFacts, ...]:
    return tuple(_confirmed(each, versions) for each in credentials)


def _confirmed(credential: CredentialFacts, versions: dict[UUID, int]) -> CredentialFacts:
    newest = max(credential.verifications, key=lambda look: look.at, default=None)
    if newest is not None and newest.result != CONFIRMED:
        return credential
    look = VerificationFacts(
        at=clock.now(),
        result=CONFIRMED,
        scopes=credential.register.shows,
        how="register",
        site_version=versions.get(credential.site_id) if credential.site_id else None,
    )
    return replace(credential, verifications=(*credential.verifications, look))
