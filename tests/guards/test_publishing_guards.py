"""What is public says what was approved, of a listing that is live, on evidence that somebody confirmed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db.models import F

from directory.catalogue.models import Entry, EntryEvidence, EntrySite
from directory.guards.catalogue import FIXED
from directory.moderation import actions, publication
from directory.submission import actions as submission
from directory.trials.actions import import_records
from directory.trials.models import Trial
from directory.trials.sources import Study
from tests.cast import Cast, neurologist, plain_content
from tests.guards.refusal import Alone, accepted, raw, refused
from tests.trials.records import CELL, NUMBER, ON, study

SAID = ("kind", "name", "summary", "description", "how_to_refer", "website", "phone", "email")


def take_away() -> None:
    """Everything public goes, as `withdraw()` does it."""
    raw("DELETE FROM directory_entrysite")
    raw("DELETE FROM directory_entry")
    raw("DELETE FROM directory_entryevidence")


def put_back(entry: Entry, **changes: object) -> None:
    take_away()
    for name, value in changes.items():
        setattr(entry, name, value)
    entry.save(force_insert=True)


@pytest.mark.parametrize(
    "change",
    [
        *({name: "x"} for name in SAID),
        {"headaches": F("headaches") + 1},
        {"slug": "another-address"},
        {"telehealth": True},
        {"accepting": None},
        {"valid_until": date(2026, 12, 1)},
    ],
)
def test_published_entry_is_never_rewritten(entry: Entry, alone: Alone, change: dict[str, object]) -> None:
    alone("entry_fixed")
    refused(lambda: Entry.objects.update(**change), "never rewritten")


def test_every_column_but_the_attestation_is_fixed() -> None:
    columns = {field.column for field in Entry._meta.concrete_fields}
    assert columns - set(FIXED) == {"attested_on", "attestation_until"}
    assert set(FIXED) <= columns


@pytest.mark.parametrize(
    "change",
    [
        {"attestation_until": date(2999, 1, 1)},
        {"attestation_until": F("attestation_until") + timedelta(days=1)},
        {"attested_on": date(2999, 1, 1), "attestation_until": date(2999, 6, 30)},
    ],
)
def test_details_are_not_confirmed_for_longer_than_they_were(
    entry: Entry, alone: Alone, change: dict[str, object]
) -> None:
    alone("entry_attestation")
    refused(lambda: Entry.objects.update(**change), "count as confirmed")
    accepted(lambda: Entry.objects.update(attestation_until=entry.attestation_until))


@pytest.mark.parametrize("name", SAID)
def test_entry_that_says_something_else_than_its_content_is_refused(
    entry: Entry, alone: Alone, name: str
) -> None:
    alone("entry_tells")
    refused(lambda: put_back(entry, **{name: "other"}), "something else than its content")


def test_entry_that_says_what_its_content_says_is_accepted(entry: Entry, alone: Alone) -> None:
    alone("entry_tells")
    accepted(lambda: put_back(entry))


def _taken_down(cast: Cast) -> None:
    listing = cast.specialist.listings.get()
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)


def _hidden(cast: Cast) -> None:
    listing = cast.specialist.listings.get()
    publication.quarantine(listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version)


def _removed(cast: Cast) -> None:
    _hidden(cast)
    listing = cast.specialist.listings.get()
    publication.delist(listing=listing, reasons=("safety_report",), by=cast.ben, version=listing.version)


def _edited(cast: Cast) -> None:
    listing = cast.specialist.listings.get()
    edit = submission.revise(listing=listing, document=cast.content(summary="New words."), by=cast.owner)
    edit = cast.ready(edit)
    actions.approve(case=edit, by=cast.ann, version=edit.version)


@pytest.mark.parametrize("since", [_taken_down, _hidden, _removed, _edited])
def test_old_rows_do_not_bring_back_what_is_no_longer_live(
    cast: Cast, entry: Entry, alone: Alone, since: Callable[[Cast], None]
) -> None:
    alone("entry_live")
    accepted(lambda: put_back(entry))
    since(cast)
    refused(lambda: put_back(entry), "not live with this content")


@pytest.mark.parametrize(
    "change", [{"town": "Fernvale"}, {"name": "Elsewhere"}, {"latitude": 1.0}, {"site_id": "0" * 32}]
)
def test_published_place_is_never_rewritten(entry: Entry, alone: Alone, change: dict[str, object]) -> None:
    alone("site_fixed")
    refused(lambda: EntrySite.objects.update(**change), "never rewritten")


@pytest.mark.parametrize(
    "change",
    [
        {"site_id": "0" * 32},
        {"name": "Elsewhere"},
        {"street": "2 Other Row"},
        {"town": "Fernvale"},
        {"postcode": "X1"},
        {"region_id": "GB-LND"},
    ],
)
def test_place_that_the_content_does_not_name_is_refused(
    entry: Entry, alone: Alone, change: dict[str, str]
) -> None:
    alone("site_told")
    site = EntrySite.objects.get()

    def again(**changes: str) -> None:
        raw("DELETE FROM directory_entrysite")
        for name, value in changes.items():
            setattr(site, name, value)
        site.save(force_insert=True)

    accepted(again)
    refused(lambda: again(**change), "does not name this place")


def test_evidence_is_not_added_to_a_published_entry(entry: Entry, alone: Alone) -> None:
    alone("evidence_first")
    line = EntryEvidence.objects.all()[0]
    line.pk, line.position = None, 9
    refused(lambda: line.save(force_insert=True), "none is added later")


@pytest.mark.parametrize(
    "change",
    [
        {"number": "7654321"},
        {"register_code": "us-npi"},
        {"valid_until": date(2999, 1, 1)},
        {"link": "affiliation"},
        {"entry_id": "0" * 32},
    ],
)
def test_evidence_that_nobody_confirmed_is_refused(
    entry: Entry, alone: Alone, change: dict[str, object]
) -> None:
    alone("evidence_seen")
    line = EntryEvidence.objects.all()[0]
    line.pk, line.position = None, 9
    accepted(lambda: line.save(force_insert=True))
    for name, value in change.items():
        setattr(line, name, value)
    line.pk = None
    refused(lambda: line.save(force_insert=True), "Nobody confirmed")


def test_evidence_whose_newest_look_did_not_confirm_it_is_refused(
    cast: Cast, entry: Entry, alone: Alone
) -> None:
    line = EntryEvidence.objects.all()[0]
    line.pk, line.position = None, 9
    cast.credentials[0].verifications.create(by=cast.ben, method="register", where="x", result="restricted")
    alone("evidence_seen")
    refused(lambda: line.save(force_insert=True), "Nobody confirmed")


def test_evidence_of_somebody_else_is_refused(cast: Cast, entry: Entry, alone: Alone) -> None:
    """The number is real and confirmed, but it is another provider's."""
    other, site, _ = neurologist(
        cast.stranger, name="Dr Otto Fern", country="GB", region="GB-LDS", town="Leeds"
    )
    case = submission.submit(provider=other, document=plain_content(site), by=cast.stranger)
    alone("evidence_seen")
    line = EntryEvidence.objects.all()[0]
    line.pk, line.position, line.entry_id = None, 9, case.listing_id
    refused(lambda: line.save(force_insert=True), "Nobody confirmed")


def test_decision_on_another_listing_lists_no_cell_trial(entry: Entry, alone: Alone, now: datetime) -> None:
    import_records([Study("record", study(**CELL))], on=ON, fetched_at=now)
    alone("trial_cells")
    refused(
        lambda: Trial.objects.filter(pk=NUMBER).update(
            outcome="listed", cleared_decision=entry.decision_seq, listed_until=ON
        ),
        "names it",
    )
