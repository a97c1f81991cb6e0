"""Put the guards into a database, take them out for a migration, and compare what is there with what should be."""

from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .catalogue import CATALOGUE
from .guard import Guard
from .lifecycle import LIFECYCLE
from .record import RECORD

GUARDS: tuple[Guard, ...] = (*CATALOGUE, *RECORD, *LIFECYCLE)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every guard, in one transaction with the removal of those before. Safe to run twice."""
    with transaction.atomic(using=connection.alias):
        drop(connection)
        tables = set(connection.introspection.table_names())
        needed = {guard.table for guard in GUARDS} | {"directory_membership"}
        if not needed <= tables:
            return
        schema = _schema(connection)
        _run(connection, [sql for guard in GUARDS for sql in guard.create(connection.vendor, schema)])


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard, older ones too. SQLite rebuilds a table on ALTER, which fails on triggers or loses them."""
    with transaction.atomic(using=connection.alias):
        _run(connection, [row[0] for sql in _DROPS[connection.vendor] for row in _rows(connection, sql)])


def restore(connection: BaseDatabaseWrapper) -> None:
    """Install where anything is missing, altered or left from before; where all is well, touch nothing."""
    if _installed(connection) != _expected(connection):
        install(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should be there and are not, or whose text differs; empty when all is well."""
    found = _installed(connection)
    return sorted(name for name, text in _expected(connection).items() if found.get(name) != text)


def before_migrate(*, using: str, plan: list[Any] | None = None, **_: Any) -> None:
    if plan:
        drop(connections[using])


def after_migrate(*, using: str, **_: Any) -> None:
    restore(connections[using])


_IN_SCHEMA = "JOIN pg_namespace n ON n.oid = {}.{}namespace WHERE n.nspname = current_schema()"

_DROPS = {
    "sqlite": (
        """SELECT printf('DROP TRIGGER "%w"', name) FROM sqlite_master """
        "WHERE type = 'trigger' AND substr(name, 1, 6) = 'guard_'",
    ),
    "postgresql": (
        "SELECT format('DROP TRIGGER %I ON %I.%I', t.tgname, n.nspname, c.relname) FROM pg_trigger t "
        f"JOIN pg_class c ON c.oid = t.tgrelid {_IN_SCHEMA.format('c', 'rel')} "
        "AND NOT t.tgisinternal AND starts_with(t.tgname, 'guard_')",
        "SELECT format('DROP FUNCTION %I.%I()', n.nspname, p.proname) FROM pg_proc p "
        f"{_IN_SCHEMA.format('p', 'pro')} AND p.pronargs = 0 AND starts_with(p.proname, 'guard_')",
    ),
}


def _rows(connection: BaseDatabaseWrapper, sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def _schema(connection: BaseDatabaseWrapper) -> str:
    """The schema of the tables as PostgreSQL quotes it; SQLite has none."""
    if connection.vendor == "sqlite":
        return ""
    return str(_rows(connection, "SELECT quote_ident(current_schema())")[0][0])


def _expected(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Trigger name → its text; on PostgreSQL with the settings and the body of its function."""
    vendor, schema = connection.vendor, _schema(connection)
    texts: dict[str, str] = {}
    for guard in GUARDS:
        created = guard.create(vendor, schema)
        if vendor == "sqlite":
            texts |= dict(zip(guard.names(vendor), created, strict=True))
            continue
        for name, trigger in zip(guard.names(vendor), created[1:], strict=True):
            plain = trigger.replace(f"{schema}.", "")
            texts[name] = f"{plain} plpgsql search_path={schema}, pg_temp{guard.body()}"
    return texts


def _installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What of guards is there, as `_expected` writes it. A PostgreSQL trigger that does not fire is left out."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 6) = 'guard_'"
        return dict(_rows(connection, sql))
    found = _rows(
        connection,
        "SELECT t.tgname, replace(pg_get_triggerdef(t.oid), quote_ident(n.nspname) || '.', '') || ' ' || l.lanname "
        "|| ' ' || coalesce(array_to_string(p.proconfig, ' '), '') || p.prosrc FROM pg_trigger t "
        "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang "
        f"JOIN pg_class c ON c.oid = t.tgrelid {_IN_SCHEMA.format('c', 'rel')} "
        "AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND starts_with(t.tgname, 'guard_')",
    )
    return dict(found)
