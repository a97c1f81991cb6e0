"""Decisions that the lot falls on, so that a colleague looks at them a second time."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from directory import clock
from directory.demo.desk import approve, examine
from directory.demo.scene import Scene, submit
from directory.demo.timeline import Steps, StoryEnds
from directory.moderation.quality.models import SecondLook

from .review import kept_up, pause

_MOMENTS = 200
"""One decision in ten is drawn: that none of so many is, happens once in a thousand million times."""


def _until_drawn(scene: Scene, decide: Callable[[], object]) -> None:
    """Decide a thousandth of a second later each time, until the lot falls on it. The other tries never were."""
    start = clock.now()
    for moment in range(_MOMENTS):
        with clock.set_to(start + timedelta(milliseconds=moment)), transaction.atomic():
            decide()
            if SecondLook.objects.filter(case=scene.case).exists():
                return
            transaction.set_rollback(True)
    raise StoryEnds("the lot fell on no decision")


def offers_cells_drawn(scene: Scene) -> Steps:
    """Rejected by the system, and drawn."""
    _until_drawn(scene, lambda: submit(scene))
    yield timedelta()


def drawn_lately(scene: Scene) -> Steps:
    """Approved by one person, and drawn; nobody has looked yet."""
    submit(scene)
    yield pause(scene)
    examine(scene)
    _until_drawn(scene, lambda: approve(scene))


def drawn_for_a_look(scene: Scene) -> Steps:
    """The same long ago: colleagues have looked since (`house.second_looks`)."""
    yield from drawn_lately(scene)
    yield from kept_up(scene)


STORIES = (offers_cells_drawn, drawn_lately, drawn_for_a_look)
