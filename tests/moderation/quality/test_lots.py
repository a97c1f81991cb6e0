"""The lot: a tenth, never by choice, in the decision's own transaction."""

import hashlib

import pytest
from django.db import transaction
from pytest_django import Settings

from directory.moderation import actions
from directory.moderation.models import Case, Decision
from directory.moderation.quality import lots
from directory.moderation.quality.models import SecondLook
from tests.cast import Cast
from tests.moderation.pages import CELLS, in_second_review
from tests.moderation.quality.world import approved_alone

HASHES = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(5000)]


def test_lot_falls_on_about_a_tenth() -> None:
    share = sum(map(lots.drawn, HASHES)) / len(HASHES)

    assert 0.08 < share < 0.12


def test_same_decision_has_the_same_lot_and_another_key_another(settings: Settings) -> None:
    first, again = list(map(lots.drawn, HASHES[:300])), list(map(lots.drawn, HASHES[:300]))
    settings.SECRET_KEY = "another installation"
    other = list(map(lots.drawn, HASHES[:300]))

    assert first == again
    assert first != other


def test_automatic_rejection_on_which_the_lot_falls_waits_for_a_look(cast: Cast, lot_falls: None) -> None:
    case = cast.submit(description=CELLS)

    look = SecondLook.objects.waiting().get()
    assert look.case == case
    assert look.occasion == SecondLook.Occasion.AUTOMATIC
    assert Decision.objects.get(seq=look.decision_seq).action == "reject_automatically"
    assert Case.objects.get(pk=case.pk).sampled


def test_approval_by_one_person_on_which_the_lot_falls_waits_for_a_look(cast: Cast, lot_falls: None) -> None:
    case = approved_alone(cast)

    look = SecondLook.objects.get()
    assert (look.case, look.occasion) == (case, SecondLook.Occasion.ALONE)
    assert not Case.objects.get(pk=case.pk).sampled


def test_decisions_of_two_people_and_rejections_by_people_are_not_drawn(cast: Cast, lot_falls: None) -> None:
    cast.second(in_second_review(cast))
    case = cast.ready(cast.submit(name="Dr Mira Aldous, other rooms"))
    actions.reject(case=case, reasons=("incorrect",), explanation="", by=cast.ann, version=case.version)

    assert not SecondLook.objects.exists()


def test_decision_on_which_no_lot_falls_gets_no_look(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lots, "drawn", lambda decision_hash: False)
    case = cast.submit(description=CELLS)

    assert not SecondLook.objects.exists()
    assert not Case.objects.get(pk=case.pk).sampled


def test_drawing_again_for_the_same_decision_changes_nothing(cast: Cast, lot_falls: None) -> None:
    case = cast.submit(description=CELLS)
    decision = Decision.objects.get(subject_id=case.pk)

    assert lots.draw(case, decision) == SecondLook.objects.get()


def test_decision_that_is_rolled_back_leaves_no_look(cast: Cast, lot_falls: None) -> None:
    with transaction.atomic():
        cast.submit(description=CELLS)
        transaction.set_rollback(True)

    assert not SecondLook.objects.exists()
