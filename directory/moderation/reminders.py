"""Reminders before a listing lapses: details to confirm, and evidence that ends. Each is sent once."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from directory import clock
from directory.accounts.models import User
from directory.catalogue.models import Entry
from directory.outbox import actions as outbox
from directory.outbox.models import Message

DAYS_BEFORE = (15, 10, 5)
"""Days before the end on which a reminder is due (CAQH practice)."""


def remind_to_attest() -> int:
    """Ask providers to confirm their details before `attestation_until`; returns how many messages were posted."""
    return _remind("attestation", "attestation_until")


def remind_of_evidence() -> int:
    """Tell providers that their evidence ends with `valid_until`; returns how many messages were posted."""
    return _remind("evidence", "valid_until")


def step(days_left: int) -> int | None:
    """Which of the reminders is due with so many days left; None when none is.

    A day on which nothing ran is made up for by the same reminder later, never by several at once.
    """
    return min((days for days in DAYS_BEFORE if 0 <= days_left <= days), default=None)


@transaction.atomic
def _remind(what: str, column: str) -> int:
    today = clock.today()
    soon = {f"{column}__range": (today, today + timedelta(days=max(DAYS_BEFORE)))}
    posted = 0
    for entry in Entry.objects.filter(**soon).order_by("pk"):
        until: date = getattr(entry, column)
        due = step((until - today).days)
        people = User.objects.filter(
            is_active=True, memberships__provider__listings=entry.listing_id
        ).distinct()
        for user in people:
            posted += _post(what, entry, until, f"{what}:{entry.pk}:{until}:{due}:{user.pk}", user)
    return posted


def _post(what: str, entry: Entry, until: date, key: str, user: User) -> int:
    if Message.objects.filter(key=key).exists():
        return 0
    words = {
        "reference": str(entry.pk)[:8].upper(),
        "until": until,
        "link": settings.SITE_URL + reverse("provider_listing", args=[entry.pk]),
        "site_name": settings.SITE_NAME,
    }
    outbox.post(
        key=key,
        to=user.email,
        subject=render_to_string(f"moderation/mail/{what}_subject.txt", words).strip(),
        text=render_to_string(f"moderation/mail/{what}.txt", words),
        html=render_to_string(f"moderation/mail/{what}.html", words),
    )
    return 1
