"""How many reports are taken in a day. Counted in the cache under fingerprints of the day; never stored or logged."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from django.core.cache import cache

from directory import clock

FROM_ONE_ADDRESS = 5
ABOUT_ONE_LISTING = {"correction": 20, "safety": 200}
"""By kind, each counted for itself: however many taps there are, whoever was harmed is heard."""
TO_ONE_MAILBOX = 5
"""Confirmations: nobody's mailbox is filled by strangers who type its address."""
SAME = 180
"""Seconds for which the same words from one address are one report: after that they may be another person's."""


class TooMany(Exception):
    """Today's limit is reached; nothing was kept."""


def count_report(*, client: str, listing_id: UUID, kind: str) -> None:
    """Take one of today's places of this network address, and of this listing for reports of this kind.

    Raises `TooMany`.
    """
    _take(f"client:{client}", FROM_ONE_ADDRESS)
    _take(f"listing:{listing_id}:{kind}", ABOUT_ONE_LISTING[kind])


def count_mail(reporter: str) -> None:
    """Take one of today's places of this mailbox, by its fingerprint. Raises `TooMany`."""
    if reporter:
        _take(f"mailbox:{reporter}", TO_ONE_MAILBOX)


def draw(words: str) -> tuple[UUID, bool]:
    """The id of the report with this fingerprint of everything it says, and whether it is new.

    A double click, or a tap repeated in doubt within minutes, is the same report. Later it is another: two patients in
    one hospital share its address, and the first one's report may have been judged.
    """
    drawn = uuid4()
    if cache.add(_same(words), str(drawn), SAME):
        return drawn, True
    return UUID(cache.get(_same(words)) or str(drawn)), False


def forget(words: str) -> None:
    """The report was not kept after all: the same words are new again."""
    cache.delete(_same(words))


def _same(words: str) -> str:
    return f"report:same:{words}"


def _take(whose: str, most: int) -> None:
    """`add` is atomic where counting up is not, and keeps its own end where counting up would renew it."""
    for place in range(most):
        if cache.add(f"report:place:{_day()}:{whose}:{place}", 1, _rest_of_day()):
            return
    raise TooMany


def _day() -> str:
    return f"{clock.today():%Y%m%d}"


def _rest_of_day() -> int:
    """Seconds until the UTC day ends, at least one."""
    end = datetime.combine(clock.today() + timedelta(days=1), time(), tzinfo=clock.now().tzinfo)
    return max(1, int((end - clock.now()).total_seconds()))
