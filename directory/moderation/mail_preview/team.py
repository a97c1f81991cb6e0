"""Mail to the people who look after the directory."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..checkpoints.actions import line_of
from ..checkpoints.models import Checkpoint
from ..quality.models import SecondLook
from ..rulesets.models import RuleMode, RulesetActivation
from .mail import Mail


def _checkpoint() -> Mapping[str, object]:
    made_up = Checkpoint(
        seq=1204,
        hash="5ca1ab1e" * 8,
        at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
        public_key="MADE-UP-KEY",
        signature="MADE-UP-SIGNATURE",
    )
    return {
        "checkpoint": made_up,
        "line": str(line_of(made_up)),
        "link": f"{settings.SITE_URL}/transparency/policy/",
    }


TEAM: tuple[Mail, ...] = (
    Mail(
        "checkpoint",
        "moderation/checkpoints/mail/checkpoint",
        _("Once a day, with the signed end of the decision log"),
        _("the address in CHECKPOINT_EMAIL"),
        _checkpoint,
    ),
    Mail(
        "rule-alarm",
        "moderation/rulesets/mail/alarm",
        _("A rule suddenly fires often and loses its power to reject"),
        _("senior moderators and the operator"),
        lambda: {"mode": RuleMode(rule="made-up-rule"), "recent": 9, "of": 100},
    ),
    Mail(
        "ruleset-consent",
        "moderation/rulesets/mail/consent",
        _("New rules would hide more listings than may be hidden without asking"),
        _("senior moderators and the operator"),
        lambda: {"activation": RulesetActivation(ruleset="2026-11-22-made-up", live=310), "listings": 12},
    ),
    Mail(
        "second-look-rejection",
        "moderation/quality/mail/disagreement",
        _("A second look disagrees with an automatic rejection"),
        _("senior moderators without a tie, else the operator"),
        lambda: {"look": SecondLook(occasion=SecondLook.Occasion.AUTOMATIC), "reference": "MADE-UP1"},
    ),
    Mail(
        "second-look-approval",
        "moderation/quality/mail/disagreement",
        _("A second look disagrees with an approval that one person gave alone"),
        _("senior moderators without a tie, else the operator"),
        lambda: {"look": SecondLook(occasion=SecondLook.Occasion.ALONE), "reference": "MADE-UP1"},
    ),
)
