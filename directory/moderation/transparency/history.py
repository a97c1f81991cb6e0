"""What the policy's page tells beside the policy: which rules were applied when, and the log's checkpoints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Min, Q
from django.utils.functional import Promise

from directory.screening import ruleset

from ..checkpoints.models import Checkpoint
from ..rulesets.models import RulesetActivation
from .adverse import FEWEST

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Applied:
    """One ruleset applied to everything that was public: read, and hidden by it. By role only."""

    ruleset: str
    previous: str
    at: datetime
    stage: str | Promise
    by_operator: bool
    rolled_back_at: datetime | None
    read: int
    hidden: int
    """Rounded down to fives: one more must not be seen."""


def rulesets() -> list[Applied]:
    """The newest activations first, `SHOWN` at most."""
    counted = {
        pk: (read, hidden)
        for pk, read, hidden in RulesetActivation.objects.order_by()
        .annotate(
            read=Count("rescreenings"),
            hidden=Count("rescreenings", filter=Q(rescreenings__hidden_at__isnull=False)),
        )
        .values_list("pk", "read", "hidden")
    }
    return [
        Applied(
            ruleset=each.ruleset,
            previous=each.previous,
            at=each.started_at,
            stage=each.stage.label,
            by_operator=each.started_by_id is None,
            rolled_back_at=each.rolled_back_at,
            read=counted[each.pk][0],
            hidden=counted[each.pk][1] // FEWEST * FEWEST,
        )
        for each in RulesetActivation.objects.all()[:SHOWN]
    ]


@dataclass(frozen=True, slots=True)
class Key:
    """A public key with the days of its first and last checkpoint."""

    public: str
    first: date
    last: date
    count: int


def keys() -> list[Key]:
    """Every key that ever signed a checkpoint, the newest first."""
    found = (
        Checkpoint.objects.order_by()
        .values("public_key")
        .annotate(first=Min("at"), last=Max("at"), n=Count("pk"))
        .order_by("-last", "-first")
    )
    return [Key(each["public_key"], each["first"].date(), each["last"].date(), each["n"]) for each in found]


def state() -> str:
    """Changes whenever something that the page of the policy tells changes."""
    activations = RulesetActivation.objects.aggregate(
        Count("pk"),
        Max("started_at"),
        Max("finished_at"),
        Max("stopped_at"),
        Max("replaced_at"),
        Max("rolled_back_at"),
    )
    newest = Checkpoint.objects.aggregate(Max("pk"))
    return f"{ruleset.version()} {activations} {newest}"
