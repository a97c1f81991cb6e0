"""Hostile people take random steps; after each one the promises of the design must hold.

`SOAK=1` runs the long version.
"""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from directory import clock
from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.accreditation.actions import AccreditationError
from directory.accreditation.models import Membership
from directory.catalogue.models import Entry
from directory.listings.models import Listing, Revision
from directory.moderation import actions, applicant, log, publication, renewal
from directory.moderation.appeals import decide_appeal
from directory.moderation.errors import ModerationError
from directory.moderation.models import Appeal, Case, Decision, ScreeningFinding
from directory.moderation.tables import BY_ACTION
from directory.submission import actions as submission
from directory.submission.actions import SubmissionRefused
from directory.vocabulary.treatments import CELL_MASK
from tests.cast import Cast, assemble
from tests.conftest import TODAY

REFUSALS = (ModerationError, SubmissionRefused, AccreditationError)
"""The only ways to be told no. Anything else, an IntegrityError above all, means that the code let through what the
database had to stop."""

PEOPLE = ("owner", "mate", "stranger", "ann", "ben", "senior", "second_senior", "turncoat")
TEXTS = ("honest", "cells", "offer")
WISHES: dict[str, dict[str, Any]] = {
    "honest": {},
    "cells": {"treatments": ("assessment", "cell-based")},
    "offer": {
        "description": "Book your umbilical cord stem cell infusion for migraine; patients are treated here."
    },
}

SEEN: set[tuple[str, str]] = set()
"""Steps of the tables that really happened, over all examples."""

STEPS: dict[str, dict[str, Any]] = {
    "approve": {},
    "approve_second": {},
    "reject": {"reasons": ("accreditation",), "explanation": ""},
    "return_to_first": {"reasons": ("incorrect",), "note": ""},
    "request_changes": {"requests": {"summary": "shorter"}},
}

RIGHT = "right"
"""Stands for whoever the step is meant for, so that every state is reached often."""

people = st.one_of(st.just(RIGHT), st.sampled_from(PEOPLE))
picks = st.integers(min_value=0, max_value=5)
drift = st.sampled_from([0, 0, 0, 0, 1, -1])


class Lives(RuleBasedStateMachine):
    """One provider, eight people, any order."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.time = clock.set_to(TODAY)
        self.time.__enter__()
        self.elapsed = timedelta()
        self.cast: Cast = assemble()
        self.turncoat = self.cast.ben

    def teardown(self) -> None:
        SEEN.update(Decision.objects.values_list("lifecycle", "action"))
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    @initialize()
    def moderator_inside(self) -> None:
        """One moderator works for the provider as well; three listings wait."""
        from directory.accounts.roles import Role
        from tests.cast import person

        self.turncoat = person("turncoat@clinic.example", Role.SENIOR)
        accreditation.add_member(provider=self.cast.specialist, user=self.turncoat, by=self.cast.owner)
        for number in range(3):
            self.tick(timedelta(seconds=1))
            self.cast.submit(name=f"Dr Mira Aldous {number}")

    def tick(self, step: timedelta) -> None:
        """Time moves with every step, so that "the latest" is never a tie broken by chance."""
        self.elapsed += step
        self.time.__exit__(None, None, None)
        self.time = clock.set_to(TODAY + self.elapsed)
        self.time.__enter__()

    def who(self, name: str, right: User | None = None) -> User:
        if name == RIGHT:
            return right or self.cast.ann
        return self.turncoat if name == "turncoat" else getattr(self.cast, name)

    def version(self, subject: Case | Listing, name: str, drifted: int) -> int:
        return subject.version if name == RIGHT else max(0, subject.version + drifted)

    def a_case(self, pick: int) -> Case | None:
        cases = list(Case.objects.select_related("listing", "revision").order_by("opened_at"))
        return cases[pick % len(cases)] if cases else None

    def a_listing(self, pick: int) -> Listing | None:
        listings = list(Listing.objects.order_by("created_at"))
        return listings[pick % len(listings)] if listings else None

    def attempt(self, deed: Any, **wish: Any) -> None:
        self.tick(timedelta(seconds=1))
        decisions = Decision.objects.count()
        try:
            with transaction.atomic():
                deed(**wish)
        except REFUSALS:
            assert Decision.objects.count() == decisions

    @rule(name=people, text=st.sampled_from(TEXTS))
    def submit(self, name: str, text: str) -> None:
        if Listing.objects.count() < 6:
            document = self.cast.content(**WISHES[text])
            self.attempt(
                submission.submit,
                provider=self.cast.specialist,
                document=document,
                by=self.who(name, self.cast.owner),
            )

    @rule(name=people, pick=picks, text=st.sampled_from(TEXTS))
    def revise(self, name: str, pick: int, text: str) -> None:
        listing = self.a_listing(pick)
        if listing:
            document = self.cast.content(summary=f"Version {Revision.objects.count()}", **WISHES[text])
            who = self.who(name, self.cast.owner)
            self.attempt(submission.revise, listing=listing, document=document, by=who)

    @rule(name=people, pick=picks, conflict=st.booleans())
    def declare_and_take(self, name: str, pick: int, conflict: bool) -> None:
        case = self.a_case(pick)
        if case:
            actions.declare_conflict(
                case=case, by=self.who(name), has_conflict=conflict and name == "stranger"
            )
            self.attempt(actions.take, case=case, by=self.who(name))

    @rule(name=people, pick=picks, by=drift)
    def make_ready(self, name: str, pick: int, by: int) -> None:
        case = self.a_case(pick)
        if case:
            every = dict.fromkeys(("authority", "website", "text"), True)
            wish = {"answers": every, "notes": {}, "by": self.who(name), "version": max(0, case.version + by)}
            self.attempt(actions.answer_checklist, case=case, **wish)

    @rule(
        name=people, result=st.sampled_from(["confirmed", "confirmed", "confirmed", "restricted", "unknown"])
    )
    def look(self, name: str, result: str) -> None:
        credential = self.cast.credentials[0]
        wish = {"method": "register", "where": "https://register.example/", "result": result}
        scopes = credential.register.scopes if result == "confirmed" else ()
        self.attempt(renewal.verify, credential=credential, by=self.who(name), scopes=scopes, **wish)

    @rule(name=people, pick=picks, by=drift, step=st.sampled_from(sorted(STEPS)))
    def decide(self, name: str, pick: int, by: int, step: str) -> None:
        """Half of the time by the person and in the state that the step needs, else by anybody at any time."""
        case = self.a_case(pick)
        if not case:
            return
        second = step in ("approve_second", "return_to_first") or case.status == Case.Status.SECOND_REVIEW
        who = self.who(name, self.cast.ben if second else self.cast.ann)
        if name == RIGHT:
            actions.declare_conflict(case=case, by=who, has_conflict=False)
            if not second:
                self.attempt(actions.take, case=case, by=who)
        wish: dict[str, Any] = {"case": case, "by": who, "version": self.version(case, name, by)}
        self.attempt(getattr(actions, step), **wish, **STEPS[step])

    @rule(name=people, pick=picks, by=drift, step=st.sampled_from(["withdraw_case", "ask_person"]))
    def applicant_step(self, name: str, pick: int, by: int, step: str) -> None:
        case = self.a_case(pick)
        if case:
            who = self.who(name, self.cast.owner)
            self.attempt(getattr(applicant, step), case=case, by=who, version=self.version(case, name, by))

    @rule(name=people)
    def dismiss(self, name: str) -> None:
        finding = ScreeningFinding.objects.filter(dismissed_at=None).order_by("-pk").first()
        if finding:
            wish = {"reason": "false alarm", "by": self.who(name), "version": finding.run.case.version}
            self.attempt(actions.dismiss_finding, finding=finding, **wish)

    @rule(name=people, pick=picks, by=drift, step=st.sampled_from(["quarantine", "delist", "unpublish"]))
    def hide(self, name: str, pick: int, by: int, step: str) -> None:
        listing = self.a_listing(pick)
        if listing:
            right = {"quarantine": self.cast.ann, "delist": self.cast.ben, "unpublish": self.cast.owner}[step]
            wish: dict[str, Any] = {"by": self.who(name, right), "version": self.version(listing, name, by)}
            if step != "unpublish":
                wish["reasons"] = ("safety_report",)
            self.attempt(getattr(publication, step), listing=listing, **wish)

    @rule(pick=picks, second=st.booleans())
    def work_properly(self, pick: int, second: bool) -> None:
        """Ann and Ben do everything by the book, so that the later states are reached often."""
        case = self.a_case(pick)
        if case is None:
            return

        def by_the_book() -> None:
            ready = self.cast.ready(case)
            actions.approve(case=ready, by=self.cast.ann, version=ready.version)

        self.attempt(by_the_book)
        if second:
            self.attempt(lambda: self.cast.second(Case.objects.get(pk=case.pk)))

    @rule(name=people, pick=picks)
    def file_appeal(self, name: str, pick: int) -> None:
        case = self.a_case(pick)
        if case:
            who = self.who(name, self.cast.owner)
            self.attempt(applicant.appeal, case=case, text="Please look again.", by=who)

    @rule(name=people, overturn=st.booleans())
    def judge(self, name: str, overturn: bool) -> None:
        appeal = Appeal.objects.filter(status="open").order_by("filed_at").first()
        if appeal is None:
            return
        wish = {
            "reasons": ("authority",),
            "answer": "Looked again.",
            "by": self.who(name, self.cast.second_senior),
            "version": appeal.version,
        }
        self.attempt(decide_appeal, appeal=appeal, overturn=overturn, **wish)

    @rule(minutes=st.sampled_from([1, 20, 60 * 24, 60 * 24 * 15, 60 * 24 * 100]))
    def wait(self, minutes: int) -> None:
        self.tick(timedelta(minutes=minutes))
        applicant.expire_overdue()

    @invariant()
    def the_log_is_whole_and_agrees(self) -> None:
        assert log.first_break() is None

    @invariant()
    def what_is_public_was_approved_and_holds(self) -> None:
        for entry in Entry.objects.live(on=clock.today()):
            decision = Decision.objects.get(seq=entry.decision_seq)
            assert (decision.to_status, decision.revision_sha256) == ("approved", entry.revision_sha256)
            assert decision.actor_id is not None
            assert not decision.risky or decision.first_actor_id not in (None, decision.actor_id)
            assert entry.treatments & CELL_MASK == 0
            assert (
                entry.content
                == Revision.objects.get(listing_id=entry.pk, sha256=entry.revision_sha256).content
            )
            assert all(line.valid_until >= clock.today() for line in entry.evidence.all())
            assert Listing.objects.get(pk=entry.pk).publication == Listing.Publication.LIVE

    @invariant()
    def nobody_decided_in_their_own_house(self) -> None:
        insiders = Membership.objects.values("user_id")
        moderating = Decision.objects.exclude(actor_role__in=("provider", "system"))
        assert not moderating.filter(actor_id__in=insiders).exists()

    @invariant()
    def appeals_were_judged_by_the_uninvolved(self) -> None:
        for verdict in Decision.objects.filter(lifecycle="appeal", to_status__in=("confirmed", "overturned")):
            earlier = Decision.objects.filter(case_id=verdict.case_id, seq__lt=verdict.seq)
            assert not earlier.filter(actor_id=verdict.actor_id).exists()

    @invariant()
    def rejections_say_why(self) -> None:
        for decision in Decision.objects.filter(to_status__in=("rejected", "quarantined", "delisted")):
            assert decision.reasons
            case = Case.objects.filter(statements__decision_seq=decision.seq).first()
            assert case is not None


@pytest.mark.django_db
def test_no_order_of_hostile_steps_breaks_a_promise() -> None:
    long = bool(os.environ.get("SOAK"))
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=600 if long else 40,
            stateful_step_count=80 if long else 40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=not long,
        ),
    )
    wanted = set(BY_ACTION) if long else {("publication", "publish"), ("case", "approve_second")}
    assert wanted <= SEEN, f"never happened: {sorted(wanted - SEEN)}"
