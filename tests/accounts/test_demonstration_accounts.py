"""Where DEMO is off, nobody may be able to sign in with the password that the demonstration prints."""

from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from directory.accounts.models import User
from directory.demo import accounts

pytestmark = pytest.mark.django_db


def warned() -> str:
    said = StringIO()
    call_command("check", databases=["default"], stderr=said, stdout=StringIO())
    return said.getvalue()


def test_accounts_of_the_demonstration_are_named(settings: LazySettings) -> None:
    settings.DEMO = False
    accounts.create()
    text = warned()
    assert "directory.W002" in text
    for account in accounts.ACCOUNTS:
        assert account.email in text


def test_in_a_demonstration_they_belong(settings: LazySettings) -> None:
    settings.DEMO = True
    accounts.create()
    assert "directory.W002" not in warned()


def test_accounts_that_cannot_sign_in_are_not_named(settings: LazySettings) -> None:
    settings.DEMO = False
    accounts.create()
    first, *others = User.objects.filter(email__in=[each.email for each in accounts.ACCOUNTS])
    User.objects.filter(pk__in=[each.pk for each in others]).update(is_active=False)
    assert first.email in warned()
    first.set_unusable_password()
    first.save()
    assert "directory.W002" not in warned()


def test_other_people_are_nobodys_demonstration(settings: LazySettings) -> None:
    settings.DEMO = False
    User.objects.create_user("nell@clinic.example", "a long password of hers")
    assert "directory.W002" not in warned()
