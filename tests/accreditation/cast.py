"""A fictional cast for the rule: registers, places and people in the shapes of `facts.py`."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from directory.accreditation.facts import (
    AffiliationFacts,
    CredentialFacts,
    PractitionerFacts,
    ProviderFacts,
    RegisterFacts,
    RuleFacts,
    SiteFacts,
    VerificationFacts,
)

TODAY = date(2026, 6, 15)
CHECKED = date(2026, 6, 1)
_SPACE = UUID("3f0d5a2e-6a55-4d6b-9d2f-1f6f4d9a7c10")


def uid(name: str) -> UUID:
    return uuid5(_SPACE, name)


def register(code: str, shows: str, **changes: Any) -> RegisterFacts:
    plain: dict[str, Any] = {"kind": "doctor_licence", "standing": "counts", "holder": "person"}
    return RegisterFacts(
        **{"code": code, "name": code.upper(), "shows": frozenset(shows.split(",")), **plain, **changes}
    )


GMC = register("gmc", "licence,neurology", jurisdiction="GB", max_age_days=365)
CHAMBER = register("kammer", "licence,neurology", jurisdiction="DE", max_age_days=365)
UCNS = register("ucns", "headache", kind="headache_cert", jurisdiction="US", max_age_days=1095)
AQH = register("aqh", "headache", kind="headache_cert", standing="supporting", jurisdiction="US")
NPI = register("npi", "identity", kind="identifier_only", standing="never", jurisdiction="US")
NMC = register("nmc", "other-licence", kind="other_licence", jurisdiction="GB", max_age_days=365)
CQC = register(
    "cqc", "facility", kind="facility_licence", jurisdiction="GB-ENG", holder="site", max_age_days=365
)
JCI = register("jci", "facility", kind="facility_accreditation", holder="organisation")
FACT = register("fact", "facility", kind="facility_accreditation", standing="scoped", holder="site")

LEEDS = SiteFacts(id=uid("leeds"), name="Harewood Rooms", version=1, jurisdictions=("GB", "GB-ENG", "GB-LDS"))
YORK = SiteFacts(id=uid("york"), name="Minster Rooms", version=3, jurisdictions=("GB", "GB-ENG", "GB-YOR"))
BERLIN = SiteFacts(id=uid("berlin"), name="Praxis am Kanal", version=1, jurisdictions=("DE", "DE-BE"))

NO_LICENCE_DE = RuleFacts(code="DE", rule="facility_licence", value="none", valid_from=date(2000, 1, 1))
LICENCE_ENGLAND = RuleFacts(
    code="GB-ENG", rule="facility_licence", value="required", valid_from=date(2000, 1, 1)
)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def look(
    scopes: str = "", on: date = CHECKED, result: str = "confirmed", **changes: Any
) -> VerificationFacts:
    seen = frozenset(scopes.split(",")) if scopes else frozenset()
    plain: dict[str, Any] = {"at": noon(on), "result": result, "scopes": seen, "how": "register"}
    return VerificationFacts(**{**plain, **changes})


def credential(register: RegisterFacts, *looks: VerificationFacts, **changes: Any) -> CredentialFacts:
    number = changes.pop("number", "1234567")
    plain: dict[str, Any] = {"id": uid(f"{register.code} {number} {changes}"), "number": number}
    return CredentialFacts(register=register, verifications=looks, **{**plain, **changes})


def gmc(**changes: Any) -> CredentialFacts:
    return credential(GMC, look("licence,neurology", **changes))


def cqc(site: SiteFacts = LEEDS, **changes: Any) -> CredentialFacts:
    return credential(CQC, look("facility", **{"site_version": site.version, **changes}), site_id=site.id)


def person(*credentials: CredentialFacts, name: str = "Dr Ada Fenwick", **changes: Any) -> PractitionerFacts:
    return PractitionerFacts(id=uid(name), name=name, credentials=credentials, **changes)


def works_at(
    site: SiteFacts = LEEDS, who: PractitionerFacts | None = None, **changes: Any
) -> AffiliationFacts:
    plain: dict[str, Any] = {"confirmed_on": CHECKED, "site_version": site.version}
    return AffiliationFacts(site_id=site.id, practitioner=who or person(gmc()), **{**plain, **changes})


def provider(kind: str, *sites: SiteFacts, **changes: Any) -> ProviderFacts:
    return ProviderFacts(
        id=uid(kind), kind=kind, name=changes.pop("name", "Harewood"), sites=sites, **changes
    )


def specialist(
    *credentials: CredentialFacts, sites: tuple[SiteFacts, ...] = (LEEDS,), **changes: Any
) -> ProviderFacts:
    return provider("specialist", *sites, name="Dr Ada Fenwick", credentials=credentials, **changes)


def clinic(**changes: Any) -> ProviderFacts:
    plain: dict[str, Any] = {"credentials": (cqc(),), "affiliations": (works_at(),)}
    sites = changes.pop("sites", (LEEDS,))
    return provider("clinic", *sites, **{**plain, **changes})


def practice(**changes: Any) -> ProviderFacts:
    doctor = person(credential(CHAMBER, look("licence,neurology"), number=""), name="Dr Jonas Vogt")
    plain: dict[str, Any] = {"affiliations": (works_at(BERLIN, doctor),), "rules": (NO_LICENCE_DE,)}
    sites = changes.pop("sites", (BERLIN,))
    return provider("practice", *sites, **{**plain, **changes})


def days(count: int) -> timedelta:
    return timedelta(days=count)
