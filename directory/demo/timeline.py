"""Many stories told at once, in the order of time: each waits in days for its next step."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from directory import clock

Steps = Iterator[timedelta]
"""A story: it acts, then says how long nothing happens."""


Progress = Callable[[int, int], None]
"""Called with the days told so far and all days to tell."""


class StoryEnds(Exception):
    """The product decided otherwise than the story was to go, for instance rejected the listing by itself."""


@dataclass(order=True)
class _Waiting:
    moment: datetime
    serial: int
    steps: Steps = field(compare=False)


def play(stories: Iterable[tuple[datetime, Steps]], *, until: datetime, progress: Progress) -> list[str]:
    """Tell every story up to `until` (aware); what would happen later has not happened yet.

    Returns a sentence for each story that the product ended otherwise than planned. `progress` is called as the
    days go by.
    """
    waiting = [_Waiting(moment, serial, steps) for serial, (moment, steps) in enumerate(stories)]
    heapq.heapify(waiting)
    days, ended = (until - waiting[0].moment).days if waiting else 0, list[str]()
    while waiting and waiting[0].moment <= until:
        turn = heapq.heappop(waiting)
        progress(days - (until - turn.moment).days, days)
        pause = _step(turn, ended)
        if pause is not None:
            turn.moment += pause
            heapq.heappush(waiting, turn)
    return ended


def _step(turn: _Waiting, ended: list[str]) -> timedelta | None:
    with clock.set_to(turn.moment):
        try:
            return next(turn.steps, None)
        except StoryEnds as error:
            ended.append(str(error))
            return None
