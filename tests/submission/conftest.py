"""Browsers of the cast, and the listing form as a person would fill it in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Provider, Site
from tests.cast import Cast

Browser = Callable[[User | None], Client]


@pytest.fixture
def browser() -> Browser:
    """A browser in which the person is signed in; nobody with None."""

    def opened(user: User | None = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return opened


@pytest.fixture
def owner(cast: Cast, browser: Browser) -> Client:
    return browser(cast.owner)


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    """An honest listing as typed into the form."""
    return {
        "kind": "specialist",
        "name": "Dr Mira Aldous",
        "summary": "Neurologist with a headache clinic for adults.",
        "description": "I see adults with migraine and cluster headache.",
        "sites": [str(cast.site.pk)],
        "headaches": ["migraine-without-aura", "cluster"],
        "treatments": ["assessment", "nerve-block"],
        "languages": ["en", "fr"],
        "ages": ["adult"],
        "telehealth": "on",
        "accepting": "yes",
        "accepting_since": "2026-11-01",
        "referrals": ["gp"],
        "how_to_refer": "Ask your family doctor for a letter.",
        "funding": ["public"],
        "website": "clinic.example",
        "phone": "0113 496 0000",
        "email": "desk@clinic.example",
        "trial_ids": "",
    }


def clinic_of(by: User) -> tuple[Provider, Site]:
    clinic = accreditation.register_provider(
        name="Canal House Clinic", kind="organisation", country="GB", by=by
    )
    site = accreditation.add_site(
        provider=clinic, name="Canal House", street="2 Quay", town="Leeds", region="GB-LDS", by=by
    )
    return clinic, site
