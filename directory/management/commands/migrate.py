"""`manage.py migrate`, which leaves the guards in the database even where a migration fails."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from directory.guards.install import restore


class Command(migrate.Command):
    """The framework's own, and afterwards, whatever happened, the guards are there again."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        finally:
            restore(connections[options["database"]])
