"""The whole gazetteer for tests that look places up: loaded once a session, kept between tests."""

import pytest

from directory.regions.reference import Loaded, load_places


@pytest.fixture(scope="session")
def gazetteer(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Loaded:
    """267,093 places (about three seconds, once); a test that uses it asks for `db` as well."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        return load_places()
