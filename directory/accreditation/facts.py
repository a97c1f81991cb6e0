"""The shapes that `qualifies()` reads and returns.

They are plain frozen values, so that the rule is a pure function and an answer can be stored, compared and
tested without a database. Days are UTC dates; the last valid day is inclusive.

    ProviderFacts ─┬─ sites: SiteFacts            (the sites that the listing names)
                   ├─ credentials: CredentialFacts ── register: RegisterFacts
                   │                              └── verifications: VerificationFacts
                   ├─ affiliations: AffiliationFacts ── practitioner: PractitionerFacts ── credentials …
                   ├─ exclusions: ExclusionFacts
                   └─ rules: RuleFacts            (the jurisdictions' dated rows)
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

DEFAULT_MAX_AGE_DAYS = 1095
"""36 months: how long a verification or a confirmation stands when nothing gives an earlier end (NCQA)."""

CONFIRMED = "confirmed"
"""The only result that counts. Any other that is newer defeats it, "unknown" included: a person must look."""


@dataclass(frozen=True, kw_only=True)
class RegisterFacts:
    """A `Register` row. `shows` are all scopes that it can show; `jurisdiction` "" is international."""

    code: str
    name: str
    kind: str
    standing: str  # counts | supporting | scoped | never
    shows: frozenset[str]
    holder: str  # person | site | organisation
    jurisdiction: str = ""
    lookup_url: str = ""
    max_age_days: int = DEFAULT_MAX_AGE_DAYS


@dataclass(frozen=True, kw_only=True)
class VerificationFacts:
    """Somebody looked at the register at `at` (aware, UTC). Any `result` but `confirmed` is adverse.

    `scopes` are those seen in the entry, not those claimed. `valid_until` is the register's own date.
    `site_version` is the site's version when somebody looked; needed where the credential is for a site.
    """

    at: datetime
    result: str
    scopes: frozenset[str]
    how: str  # Verification.Method
    valid_until: date | None = None
    site_version: int | None = None

    @property
    def checked_on(self) -> date:
        return self.at.astimezone(UTC).date()


@dataclass(frozen=True, kw_only=True)
class CredentialFacts:
    """A claim to stand in a register, with every look at it, in any order.

    `site_id` names the site that a facility's licence or seal is for; None for a person's credential.
    `jurisdiction` narrows the register's own, for instance "US-CA" for a state's licence; "" leaves it.
    """

    id: UUID
    register: RegisterFacts
    number: str
    verifications: tuple[VerificationFacts, ...] = ()
    site_id: UUID | None = None
    jurisdiction: str = ""


@dataclass(frozen=True, kw_only=True)
class ExclusionFacts:
    """An exclusion that bars the provider; `until` is the last day it stands, None = no end known.

    It counts from the moment it is known, also before `since`: nobody is listed up to the day before.
    """

    source: str
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class PractitionerFacts:
    """A person with the credentials that are in their own name."""

    id: UUID
    name: str
    credentials: tuple[CredentialFacts, ...] = ()
    exclusions: tuple[ExclusionFacts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """A place of care. `version` rises with every move.

    `jurisdictions` are the ISO 3166 codes it lies in, widest first: ("GB", "GB-ENG", "GB-LDS").
    """

    id: UUID
    name: str
    version: int
    jurisdictions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AffiliationFacts:
    """A practitioner at a site. `confirmed_on` is the day the *practitioner* confirmed it; None = not yet.

    `site_version` is the site's version that they confirmed, None = not known, which does not count.
    `ended_on` is the last day it holds.
    """

    site_id: UUID
    practitioner: PractitionerFacts
    confirmed_on: date | None
    site_version: int | None
    ended_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RuleFacts:
    """A `JurisdictionRule` row; only `rule="facility_licence"` (value `required` or `none`) is read."""

    code: str
    rule: str
    value: str
    valid_from: date
    valid_until: date | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ProviderFacts:
    """Everything that `qualifies()` may know about one listing.

    `kind` is specialist, clinic, practice or other. `credentials` are the provider's own: a specialist's
    licence and qualification, a clinic's licences and seals each naming its site.
    """

    id: UUID
    kind: str
    name: str
    sites: tuple[SiteFacts, ...]
    credentials: tuple[CredentialFacts, ...] = ()
    affiliations: tuple[AffiliationFacts, ...] = ()
    exclusions: tuple[ExclusionFacts, ...] = ()
    rules: tuple[RuleFacts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Link:
    """One proven link of the chain, complete enough to be copied into the published evidence.

    `kind` is licence, qualification, facility or affiliation. `holder` is the name of the person or the site;
    `scope` lists the scopes seen, separated by commas; `how` is the verification's method.
    An affiliation has no register: code, name, number and address are "", `credential_id` is None and `how`
    is "practitioner".
    """

    kind: str
    register_code: str
    register_name: str
    number: str
    holder: str
    scope: str
    checked_on: date
    how: str
    valid_until: date
    lookup_url: str = ""
    site_id: UUID | None = None
    credential_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MissingLink:
    """What is missing, in a sentence for the provider and the moderator. `code` never changes."""

    code: str
    sentence: str
    site_id: UUID | None = None
    credential_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Qualification:
    """The answer. `valid_until` is the last day it holds, None when not qualified.

    The chain of an unqualified provider holds what is proven so far, for the moderator to see.
    `rules` are the jurisdiction rows that stand in for a facility licence; one that ends caps `valid_until`.
    """

    qualified: bool
    valid_until: date | None
    chain: tuple[Link, ...]
    missing: tuple[MissingLink, ...]
    rules: tuple[RuleFacts, ...] = ()
