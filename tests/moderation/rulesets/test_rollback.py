"""Going back never publishes: it asks people to look first at what only the newer ruleset hid."""

from collections.abc import Callable

import pytest

from directory.accreditation import actions as accreditation
from directory.catalogue.models import Entry
from directory.moderation import actions, log
from directory.moderation.cases import PRIORITY
from directory.moderation.errors import NotAllowed, TransitionRefused
from directory.moderation.models import Case, PrivateNote, ScreeningRun
from directory.moderation.reports.weight import base_of
from directory.moderation.rulesets.models import RulesetActivation, RulesetCopy
from directory.moderation.rulesets.rollback import RolledBack, roll_back
from tests.cast import Cast

from .world import activated, finding, publications, publish, rechecks

Install = Callable[..., None]
Stage = RulesetActivation.Stage
TOP = PRIORITY["hidden by rules taken back"]


@pytest.fixture
def hidden(cast: Cast, old: RulesetActivation, install: Install) -> RulesetActivation:
    """Two listings were hidden by the new ruleset."""
    publish(cast, 2)
    install()
    return activated()


def take_back(cast: Cast, activation: RulesetActivation) -> RolledBack:
    return roll_back(activation=activation, why="It read a family name as an offer.", by=cast.senior)


def test_rechecks_come_on_top_of_the_queue_and_nothing_is_published(
    cast: Cast, old: RulesetActivation, hidden: RulesetActivation
) -> None:
    assert take_back(cast, hidden) == RolledBack(2, 0)
    assert publications() == ["quarantined"] * 2
    assert not Entry.objects.exists()
    assert {case.priority for case in rechecks()} == {TOP}
    assert Case.objects.awaiting_review()[0].pk in {case.pk for case in rechecks()}
    runs = [case.screenings.last() for case in rechecks()]
    assert {(run.ruleset, run.verdict) for run in runs if run} == {(old.ruleset, "clear")}
    notes = PrivateNote.objects.filter(by=cast.senior).values_list("text", flat=True)
    assert all("family name" in note and "two people" in note for note in notes)
    assert len(notes) == 2
    hidden.refresh_from_db()
    assert hidden.stage is Stage.ROLLED_BACK
    assert log.first_break() is None


def test_wrong_report_leaves_it_on_top(cast: Cast, hidden: RulesetActivation) -> None:
    take_back(cast, hidden)
    assert base_of(rechecks()[0]) == TOP


def test_two_people_then_bring_it_back_through_the_gate(cast: Cast, hidden: RulesetActivation) -> None:
    take_back(cast, hidden)
    case = cast.ready(rechecks()[0])
    actions.approve(case=case, by=cast.ann, version=case.version)
    assert not Entry.objects.exists()
    case.refresh_from_db()
    cast.second(case)
    assert sorted(publications()) == ["live", "quarantined"]


def test_what_has_something_else_against_it_stays_where_it_was(cast: Cast, hidden: RulesetActivation) -> None:
    accreditation.note_exclusion(
        provider=cast.specialist, source="Example list", since=hidden.started_at.date(), by=cast.ann
    )
    before = [case.priority for case in rechecks()]
    assert take_back(cast, hidden) == RolledBack(0, 2)
    assert [case.priority for case in rechecks()] == before
    assert not PrivateNote.objects.exists()


def test_what_stands_on_the_website_still_stands(
    cast: Cast, hidden: RulesetActivation, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = finding(field="website: /offers", excerpt="cells for sale")
    monkeypatch.setattr("directory.moderation.rulesets.rollback.findings_of", lambda _revision: (found,))
    assert take_back(cast, hidden) == RolledBack(0, 2)


def test_a_recheck_somebody_works_on_is_left_alone(cast: Cast, hidden: RulesetActivation) -> None:
    case = cast.ready(rechecks()[0])
    runs = ScreeningRun.objects.filter(case=case).count()
    assert take_back(cast, hidden) == RolledBack(1, 1)
    case.refresh_from_db()
    assert case.priority != TOP
    assert ScreeningRun.objects.filter(case=case).count() == runs


def test_only_a_senior_with_a_reason_and_only_once(cast: Cast, hidden: RulesetActivation) -> None:
    with pytest.raises(NotAllowed):
        roll_back(activation=hidden, why="Wrong.", by=cast.ann)
    with pytest.raises(TransitionRefused, match="why"):
        roll_back(activation=hidden, why=" ", by=cast.senior)
    take_back(cast, hidden)
    hidden.refresh_from_db()
    with pytest.raises(TransitionRefused, match="already"):
        take_back(cast, hidden)
    stale = RulesetActivation.objects.get(pk=hidden.pk)
    stale.rolled_back_at = None
    with pytest.raises(TransitionRefused, match="already"):
        take_back(cast, stale)


def test_nobody_takes_back_what_hid_their_own_listing(cast: Cast, hidden: RulesetActivation) -> None:
    accreditation.add_member(provider=cast.specialist, user=cast.senior, by=cast.owner)
    with pytest.raises(NotAllowed, match="own organisation"):
        take_back(cast, hidden)


def test_the_older_one_cannot_be_taken_back_before_the_newer(
    cast: Cast, old: RulesetActivation, hidden: RulesetActivation
) -> None:
    RulesetActivation.objects.filter(pk=hidden.pk).update(started_at=hidden.started_at.replace(hour=10))
    with pytest.raises(TransitionRefused, match="later ruleset"):
        take_back(cast, old)


def test_without_a_copy_of_the_older_rules_nothing_changes(cast: Cast, hidden: RulesetActivation) -> None:
    RulesetCopy.objects.filter(version=hidden.previous).delete()
    with pytest.raises(TransitionRefused, match="No copy"):
        take_back(cast, hidden)
    hidden.refresh_from_db()
    assert hidden.stage is Stage.FINISHED


def test_a_copy_that_no_longer_loads_is_refused_with_a_sentence(
    cast: Cast, old: RulesetActivation, hidden: RulesetActivation
) -> None:
    newer = RulesetCopy.objects.exclude(version=old.ruleset).get()
    RulesetCopy.objects.filter(version=old.ruleset).update(archive=_without_rules(newer))
    with pytest.raises(TransitionRefused, match="does not work with this release"):
        take_back(cast, hidden)
    hidden.refresh_from_db()
    assert hidden.stage is Stage.FINISHED


def _without_rules(copy: RulesetCopy) -> bytes:
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(copy.archive)) as whole, zipfile.ZipFile(buffer, "w") as part:
        for name in whole.namelist():
            if not name.startswith("rules/"):
                part.writestr(name, whole.read(name))
    return buffer.getvalue()


def test_an_activation_that_waits_can_be_given_up(
    cast: Cast, old: RulesetActivation, install: Install
) -> None:
    publish(cast, 6)
    install()
    stopped = activated()
    assert take_back(cast, stopped) == RolledBack(0, 0)
    assert publications() == ["live"] * 6
    again = activated()
    assert again.pk != stopped.pk
    assert (again.stage, again.previous) == (Stage.STOPPED, old.ruleset)
