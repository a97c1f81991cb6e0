"""A published entry, and a database in which one guard alone stands."""

from collections.abc import Iterator

import pytest
from django.db import connection

from directory.catalogue.models import Entry
from directory.guards import install
from tests.cast import Cast
from tests.guards.refusal import Alone, raw


@pytest.fixture
def entry(cast: Cast) -> Entry:
    cast.publish()
    return Entry.objects.get()


@pytest.fixture
def alone(cast: Cast) -> Iterator[Alone]:
    """Leaves one guard in the database, so that a test shows what it refuses by itself; "" leaves none."""

    def keep(name: str) -> None:
        install.drop(connection)
        for guard in install.GUARDS:
            if guard.name == name:
                for sql in guard.create(connection.vendor):
                    raw(sql)

    yield keep
    install.install(connection)
