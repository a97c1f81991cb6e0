"""A new ruleset as tests make one: the engine finds one more word, and its version says so."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from directory.listings.models import Listing
from directory.moderation.models import Case
from directory.moderation.rulesets.activation import begin, carry_on
from directory.moderation.rulesets.models import RulesetActivation
from directory.screening import engine
from directory.screening.findings import Finding, Screening, Severity, verdict_of
from tests.cast import Cast

NEW = "2026-12-01.feedfeedfeed"
WORD = "I see adults"
"""Stands in the description of every listing of the cast."""


def finding(severity: Severity = Severity.BLOCK, *, rule: str = "OFF-01", **changes: Any) -> Finding:
    plain = Finding(rule, severity, 0, len(WORD), WORD, "A new rule found this.", field="description")
    return replace(plain, **changes)


def stricter(*more: Finding) -> Callable[..., Screening]:
    """The engine with further findings wherever the word stands in the description."""

    def screen_listing(fields: dict[str, str], **facts: Any) -> Screening:
        screened = engine.screen_listing(fields, **facts)
        added = (more or (finding(),)) if WORD in fields.get("description", "") else ()
        findings = (*screened.findings, *added)
        return Screening(verdict_of(findings), NEW, findings)

    return screen_listing


def release(*more: Finding) -> Iterator[None]:
    """A release with another ruleset is installed until the generator ends."""
    with (
        patch("directory.moderation.screening_runs.screen_listing", stricter(*more)),
        patch("directory.moderation.rulesets.activation.version", lambda: NEW),
        patch("directory.moderation.rulesets.copies.version", lambda: NEW),
    ):
        yield


def activated() -> RulesetActivation:
    """The ruleset of the installed release, applied as far as it may."""
    return carry_on(begin(by=None))


def publish(cast: Cast, many: int, **changes: Any) -> list[Listing]:
    return [cast.publish(name=f"Practice {number}", **changes) for number in range(many)]


def publications() -> list[str]:
    return list(Listing.objects.order_by("created_at", "pk").values_list("publication", flat=True))


def rechecks() -> list[Case]:
    return list(Case.objects.filter(kind=Case.Kind.RECHECK).order_by("pk"))
