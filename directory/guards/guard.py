"""One guard: a condition on a row that makes the database refuse a change, written once for both databases."""

from dataclasses import dataclass
from typing import Literal

Event = Literal["INSERT", "UPDATE", "DELETE"]


class _Of:
    """What a placeholder with a name in brackets stands for."""

    def __init__(self, sql: str) -> None:
        self._sql = sql

    def __getitem__(self, name: str) -> str:
        return self._sql.replace("?", name)


_DIALECT: dict[str, dict[str, _Of | str]] = {
    "sqlite": {
        "differs_from": "IS NOT",
        "content": _Of("json_extract(NEW.content, '$.?')"),
        "sites_of_n": "json_each(n.content, '$.sites') site",
        "site": _Of("json_extract(site.value, '$.?')"),
        "day": _Of("julianday(NEW.?)"),
        "utc_day": _Of("date(?)"),
    },
    "postgresql": {
        "differs_from": "IS DISTINCT FROM",
        "content": _Of("(NEW.content::jsonb ->> '?')"),
        "sites_of_n": "jsonb_array_elements(n.content::jsonb -> 'sites') AS site(value)",
        "site": _Of("(site.value ->> '?')"),
        "day": _Of("NEW.?"),
        "utc_day": _Of("CAST(? AT TIME ZONE 'UTC' AS date)"),
    },
}


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses `events` on `table` where `refuse_when` is true.

    The condition is SQL that SQLite and PostgreSQL both read, over `NEW` and `OLD`; booleans are bare columns, never
    compared with 0 or 1. What the two spell differently is a placeholder in braces (`_DIALECT`). `message` is what
    the error says; it reads as a sentence for whoever meets it in a log.
    """

    name: str
    table: str
    events: tuple[Event, ...]
    refuse_when: str
    message: str
    against_truncate: bool = False

    def names(self, vendor: str) -> tuple[str, ...]:
        """Names of the triggers this guard consists of."""
        if vendor == "sqlite":
            return tuple(f"guard_{self.name}_{event.lower()}" for event in self.events)
        truncate = (f"guard_{self.name}_truncate",) if self.against_truncate else ()
        return (f"guard_{self.name}", *truncate)

    def create(self, vendor: str, schema: str = "public") -> tuple[str, ...]:
        """The statements that make it; `schema` (quoted where it must be) is where PostgreSQL keeps the tables."""
        return self._create_sqlite() if vendor == "sqlite" else self._create_postgresql(schema)

    def body(self) -> str:
        """What the PostgreSQL function does."""
        row = "OLD" if self.events == ("DELETE",) else "NEW"
        back = f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN {row};"
        refuse = f"RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = '{self.message}';"
        return (
            f" BEGIN IF TG_OP = 'TRUNCATE' THEN {refuse} END IF; "
            f"IF ({self._condition('postgresql')}) THEN {refuse} END IF; {back} END "
        )

    def _condition(self, vendor: str) -> str:
        return self.refuse_when.format_map(_DIALECT[vendor])

    def _create_sqlite(self) -> tuple[str, ...]:
        return tuple(
            f"CREATE TRIGGER guard_{self.name}_{event.lower()} BEFORE {event} ON {self.table} FOR EACH ROW "
            f"WHEN {self._condition('sqlite')} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            for event in self.events
        )

    def _create_postgresql(self, schema: str) -> tuple[str, ...]:
        # The order in which PostgreSQL itself writes the events, so that its text of a trigger can be compared.
        events = [event for event in ("INSERT", "DELETE", "UPDATE") if event in self.events]
        # Without a search path of its own the function would read a temporary table of the same name instead.
        created = [
            f"CREATE FUNCTION {schema}.guard_{self.name}() RETURNS trigger LANGUAGE plpgsql "
            f"SET search_path = {schema}, pg_temp AS $guard${self.body()}$guard$",
            f"CREATE TRIGGER guard_{self.name} BEFORE {' OR '.join(events)} ON {schema}.{self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {schema}.guard_{self.name}()",
        ]
        if self.against_truncate:
            created.append(
                f"CREATE TRIGGER guard_{self.name}_truncate BEFORE TRUNCATE ON {schema}.{self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {schema}.guard_{self.name}()"
            )
        return tuple(created)
