"""Put the guards into a database, take them out for a migration, and compare what is there with what should be."""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .catalogue import CATALOGUE
from .guard import Guard
from .lifecycle import LIFECYCLE
from .record import RECORD

GUARDS: tuple[Guard, ...] = (*CATALOGUE, *RECORD, *LIFECYCLE)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every guard whose table exists. Safe to run twice."""
    drop(connection)
    tables = set(connection.introspection.table_names())
    needed = {guard.table for guard in GUARDS} | {"directory_membership"}
    if not needed <= tables:
        return
    _run(connection, [sql for guard in GUARDS for sql in guard.create(connection.vendor)])


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard. SQLite rebuilds a table on ALTER, which fails on triggers or silently loses them."""
    tables = set(connection.introspection.table_names())
    guards = [guard for guard in GUARDS if guard.table in tables]
    _run(connection, [sql for guard in guards for sql in guard.drop(connection.vendor)])


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should be there and are not, or whose text differs; empty when all is well."""
    found = _installed(connection)
    return sorted(name for name, text in _expected(connection).items() if found.get(name) != text)


def before_migrate(*, using: str, **_: Any) -> None:
    drop(connections[using])


def after_migrate(*, using: str, **_: Any) -> None:
    install(connections[using])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def _expected(connection: BaseDatabaseWrapper) -> dict[str, str]:
    if connection.vendor == "sqlite":
        return {
            name: sql
            for guard in GUARDS
            for name, sql in zip(guard.names("sqlite"), guard.create("sqlite"), strict=True)
        }
    return {
        name: guard.create("postgresql")[0].split("$guard$")[1]
        for guard in GUARDS
        for name in guard.names("postgresql")
    }


def _installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Trigger name → its text (SQLite) or its function's body (PostgreSQL; disabled triggers are left out)."""
    sql = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND n.nspname = current_schema()"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return dict(cursor.fetchall())
