"""The months that are counted."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import CharField
from django.db.models.functions import Cast, Substr

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """The last `MONTHS` calendar months (UTC), the one of `today` included."""

    today: date

    @property
    def months(self) -> tuple[str, ...]:
        """As `2026-11`, the oldest first."""
        last = self.today.year * 12 + self.today.month - 1
        return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1))

    @property
    def over(self) -> tuple[str, ...]:
        """The `MONTHS` whole months before that of `today`, the oldest first."""
        last = self.today.year * 12 + self.today.month - 2
        return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1))

    @property
    def this_month(self) -> datetime:
        return datetime(self.today.year, self.today.month, 1, tzinfo=UTC)

    @property
    def name_over(self) -> str:
        return f"{self.over[0]}/{self.over[-1]}"

    @property
    def since(self) -> datetime:
        year, month = self.months[0].split("-")
        return datetime(int(year), int(month), 1, tzinfo=UTC)

    @property
    def midnight(self) -> datetime:
        """The beginning of today: what is not in the log is counted up to here, so that a page holds for a day."""
        return datetime(self.today.year, self.today.month, self.today.day, tzinfo=UTC)

    @property
    def name(self) -> str:
        return f"{self.months[0]}/{self.months[-1]}"


def month_of(column: str) -> Substr:
    """The month of a moment in UTC as `2026-11`, counted by the database: the connection's time zone is UTC."""
    return Substr(Cast(column, CharField()), 1, 7)
