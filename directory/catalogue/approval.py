"""The one thing `publish()` accepts. Made by the gate alone; frozen, complete, without reference to other rooms."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedSite:
    """A place of care; latitude and longitude in WGS 84 degrees."""

    site_id: UUID
    name: str
    street: str
    town: str
    postcode: str
    region: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedEvidence:
    """One link of the chain as the public sees it; `valid_until` is its last valid day."""

    link: str
    register_code: str
    register_name: str
    number: str
    holder: str
    scope: str
    checked_on: date
    how: str
    valid_until: date
    lookup_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A revision that passed the gate under decision `decision_seq`. Masks are bits of the vocabularies."""

    listing_id: UUID
    decision_seq: int
    revision_sha256: str
    content: str
    kind: str
    name: str
    summary: str
    description: str
    how_to_refer: str
    website: str
    phone: str
    email: str
    headaches: int
    treatments: int
    languages: int
    ages: int
    referrals: int
    funding: int
    telehealth: bool
    accepting: bool | None
    accepting_since: date | None
    valid_until: date
    attested_on: date
    sites: tuple[ApprovedSite, ...]
    evidence: tuple[ApprovedEvidence, ...]
