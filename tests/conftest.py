"""Database with guards and reference data, and the fixed cast of people that every test file meets."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import Settings

from directory import clock
from directory.accreditation import reference
from directory.accreditation.models import Register
from directory.guards import install
from directory.regions.reference import load_regions
from tests.cast import Cast, assemble
from tests.gazetteer import gazetteer as gazetteer

REFERENCE = {
    "directory_region", "directory_place", "directory_placename", "directory_referenceset",
    "directory_register", "directory_jurisdictionrule", "django_migrations", "django_content_type", "auth_permission",
}  # fmt: skip

_NUMBERS = count()

TODAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _forget_everything_but_reference(self: TransactionTestCase) -> None:
    """The framework's flush would meet the guards and lose the reference data; this takes the guards out meanwhile."""
    install.drop(connection)
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - REFERENCE)
    for sql in connection.ops.sql_flush(no_style(), tables, reset_sequences=True, allow_cascade=False):
        with connection.cursor() as cursor:
            cursor.execute(sql)
    Register.objects.update(relied_on_since=None)
    install.install(connection)


def _end_other_connections() -> None:
    """A thread that a race test started may not have closed its connection yet; PostgreSQL drops no database in use."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    TransactionTestCase._fixture_teardown = _forget_everything_but_reference  # type: ignore[attr-defined]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        load_regions()
        reference.load_registers()
        reference.load_jurisdictions()
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _end_other_connections()


@pytest.fixture(autouse=True)
def _nobody_came_before() -> None:
    """Limits on sign-ups and sign-ins are counted in the cache."""
    cache.clear()


@pytest.fixture(autouse=True)
def _evidence_of_its_own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a test writes beside the database is not there for the next; the folder is made when it is needed."""
    settings.EVIDENCE_DIR = tmp_path_factory.getbasetemp() / f"evidence-{os.getpid()}-{next(_NUMBERS)}"


@pytest.fixture
def now() -> Iterator[datetime]:
    """The day on which every story takes place."""
    with clock.set_to(TODAY):
        yield TODAY


@pytest.fixture
def cast(db: None, now: datetime) -> Cast:
    """Owner, team mate and stranger on the providers' side; two moderators and a senior one on the other."""
    return assemble()
