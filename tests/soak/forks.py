"""Takes guards out in forked copies of one test process: the database is made once, each guard costs only its test."""

import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass, field
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.soak.outcome import AT_ONCE, BROKEN, KILLED, SURVIVED, Outcome
from tests.soak.swap import swap, swappable
from tests.soak.table import Guard

SECONDS = 180
"""How long one test may take; one that never ends without its guard has noticed."""

_ON = ["--continue-on-collection-errors"]
"""One test that is not there, or not yet, spoils no other row."""

_RESULTS = {0: SURVIVED, 1: KILLED, -signal.SIGALRM: KILLED}


def fits(guard: Guard) -> bool:
    """Whether the guard can be taken out of loaded code. Raises `SourceNotFound`."""
    texts = guard.texts()
    if guard.on != "sqlite" or guard.at_load:
        return False
    return all(name.startswith("directory/") and swappable(*texts[name]) for name in texts)


def judge(guards: list[Guard]) -> list[Outcome]:
    """Run every named test with all guards in place, then each without its guard."""
    loop = _Loop(guards)
    files = sorted({guard.test.partition("::")[0] for guard in guards})
    pytest.main(
        ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", *_ON, *files], plugins=[loop]
    )
    judged = {outcome.guard for outcome in loop.outcomes}
    missing = "its test could not be collected"
    return [*loop.outcomes, *(Outcome(each, BROKEN, 0.0, missing) for each in guards if each not in judged)]


@dataclass
class _Loop:
    guards: list[Guard]
    outcomes: list[Outcome] = field(default_factory=list)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if any(_named(guard, item) for guard in self.guards)]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        red = {item.nodeid for item in session.items if not _green(item)}
        print(
            f"\nWith every guard: {len(session.items)} tests, {len(red)} red {sorted(red) or ''}", flush=True
        )
        running: dict[int, tuple[Guard, float]] = {}
        for guard in self.guards:
            items = [item for item in session.items if _named(guard, item)]
            if not items or red & {item.nodeid for item in items}:
                self._add(
                    Outcome(guard, BROKEN, 0.0, "its test is not there, or red with the guard in place")
                )
                continue
            if len(running) >= AT_ONCE:
                self._add(_next(running))
            running[_forked(guard, items)] = guard, time.monotonic()
        while running:
            self._add(_next(running))
        return True

    def _add(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        print(outcome, flush=True)


def _named(guard: Guard, item: pytest.Item) -> bool:
    return item.nodeid == guard.test or item.nodeid.startswith(f"{guard.test}[")


def _green(item: pytest.Item) -> bool:
    """Run one test in this process; what was set up for the session stays."""
    return not any(report.failed for report in _reports(item))


def _reports(item: pytest.Item) -> list[pytest.TestReport]:
    item.session._setupstate.teardown_exact(item)
    return runtestprotocol(item, log=False, nextitem=item)


def _forked(guard: Guard, items: list[Any]) -> int:
    child = os.fork()
    if child:
        return child
    code = 2
    try:
        signal.alarm(SECONDS)
        _take_out(guard, items[0].config)
        phases = {report.when for item in items for report in _reports(item) if report.failed}
        code = 1 if "call" in phases else 3 if phases else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _next(running: dict[int, tuple[Guard, float]]) -> Outcome:
    """The outcome of whichever child ends next."""
    child, status = os.wait()
    guard, began = running.pop(child)
    code = os.waitstatus_to_exitcode(status)
    said = "" if code in _RESULTS else f"its test could not run without it ({code})"
    return Outcome(guard, _RESULTS.get(code, BROKEN), time.monotonic() - began, said)


def _take_out(guard: Guard, config: pytest.Config) -> None:
    for name, (_, without) in guard.texts().items():
        swap(name.removesuffix(".py").replace("/", "."), without)
    if guard.trigger:
        # Only inside pytest: it rewrites the asserts of plugins when it loads them, and makes the settings ready.
        from django.db import connection
        from pytest_django.plugin import blocking_manager_key

        from directory.guards import install

        install.GUARDS = tuple(each for each in install.GUARDS if each.name != guard.trigger)
        with config.stash[blocking_manager_key].unblock():
            install.install(connection)
