"""Spelling meant to slip past: never below review, and the span shows the original letters."""

from collections.abc import Callable

import pytest

from directory.screening.engine import screen
from directory.screening.findings import Verdict

OFFERS = (
    ("We offer stem cell injections for migraine.", "stem cell"),
    ("Our clinic provides exosomes for headache.", "exosomes"),
    ("Wir bieten Stammzellen gegen Migräne an.", "Stammzellen"),
    ("Ofrecemos células madre para la migraña.", "células madre"),
)
LOOKALIKES = str.maketrans({"e": "е", "o": "о", "a": "а", "c": "с", "s": "ѕ"})
LEET = str.maketrans({"e": "3", "o": "0", "l": "1", "s": "5"})
DISGUISES: dict[str, Callable[[str], str]] = {
    "look-alike letters": lambda w: w.translate(LOOKALIKES),
    "zero-width characters": lambda w: "\u200b".join(w),
    "soft hyphens": lambda w: "\u00ad".join(w),
    "spaced": lambda w: " ".join(w.replace(" ", "")),
    "dots": lambda w: ".".join(w.replace(" ", "")),
    "leet": lambda w: w.translate(LEET),
    "split tags": lambda w: f"<b>{w[:2]}</b>{w[2:]}",
    "entities": lambda w: "&shy;".join(w),
    "wide letters": lambda w: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in w),
    "broken line": lambda w: f"{w[:3]}-\n{w[3:]}",
    "upper case": str.upper,
    "accents": lambda w: "\u0301".join(w),
}
KEEP_REJECT = (
    "look-alike letters",
    "zero-width characters",
    "soft hyphens",
    "split tags",
    "entities",
    "broken line",
)


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize(("offer", "word"), OFFERS)
def test_disguised_product_is_never_clear(offer: str, word: str, disguise: str) -> None:
    text = offer.replace(word, DISGUISES[disguise](word))
    screening = screen(text)
    assert screening.verdict is not Verdict.CLEAR
    assert all(text[f.start : f.end] == f.excerpt for f in screening.findings)


@pytest.mark.parametrize("disguise", KEEP_REJECT)
@pytest.mark.parametrize(("offer", "word"), OFFERS)
def test_what_a_reader_sees_as_the_word_is_the_word(offer: str, word: str, disguise: str) -> None:
    assert screen(offer.replace(word, DISGUISES[disguise](word))).verdict is Verdict.REJECT


def test_squashed_match_alone_goes_to_a_person() -> None:
    screening = screen("We inject s t e m c e l l s.")
    assert screening.verdict is Verdict.REVIEW
    assert [f.rule for f in screening.findings] == ["EVA-01"]


@pytest.mark.parametrize(
    "text",
    [
        "Lesions of the brain-\nstem and the brain stem explain the vertigo.",
        "The system cells of the diary are filled in daily.",
        "It began before or after birth; the symptoms stem from the neck.",
    ],
)
def test_innocent_neighbours_are_not_taken_for_a_disguise(text: str) -> None:
    assert screen(text).verdict is Verdict.CLEAR
