"""How cues count: on their side, beside the products, only so far, whatever the order."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from directory.screening.cues import Cue, Side, counted, cues, heard, score
from directory.screening.engine import screen, understand
from directory.screening.evidence import Evidence, Passage
from directory.screening.findings import Severity, Verdict
from directory.screening.fold import fold
from directory.screening.judge import decide
from directory.screening.thresholds import thresholds

TABLE = {
    "(start)": Cue(Side.EITHER, 0.0),
    "(tone)": Cue(Side.OFFER, 1.0),
    "promo": Cue(Side.OFFER, 1.0),
    "law": Cue(Side.HONEST, -1.5),
    "press": Cue(Side.HONEST, -1.5),
}
FAR = " The lift is beside the reception desk. Please bring a diary. The bus stops at the door."


def passage(text: str) -> Passage:
    return understand(fold(text))[0].evidence.passages[0]


def test_again_counts_half_more() -> None:
    once, twice = passage("Exosomes work wonders.").cues, passage("Exosomes: exosomes are exosomes.").cues
    assert once["product.exosome"] == 1.0
    assert twice["product.exosome"] == 1.5


def test_cue_of_an_offer_counts_beside_the_product_only() -> None:
    near = passage("Stem cells for the knee. Book online.").cues
    far = passage(f"Stem cells were in the news.{FAR}{FAR} Book online.").cues
    assert "offer.book" in near
    assert "offer.book" not in far


def test_cue_of_an_offer_counts_anywhere_where_no_product_stands() -> None:
    assert "offer.book" in passage(f"A quiet house.{FAR} Book online.").cues


def test_honest_cue_counts_far_from_the_product() -> None:
    assert "law" in passage(f"Stem cells were in the news.{FAR} The court fined the owner.").cues


def test_question_promises_no_cue() -> None:
    assert "claim.cure" in passage("Exosomes cure migraine.").cues
    assert "claim.cure" not in passage("Do exosomes cure migraine?").cues


@pytest.mark.parametrize("tone", [-50.0, 50.0])
def test_tone_counts_only_so_far(tone: float) -> None:
    assert abs(heard(tone)) == thresholds().most_tone
    assert score({}, tone, TABLE) == heard(tone)


def test_honest_cues_count_only_so_far() -> None:
    assert score({"law": 1.5, "press": 1.5, "promo": 1.0}, 0.0, TABLE) == 1.0 - thresholds().most_honest


def test_unknown_concept_counts_nothing() -> None:
    assert counted((), (), (), TABLE) == {}


def test_score_is_the_same_in_every_process() -> None:
    """Sets come in another order under another seed; the sum must not."""
    text = "Our doctors infuse exosomes; studies are promising, the court, police and press report, prices from $90."
    code = (
        "from directory.screening.engine import understand; from directory.screening.fold import fold; "
        f"print([repr(p.score) for p in understand(fold({text!r}))[0].evidence.passages])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


def test_every_limit_leaves_room() -> None:
    limits = thresholds()
    assert limits.clear_below < 0 < limits.reject_above
    assert limits.done_above < limits.unnamed_above
    assert cues()["(tone)"].pull > 0


PAPER = (
    "Retrospective study from one centre. Patients with worn knees were enrolled and received an injection of "
    "amniotic membrane particulate. The authors report that pain fell by half; there was no control group."
)


def test_paper_is_told_and_one_that_invites_is_not() -> None:
    assert passage(PAPER).scholarly
    assert not passage(f"{PAPER} Book online.").scholarly
    assert not passage("The authors inject exosomes.").scholarly


PLAIN = Passage((), {}, tone=0.0, score=0.0, practised=False, billed=False, praised=False, scholarly=False)
TEXT = Evidence((), outright=False, trial=False, sold=False, conceded=False, done=False)
LIMITS = thresholds()
ABOVE, BELOW = LIMITS.reject_above + 0.1, LIMITS.clear_below - 0.1


@pytest.mark.parametrize(
    ("told", "severity"),
    [
        (replace(PLAIN, score=ABOVE), Severity.BLOCK),
        (replace(PLAIN, score=LIMITS.reject_above - 0.1), Severity.REVIEW),
        (replace(PLAIN, score=LIMITS.clear_below + 0.1), Severity.REVIEW),
        (replace(PLAIN, score=BELOW), Severity.NOTE),
        (replace(PLAIN, score=BELOW, praised=True), Severity.REVIEW),
        (replace(PLAIN, score=0.0, practised=True), Severity.BLOCK),
        (replace(PLAIN, score=BELOW, practised=True), Severity.NOTE),
        (replace(PLAIN, score=BELOW, billed=True), Severity.BLOCK),
        (replace(PLAIN, score=ABOVE, scholarly=True), Severity.REVIEW),
        (replace(PLAIN, score=BELOW, scholarly=True), Severity.NOTE),
    ],
)
def test_passage_allows_at_most(told: Passage, severity: Severity) -> None:
    assert decide(told, TEXT, 0) is severity


@pytest.mark.parametrize(
    ("text", "score", "severity"),
    [
        (replace(TEXT, outright=True), BELOW, Severity.BLOCK),
        (replace(TEXT, trial=True), BELOW, Severity.REVIEW),
        (replace(TEXT, trial=True), ABOVE, Severity.REVIEW),
        (replace(TEXT, trial=True, sold=True), ABOVE, Severity.BLOCK),
        (replace(TEXT, trial=True, sold=True), BELOW, Severity.REVIEW),
    ],
)
def test_kind_of_text_decides_beside_the_score(text: Evidence, score: float, severity: Severity) -> None:
    assert decide(replace(PLAIN, score=score), text, 0) is severity


def test_honest_passages_ask_for_more_but_never_of_an_outright_offer() -> None:
    assert decide(replace(PLAIN, score=ABOVE), TEXT, 7) is Severity.REVIEW
    assert decide(PLAIN, replace(TEXT, outright=True), 7) is Severity.BLOCK


TRIAL = "A phase 1 trial of mesenchymal stem cells in SUNCT, authorised by the regulator; participants pay"


def test_paying_for_a_trial_never_lowers_its_verdict() -> None:
    assert screen(f"{TRIAL} nothing.").verdict is Verdict.REVIEW
    assert screen(f"{TRIAL} 7,000 dollars. Apply now.").verdict is not Verdict.CLEAR


def test_heaviest_findings_are_kept() -> None:
    elsewhere = "Orthopaedics: we offer bone marrow concentrate for knees. "
    text = f"County Hospital. Neurology has a headache clinic. {elsewhere * 40}We inject bone marrow into the neck."
    found = screen(text)
    assert found.verdict is Verdict.REJECT
    assert found.findings[0].severity is Severity.BLOCK


@pytest.mark.parametrize(
    "padding",
    [
        "Stem cells are not FDA approved for migraine. The evidence is limited and results vary.",
        "The court convicted a clinic owner of fraud. Police seized vials.",
        "Abstract. Methods: we searched three databases. The authors found no controlled studies. Keywords: exosomes.",
        "In lame horses, veterinarians inject marrow cells into tendons. Foals were examined by vets.",
        "The headache service sees adults by referral. We give botulinum toxin and nerve blocks.",
        "Register as a stem cell donor with a cheek swab. Donation takes four hours.",
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_priced_product_is_not_covered_by_honest_words(padding: str, before: bool) -> None:
    offer = "Stem cell infusions for chronic migraine. From $4,900, hotel included. Reserve your place today."
    text = f"{padding}\n\n{offer}" if before else f"{offer}\n\n{padding}"
    assert screen(text).verdict is not Verdict.CLEAR


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Stem cell therapy for migraine, $6,900. We do not offer refunds.", Verdict.REVIEW),
        ("We treat leukaemia and chronic migraine with your own stem cells, $38,000.", Verdict.REJECT),
        ("People ask about stem cells. We do not give them.", Verdict.CLEAR),
        ("Exosome infusion for headache. Book an appointment now.", Verdict.REJECT),
    ],
)
def test_denials_and_authorised_words_do_not_cover_a_sale(text: str, verdict: Verdict) -> None:
    assert screen(text).verdict is verdict
