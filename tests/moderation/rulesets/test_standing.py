"""Modes in use: what is screened, kept and shown while a rule is lowered, and who may lower it."""

import pytest

from directory.accounts.models import User
from directory.moderation.errors import NotAllowed, TransitionRefused
from directory.moderation.models import Case, ScreeningFinding
from directory.moderation.rulesets.models import RuleMode, WithheldFinding
from directory.moderation.rulesets.modes import Mode
from directory.moderation.rulesets.standing import adjustable, modes_now, set_mode
from directory.screening.rules import rules
from directory.screening.ruleset import version
from tests.cast import Cast
from tests.moderation.pages import CELLS


def lower_every_rule(by: User, mode: Mode) -> None:
    for rule in adjustable():
        set_mode(rule=rule.id, mode=mode, why="Under trial.", by=by)


def test_in_review_only_a_person_looks_instead_of_the_machine_rejecting(cast: Cast) -> None:
    assert cast.submit(description=CELLS).status == Case.Status.REJECTED
    lower_every_rule(cast.senior, Mode.REVIEW_ONLY)
    case = cast.submit(description=CELLS)
    assert case.status == Case.Status.OPEN
    run = case.screenings.get()
    assert run.verdict == "review"
    assert run.ruleset.startswith(f"{version()}~")
    assert not run.findings.filter(severity="block").exists()
    assert run.withheld.filter(mode=Mode.REVIEW_ONLY, severity="block").exists()


def test_in_shadow_nothing_counts_and_nothing_is_kept_but_numbers(cast: Cast) -> None:
    lower_every_rule(cast.senior, Mode.SHADOW)
    case = cast.submit(description=CELLS)
    assert case.screenings.get().verdict == "clear"
    assert not ScreeningFinding.objects.exists()
    withheld = WithheldFinding.objects.filter(mode=Mode.SHADOW, severity="block")
    assert withheld.exists()
    assert {each.field for each in withheld} == {"description"}


def test_declared_cells_are_rejected_whatever_the_modes(cast: Cast) -> None:
    lower_every_rule(cast.senior, Mode.SHADOW)
    assert cast.submit(treatments=("cell-based",)).status == Case.Status.REJECTED


def test_the_newest_row_stands_and_all_stay(cast: Cast) -> None:
    set_mode(rule="OFF-01", mode=Mode.SHADOW, why="Too many false alarms.", by=cast.senior)
    set_mode(rule="OFF-01", mode=Mode.ACTIVE, why="Mended.", by=cast.second_senior)
    assert modes_now() == {"OFF-01": Mode.ACTIVE}
    assert list(RuleMode.objects.values_list("mode", "by_id", "why")) == [
        ("shadow", cast.senior.pk, "Too many false alarms."),
        ("active", cast.second_senior.pk, "Mended."),
    ]


@pytest.mark.parametrize(
    ("rule", "why", "sentence"),
    [
        ("OFF-01", "  ", "Say why"),
        ("NONE-99", "Because.", "no rule NONE-99"),
        ("DEC-01", "Because.", "always counts in full"),
        ("ENG-03", "Because.", "always counts in full"),
    ],
)
def test_refused_with_a_sentence(cast: Cast, rule: str, why: str, sentence: str) -> None:
    with pytest.raises(TransitionRefused, match=sentence):
        set_mode(rule=rule, mode=Mode.SHADOW, why=why, by=cast.senior)


def test_the_same_mode_again_is_refused(cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="already"):
        set_mode(rule="OFF-01", mode=Mode.ACTIVE, why="Because.", by=cast.senior)


def test_only_seniors_change_a_mode(cast: Cast) -> None:
    for person in (cast.ann, cast.owner, cast.stranger):
        with pytest.raises(NotAllowed):
            set_mode(rule="OFF-01", mode=Mode.SHADOW, why="Because.", by=person)


def test_what_the_engine_cannot_know_is_never_adjustable() -> None:
    fixed = set(rules()) - {rule.id for rule in adjustable()}
    assert fixed == {name for name in rules() if name.startswith(("DEC-", "ENG-"))}
