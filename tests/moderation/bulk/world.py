"""Several cases that wait, and the forms by which many are decided."""

from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from directory.accreditation.models import Register
from directory.listings.models import Listing
from directory.moderation.bulk.actions import Why
from directory.moderation.bulk.asked import Item
from directory.moderation.models import Case
from tests.cast import Cast
from tests.moderation.pages import declared

WHY = Why(codes=("not_headache",), explanation="These listings describe no care for people with headache.")
SENT = {"reasons": ["not_headache"], "explanation": WHY.explanation}


def waiting(cast: Cast, many: int) -> list[Case]:
    """Cases in the queue, about which Ann has declared to have no tie."""
    return [declared(cast.submit(name=f"Rooms number {number}"), cast.ann) for number in range(many)]


def live(cast: Cast, many: int) -> list[Listing]:
    """Published listings; Ann declared on each case when she checked it."""
    Register.objects.filter(relied_on_since=None).update(relied_on_since="2020-01-01T00:00Z")
    return [cast.publish(name=f"Rooms number {number}") for number in range(many)]


def items(*subjects: Case | Listing) -> list[Item]:
    """Each at its present version."""
    found = [type(each).objects.get(pk=each.pk) for each in subjects]
    return [Item(each.pk, each.version) for each in found]


def as_sent(*subjects: Case | Listing) -> list[str]:
    return [f"{item.id}:{item.version}" for item in items(*subjects)]


def previewed(client: Client, what: str, *ids: UUID | str) -> str:
    response = client.get(reverse("bulk", args=[what]), {"id": [str(each) for each in ids]})
    assert response.status_code == 200
    return response.content.decode()


def run(client: Client, what: str, sent: list[str], **changes: Any) -> Any:
    return client.post(reverse("bulk_run", args=[what]), {"item": sent, **SENT, **changes}, follow=True)


def row(text: str, subject: UUID) -> str:
    """The row of one item in a preview."""
    return text.split(f'data-row="{subject}"')[1].split("</tr>")[0]
