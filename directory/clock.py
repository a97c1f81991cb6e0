"""The one source of time. Tests and the demonstration set it; nothing else calls `timezone.now()`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set.get() or datetime.now(UTC)


def today() -> date:
    """The UTC date: validity ends with the last moment of its last valid day."""
    return now().date()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Within the block `now()` is `moment`. Raises `ValueError` for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("the clock is set to aware datetimes only")
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
