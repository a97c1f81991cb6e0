"""What nobody can publish, whatever the route: form, ORM, bulk or raw SQL."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection

from directory.catalogue.models import Entry, EntryEvidence
from directory.listings.models import Revision
from directory.moderation.models import Decision
from directory.vocabulary.treatments import CELL_MASK
from tests.cast import Cast
from tests.guards.refusal import Alone, raw, refused

ANY = "nothing was published"
"""Several guards would refuse; which speaks first differs between the databases."""


def copy_of(entry: Entry, **changes: object) -> Entry:
    values = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}
    return Entry(**(values | {"listing_id": uuid.uuid4(), "slug": "a-copy"} | changes))


def test_cell_product_by_update_is_refused(entry: Entry) -> None:
    refused(lambda: Entry.objects.update(treatments=CELL_MASK), ANY)


def test_cell_product_by_save_is_refused(entry: Entry) -> None:
    entry.treatments |= CELL_MASK
    refused(entry.save, ANY)


def test_cell_product_by_raw_sql_is_refused(entry: Entry) -> None:
    refused(lambda: raw(f"UPDATE directory_entry SET treatments = {CELL_MASK}"), ANY)


def test_copy_by_bulk_create_is_refused(entry: Entry) -> None:
    refused(lambda: Entry.objects.bulk_create([copy_of(entry)]), ANY)


def test_other_content_under_an_approval_is_refused(entry: Entry) -> None:
    refused(lambda: Entry.objects.update(content=entry.content.replace("cluster", "hypnic")), ANY)


def test_replace_into_cannot_rewrite_an_entry(entry: Entry) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE INTO is SQLite's; PostgreSQL's ON CONFLICT is tested below")
    columns = ", ".join(field.column for field in Entry._meta.concrete_fields)
    changed = columns.replace("summary", "'stem cells' AS summary").replace("content", "'{}' AS content")
    refused(
        lambda: raw(f"REPLACE INTO directory_entry ({columns}) SELECT {changed} FROM directory_entry"),
        ANY,
    )


def test_upsert_cannot_rewrite_an_entry(entry: Entry) -> None:
    changed = copy_of(entry, listing_id=entry.pk, slug=entry.slug, content="{}")
    refused(
        lambda: Entry.objects.bulk_create(
            [changed], update_conflicts=True, unique_fields=["listing_id"], update_fields=["content"]
        ),
        ANY,
    )


def test_entry_cannot_outlast_its_evidence(entry: Entry) -> None:
    later = entry.valid_until + timedelta(days=1)
    refused(lambda: Entry.objects.update(valid_until=later), ANY)


def test_evidence_of_a_published_entry_cannot_be_taken_away(entry: Entry) -> None:
    refused(lambda: EntryEvidence.objects.all()[0].delete(), "Evidence stays")
    refused(lambda: raw("DELETE FROM directory_entryevidence"), "Evidence stays")


def test_evidence_cannot_be_rewritten(entry: Entry) -> None:
    later = entry.valid_until + timedelta(days=900)
    refused(lambda: EntryEvidence.objects.update(valid_until=later), "written once")


def test_risky_approval_by_one_person_cannot_be_published(entry: Entry, alone: Alone) -> None:
    """The approving decision is made to look like one person's, as a forger would; the entry then finds no way in."""
    alone("")
    first = Decision.objects.get(lifecycle="case", to_status="approved")
    Decision.objects.filter(pk=first.pk).update(first_actor_id=first.actor_id)
    alone("entry_two_people")
    refused(lambda: Entry.objects.update(summary="x"), "two different people")


def test_content_of_a_published_revision_can_be_neither_changed_nor_erased(entry: Entry) -> None:
    refused(lambda: Revision.objects.update(content="{}"), "A revision never changes")
    refused(lambda: Revision.objects.update(content=""), "A revision never changes")


def test_content_of_an_unpublished_revision_can_be_erased_but_not_changed(cast: Cast) -> None:
    cast.submit()
    refused(lambda: Revision.objects.update(content="{}"), "A revision never changes")
    Revision.objects.update(content="")
    assert Revision.objects.get().content == ""


@pytest.mark.parametrize(
    ("guard", "changes", "words"),
    [
        ("entry_no_cells", {"treatments": CELL_MASK}, "cell-based product is never public"),
        ("entry_decision", {"revision_sha256": "0" * 64}, "No decision approves"),
        ("entry_decision", {"decision_seq": 1}, "No decision approves"),
        ("entry_content", {"content": "{}"}, "not the one that was approved"),
        ("entry_content", {"treatments": 1}, "not the one that was approved"),
        ("entry_evidence", {"valid_until": date(2099, 1, 1)}, "does not last as long"),
    ],
)
def test_each_guard_refuses_by_itself(
    entry: Entry, alone: Alone, guard: str, changes: dict[str, object], words: str
) -> None:
    alone(guard)
    refused(lambda: Entry.objects.update(**changes), words)
    refused(lambda: raw(*_as_sql(changes)), words)


def _as_sql(changes: dict[str, object]) -> tuple[str, *tuple[object, ...]]:
    columns = ", ".join(f"{name} = %s" for name in changes)
    return f"UPDATE directory_entry SET {columns}", *changes.values()


def test_entry_without_any_evidence_is_refused(entry: Entry, alone: Alone) -> None:
    alone("entry_evidence")
    copy = copy_of(entry)
    refused(lambda: copy.save(force_insert=True), "does not last as long")
