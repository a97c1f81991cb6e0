"""Roles are groups, so that an operator changes them without a release."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """Values are the groups' names."""

    PROVIDER = "provider"
    MODERATOR = "moderator"
    SENIOR = "senior moderator"


PLURALS = {
    Role.PROVIDER: _("providers"),
    Role.MODERATOR: _("moderators"),
    Role.SENIOR: _("senior moderators"),
}
"""Several people with a role, as a sentence names them."""
