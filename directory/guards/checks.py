"""System check: are the guards of the database there? (Database checks run with `migrate` and `check --database`.)"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections

from .install import missing


def guards_installed(*, databases: Sequence[str] | None = None, **_: Any) -> list[Error]:
    errors = []
    for alias in databases or ():
        connection = connections[alias]
        if "directory_entry" not in connection.introspection.table_names():
            continue
        lost = missing(connection)
        if lost:
            names = ", ".join(lost[:5])
            errors.append(
                Error(
                    f"The database lacks {len(lost)} of its guards ({names}).",
                    hint="Run `manage.py migrate`: it puts them back.",
                    id="directory.E001",
                )
            )
    return errors


def register_checks() -> None:
    register(guards_installed, Tags.database)
