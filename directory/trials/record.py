"""What a registry's record says of one study, whichever registry it is. Frozen; nothing is judged here."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T[\d:.]+Z?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day; `first` and `last` are the days it may mean."""

    first: date
    last: date


def partial_date(text: str) -> PartialDate | None:
    """`2024`, `2024-05`, `2024-05-31`; None for anything else, days that do not exist included."""
    match = _PARTIAL.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is not None and month and day:
            return PartialDate(date(year, month, day), date(year, month, day))
        if year is not None and month:
            return PartialDate(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return PartialDate(date(year or 0, 1, 1), date(year or 0, 12, 31))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the record that could not be read: where, and what should have stood there."""

    path: str
    expected: str


@dataclass(frozen=True, slots=True)
class SecondaryId:
    value: str
    kind: str


@dataclass(frozen=True, slots=True)
class Intervention:
    name: str
    kind: str
    description: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arm:
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class Site:
    """One place of a trial; `status` is empty where the record says none (which is not "recruiting")."""

    facility: str
    city: str
    state: str
    postcode: str
    country: str
    country_code: str
    status: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Design:
    study_type: str
    phases: tuple[str, ...]
    model: str
    masking: str
    enrolment: int | None


@dataclass(frozen=True, slots=True)
class Oversight:
    """Self-declared; None where the record does not say."""

    fda_drug: bool | None
    us_export: bool | None
    has_dmc: bool | None
    fdaaa_violation: bool | None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Ages in years, None where the record sets no limit or one that cannot be read."""

    criteria: str
    sex: str
    minimum_age: float | None
    maximum_age: float | None
    healthy_volunteers: bool | None


@dataclass(frozen=True, slots=True)
class Dates:
    verified: PartialDate | None
    updated: PartialDate | None
    start: PartialDate | None
    completion: PartialDate | None
    first_submitted: PartialDate | None


@dataclass(frozen=True, slots=True)
class TrialRecord:
    """One study. Texts are empty and lists are `()` where the record says nothing."""

    registry_id: str
    aliases: tuple[str, ...]
    secondary_ids: tuple[SecondaryId, ...]
    title: str
    official_title: str
    summary: str
    description: str
    conditions: tuple[str, ...]
    keywords: tuple[str, ...]
    mesh_terms: tuple[str, ...]
    status: str
    why_stopped: str
    dates: Dates
    sponsor_name: str
    sponsor_class: str
    oversight: Oversight
    design: Design
    interventions: tuple[Intervention, ...]
    arms: tuple[Arm, ...]
    eligibility: Eligibility
    sites: tuple[Site, ...]
    violations: int
    texts: tuple[str, ...]
    """Every text of the record, links' labels included, for rules that read them all."""
    problems: tuple[Problem, ...]
