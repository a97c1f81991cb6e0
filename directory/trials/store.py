"""Makes rows of a study: prepares it, and writes the trial with its sites."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import h3

from . import registry_ids
from .checks import DEMO_ID
from .codes import Outcome, Sex, SponsorClass, Status, StudyType, phase_mask
from .ctgov import parse_study
from .findings import Assessment
from .models import Trial, TrialSite
from .places import Placed, Placer
from .privacy import without_persons
from .record import Intervention, PartialDate, Site, TrialRecord
from .settle import Standing

KEPT_SECTIONS = ("protocolSection", "annotationSection", "derivedSection", "hasResults")
DEMO_REGISTRY = "DEMO"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A study ready to be assessed and stored: without persons, its text canonical, its number spelt out."""

    number: str
    registry: str
    address: str
    record: TrialRecord
    text: str
    sha256: str


class NoNumber(Exception):
    """The study has no number of a trial registry, so it cannot be stored."""


def prepare(study: dict[str, Any], *, demo: bool) -> Prepared:
    """Removes persons, reads the record, fixes its text. Raises `NoNumber`."""
    kept = without_persons({key: study[key] for key in KEPT_SECTIONS if key in study})
    text = canonical(kept)
    return prepared(parse_study(kept), text, demo=demo)


def prepared(record: TrialRecord, text: str, *, demo: bool) -> Prepared:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if demo and DEMO_ID.fullmatch(record.registry_id):
        return Prepared(record.registry_id, DEMO_REGISTRY, "", record, text, sha256)
    number = registry_ids.parse(record.registry_id)
    if number is None or not number.registers:
        raise NoNumber(record.registry_id)
    return Prepared(number.value, number.registry.code, number.address, record, text, sha256)


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces, in ASCII: the same record always has the same text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def write(
    item: Prepared,
    assessment: Assessment,
    standing: Standing,
    *,
    on: date,
    fetched_at: datetime,
    places: Placer,
) -> None:
    """Replaces the trial's row and sites, in the caller's transaction; an older number of the same study goes."""
    Trial.objects.update_or_create(
        registry_id=item.number,
        defaults={
            **_columns(item.record),
            **verdict_columns(assessment, standing, on=on),
            "registry": item.registry,
            "record_url": item.address,
            "record_text": item.text,
            "record_sha256": item.sha256,
            "missing_since": None,
            "fetched_at": fetched_at,
        },
    )
    TrialSite.objects.filter(trial_id=item.number).delete()
    TrialSite.objects.bulk_create(_sites(item, places))
    older = {number.value for text in item.record.aliases if (number := registry_ids.parse(text))}
    Trial.objects.filter(pk__in=older - {item.number}).delete()


def sites_are_stored(item: Prepared, places: Placer) -> bool:
    """Whether the stored sites are what would be stored now: they differ once the gazetteer knows more places."""
    stored = TrialSite.objects.filter(trial_id=item.number).order_by("position")
    return [_values(site) for site in stored] == [_values(site) for site in _sites(item, places)]


def _values(site: TrialSite) -> tuple[Any, ...]:
    return tuple(
        getattr(site, field.attname) for field in TrialSite._meta.concrete_fields if field.attname != "id"
    )


def _sites(item: Prepared, places: Placer) -> list[TrialSite]:
    return [_site(item.number, position, site, places) for position, site in enumerate(item.record.sites)]


def verdict_columns(assessment: Assessment, standing: Standing, *, on: date) -> dict[str, Any]:
    return {
        "headaches": assessment.headaches,
        "is_cell": assessment.is_cell,
        "outcome": standing.outcome,
        "findings": [finding.as_json() for finding in assessment.findings],
        "assessed_on": on,
        "listed_until": standing.listed_until if standing.outcome == Outcome.LISTED else None,
        "cleared_decision": standing.decision,
    }


def _columns(record: TrialRecord) -> dict[str, Any]:
    return {
        "aliases": list(record.aliases),
        "title": record.title[:500],
        "official_title": record.official_title,
        "summary": record.summary,
        "conditions": list(record.conditions),
        "intervention_text": "\n".join(_intervention(each) for each in record.interventions),
        "eligibility": record.eligibility.criteria,
        "study_type": _known(StudyType, record.design.study_type),
        "phases": phase_mask(record.design.phases),
        "status": _known(Status, record.status),
        "sponsor_name": record.sponsor_name[:300],
        "sponsor_class": _known(SponsorClass, record.sponsor_class),
        "minimum_age": record.eligibility.minimum_age,
        "maximum_age": record.eligibility.maximum_age,
        "sex": _known(Sex, record.eligibility.sex),
        "healthy_volunteers": record.eligibility.healthy_volunteers,
        "start_date": _first(record.dates.start),
        "completion_date": _last(record.dates.completion),
        "verified_date": _last(record.dates.verified),
        "updated_date": _last(record.dates.updated),
    }


def _site(number: str, position: int, site: Site, places: Placer) -> TrialSite:
    place = places.place(site)
    return TrialSite(
        trial_id=number,
        position=position,
        facility=site.facility[:300],
        city=site.city[:160],
        state=site.state[:160],
        postcode=site.postcode[:30],
        country=place.country,
        region_id=place.region,
        latitude=place.latitude,
        longitude=place.longitude,
        cell3=_cell(place, 3),
        cell5=_cell(place, 5),
        status=site.status if site.status in Status.values else "",
        recruiting=site.status == Status.RECRUITING,
    )


def _cell(place: Placed, resolution: int) -> int | None:
    """The H3 cell as a signed 64-bit integer, as in the catalogue; None where the place is unknown."""
    if place.latitude is None or place.longitude is None:
        return None
    return int(h3.str_to_int(h3.latlng_to_cell(place.latitude, place.longitude, resolution)))


def _intervention(intervention: Intervention) -> str:
    if intervention.description:
        return f"{intervention.name}: {intervention.description}"
    return intervention.name


def _known(choices: type[StudyType] | type[Status] | type[SponsorClass] | type[Sex], value: str) -> str:
    """The value if it is one of the choices, else `UNKNOWN` (every list of choices has it)."""
    return value if value in choices.values else "UNKNOWN"


def _first(day: PartialDate | None) -> date | None:
    return day.first if day else None


def _last(day: PartialDate | None) -> date | None:
    return day.last if day else None
