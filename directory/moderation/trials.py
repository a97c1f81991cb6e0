"""Trials that a listing names: two people who approve the listing let those be listed that were left to people."""

from collections.abc import Collection

from django.conf import settings

from directory import clock
from directory.trials.actions import ClearanceRefused, clear_trial
from directory.trials.models import Trial

from .errors import TransitionRefused
from .models import Case, Decision


def records_of(trial_ids: Collection[str]) -> dict[str, str]:
    """The stored records behind the numbers, as {number: hash}: what a moderator looked at."""
    return dict(Trial.objects.filter(pk__in=trial_ids).values_list("pk", "record_sha256"))


def clear_named_trials(case: Case, decision: Decision) -> list[Trial]:
    """List the trials that the case names, under the decision of two; those listed already need none.

    Raises `TransitionRefused` when a record changed since it was looked at, is unknown, or bars its trial by itself:
    then the provider is asked to take the number out of the listing.
    """
    if decision.first_actor_id is None or decision.first_actor_id == decision.actor_id:
        return []
    seen: dict[str, str] = case.checklist.get("trials", {})
    named = case.revision.document().trial_ids
    listed = set(Trial.objects.listed(clock.today()).filter(pk__in=named).values_list("pk", flat=True))
    cleared = []
    for number in named:
        if number in listed:
            continue
        try:
            cleared.append(
                clear_trial(
                    registry_id=number,
                    record_sha256=seen.get(number, ""),
                    decision=decision.seq,
                    on=clock.today(),
                    demo=settings.DEMO,
                )
            )
        except ClearanceRefused as refusal:
            raise TransitionRefused(str(refusal)) from refusal
    return cleared
