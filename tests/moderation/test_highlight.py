"""Text and findings become segments: nothing of the text is lost, and every finding shows its number."""

from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.highlight import Mark, Segment, segments


def test_finding_is_cut_out_of_the_text() -> None:
    assert segments("We offer MSC here.", [Mark(1, 9, 12, "block", "why")]) == [
        Segment("We offer "), Segment("MSC", 1, "block", "why"), Segment(" here."),
    ]  # fmt: skip


def test_heavier_finding_colours_the_overlap_and_both_show_their_number() -> None:
    found = segments("abcdef", [Mark(1, 0, 4, "review"), Mark(2, 2, 6, "block")])

    assert [(each.text, each.number) for each in found] == [("ab", 1), ("cdef", 2)]


def test_finding_inside_a_heavier_one_shows_its_number_where_it_ends() -> None:
    found = segments("abcdef", [Mark(1, 0, 6, "block"), Mark(2, 2, 4, "note")])

    assert Segment("", 2, "note") in found
    assert "".join(each.text for each in found) == "abcdef"


def test_text_without_findings_is_one_segment() -> None:
    assert segments("plain", []) == [Segment("plain")]
    assert segments("", [Mark(1, 0, 3, "block")]) == []


def test_span_outside_the_text_marks_nothing() -> None:
    assert segments("ab", [Mark(1, 1, 9, "block"), Mark(2, 2, 1, "note")]) == [Segment("ab")]


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(max_size=40))
    spans = draw(st.lists(st.tuples(st.integers(-2, 45), st.integers(-2, 45)), max_size=6))
    severity = st.sampled_from(["block", "review", "note", "strange"])
    return text, [Mark(n, a, b, draw(severity)) for n, (a, b) in enumerate(spans, start=1)]


@given(texts_with_marks())
def test_joined_segments_are_the_text_and_every_span_has_its_number(case: tuple[str, list[Mark]]) -> None:
    text, marks = case

    found = segments(text, marks)

    assert "".join(each.text for each in found) == text
    inside = {mark.number for mark in marks if 0 <= mark.start < mark.end <= len(text)}
    assert {each.number for each in found} - {0} == inside
    covered = {i for mark in marks if mark.number in inside for i in range(mark.start, mark.end)}
    position = 0
    for each in found:
        for offset in range(len(each.text)):
            assert bool(each.number) == (position + offset in covered)
        position += len(each.text)
