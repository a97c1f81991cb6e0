"""Hostile people take random steps; after each one the promises of the design must hold.

`SOAK=1` runs the long version.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from directory.moderation.tables import BY_ACTION

from .machine.deeds import Deeds
from .machine.promises import Promises
from .machine.world import SEEN


class Lives(Deeds, Promises):
    """The deeds, and what must hold after each."""


@pytest.mark.django_db
def test_no_order_of_hostile_steps_breaks_a_promise() -> None:
    long = bool(os.environ.get("SOAK"))
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=400 if long else 20,
            stateful_step_count=80 if long else 40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not long,
            # A story that breaks a promise is told again the same way; telling it shortly can take many minutes.
            phases=tuple(Phase) if long else (Phase.explicit, Phase.generate),
        ),
    )
    wanted = set(BY_ACTION) if long else {("publication", "publish"), ("case", "approve_second")}
    assert wanted <= SEEN, f"never happened: {sorted(wanted - SEEN)}"
