"""Each guard of the record and of the lifecycles refuses by itself."""

from functools import partial
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F

from directory import clock
from directory.moderation import applicant
from directory.moderation.checkpoints.actions import sign_today
from directory.moderation.checkpoints.models import Checkpoint
from directory.moderation.models import Appeal, Case, Decision, StatementOfReasons
from directory.moderation.quality.models import SecondLook
from directory.moderation.reports.models import PublicReport
from directory.moderation.rulesets.models import RuleMode, RulesetActivation, RulesetConsent
from directory.moderation.rulesets.modes import Mode
from directory.moderation.rulesets.standing import adjustable, set_mode
from tests.cast import Cast
from tests.guards.refusal import Alone, accepted, raw, refused


def forge(like: Decision, **changes: object) -> None:
    """Write a decision at the end of the log that is like another but for `changes`."""
    values = {field.attname: getattr(like, field.attname) for field in Decision._meta.concrete_fields}
    last = Decision.objects.latest("seq")
    place = {"seq": last.seq + 1, "previous_hash": last.hash, "hash": uuid4().hex, "subject_id": uuid4()}
    Decision(**(values | place | changes)).save(force_insert=True)


@pytest.fixture
def approval(cast: Cast) -> Decision:
    """The second of two people approved, who are Ann and Ben."""
    cast.publish()
    return Decision.objects.get(lifecycle="case", to_status="approved")


def test_nobody_decides_in_their_own_house(cast: Cast, approval: Decision, alone: Alone) -> None:
    alone("decision_own_house")
    accepted(lambda: forge(approval))
    for change in (
        {"actor_id": cast.mate.pk},
        {"actor_id": cast.mate.pk, "actor_role": "provider"},
        {"first_actor_id": cast.owner.pk},
    ):
        refused(partial(forge, approval, **change), "their own organisation")


def test_first_of_two_is_the_one_who_sent_it_on(cast: Cast, approval: Decision, alone: Alone) -> None:
    """A case like the published one, so far as its log goes: the first person's step is there."""
    alone("decision_two_people")
    sent = Decision.objects.get(lifecycle="case", to_status="second_review")
    assert (sent.actor_id, approval.first_actor_id) == (cast.ann.pk, cast.ann.pk)
    other = uuid4()
    forge(sent, subject_id=other)
    accepted(lambda: forge(approval, subject_id=other))
    for change in (
        {"first_actor_id": cast.senior.pk},
        {"first_actor_id": None},
        {"first_actor_id": None, "risky": False},
        {"actor_id": cast.ann.pk},
        {"actor_id": None},
        {"subject_version": approval.subject_version + 1},
        {"subject_id": uuid4()},
        {"revision_sha256": "0" * 64},
        {"from_status": "open", "risky": False, "subject_id": uuid4()},
    ):
        refused(partial(forge, approval, **{"subject_id": other} | change), "first of two people")


def test_appeal_is_not_decided_by_who_acted_on_the_case(cast: Cast, approval: Decision, alone: Alone) -> None:
    alone("decision_appeal_apart")
    step = {"lifecycle": "appeal", "from_status": "open", "to_status": "overturned"}
    accepted(lambda: forge(approval, **step, actor_id=cast.senior.pk))
    for involved in (cast.ann.pk, cast.ben.pk, None):
        refused(partial(forge, approval, **step, actor_id=involved), "has not acted on the case")


@pytest.mark.parametrize("deed", ["judged a report", "took a second look"])
def test_appeal_is_not_decided_by_who_judged_a_report_or_took_a_second_look(
    cast: Cast, approval: Decision, alone: Alone, deed: str
) -> None:
    alone("decision_appeal_apart")
    step = {"lifecycle": "appeal", "from_status": "open", "to_status": "confirmed"}
    case = Case.objects.get(listing_id=approval.listing_id)
    done = {"by": cast.senior, "at": clock.now(), "agrees": True}
    judged = {"outcome": "confirmed", "judged_by_id": cast.senior.pk, "judged_at": clock.now()}
    SecondLook.objects.all().delete()
    if deed == "judged a report":
        PublicReport.objects.create(listing=case.listing, case=case, kind="safety", category="harm", **judged)
    else:
        SecondLook.objects.create(decision_seq=approval.seq, case=case, occasion="alone", **done)
    refused(partial(forge, approval, **step, actor_id=cast.senior.pk), "has not acted on the case")
    accepted(partial(forge, approval, **step, actor_id=cast.second_senior.pk))


@pytest.mark.parametrize(
    ("lifecycle", "old", "new"),
    [
        ("case", "rejected", "approved"),
        ("case", "open", "live"),
        ("publication", "delisted", "live"),
        ("publication", "none", "delisted"),
        ("appeal", "confirmed", "overturned"),
        ("other", "open", "approved"),
    ],
)
def test_step_that_no_lifecycle_has_is_refused(
    approval: Decision, alone: Alone, lifecycle: str, old: str, new: str
) -> None:
    alone("decision_steps")
    accepted(lambda: forge(approval))
    refused(lambda: forge(approval, lifecycle=lifecycle, from_status=old, to_status=new), "No lifecycle has")


@pytest.fixture
def appeal(cast: Cast) -> Appeal:
    case = cast.submit(treatments=("cell-based",))
    return applicant.appeal(case=case, text="We are who we say.", by=cast.owner)


def test_appeal_moves_only_with_its_decision(appeal: Appeal, alone: Alone) -> None:
    alone("appeal_moves")
    refused(lambda: Appeal.objects.update(status="overturned"), "decision that says so")
    refused(lambda: Appeal.objects.update(status="overturned", version=F("version") + 1), "says so")
    accepted(lambda: Appeal.objects.update(answer="Thank you."))


def test_appeal_begins_open_with_its_decision(appeal: Appeal, alone: Alone) -> None:
    alone("appeal_begins")
    opened = Decision.objects.get(lifecycle="appeal")

    def file(**changes: object) -> None:
        values = {field.attname: getattr(appeal, field.attname) for field in Appeal._meta.concrete_fields}
        raw("DELETE FROM directory_appeal")
        Appeal(**(values | changes)).save(force_insert=True)

    assert opened.subject_id == appeal.pk
    accepted(file)
    for change in ({"id": uuid4()}, {"status": "overturned"}, {"version": 1}):
        refused(partial(file, **change), "begins open")


def _checkpoint_mode_and_consent(cast: Cast) -> None:
    sign_today()
    set_mode(rule=next(iter(adjustable())).id, mode=Mode.SHADOW, why="Too noisy.", by=cast.senior)
    activation = RulesetActivation.objects.create(ruleset="r1")
    RulesetConsent.objects.create(
        activation=activation, by_id=cast.senior.pk, senior=True, list_sha256="a" * 64
    )


@pytest.mark.parametrize(
    ("guard", "table", "words"),
    [
        ("case_kept", "directory_case", "Cases are kept"),
        ("listing_kept", "directory_listing", "Listings are kept"),
        ("revision_kept", "directory_revision", "Revisions are kept"),
        ("statement_kept", "directory_statementofreasons", "Statements of reasons are kept"),
        ("appeal_kept", "directory_appeal", "Appeals are kept"),
        ("decision_kept", "directory_decision", "only ever added to"),
        ("loghead_kept", "directory_loghead", "has an end"),
        ("verification_kept", "directory_verification", "only ever added to"),
        ("checkpoint_kept", "directory_checkpoint", "Checkpoints of the log are only ever added to"),
        ("rulemode_kept", "directory_rulemode", "changed by a new row"),
        ("consent_kept", "directory_rulesetconsent", "Consents are kept"),
    ],
)
def test_what_is_kept_cannot_be_deleted(
    cast: Cast, appeal: Appeal, alone: Alone, guard: str, table: str, words: str
) -> None:
    cast.verify()
    _checkpoint_mode_and_consent(cast)
    alone(guard)
    refused(lambda: raw(f"DELETE FROM {table}"), words)
    if connection.vendor == "postgresql":
        raw("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL truncates no table with checks still waiting
        refused(lambda: raw(f"TRUNCATE {table} CASCADE"), words)


def test_statement_of_reasons_stays_as_it_was_given(appeal: Appeal, alone: Alone) -> None:
    alone("statement_kept")
    refused(lambda: StatementOfReasons.objects.update(explanation="Something milder."), "as they were given")


def test_checkpoints_and_modes_are_never_rewritten(cast: Cast, alone: Alone) -> None:
    _checkpoint_mode_and_consent(cast)
    alone("checkpoint_kept")
    refused(lambda: Checkpoint.objects.update(hash="0" * 64), "only ever added to")
    alone("rulemode_kept")
    refused(lambda: RuleMode.objects.update(mode="active"), "changed by a new row")


@pytest.mark.parametrize("change", [{"by_id": 0}, {"list_sha256": "b" * 64}])
def test_consent_stays_with_its_giver_and_its_list(
    cast: Cast, alone: Alone, change: dict[str, object]
) -> None:
    _checkpoint_mode_and_consent(cast)
    alone("consent_fixed")
    refused(lambda: RulesetConsent.objects.update(**change), "A consent stays")
    accepted(lambda: RulesetConsent.objects.update(senior=False))
