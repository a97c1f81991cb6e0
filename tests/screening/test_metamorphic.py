"""What must hold between a text and a changed text, whatever the words are."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.screening.engine import screen
from directory.screening.findings import Verdict
from tests.screening.corpus import Labelled, evaluation, examples

RANK = {Verdict.CLEAR: 0, Verdict.REVIEW: 1, Verdict.REJECT: 2}
OFFERS = (
    "We offer stem cell injections for migraine.",
    "Our doctors give exosome infusions; book a free consultation.",
    "Wir bieten Stammzelltherapie gegen Migräne an.",
    "Ofrecemos terapia con células madre para la migraña.",
    "Nous proposons des injections de cellules souches.",
    "当院では幹細胞の点滴を行っています。",
    "本院提供干细胞治疗。",
)
DENIALS = (
    ("We offer stem cell injections for migraine.", "We do not offer stem cell injections for migraine."),
    ("Our clinic provides exosome therapy.", "Our clinic does not provide exosome therapy."),
    ("Ofrecemos exosomas.", "No ofrecemos exosomas."),
    ("Wir bieten Exosomen an.", "Wir bieten keine Exosomen an."),
    ("Nous proposons des exosomes.", "Nous ne proposons pas d'exosomes."),
    ("Offriamo cellule staminali.", "Non offriamo cellule staminali."),
    ("Oferecemos células-tronco.", "Não oferecemos células-tronco."),
    ("Wij bieden stamceltherapie.", "Wij bieden geen stamceltherapie."),
    ("Kök hücre tedavisi uyguluyoruz.", "Kök hücre tedavisi uygulamıyoruz."),
    ("Мы применяем стволовые клетки.", "Мы не применяем стволовые клетки."),
    ("我们提供干细胞治疗。", "我们不提供干细胞治疗。"),
    ("幹細胞治療を提供しています。", "幹細胞治療は提供しておりません。"),
    ("저희는 줄기세포 주사를 시행합니다.", "저희는 줄기세포 주사를 시행하지 않습니다."),
    ("เราให้บริการสเต็มเซลล์", "เราไม่ให้บริการสเต็มเซลล์"),
    ("نقدم العلاج بالخلايا الجذعية.", "لا نقدم العلاج بالخلايا الجذعية."),
)


@pytest.mark.parametrize("offer", OFFERS)
def test_adding_an_offer_rejects_every_text(offer: str) -> None:
    kept = [e.id for e in examples() if screen(f"{e.text}\n{offer}").verdict is not Verdict.REJECT]
    assert kept == []


@given(st.sampled_from(examples()), st.sampled_from(OFFERS), st.booleans())
@settings(max_examples=60, deadline=None)
def test_adding_an_offer_never_lowers_the_verdict(example: Labelled, offer: str, first: bool) -> None:
    text = f"{offer}\n{example.text}" if first else f"{example.text}\n{offer}"
    assert RANK[screen(text).verdict] >= RANK[screen(example.text).verdict]


def test_adding_any_offer_hardly_ever_lowers_the_verdict_of_a_text() -> None:
    """Offers as people write them, not outright ones alone; a paragraph of its own is not covered by the other."""
    dice, texts = Random(5), evaluation()
    offers = [text.text for text in texts if text.label == "reject"]
    lowered, covered = 0, 0
    for _ in range(300):
        text, offer = dice.choice(texts).text, dice.choice(offers)
        apart, alone = RANK[screen(text).verdict], RANK[screen(offer).verdict]
        together = RANK[screen(f"{text}\n\n{offer}").verdict]
        lowered += together < apart
        covered += together == 0 < alone
    assert lowered <= 1
    assert covered <= 6


@pytest.mark.parametrize(("offer", "denial"), DENIALS)
def test_negating_an_offer_changes_the_verdict(offer: str, denial: str) -> None:
    assert screen(offer).verdict is Verdict.REJECT
    assert screen(denial).verdict is Verdict.CLEAR


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_screened_with_exact_spans(text: str) -> None:
    screening = screen(text)
    assert screening.ruleset != "unknown"
    for finding in screening.findings:
        assert text[finding.start : finding.end] == finding.excerpt


@given(st.sampled_from(examples()), st.text(max_size=20), st.integers(0, 400))
@settings(max_examples=100, deadline=None)
def test_spans_stay_exact_when_text_is_disturbed(example: Labelled, noise: str, at: int) -> None:
    text = example.text[:at] + noise + example.text[at:]
    screening = screen(text)
    assert screening.ruleset != "unknown"
    for finding in screening.findings:
        assert text[finding.start : finding.end] == finding.excerpt


@given(st.sampled_from(examples()))
@settings(max_examples=20, deadline=None)
def test_same_text_gives_the_same_outcome(example: Labelled) -> None:
    assert screen(example.text) == screen(example.text)
