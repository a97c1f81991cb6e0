"""Charts are drawn right: to scale, within their frame, and every bar says its number in words."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.reasons import REASONS
from directory.moderation.transparency.charts import WIDTH, Bar, columns, lying
from directory.moderation.transparency.labels import LABELS

counts = st.integers(0, 1_000_000)
twelve = st.lists(st.tuples(counts, counts), min_size=1, max_size=12)


def drawn(bars: tuple[Bar, ...]) -> list[Bar]:
    return [bar for bar in bars if not bar.ground]


@given(twelve)
def test_columns_stay_within_the_frame_and_stand_on_the_axis(months: list[tuple[int, int]]) -> None:
    chart = columns("c", "t", "d", months=[("Nov", pair) for pair in months], legend=["one", "two"])
    for bar in chart.bars:
        assert 0 <= float(bar.x) <= float(bar.x) + float(bar.width) <= WIDTH
        assert 0 <= float(bar.y) <= float(bar.y) + float(bar.height) <= chart.height
    for index, pair in enumerate(months):
        sums = [word for word in chart.words if word.kind == "value" and word.text == str(sum(pair))]
        assert sums or not sum(pair), index


@given(twelve)
def test_column_is_as_high_as_its_share_of_the_highest(months: list[tuple[int, int]]) -> None:
    chart = columns("c", "t", "d", months=[("Nov", pair) for pair in months], legend=["one", "two"])
    solid = [float(bar.height) for bar in chart.bars[2:] if not bar.hollow]
    tallest = max(map(sum, months))
    wanted = [96 * first / tallest for first, _second in months if first]
    assert len(solid) == len(wanted)
    assert all(abs(one - other) <= 0.06 for one, other in zip(solid, wanted, strict=True))


def test_parts_of_a_column_differ_by_filling() -> None:
    chart = columns("c", "t", "d", months=[("Nov", (3, 2))], legend=["person", "machine"])
    assert [bar.hollow for bar in chart.bars] == [False, True, False, True]
    assert [word.text for word in chart.words if not word.kind] == ["person", "machine"]


def test_nothing_counted_draws_nothing_but_the_months() -> None:
    chart = columns("c", "t", "d", months=[("Oct", (0,)), ("Nov", (0,))], legend=["one"])
    assert chart.bars == ()
    assert [word.text for word in chart.words] == ["Oct", "Nov"]


@given(st.lists(counts, max_size=9))
def test_lying_bars_are_to_scale_and_leave_room_for_their_number(values: list[int]) -> None:
    chart = lying("c", "t", "d", rows=[(f"row {n}", count) for n, count in enumerate(values)])
    assert len(chart.bars) == sum(count > 0 for count in values)
    for bar in chart.bars:
        assert float(bar.x) + float(bar.width) <= WIDTH - 50
    assert [word.text for word in chart.words if word.kind == "value"] == [str(count) for count in values]
    assert all(0 <= float(word.y) <= chart.height for word in chart.words)


def test_share_stands_before_the_outline_of_the_whole() -> None:
    chart = lying("c", "t", "d", rows=[("half", 50)], of=100)
    ground, bar = chart.bars
    assert ground.ground
    assert abs(float(bar.width) * 2 - float(ground.width)) < 0.2
    assert len(drawn(chart.bars)) == 1


def test_words_over_a_bar_fit_its_width() -> None:
    """At 16 units a letter is about 8 wide; the frame is 360. What is longer goes on in the next line."""
    labels = [str(label) for label in (*LABELS.values(), *(reason.title for reason in REASONS))]
    chart = lying("c", "t", "d", rows=[(label, 1) for label in labels])
    lines = [word for word in chart.words if not word.kind]
    assert max(len(word.text) for word in lines) <= WIDTH // 8
    assert " ".join(word.text for word in lines) == " ".join(labels)
    heights = [float(word.y) for word in lines]
    assert all(below - above >= 20 for above, below in pairwise(heights))


def test_of_twelve_months_every_second_one_is_named_so_that_names_stay_apart() -> None:
    chart = columns("c", "t", "d", months=[(f"m{n}", (n,)) for n in range(12)], legend=["one"])
    named = [word.text for word in chart.words if word.kind == "quiet"]
    assert named == ["m1", "m3", "m5", "m7", "m9", "m11"]
