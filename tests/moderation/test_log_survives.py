"""Decisions stay when people and listings go, and say nothing of them but an id and a role."""

import re

import pytest
from django.db import connection, models
from django.db.models.deletion import ProtectedError

from directory.accreditation import actions as accreditation
from directory.guards import install
from directory.listings.models import Listing
from directory.moderation import actions, applicant, log
from directory.moderation.appeals import decide_appeal
from directory.moderation.checkpoints.actions import sign_today
from directory.moderation.checkpoints.models import Checkpoint
from directory.moderation.models import Decision
from tests.cast import Cast, person
from tests.guards.refusal import raw, refused

WORD = "zqcanary"


@pytest.fixture
def story(cast: Cast) -> Cast:
    """Every kind of free text that a person can write on the way, each with a canary."""
    case = cast.ready(cast.submit(name=f"{WORD} house", summary=f"{WORD} summary", description=WORD))
    actions.add_note(case=case, text=f"{WORD} private", by=cast.ann)
    actions.request_changes(
        case=case, requests={"summary": f"{WORD} wish"}, by=cast.ann, version=case.version
    )
    case = cast.submit(name=f"{WORD} cells", treatments=("cell-based",))
    appeal = applicant.appeal(case=case, text=f"{WORD} appeal", by=cast.owner)
    decide_appeal(
        appeal=appeal, overturn=True, reasons=("cell_product",), answer=WORD, by=cast.senior, version=0
    )
    cast.publish(how_to_refer=WORD)
    sign_today()
    return cast


def log_rows() -> list[dict[str, object]]:
    return [dict(row) for row in Decision.objects.order_by("seq").values()]


def test_decision_points_at_nothing_that_could_take_it_along() -> None:
    for model in (Decision, Checkpoint):
        assert [field.name for field in model._meta.get_fields() if field.is_relation] == []


def test_decision_has_no_column_for_a_name_or_a_text() -> None:
    texts = {
        field.name: field.max_length for field in Decision._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    }  # fmt: skip
    assert set(texts) == {
        *("lifecycle", "action", "from_status", "to_status", "actor_role"),
        *("revision_sha256", "ruleset", "previous_hash", "hash"),
    }
    assert not [name for name, longest in texts.items() if longest is None or longest > 80]


def test_log_holds_codes_ids_and_roles_only(story: Cast) -> None:
    people = (story.owner, story.mate, story.ann, story.ben, story.senior)
    for row in log_rows():
        written = " ".join(map(str, row.values()))
        for secret in (WORD, "Aldous", "Leeds", *(p.email for p in people), *(p.name for p in people)):
            assert not re.search(rf"\b{re.escape(secret)}\b", written), secret
        for name in ("lifecycle", "action", "from_status", "to_status"):
            assert re.fullmatch(r"[a-z_]+", str(row[name]))
        assert re.fullmatch(r"[a-z ]+", str(row["actor_role"]))
        assert all(re.fullmatch(r"[a-z_]+", code) for code in row["reasons"])  # type: ignore[attr-defined]


def test_account_that_decided_cannot_be_deleted_while_its_declarations_stand(story: Cast) -> None:
    """Deleting is refused; making it inactive is the way, and the log stays as it is."""
    before = log_rows()
    with pytest.raises(ProtectedError):
        story.ann.delete()
    assert log_rows() == before


def test_account_that_is_deleted_leaves_its_decisions(cast: Cast) -> None:
    """A provider who sent something in and goes: nothing else holds the account."""
    gone = person("gone@clinic.example")
    accreditation.add_member(provider=cast.specialist, user=gone, by=cast.owner)
    case = cast.submit()
    applicant.withdraw_case(case=case, by=gone, version=case.version)
    before, number = log_rows(), gone.pk
    assert before[-1]["actor_id"] == number

    gone.delete()

    assert log_rows() == before
    assert log.first_break() is None


def test_listing_that_is_erased_past_the_guards_leaves_its_decisions(story: Cast) -> None:
    before, checkpoints = log_rows(), list(Checkpoint.objects.values())
    listing = Listing.objects.filter(publication="none")[0]
    refused(lambda: raw("DELETE FROM directory_listing WHERE id = %s", _stored(listing)), "Listings are kept")
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL checks at once that no case is left without its listing")
    install.drop(connection)
    raw("DELETE FROM directory_listing WHERE id = %s", _stored(listing))
    assert log_rows() == before
    assert list(Checkpoint.objects.values()) == checkpoints
    listing.save(force_insert=True)
    install.install(connection)


def _stored(listing: Listing) -> object:
    return listing.pk.hex if connection.vendor == "sqlite" else listing.pk
