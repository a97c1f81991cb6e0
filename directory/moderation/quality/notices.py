"""Mail about second looks. It names nobody and quotes nothing: who reads on signs in and declares first."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.outbox import actions as outbox

from .models import SecondLook
from .ties import ties

_FOLDER = "moderation/quality/mail"


def tell_of_disagreement(look: SecondLook) -> None:
    """Alert the senior moderators without a tie; the operator where there is none. Belongs into the transaction."""
    words = {
        "look": look,
        "reference": str(look.case_id)[:8].upper(),
        "link": settings.SITE_URL + reverse("second_look", args=[look.decision_seq]),
        "site_name": settings.SITE_NAME,
    }
    for reader, address in _readers(look).items():
        outbox.post(
            key=f"second-look:{look.decision_seq}:{reader}",
            to=address,
            subject=render_to_string(f"{_FOLDER}/disagreement_subject.txt", words).strip(),
            text=render_to_string(f"{_FOLDER}/disagreement.txt", words),
            html=render_to_string(f"{_FOLDER}/disagreement.html", words),
        )


def _readers(look: SecondLook) -> dict[str, str]:
    provider = look.case.listing.provider_id
    seniors = User.objects.filter(is_active=True, groups__name=Role.SENIOR).distinct().order_by("pk")
    people = {each.pk: each.email for each in seniors if each != look.by}
    near = ties(people, [provider])
    free = {str(pk): email for pk, email in people.items() if not near.between(pk, provider)}
    return free or {"operator": settings.OPERATOR_EMAIL}
