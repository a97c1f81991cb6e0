"""Studies as ClinicalTrials.gov's API v2 gives them, read into `TrialRecord`.

Source: the API's OpenAPI description 2.0.3 and records it has given. Every field is optional in practice;
what is missing stays empty, what has the wrong type is reported in `problems`, nothing raises.
"""

import re
from collections.abc import Iterator
from typing import Any

from .reader import Reader
from .record import (
    Arm,
    Dates,
    Design,
    Eligibility,
    Intervention,
    Oversight,
    Problem,
    SecondaryId,
    Site,
    TrialRecord,
)

_AGE = re.compile(r"(\d{1,5}(?:\.\d{1,2})?) (Year|Month|Week|Day|Hour|Minute)s?", re.ASCII | re.IGNORECASE)
_PER_YEAR = {"year": 1, "month": 12, "week": 52.1775, "day": 365.2425, "hour": 8765.82, "minute": 525_949.2}
_NO_AGE = {"", "n/a"}
_ESCAPED = re.compile(r"\\([<>*_~\[\]()#+.!`|^-])")


def looks_like_study(value: object) -> bool:
    """Whether a JSON value has the outer shape of one study."""
    return isinstance(value, dict) and isinstance(value.get("protocolSection"), dict)


def parse_study(study: Any) -> TrialRecord:
    """One study of the API v2. Give it the study without contacts of persons (`privacy.without_persons`)."""
    root = Reader(study)
    protocol = root.child("protocolSection")
    names = protocol.child("identificationModule")
    status = protocol.child("statusModule")
    about = protocol.child("descriptionModule")
    conditions = protocol.child("conditionsModule")
    sponsor = protocol.child("sponsorCollaboratorsModule", "leadSponsor")
    arms = protocol.child("armsInterventionsModule")
    return TrialRecord(
        registry_id=names.text("nctId"),
        aliases=names.texts("nctIdAliases"),
        secondary_ids=tuple(
            SecondaryId(each.text("id"), each.text("type")) for each in names.children("secondaryIdInfos")
        ),
        title=unescape(names.text("briefTitle")),
        official_title=unescape(names.text("officialTitle")),
        summary=unescape(about.text("briefSummary")),
        description=unescape(about.text("detailedDescription")),
        conditions=conditions.texts("conditions"),
        keywords=conditions.texts("keywords"),
        mesh_terms=_mesh_terms(root),
        status=status.text("overallStatus"),
        why_stopped=status.text("whyStopped"),
        dates=_dates(status),
        sponsor_name=sponsor.text("name"),
        sponsor_class=sponsor.text("class"),
        oversight=_oversight(protocol.child("oversightModule")),
        design=_design(protocol.child("designModule")),
        interventions=tuple(_intervention(each) for each in arms.children("interventions")),
        arms=tuple(
            Arm(unescape(each.text("label")), unescape(each.text("description")))
            for each in arms.children("armGroups")
        ),
        eligibility=_eligibility(protocol.child("eligibilityModule")),
        sites=tuple(_site(each) for each in protocol.child("contactsLocationsModule").children("locations")),
        violations=len(tuple(_violations(root))),
        texts=tuple(_all_texts(protocol.as_dict())),
        problems=tuple(root.problems),
    )


def unescape(text: str) -> str:
    r"""Text without the registry's markup escapes: `\<` is `<`."""
    return _ESCAPED.sub(r"\1", text)


def _mesh_terms(root: Reader) -> tuple[str, ...]:
    browse = root.child("derivedSection", "conditionBrowseModule")
    found = [each.text("term") for name in ("meshes", "ancestors") for each in browse.children(name)]
    return tuple(term for term in found if term)


def _violations(root: Reader) -> Iterator[Reader]:
    module = root.child("annotationSection", "annotationModule", "violationAnnotation")
    return module.children("violationEvents")


def _dates(status: Reader) -> Dates:
    return Dates(
        verified=status.date("statusVerifiedDate"),
        updated=status.child("lastUpdatePostDateStruct").date("date") or status.date("lastUpdateSubmitDate"),
        start=status.child("startDateStruct").date("date"),
        completion=status.child("completionDateStruct").date("date"),
        first_submitted=status.date("studyFirstSubmitDate"),
    )


def _oversight(module: Reader) -> Oversight:
    return Oversight(
        fda_drug=module.flag("isFdaRegulatedDrug"),
        us_export=module.flag("isUsExport"),
        has_dmc=module.flag("oversightHasDmc"),
        fdaaa_violation=module.flag("fdaaa801Violation"),
    )


def _design(module: Reader) -> Design:
    info = module.child("designInfo")
    return Design(
        study_type=module.text("studyType"),
        phases=module.texts("phases"),
        model=info.text("interventionModel"),
        masking=info.child("maskingInfo").text("masking"),
        enrolment=module.child("enrollmentInfo").count("count"),
    )


def _intervention(item: Reader) -> Intervention:
    return Intervention(
        name=unescape(item.text("name")),
        kind=item.text("type"),
        description=unescape(item.text("description")),
        other_names=item.texts("otherNames"),
    )


def _eligibility(module: Reader) -> Eligibility:
    return Eligibility(
        criteria=unescape(module.text("eligibilityCriteria")),
        sex=module.text("sex"),
        minimum_age=_age(module, "minimumAge"),
        maximum_age=_age(module, "maximumAge"),
        healthy_volunteers=module.flag("healthyVolunteers"),
    )


def _age(module: Reader, name: str) -> float | None:
    text = module.text(name)
    match = _AGE.fullmatch(text)
    if match:
        return round(float(match[1]) / _PER_YEAR[match[2].lower()], 3)
    if text.lower() not in _NO_AGE:
        module.problems.append(Problem(f"{module.path}.{name}", "an age such as 18 Years"))
    return None


def _site(item: Reader) -> Site:
    point = item.child("geoPoint")
    lat, lon = point.degrees("lat", 90), point.degrees("lon", 180)
    known = lat is not None and lon is not None
    return Site(
        facility=item.text("facility"),
        city=item.text("city"),
        state=item.text("state"),
        postcode=item.text("zip"),
        country=item.text("country"),
        country_code=item.text("countryCode"),
        status=item.text("status"),
        latitude=lat if known else None,
        longitude=lon if known else None,
    )


def _all_texts(value: object) -> Iterator[str]:
    """Every text below `value`, without recursion: nesting from outside has no limit of its own."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield unescape(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
