"""The world in which hostile people take random steps: who they are, what they want, and how a try is made."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.accreditation import actions as accreditation
from directory.accreditation.actions import AccreditationError
from directory.listings.models import Listing, Revision
from directory.moderation.errors import ModerationError
from directory.moderation.models import Case, Decision
from directory.moderation.reports.actions import NotPublic
from directory.submission.actions import SubmissionRefused
from tests.cast import Cast, assemble, person
from tests.conftest import TODAY

REFUSALS = (ModerationError, SubmissionRefused, AccreditationError, NotPublic)
"""The only ways to be told no. Anything else, an IntegrityError above all, means that the code let through what the
database had to stop."""

PEOPLE = ("owner", "mate", "stranger", "ann", "ben", "senior", "second_senior", "turncoat", "outsider")
TEAM = ("ann", "ben", "senior", "second_senior")
TEXTS = ("honest", "honest", "cells", "offer", "prp")
WISHES: dict[str, dict[str, Any]] = {
    "honest": {},
    "cells": {"treatments": ("assessment", "cell-based")},
    "offer": {
        "description": "Book your umbilical cord stem cell infusion for migraine; patients are treated here."
    },
    "prp": {"description": "We also offer platelet-rich plasma (PRP) injections."},
}

SECRET = "zqsecret"
"""Part of whatever nobody outside may ever read: private notes, appeals, explanations, reports, people."""
MARK = "Ask for desk "
"""Part of every revision's summary, with a number of its own: public only while that revision is."""

SEEN: set[tuple[str, str]] = set()
"""Steps of the tables that really happened, over all examples."""

RIGHT = "right"
"""Stands for whoever the step is meant for, so that every state is reached often."""

people = st.one_of(st.just(RIGHT), st.sampled_from(PEOPLE))
picks = st.integers(min_value=0, max_value=5)
drift = st.sampled_from([0, 0, 0, 0, 1, -1])
texts = st.sampled_from(TEXTS)


class Heard(logging.Handler):
    """Keeps every line that was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


class World(RuleBasedStateMachine):
    """One provider, nine people, any order."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.time = clock.set_to(TODAY)
        self.time.__enter__()
        self.elapsed = timedelta()
        self.heard = Heard()
        logging.getLogger().addHandler(self.heard)
        self.cast: Cast = assemble()
        self.turncoat = self.cast.ben
        self.outsider = self.cast.stranger

    def teardown(self) -> None:
        SEEN.update(Decision.objects.values_list("lifecycle", "action"))
        logging.getLogger().removeHandler(self.heard)
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @initialize()
    def people_and_listings(self) -> None:
        """One moderator works for the provider as well, somebody comes from outside; three listings wait."""
        self.turncoat = person("turncoat@clinic.example", Role.SENIOR)
        accreditation.add_member(provider=self.cast.specialist, user=self.turncoat, by=self.cast.owner)
        self.outsider = person("outsider@elsewhere.example")
        for _ in range(3):
            self.tick(timedelta(seconds=1))
            self.cast.submit(summary=self.mark())

    def mark(self) -> str:
        """A summary that tells this revision from every other."""
        return f"Neurologist with a headache clinic for adults. {MARK}{Revision.objects.count():04}."

    def tick(self, step: timedelta) -> None:
        """Time moves with every step, so that "the latest" is never a tie broken by chance."""
        self.elapsed += step
        self.time.__exit__(None, None, None)
        self.time = clock.set_to(TODAY + self.elapsed)
        self.time.__enter__()

    def who(self, name: str, right: User | None = None) -> User:
        """The person as the database has them now: a role that was taken away is gone."""
        if name == RIGHT:
            known = right or self.cast.ann
        else:
            known = getattr(self, name) if name in ("turncoat", "outsider") else getattr(self.cast, name)
        return User.objects.get(pk=known.pk)

    def version(self, subject: Case | Listing, name: str, drifted: int) -> int:
        return subject.version if name == RIGHT else max(0, subject.version + drifted)

    def a_case(self, pick: int) -> Case | None:
        cases = list(Case.objects.select_related("listing", "revision").order_by("opened_at"))
        return cases[pick % len(cases)] if cases else None

    def a_listing(self, pick: int) -> Listing | None:
        listings = list(Listing.objects.order_by("created_at"))
        return listings[pick % len(listings)] if listings else None

    def attempt(self, deed: Callable[..., Any], **wish: Any) -> bool:
        """Whether it was done. A refusal leaves no decision behind."""
        self.tick(timedelta(seconds=1))
        decisions = Decision.objects.count()
        with suppress(*REFUSALS):
            with transaction.atomic():
                deed(**wish)
            return True
        assert Decision.objects.count() == decisions
        return False

    def attempt_stale(self, deed: Callable[..., Any], subject: Case | Listing, **wish: Any) -> bool:
        """As `attempt`; whatever was made for another version must have been refused."""
        now = type(subject).objects.get(pk=subject.pk).version
        done = self.attempt(deed, **wish)
        assert not (done and wish["version"] != now), f"done with version {wish['version']} of {now}"
        return done
