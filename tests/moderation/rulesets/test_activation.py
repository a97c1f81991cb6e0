"""A new ruleset meets what is live: nothing much is hidden without two people, nothing twice, nothing for good."""

import functools
from collections.abc import Callable
from unittest.mock import patch

import pytest

from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions, log, publication
from directory.moderation.errors import NotAllowed, StaleVersion, TransitionRefused
from directory.moderation.models import Case, Decision, StatementOfReasons
from directory.moderation.rulesets import activation as rules
from directory.moderation.rulesets.consent import agree
from directory.moderation.rulesets.models import RulesetActivation, RulesetRescreening
from directory.outbox.models import Message
from directory.screening.findings import Severity
from tests.cast import Cast

from .world import NEW, activated, finding, publications, publish, rechecks

Install = Callable[..., None]
Stage = RulesetActivation.Stage


@pytest.mark.parametrize(
    ("hits", "live", "asks"),
    [(5, 5, False), (6, 6, True), (6, 599, True), (6, 600, False), (10, 1000, False), (11, 1000, True)],
)
def test_more_than_five_and_more_than_one_percent_needs_people(hits: int, live: int, asks: bool) -> None:
    assert rules.too_many(hits, live) is asks


def test_five_of_five_are_hidden_and_each_knows_by_what(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 5)
    install()
    done = activated()
    assert done.stage is Stage.FINISHED
    assert (done.previous, done.live) == (old.ruleset, 5)
    assert publications() == ["quarantined"] * 5
    assert not Entry.objects.exists()
    rows = done.rescreenings.filter(hidden_at__isnull=False)
    assert {row.recheck_id for row in rows} == {case.pk for case in rechecks()}
    decisions = Decision.objects.filter(action="quarantine")
    assert {(each.actor_id, each.ruleset, tuple(each.reasons)) for each in decisions} == {
        (None, NEW, ("cell_product",))
    }
    assert StatementOfReasons.objects.filter(decided_automatically=True).exclude(evidence=[]).count() == 5
    assert log.first_break() is None


def test_six_of_six_stop_before_anything_is_hidden_and_seniors_are_told(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 6)
    install()
    done = activated()
    assert done.stage is Stage.STOPPED
    assert publications() == ["live"] * 6
    told = Message.objects.filter(key__startswith="activation:").values_list("to", flat=True)
    assert set(told) == {"operator@localhost", cast.senior.email, cast.second_senior.email}
    again = rules.carry_on(rules.begin(by=cast.senior))
    assert (again.pk, again.stage) == (done.pk, Stage.STOPPED)
    assert publications() == ["live"] * 6
    assert Message.objects.filter(key__startswith="activation:").count() == 3


def test_two_people_let_it_go_on_and_a_second_is_somebody_else(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 6)
    install()
    stopped = activated()
    seen = rules.list_sha256(stopped)
    with pytest.raises(NotAllowed, match="senior moderator agrees first"):
        agree(activation=stopped, seen=seen, by=cast.ann)
    with pytest.raises(NotAllowed, match="Only moderators"):
        agree(activation=stopped, seen=seen, by=cast.stranger)
    agree(activation=stopped, seen=seen, by=cast.senior)
    with pytest.raises(TransitionRefused, match="somebody else"):
        agree(activation=stopped, seen=seen, by=cast.senior)
    assert rules.carry_on(stopped).stage is Stage.STOPPED
    assert publications() == ["live"] * 6
    agree(activation=stopped, seen=seen, by=cast.ann)
    assert rules.carry_on(stopped).stage is Stage.FINISHED
    assert publications() == ["quarantined"] * 6


def test_consent_is_to_one_list_and_no_other(cast: Cast, old: RulesetActivation, install: Install) -> None:
    first, *_rest = publish(cast, 7)
    install()
    stopped = activated()
    seen = rules.list_sha256(stopped)
    agree(activation=stopped, seen=seen, by=cast.senior)
    publication.unpublish(listing=first, by=cast.owner, version=first.version)
    RulesetRescreening.objects.filter(listing=first).update(passed_over_at=stopped.started_at)
    with pytest.raises(StaleVersion):
        agree(activation=stopped, seen=seen, by=cast.ann)
    with pytest.raises(NotAllowed, match="senior moderator agrees first"):
        agree(activation=stopped, seen=rules.list_sha256(stopped), by=cast.ann)


def test_nobody_agrees_about_their_own_organisation(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    from directory.accreditation import actions as accreditation

    publish(cast, 6)
    accreditation.add_member(provider=cast.specialist, user=cast.second_senior, by=cast.owner)
    install()
    stopped = activated()
    with pytest.raises(NotAllowed, match="own organisation"):
        agree(activation=stopped, seen=rules.list_sha256(stopped), by=cast.second_senior)


def test_a_senior_who_lost_the_role_no_longer_counts_as_the_first(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 6)
    install()
    stopped = activated()
    seen = rules.list_sha256(stopped)
    agree(activation=stopped, seen=seen, by=cast.senior)
    cast.senior.groups.clear()
    with pytest.raises(NotAllowed, match="senior moderator agrees first"):
        agree(activation=stopped, seen=seen, by=cast.ann)


def test_an_interrupted_run_goes_on_where_it_stood(
    cast: Cast, old: RulesetActivation, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(cast, 3)
    install()
    whole = publication.quarantine
    calls = []

    def breaks(**wish: object) -> Case:
        calls.append(wish)
        if len(calls) == 2:
            raise ConnectionError
        return whole(**wish)  # type: ignore[arg-type]

    monkeypatch.setattr(rules, "quarantine", breaks)
    with pytest.raises(ConnectionError):
        activated()
    assert sorted(publications()) == ["live", "live", "quarantined"]
    assert activated().stage is Stage.FINISHED
    assert publications() == ["quarantined"] * 3
    assert len(rechecks()) == 3
    assert RulesetActivation.objects.filter(ruleset=NEW).count() == 1


def test_activating_twice_is_refused_with_a_sentence_and_changes_nothing(
    cast: Cast, old: RulesetActivation
) -> None:
    with pytest.raises(TransitionRefused, match="activated already"):
        rules.begin(by=cast.senior)
    assert rules.carry_on(old).stage is Stage.FINISHED


def test_moderators_and_providers_cannot_activate(cast: Cast) -> None:
    for person in (cast.ann, cast.owner):
        with pytest.raises(NotAllowed):
            rules.begin(by=person)


def test_what_two_people_dismissed_in_the_same_words_is_not_asked_again(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    install()
    asked = finding(Severity.REVIEW)
    install(asked)
    case = cast.ready(cast.submit())
    for found in case.screenings.latest("at").findings.all():
        actions.dismiss_finding(finding=found, reason="Honest.", by=cast.ann, version=case.version)
    case.refresh_from_db()
    actions.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    cast.second(case)
    install(finding(Severity.BLOCK))
    assert activated().stage is Stage.FINISHED
    assert publications() == ["live"]
    install(finding(Severity.BLOCK, rule="OFF-02"))
    assert rules.verdict_on(Listing.objects.get().revisions.get()) == "reject"


def test_listing_that_changed_meanwhile_is_passed_over_and_its_new_version_is_read(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    from directory.submission import actions as submission

    listings = publish(cast, 6)
    install()
    stopped = activated()
    for person in (cast.senior, cast.ann):
        agree(activation=stopped, seen=rules.list_sha256(stopped), by=person)
    changed = listings[0]
    case = submission.revise(
        listing=changed, document=cast.content(description="We treat migraine."), by=cast.owner
    )
    case = cast.ready(case)
    actions.approve(case=case, by=cast.ann, version=case.version)
    assert rules.carry_on(stopped).stage is Stage.FINISHED
    assert sorted(publications()) == ["live"] + ["quarantined"] * 5
    assert stopped.rescreenings.filter(listing=changed, verdict="clear").exists()
    assert stopped.rescreenings.filter(listing=changed, passed_over_at__isnull=False).exists()


def test_a_newer_release_takes_the_place_of_an_activation_that_waits(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 6)
    install()
    stopped = activated()
    with patch.object(rules, "version", lambda: "2026-12-02.abcabcabcabc"):
        newer = rules.begin(by=None)
        stopped.refresh_from_db()
        assert stopped.stage is Stage.REPLACED
        assert newer.previous == old.ruleset
        with pytest.raises(TransitionRefused, match="another ruleset"):
            rules.carry_on(stopped)


def test_an_open_recheck_gets_the_new_findings_as_evidence(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    from directory.moderation.cases import open_case

    listing = publish(cast, 1)[0]
    assert listing.live_revision
    open_case(listing=listing, revision=listing.live_revision, kind=Case.Kind.RECHECK)
    install()
    assert activated().stage is Stage.FINISHED
    (recheck,) = rechecks()
    assert recheck.statements.get().evidence[0]["excerpt"] == "I see adults"


def test_hiding_again_from_an_old_page_of_the_list_changes_nothing(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 1)
    install()
    activation = rules.begin(by=None)
    rules._read(activation)
    stale = activation.rescreenings.get()
    assert rules.carry_on(activation).stage is Stage.FINISHED
    RulesetActivation.objects.update(finished_at=None)
    rules._hide(stale)
    row = activation.rescreenings.get()
    assert row.hidden_at is not None
    assert row.passed_over_at is None
    assert len(rechecks()) == 1


def test_files_exchanged_under_a_running_process_are_not_activated(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release is being installed: what lies on the disk is not what this process screens with."""
    exchanged = functools.wraps(lambda: "2026-11-30.000000000000")(lambda: NEW)
    monkeypatch.setattr("directory.moderation.rulesets.copies.ruleset.version", exchanged)
    with pytest.raises(TransitionRefused, match="Restart it"):
        rules.begin(by=None)
    assert not RulesetActivation.objects.exists()
