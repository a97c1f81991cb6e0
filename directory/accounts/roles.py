"""Roles are groups, so that an operator changes them without a release."""

from enum import StrEnum


class Role(StrEnum):
    """Values are the groups' names."""

    PROVIDER = "provider"
    MODERATOR = "moderator"
    SENIOR = "senior moderator"
