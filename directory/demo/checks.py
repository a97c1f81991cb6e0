"""System check: can somebody sign in with the demonstration's public password where it is no demonstration?

With the checks of the database, which `migrate` runs, and `check --database default`.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.checks import Tags, Warning, register
from django.db import connections

from directory.accounts.models import User

from .accounts import ACCOUNTS


def no_demonstration_accounts(*, databases: Sequence[str] | None = None, **_: Any) -> list[Warning]:
    return [] if settings.DEMO else [warning for alias in databases or () for warning in _warnings(alias)]


def _warnings(alias: str) -> list[Warning]:
    if User._meta.db_table not in connections[alias].introspection.table_names():
        return []
    people = User.objects.using(alias).filter(email__in=[each.email for each in ACCOUNTS], is_active=True)
    able = people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).order_by("email")
    names = ", ".join(able.values_list("email", flat=True))
    if not names:
        return []
    return [
        Warning(
            f"DEMO is off, but accounts of the demonstration, whose password is public, can sign in: {names}.",
            hint="Use a database of its own for the demonstration, or make the accounts inactive in /admin/.",
            id="directory.W002",
        )
    ]


def register_checks() -> None:
    register(no_demonstration_accounts, Tags.database)
