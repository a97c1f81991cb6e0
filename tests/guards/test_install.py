"""The guards are there: put in whole, missed when gone or weakened, and back after a migration that failed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.catalogue.models import Entry
from directory.guards import install
from directory.guards.guard import Guard
from tests.cast import Cast
from tests.guards.refusal import raw, refused, take_out

postgresql_only = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has nothing like it")


def test_missing_guard_is_noticed_by_check_and_readiness(cast: Cast, client: Client) -> None:
    assert client.get("/readyz").status_code == 200
    take_out("entry_no_cells")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert any("entry_no_cells" in problem for problem in answer.json()["problems"])
    with pytest.raises(SystemCheckError, match=r"directory\.W001"):
        call_command("check", databases=["default"], fail_level="WARNING")
    call_command("migrate", verbosity=0)
    assert install.missing(connection) == []


def test_altered_guard_is_noticed(db: None) -> None:
    guard = next(g for g in install.GUARDS if g.name == "entry_no_cells")
    weak = Guard(guard.name, guard.table, guard.events, "NEW.treatments < 0", guard.message)
    take_out(guard.name)
    for sql in weak.create(connection.vendor):
        raw(sql)

    assert any("entry_no_cells" in name for name in install.missing(connection))


def test_guard_that_watches_one_column_only_is_noticed(db: None) -> None:
    guard = next(g for g in install.GUARDS if g.name == "decision_kept")
    take_out(guard.name)
    for sql in guard.create(connection.vendor):
        raw(sql.replace(" UPDATE ON", " UPDATE OF risky ON"))

    assert any("decision_kept" in name for name in install.missing(connection))


@postgresql_only
@pytest.mark.parametrize("state", ["DISABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_sleeping_guard_is_noticed(db: None, state: str) -> None:
    raw(f"ALTER TABLE directory_entry {state} guard_entry_no_cells")
    assert install.missing(connection) == ["guard_entry_no_cells"]


@postgresql_only
@pytest.mark.parametrize("change", ["RESET search_path", "SET search_path = pg_temp, public"])
def test_guard_that_could_be_led_elsewhere_is_noticed(db: None, change: str) -> None:
    raw(f"ALTER FUNCTION guard_entry_no_cells() {change}")
    assert install.missing(connection) == ["guard_entry_no_cells"]


@postgresql_only
def test_guard_is_not_deceived_by_a_temporary_table(entry: Entry) -> None:
    """Without entries the evidence could go; the guard must look at the real table."""
    raw("CREATE TEMPORARY TABLE directory_entry (LIKE directory_entry)")
    refused(lambda: raw("DELETE FROM directory_entryevidence"), "Evidence stays")


def test_guard_of_an_older_version_is_removed(db: None) -> None:
    old = Guard("of_before", "directory_entry", ("DELETE",), "TRUE", "Nobody needs this any more.")
    for sql in old.create(connection.vendor):
        raw(sql)
    call_command("migrate", verbosity=0)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER guard_of_before_delete"
            if connection.vendor == "sqlite"
            else "DROP TRIGGER guard_of_before ON directory_entry"
        )


@contextmanager
def one_migration_waiting() -> Iterator[None]:
    newest = MigrationRecorder.Migration.objects.filter(app="directory").latest("name")
    newest.delete()
    yield
    newest.save(force_insert=True)


def test_failed_migration_leaves_the_guards(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    during: list[str] = []

    def fail(*_: object, **__: object) -> None:
        during.extend(install.missing(connection))
        raise RuntimeError("no disk")

    monkeypatch.setattr(MigrationExecutor, "migrate", fail)
    with one_migration_waiting(), pytest.raises(RuntimeError, match="no disk"):
        call_command("migrate", verbosity=0)

    assert any("entry_no_cells" in name for name in during)
    assert install.missing(connection) == []


def test_migrate_without_anything_to_do_never_takes_a_guard_out(db: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_command("migrate", verbosity=0)
    assert not [query["sql"] for query in queries if query["sql"].startswith(("DROP", "CREATE"))]


def test_guards_are_never_half_there(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installing fails at the last one: those of before are still there."""
    broken = Guard("broken", "directory_entry", ("DELETE",), "this is no condition", "x")
    monkeypatch.setattr(install, "GUARDS", (*install.GUARDS, broken))
    with pytest.raises(DatabaseError):
        install.install(connection)
    monkeypatch.undo()
    assert install.missing(connection) == []
