"""Storing records: once, whole or not at all, and never a cell product without two people's decision."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from directory.accreditation.models import Provider
from directory.listings.models import Listing, Revision
from directory.moderation import log
from directory.moderation.models import Decision
from directory.trials import actions
from directory.trials.actions import ClearanceRefused, Report, clear_trial, import_records, reassess_trials
from directory.trials.models import Trial, TrialSite
from directory.trials.sources import Found, Study, Unreadable

from .records import CELL, NUMBER, ON, site, study

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
REVIEWED: dict[str, Any] = {"oversight": {"fdaaa801Violation": True}}
OTHER = "NCT99000002"


def _import(*values: dict[str, Any], on: date = ON, at: datetime = NOON, demo: bool = False) -> Report:
    found: list[Found] = [Study(f"record {index}", value) for index, value in enumerate(values, start=1)]
    return import_records(found, on=on, fetched_at=at, demo=demo)


def _counts(report: Report) -> dict[str, int]:
    return {name: report.counts[name] for name in actions.COUNTED if report.counts[name]}


def _two_decided(naming: str = NUMBER) -> int:
    """The number of a decision in the log by which two people approved a listing that names the trial."""
    provider = Provider.objects.create(kind="organisation", name="Example Clinic", country_id="GB")
    listing = Listing.objects.create(provider=provider, kind="clinic")
    Revision.objects.create(
        listing=listing, number=1, content=f'{{"trial_ids":["{naming}"]}}', sha256="0" * 64, treatments=0
    )
    first = log.Entry(
        lifecycle="case",
        subject_id=uuid4(),
        subject_version=1,
        action="send_to_second",
        from_status="open",
        to_status="second_review",
        actor_id=1,
        actor_role="lease holder",
        first_actor_id=1,
        risky=True,
        listing_id=listing.pk,
        case_id=None,
        revision_sha256="0" * 64,
    )
    log.append(first)
    second = replace(
        first,
        subject_version=2,
        action="approve_second",
        from_status="second_review",
        to_status="approved",
        actor_id=2,
        actor_role="second person",
    )
    return log.append(second).seq


def _clear(decision: int | None = None, on: date = ON) -> Trial:
    decision = decision or _two_decided()
    sha256 = Trial.objects.get(pk=NUMBER).record_sha256
    return clear_trial(registry_id=NUMBER, record_sha256=sha256, decision=decision, on=on)


def _rows() -> list[Any]:
    return [*Trial.objects.order_by("pk").values(), *TrialSite.objects.order_by("pk").values()]


def test_trial_is_stored_with_what_patients_need() -> None:
    assert _counts(_import(study())) == {"new": 1, "listed": 1}
    trial = Trial.objects.get()
    assert (trial.registry_id, trial.registry) == (NUMBER, "NCT")
    assert trial.record_url == f"https://clinicaltrials.gov/study/{NUMBER}"
    assert trial.phase_codes == ("PHASE3",)
    assert (trial.minimum_age, trial.maximum_age) == (18, 65)
    assert trial.verified_date == date(2026, 10, 31)
    assert trial.fetched_at == NOON
    place = trial.sites.get()
    assert (place.country, place.region_id, place.recruiting) == ("US", "US-MA", True)
    assert place.cell5 is not None


def test_importing_twice_changes_nothing() -> None:
    values = (study(), study(OTHER, status={"overallStatus": "COMPLETED"}), study("NCT99000003", **CELL))
    first = _import(*values)
    before = _rows()
    second = _import(*values, at=NOON + timedelta(days=1))
    assert _counts(first) == {"new": 3, "listed": 1, "blocked": 2}
    assert _counts(second) == {"unchanged": 3, "listed": 1, "blocked": 2}
    assert _rows() == before


def test_changed_record_replaces_row_and_sites() -> None:
    _import(study())
    moved = study(places={"locations": [site(city="Miami", state="Florida", status="COMPLETED"), site()]})
    assert _counts(_import(moved)) == {"changed": 1, "listed": 1}
    assert list(TrialSite.objects.values_list("position", "city", "recruiting")) == [
        (0, "Miami", False),
        (1, "Boston", True),
    ]


def test_older_record_does_not_bring_back_what_was() -> None:
    _import(study(status={"overallStatus": "COMPLETED"}))
    older = study(status={"lastUpdatePostDateStruct": {"date": "2026-09-01"}})
    assert _counts(_import(older)) == {"unchanged": 1, "blocked": 1}
    assert Trial.objects.get().status == "COMPLETED"


def test_bad_record_is_named_and_the_others_are_stored() -> None:
    found: list[Found] = [
        Unreadable("file a", "It is damaged."),
        Study("file b", study("no number")),
        Study("file c", study(names={"nctId": None})),
        Study("file d", study()),
    ]
    report = import_records(found, on=ON, fetched_at=NOON)
    assert _counts(report) == {"new": 1, "listed": 1, "failed": 3}
    assert report.skipped[0] == "file a: It is damaged."
    assert [sentence.split(":")[0] for sentence in report.skipped] == ["file a", "file b", "file c"]


def test_record_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _import(study())
    before = _rows()

    def fail(*_args: Any, **_more: Any) -> None:
        raise DatabaseError("no space")

    with monkeypatch.context() as patch:
        patch.setattr(TrialSite.objects, "bulk_create", fail)
        report = _import(study(names={"briefTitle": "Changed"}), study(OTHER))
    assert _counts(report) == {"failed": 2}
    assert _rows() == before


def test_odd_characters_and_endless_texts_are_stored() -> None:
    value = study(
        names={"briefTitle": "Migraine \0\ud800 " + "x" * 900},
        places={"locations": [site(facility="F" * 900, city="\0", country="Atlantis", countryCode="ZZZ")]},
        sponsor={"leadSponsor": {"name": "S" * 900, "class": "SOMETHING NEW"}},
    )
    assert _counts(_import(value)) == {"new": 1, "listed": 1}
    trial = Trial.objects.get()
    assert "\0" not in trial.title
    assert (trial.sponsor_class, trial.sites.get().country) == ("UNKNOWN", "")


def test_contacts_of_persons_are_in_no_column() -> None:
    person = [{"name": "Dr Canary", "phone": "555-0100", "email": "canary@fern.example"}]
    _import(study(places={"centralContacts": person, "locations": [site(contacts=person)]}))
    assert "canary" not in str(_rows()).lower()


def test_new_number_of_a_study_replaces_the_old_one() -> None:
    _import(study(OTHER))
    _import(study(names={"nctIdAliases": [OTHER]}))
    assert list(Trial.objects.values_list("pk", flat=True)) == [NUMBER]


def test_demonstration_trial_is_refused_outside_a_demonstration() -> None:
    assert _counts(_import(study("DEMO-0001"))) == {"failed": 1}
    assert _counts(_import(study("DEMO-0001"), demo=True)) == {"new": 1, "listed": 1}


def test_trial_disappears_at_midnight_without_any_job() -> None:
    _import(study())
    assert Trial.objects.listed(date(2027, 10, 5)).exists()
    assert not Trial.objects.listed(date(2027, 10, 6)).exists()


def test_trial_left_to_a_person_is_not_listed_until_two_decide() -> None:
    _import(study(**REVIEWED))
    assert not Trial.objects.listed(ON).exists()
    _clear()
    assert Trial.objects.listed(ON).exists()
    assert Trial.objects.get().cleared_decision == Decision.objects.latest("seq").seq


def test_cell_trial_is_listed_only_by_two_people() -> None:
    assert _counts(_import(study(**CELL))) == {"new": 1, "blocked": 1}
    _clear()
    assert Trial.objects.listed(ON).filter(is_cell=True).exists()


def test_decision_on_a_listing_that_names_another_trial_lists_no_cell_trial() -> None:
    _import(study(**CELL))
    with pytest.raises(IntegrityError, match="names it"), transaction.atomic():
        _clear(_two_decided(naming=OTHER))


@pytest.mark.parametrize(
    "status",
    [{"overallStatus": "COMPLETED"}, {"statusVerifiedDate": "2020-01"}, {"whyStopped": "clinical hold"}],
)
def test_no_decision_lifts_a_plain_no(status: dict[str, Any]) -> None:
    _import(study(status=status, **CELL))
    with pytest.raises(ClearanceRefused):
        _clear()
    assert Trial.objects.get().outcome == "blocked"


def test_irrelevant_trial_cannot_be_listed() -> None:
    _import(study(names={"briefTitle": "K", "officialTitle": "K"}, conditions={"conditions": ["Knee"]}))
    with pytest.raises(ClearanceRefused):
        _clear()


def test_decision_on_a_record_that_changed_meanwhile_is_refused() -> None:
    _import(study(**REVIEWED))
    seen = Trial.objects.get().record_sha256
    _import(study(names={"briefTitle": "Other"}, **REVIEWED))
    with pytest.raises(ClearanceRefused):
        clear_trial(registry_id=NUMBER, record_sha256=seen, decision=7, on=ON)
    assert not Trial.objects.listed(ON).exists()


def test_decision_on_an_unknown_trial_is_refused() -> None:
    with pytest.raises(ClearanceRefused):
        clear_trial(registry_id=OTHER, record_sha256="", decision=7, on=ON)


def test_changed_record_voids_the_decision() -> None:
    _import(study(**CELL))
    _clear()
    _import(study(names={"briefTitle": "Other cells"}, **CELL))
    trial = Trial.objects.get()
    assert (trial.outcome, trial.cleared_decision) == ("blocked", None)


def test_unchanged_record_keeps_the_decision() -> None:
    _import(study(**CELL))
    _clear()
    assert _counts(_import(study(**CELL), on=ON + timedelta(days=9))) == {"unchanged": 1, "listed": 1}


def test_withdrawn_permission_hides_the_trial() -> None:
    _import(study(**CELL))
    _clear()
    actions.withdraw_clearance(registry_id=NUMBER, on=ON)
    assert not Trial.objects.listed(ON).exists()


def test_looking_again_finds_what_has_grown_old() -> None:
    _import(study(), study(OTHER, **CELL))
    report = reassess_trials(on=date(2027, 12, 1))
    assert _counts(report) == {"changed": 2, "review": 1, "blocked": 1}
    assert _counts(reassess_trials(on=date(2027, 12, 1))) == {"unchanged": 2, "review": 1, "blocked": 1}


def test_trial_unknown_to_its_registry_is_hidden_until_it_returns() -> None:
    _import(study())
    assert actions.mark_missing([NUMBER, "NCT99999999"], on=ON) == 1
    assert not Trial.objects.listed(ON).exists()
    reassess_trials(on=ON)
    assert not Trial.objects.listed(ON).exists()
    _import(study())
    assert Trial.objects.listed(ON).exists()


@pytest.mark.parametrize(
    "columns",
    [
        {"outcome": "listed", "listed_until": ON, "cleared_decision": None},
        {"outcome": "listed", "listed_until": None, "cleared_decision": 7},
        {"outcome": "shown"},
    ],
)
def test_table_refuses_a_cell_trial_listed_by_mistake(columns: dict[str, Any]) -> None:
    _import(study(**CELL))
    with pytest.raises(IntegrityError), transaction.atomic():
        Trial.objects.update(**columns)


def test_listed_trial_that_is_declared_a_cell_trial_is_refused() -> None:
    _import(study())
    with pytest.raises(IntegrityError), transaction.atomic():
        Trial.objects.update(is_cell=True)


@pytest.mark.parametrize(
    "columns",
    [{"latitude": None}, {"cell5": None}, {"latitude": None, "longitude": None}, {"latitude": 95.0}],
)
def test_table_refuses_half_a_place(columns: dict[str, Any]) -> None:
    _import(study())
    with pytest.raises(IntegrityError), transaction.atomic():
        TrialSite.objects.update(**columns)


def test_recruiting_needs_a_site_that_recruits() -> None:
    _import(study(), study(OTHER, status={"overallStatus": "COMPLETED"}))
    assert list(Trial.objects.recruiting().values_list("pk", flat=True)) == [NUMBER]
    TrialSite.objects.update(recruiting=False)
    assert not Trial.objects.recruiting().exists()


def test_masks_select_headache_and_phase() -> None:
    _import(study(), study(OTHER, conditions={"conditions": ["Cluster Headache"]}, design={"phases": ["NA"]}))
    cluster = Trial.objects.get(pk=OTHER)
    assert list(Trial.objects.for_headaches(1 << 8).values_list("pk", flat=True)) == [OTHER]
    assert list(Trial.objects.in_phases(cluster.phases).values_list("pk", flat=True)) == [OTHER]
