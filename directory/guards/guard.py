"""One guard: a condition on a row that makes the database refuse a change, written once for both databases."""

from dataclasses import dataclass
from typing import Literal

Event = Literal["INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses `events` on `table` where `refuse_when` is true.

    The condition is SQL that SQLite and PostgreSQL both read, over `NEW` and `OLD`; booleans are bare columns, never
    compared with 0 or 1. `message` is what the error says; it reads as a sentence for whoever meets it in a log.
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

    def create(self, vendor: str) -> tuple[str, ...]:
        return self._create_sqlite() if vendor == "sqlite" else self._create_postgresql()

    def drop(self, vendor: str) -> tuple[str, ...]:
        if vendor == "sqlite":
            return tuple(f"DROP TRIGGER IF EXISTS {name}" for name in self.names(vendor))
        return (
            *(f"DROP TRIGGER IF EXISTS {name} ON {self.table}" for name in self.names(vendor)),
            f"DROP FUNCTION IF EXISTS guard_{self.name}()",
        )

    def _create_sqlite(self) -> tuple[str, ...]:
        return tuple(
            f"CREATE TRIGGER guard_{self.name}_{event.lower()} BEFORE {event} ON {self.table} FOR EACH ROW "
            f"WHEN {self.refuse_when} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            for event in self.events
        )

    def _create_postgresql(self) -> tuple[str, ...]:
        row = "OLD" if self.events == ("DELETE",) else "NEW"
        back = f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN {row};"
        refuse = f"RAISE EXCEPTION USING ERRCODE = '23514', MESSAGE = '{self.message}';"
        created = [
            f"CREATE FUNCTION guard_{self.name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN "
            f"IF TG_OP = 'TRUNCATE' THEN {refuse} END IF; "
            f"IF {self.refuse_when} THEN {refuse} END IF; {back} END $guard$",
            f"CREATE TRIGGER guard_{self.name} BEFORE {' OR '.join(self.events)} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION guard_{self.name}()",
        ]
        if self.against_truncate:
            created.append(
                f"CREATE TRIGGER guard_{self.name}_truncate BEFORE TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION guard_{self.name}()"
            )
        return tuple(created)
