"""A directory whose ruleset was activated, and the release that comes after it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from directory.moderation.rulesets.models import RulesetActivation
from directory.screening.findings import Finding
from tests.cast import Cast

from . import world


@pytest.fixture
def old(cast: Cast) -> RulesetActivation:
    """The ruleset in the repository, activated while nothing was live."""
    return world.activated()


@pytest.fixture
def install() -> Iterator[Callable[..., None]]:
    """Install the next release, until the test ends; its engine has the further findings that are given."""
    with ExitStack() as stack:

        def now(*more: Finding) -> None:
            stack.enter_context(contextmanager(world.release)(*more))

        yield now
