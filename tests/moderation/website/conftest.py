"""A website of its own for every test."""

from collections.abc import Iterator

import pytest

from tests.moderation.website.server import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as running:
        yield running
