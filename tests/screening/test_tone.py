"""How a passage sounds: learned from labelled texts, told by many words, never by padding."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from random import Random

import pytest

from directory.screening.cues import Cue, cues
from directory.screening.engine import screen
from directory.screening.findings import Verdict
from directory.screening.fold import fold
from directory.screening.scope import scopes
from directory.screening.tone import START, Leaning, leanings, passages, signs, tone
from tests.screening.corpus import Labelled, Table, evaluation, lessons
from tests.screening.learn import everything, held_out, learn, measured, teaching, words_of

ORDINARY = (
    "Headache clinic in the old mill, run by two neurologists and a nurse. We see adults whose headaches come often "
    "or have changed. Please bring a diary of four weeks. We write to your family doctor after each visit. "
)
OFFER = (
    "Guests arrive on Monday; on Tuesday the cells are infused, and on Friday you fly home with new energy."
)


def taught(*told: tuple[str, str]) -> dict[str, Leaning]:
    return words_of([Labelled(str(i), label, "en", "", text) for i, (label, text) in enumerate(told)])


def test_words_lean_to_the_side_on_which_they_stand() -> None:
    table = taught(
        ("reject", "deposit for guests"),
        ("reject", "guests pay a deposit"),
        ("ok", "police and refund"),
        ("ok", "refund by police"),
    )
    assert table["guest"].pull > 0 > table["polic"].pull
    assert tone("guests and a deposit", table) > 0 > tone("the police and a refund", table)


def test_word_of_a_single_text_and_a_doubtful_text_teach_nothing() -> None:
    table = taught(
        ("reject", "unique deposit"), ("ok", "police"), ("review", "deposit deposit"), ("ok", "police")
    )
    assert "uniqu" not in table
    assert "depos" not in table


def test_few_words_say_little() -> None:
    table = {START: Leaning(0.0, 0.0), "guest": Leaning(5.0, 1.0)}
    assert 0 < tone("guests", table) < 0.1


@pytest.mark.parametrize("text", ["", "... --- ...", "\u0e01", "\u7d30"])
def test_text_without_words_has_no_tone(text: str) -> None:
    assert tone(fold(text).text, leanings()) == 0


def test_words_of_unspaced_scripts_are_told_by_pairs_of_letters() -> None:
    assert set(signs("\u7d30\u80de\u6cbb\u7642 12 ab")) >= {"\u7d30\u80de", "\u80de\u6cbb", "\u6cbb\u7642"}


def test_words_are_told_by_beginning_in_pairs_and_long_ones_whole() -> None:
    assert sorted(signs("a deposit of 1500")) == ["0000", "depos", "depos of", "deposit", "of", "of 0000"]


def test_passages_cover_the_text_and_stay_short() -> None:
    folded = fold(ORDINARY * 20)
    found = passages(scopes(folded, []), folded.breaks)
    assert found[0][0] == 0
    assert found[-1][1] == len(folded.text)
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert max(b - a for a, b in found) <= 700


@pytest.mark.parametrize("text", [ORDINARY * 12 + OFFER, OFFER + " " + ORDINARY * 12])
def test_honest_words_far_from_an_offer_do_not_cover_it(text: str) -> None:
    assert screen(OFFER).verdict is not Verdict.CLEAR
    assert screen(text).verdict is not Verdict.CLEAR


def test_an_offer_among_many_ordinary_texts_is_not_covered() -> None:
    """The heaviest passage decides; the more passages tell of products, the more must be seen in one."""
    ordinary = [t.text for t in evaluation() if t.lang == "en" and t.kind.startswith("ok_")]
    offers = [t.text for t in evaluation() if t.lang == "en" and t.label == "reject"][::4]
    dice = Random(3)
    verdicts = []
    for offer in offers:
        page = [*dice.sample(ordinary, 9), offer]
        dice.shuffle(page)
        verdicts.append(screen("\n".join(page)).verdict)
    assert verdicts.count(Verdict.CLEAR) <= 0.03 * len(verdicts)
    assert verdicts.count(Verdict.REJECT) >= 0.6 * len(verdicts)


def test_many_ordinary_texts_together_are_not_rejected() -> None:
    ordinary = [t.text for t in evaluation() if t.lang == "en" and t.kind.startswith("ok_")]
    dice = Random(3)
    verdicts = [screen("\n".join(dice.sample(ordinary, 10))).verdict for _ in range(40)]
    assert Verdict.REJECT not in verdicts
    assert verdicts.count(Verdict.CLEAR) >= 0.6 * len(verdicts)


def test_ordinary_words_of_a_practice_are_clear() -> None:
    assert screen(ORDINARY).verdict is Verdict.CLEAR


def test_tables_are_what_the_texts_teach() -> None:
    learned = learn(everything())
    assert _apart(_pulls(learned.words), _pulls(leanings()), 0.015) == {}
    assert _apart(_pulls(learned.cues), _pulls(cues()), 0.015) == {}
    rarities = {word: one.rarity for word, one in learned.words.items()}
    shared = {word: leanings()[word].rarity for word in rarities.keys() & leanings().keys()}
    assert _apart({word: rarities[word] for word in shared}, shared, 0.11) == {}


def _pulls(table: Mapping[str, Leaning | Cue]) -> dict[str, float]:
    return {name: one.pull for name, one in table.items()}


def _apart(one: dict[str, float], other: dict[str, float], most: float) -> dict[str, float]:
    """What differs by more than another machine's rounding."""
    off = {k: one.get(k, 0.0) - other.get(k, 0.0) for k in one.keys() | other.keys()}
    return {k: difference for k, difference in off.items() if abs(difference) > most}


def test_lessons_hold_both_sides_in_every_language() -> None:
    held: dict[str, set[str]] = {}
    for text in lessons():
        held.setdefault(text.lang, set()).add(text.label)
    assert len(held) == 14
    assert {lang for lang, labels in held.items() if not labels >= {"reject", "ok"}} == set()


@pytest.fixture(scope="module")
def apart() -> Table:
    return held_out(measured(), teaching(), parts=3)


def test_texts_kept_out_of_learning_are_judged_nearly_as_well(
    apart: Table, record_property: Callable[[str, object], None]
) -> None:
    record_property("confusion", "\n".join(apart.lines("held out")))
    assert apart.share("reject", "reject") >= 0.84
    assert apart.share("reject", "clear") <= 0.03
    assert apart.share("ok", "reject") <= 0.03
    assert apart.share("ok", "clear") >= 0.83
