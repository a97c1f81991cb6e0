"""The queue in words: priorities and their parts, and versions compared."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.forms.fields import label
from directory.moderation.queue import Standing, priority_in_words, why_here
from directory.moderation.views.shown import Piece, _pieces

PLAIN = Standing(
    recheck=False,
    hidden=False,
    person_asked=False,
    appeal_won=False,
    machine_asks=False,
    followed_rejection=False,
)


def test_plain_case_stands_there_by_age_only() -> None:
    assert why_here(PLAIN) == ["By age only."]


def test_every_part_of_a_priority_is_named() -> None:
    everything = replace(
        PLAIN, recheck=True, hidden=True, person_asked=True, appeal_won=True, machine_asks=True,
        followed_rejection=True,
    )  # fmt: skip

    assert len(why_here(everything)) == 5
    assert why_here(everything)[0] == "A published listing is hidden until this is decided."
    assert why_here(replace(PLAIN, recheck=True)) == ["A published listing is being checked again."]


def test_reports_are_counted_in_words() -> None:
    one, three = replace(PLAIN, safety_reports=1), replace(PLAIN, corrections=3)

    assert why_here(one) == ["1 report says that this listing is unsafe."]
    assert why_here(three) == ["3 reports say that details are wrong."]
    assert why_here(replace(three, safety_reports=1, rules_taken_back=True))[0] == why_here(one)[0]


def test_priority_is_the_sum_of_its_named_parts() -> None:
    whole = priority_in_words(stored=30, clock=15, two_people=3)

    assert whole == "Priority 48: reason 30, clock 15, two people 3"
    assert priority_in_words(stored=0, clock=5, two_people=0) == "Priority 5: clock 5"
    assert priority_in_words(stored=0, clock=0, two_people=0) == "Priority 0"


def test_fields_are_named_in_words() -> None:
    assert label("how_to_refer") == "How to refer"
    assert label("sites-1") == "Place of care 2"
    assert label("unheard-of") == "unheard-of"


def test_only_what_differs_is_marked() -> None:
    old, new = _pieces("I see adults here.", "I see children here.", lines=False)

    assert old == [Piece("I see "), Piece("adults ", "del"), Piece("here.")]
    assert new == [Piece("I see "), Piece("children ", "ins"), Piece("here.")]


def test_item_added_to_a_list_leaves_the_others_unmarked() -> None:
    old, new = _pieces("Adults", "Adults\nChildren", lines=True)

    assert old == [Piece("Adults")]
    assert new == [Piece("Adults\n"), Piece("Children", "ins")]


def test_text_that_appears_or_goes_is_marked_whole() -> None:
    assert _pieces("", "Quite new.", lines=False) == ([], [Piece("Quite new.", "ins")])
    assert _pieces("Old.", "", lines=False) == ([Piece("Old.", "del")], [])


@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_compared_texts_are_both_whole(old: str, new: str, lines: bool) -> None:
    left, right = _pieces(old, new, lines=lines)

    assert "".join(piece.text for piece in left) == old
    assert "".join(piece.text for piece in right) == new
    assert "ins" not in {piece.mark for piece in left}
    assert "del" not in {piece.mark for piece in right}
