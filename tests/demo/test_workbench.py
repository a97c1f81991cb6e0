"""What moderators meet in the demonstration beside plain cases: reports, second looks, guests, signed days."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import override_settings

from directory import clock
from directory.accounts.models import User
from directory.catalogue.models import Entry
from directory.demo import house
from directory.demo.seed import Seeded
from directory.listings.models import Listing
from directory.moderation import saved_replies
from directory.moderation.checkpoints import kept
from directory.moderation.checkpoints.models import Checkpoint
from directory.moderation.checkpoints.verify import first_mismatch
from directory.moderation.errors import NotAllowed
from directory.moderation.external.access import tasks_of
from directory.moderation.external.waiting import perhaps_stranded, stranded_parts
from directory.moderation.models import Case, Decision, PrivateNote
from directory.moderation.people import permit
from directory.moderation.quality.models import SecondLook
from directory.moderation.quality.waiting import rows_of
from directory.moderation.queue_filter import understand
from directory.moderation.reports.models import PublicReport
from directory.moderation.rulesets.activation import in_force, needs_activation
from directory.moderation.saved import SavedFilter
from directory.moderation.tables import Actor
from directory.outbox.models import Message

from .story import NOW, told

pytestmark = pytest.mark.django_db
"""Said for a run of this file alone: a database is made only where a test asks for one."""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evidence")


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, evidence: Path
) -> Iterator[Seeded]:
    """The hand-shaped stories alone."""
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        told(evidence, share=0) as made,
    ):
        yield made


def listing_of(name: str) -> Listing:
    return Listing.objects.get(provider__name=name)


def reports_of(listing: Listing) -> list[PublicReport]:
    return list(PublicReport.objects.filter(listing=listing).order_by("at"))


def account(key: str) -> User:
    return User.objects.get(email=f"{key}@demo.example")


def test_no_story_ends_otherwise_where_few_are_told(seeded: Seeded) -> None:
    assert seeded.ended == ()


def test_three_reports_wait_in_one_recheck_and_hide_nothing(seeded: Seeded) -> None:
    listing = listing_of("Alder Ferry Neurology")
    reports = reports_of(listing)
    assert [report.kind for report in reports] == ["correction", "correction", "safety"]
    assert {report.outcome for report in reports} == {""}
    assert len({report.case_id for report in reports}) == 1
    assert [bool(report.email) for report in reports] == [False, False, True]
    assert Entry.objects.live(on=clock.today()).filter(pk=listing.pk).exists()


def test_safety_report_is_of_the_last_two_days_and_of_somebody_who_was_right_before(seeded: Seeded) -> None:
    safety = reports_of(listing_of("Alder Ferry Neurology"))[-1]
    assert clock.now() - timedelta(days=2) < safety.at < clock.now()
    known = PublicReport.objects.filter(reporter=safety.reporter).exclude(pk=safety.pk)
    assert [report.outcome for report in known] == ["confirmed"]


def test_confirmed_report_ended_in_another_published_version(seeded: Seeded) -> None:
    listing = listing_of("Dr Rosamund Teasley")
    (report,) = reports_of(listing)
    entry = Entry.objects.live(on=clock.today()).get(pk=listing.pk)
    assert (report.outcome, report.case.status) == ("confirmed", "approved")
    assert entry.revision_sha256 != report.revision_sha256
    assert not entry.accepting
    assert report.told_at is not None
    assert report.email == report.text == ""


def test_report_that_was_not_confirmed_changed_nothing(seeded: Seeded) -> None:
    listing = listing_of("Dr Ivo Marchwood")
    (report,) = reports_of(listing)
    entry = Entry.objects.live(on=clock.today()).get(pk=listing.pk)
    assert (report.outcome, report.case.status) == ("not_confirmed", "approved")
    assert entry.revision_sha256 == report.revision_sha256
    assert report.told_at is not None


@pytest.mark.parametrize("occasion", SecondLook.Occasion.values)
def test_a_second_look_of_each_kind_waits_for_somebody(seeded: Seeded, occasion: str) -> None:
    waiting = list(SecondLook.objects.waiting().filter(occasion=occasion).select_related("case__listing"))
    assert waiting
    team = [account(key) for key in ("moderator", "second.moderator", "senior")]
    assert all(any(not row.why_not for each in team for row in rows_of([look], each)) for look in waiting)


def test_one_disagreed_and_others_agreed_none_of_whom_had_decided(seeded: Seeded) -> None:
    taken = SecondLook.objects.exclude(agrees=None)
    assert taken.filter(agrees=False).count() == 1
    assert taken.filter(agrees=True).exists()
    for look in taken:
        decision = Decision.objects.get(seq=look.decision_seq)
        assert look.by_id not in (decision.actor_id, decision.first_actor_id)
        assert look.at is not None
        assert look.at > decision.at
    disagreed = taken.get(agrees=False)
    assert PrivateNote.objects.filter(case=disagreed.case, text__contains=disagreed.note).exists()


def test_lots_that_did_not_fall_left_nothing(seeded: Seeded) -> None:
    """A story tries until the lot falls on it: each has one listing and one decision of that kind all the same."""
    for name in ("Dr Anneliese Burrage", "Dr Callum Seabright", "Dr Philippa Stourgate"):
        listing = listing_of(name)
        approvals = Decision.objects.filter(listing_id=listing.pk, lifecycle="case", action="approve")
        assert SecondLook.objects.filter(decision_seq=approvals.get().seq).exists()


def test_reviewer_from_outside_has_one_case_for_which_nobody_else_is_free(seeded: Seeded) -> None:
    reviewer = account("reviewer")
    (task,) = tasks_of(reviewer)
    case = task.invitation.case
    assert case.status == Case.Status.SECOND_REVIEW
    assert stranded_parts(case) == ["second"]
    permit(case, reviewer, Actor.EXTERNAL, "case")
    with pytest.raises(NotAllowed):
        permit(Case.objects.exclude(pk=case.pk)[0], reviewer, Actor.EXTERNAL)


def test_an_appeal_waits_that_nobody_may_answer_and_the_operator_was_told(seeded: Seeded) -> None:
    case = Case.objects.get(listing=listing_of("Dr Bram Tolcarne"))
    assert case.appeals.get().status == "open"
    assert stranded_parts(case) == ["appeal"]
    assert case in perhaps_stranded()
    assert Message.objects.filter(key=f"nobody:{case.pk}:appeal").exists()


def test_replies_of_two_reasons_and_a_filter_that_can_be_read_are_kept(seeded: Seeded) -> None:
    assert {each.code for each in saved_replies.by_reason()} == {"accreditation", "cell_product"}
    kept_filter = SavedFilter.objects.get(user=account("moderator"))
    assert understand(QueryDict(kept_filter.query)).problems == ()


def test_rules_of_this_release_are_in_force_since_the_first_day(seeded: Seeded) -> None:
    standing = in_force()
    assert standing is not None
    assert standing.started_at < NOW - timedelta(days=240)
    assert not needs_activation()


def test_the_last_days_are_signed_and_agree_with_the_log_and_the_file(seeded: Seeded, evidence: Path) -> None:
    days = [row.at.date() for row in Checkpoint.objects.all()]
    assert days == [NOW.date() - timedelta(days=ago) for ago in range(house.CHECKPOINTS, -1, -1)]
    with override_settings(EVIDENCE_DIR=evidence):
        assert len(kept.readable()) == len(days)
        assert first_mismatch() is None
