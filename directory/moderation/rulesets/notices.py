"""Mail about rulesets, to the operator and the senior moderators. It names no listing and quotes no text."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.outbox import actions as outbox

from .models import RuleMode, RulesetActivation


def ask_for_consent(activation: RulesetActivation, listings: int) -> None:
    """An activation stopped: tell who can look at the list and agree."""
    key = f"activation:{activation.pk}:{activation.stopped_at:%Y%m%d%H%M%S}"
    link = reverse("ruleset_activation", args=[activation.pk])
    _post(key, "consent", link, activation=activation, listings=listings)


def raise_alarm(mode: RuleMode, recent: int, of: int) -> None:
    """A rule lost its power to reject: it fired on `recent` of the last `of` cases."""
    link = reverse("ruleset_rule", args=[mode.rule])
    _post(f"rule-alarm:{mode.pk}", "alarm", link, mode=mode, recent=recent, of=of)


def _post(key: str, template: str, link: str, **words: Any) -> None:
    context = {**words, "link": settings.SITE_URL + link, "site_name": settings.SITE_NAME}
    folder = "moderation/rulesets/mail"
    for reader, to in _readers().items():
        outbox.post(
            key=f"{key}:{reader}",
            to=to,
            subject=render_to_string(f"{folder}/{template}_subject.txt", context).strip(),
            text=render_to_string(f"{folder}/{template}.txt", context),
            html=render_to_string(f"{folder}/{template}.html", context),
        )


def _readers() -> dict[str, str]:
    """Addresses by a short name; nobody gets the same message twice at one address."""
    seniors = User.objects.filter(is_active=True, groups__name=Role.SENIOR).distinct().order_by("pk")
    addresses = {str(each.pk): each.email for each in seniors if each.email != settings.OPERATOR_EMAIL}
    return {"operator": settings.OPERATOR_EMAIL, **addresses}
