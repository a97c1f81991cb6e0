"""Who goes through what. A story acts, then yields how long nothing happens; `STORIES` holds them by name."""

from collections.abc import Callable

from directory.demo.scene import Scene
from directory.demo.timeline import Steps

from . import afterwards, alone, appeals, cells, lots, reports, review

Story = Callable[[Scene], Steps]

STORIES: dict[str, Story] = {
    story.__name__: story
    for story in (
        *review.STORIES,
        *afterwards.STORIES,
        *appeals.STORIES,
        *cells.STORIES,
        *reports.STORIES,
        *alone.STORIES,
        *lots.STORIES,
    )
}
"""By the name that stands in the data files."""
