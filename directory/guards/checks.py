"""System check: are the guards of the database there?

A warning, not an error: `migrate` runs database checks first, and it is `migrate` that puts the guards back. `/readyz`
answers 503 in the same state, so that nothing serves without them.
"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Tags, Warning, register
from django.db import connections

from .install import missing


def guards_installed(*, databases: Sequence[str] | None = None, **_: Any) -> list[Warning]:
    errors = []
    for alias in databases or ():
        connection = connections[alias]
        if "directory_entry" not in connection.introspection.table_names():
            continue
        lost = missing(connection)
        if lost:
            names = ", ".join(lost[:5])
            errors.append(
                Warning(
                    f"The database lacks {len(lost)} of its guards ({names}).",
                    hint="Run `manage.py migrate`: it puts them back.",
                    id="directory.W001",
                )
            )
    return errors


def register_checks() -> None:
    register(guards_installed, Tags.database)
