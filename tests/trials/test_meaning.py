"""What the words of a record mean: which headache, which product, who pays."""

from typing import Any

import pytest

from directory.trials.cells import cell_words
from directory.trials.ctgov import parse_study
from directory.trials.payment import payment_phrases
from directory.trials.relevance import Certainty, relevance
from directory.vocabulary.headaches import HEADACHES

from .records import study


def _of(conditions: list[str], title: str = "A trial", **more: Any) -> tuple[Certainty, set[str]]:
    value = study(
        names={"briefTitle": title, "officialTitle": title}, conditions={"conditions": conditions, **more}
    )
    found = relevance(parse_study(value))
    return found.certainty, {term.code for term in HEADACHES.among(found.headaches)}


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("Chronic Migraine, Headache", {"chronic-migraine"}),
        ("Headache, Migraine", {"migraine-without-aura", "migraine-with-aura", "chronic-migraine"}),
        ("Migraine with or without aura", {"migraine-without-aura", "migraine-with-aura"}),
        ("Familial Hemiplegic Migraine", {"hemiplegic-migraine"}),
        ("Migraine with Brainstem Aura", {"brainstem-aura"}),
        ("Headache, Cluster", {"cluster"}),
        (
            "Trigeminal Autonomic Cephalalgias",
            {"cluster", "paroxysmal-hemicrania", "sunct-suna", "hemicrania-continua"},
        ),
        ("Tension-Type Headache", {"tension-type"}),
        ("Post-Traumatic Headache", {"post-traumatic"}),
        ("Headache Attributed to Mild Traumatic Brain Injury", {"post-traumatic"}),
        ("Post-Dural Puncture Headache", {"csf-pressure"}),
        ("Pseudotumor Cerebri", {"csf-pressure"}),
        ("Medication-overuse headache", {"medication-overuse"}),
        ("Trigeminal Neuralgia, Idiopathic", {"trigeminal-neuralgia"}),
        ("Orofacial Pain", {"occipital-neuralgia"}),
        ("Burning Mouth Syndrome", {"occipital-neuralgia"}),
        ("Céphalées", {"not-yet-known"}),
        ("Headache", {"not-yet-known"}),
    ],
)
def test_condition_is_understood(condition: str, codes: set[str]) -> None:
    assert _of([condition]) == (Certainty.SURE, codes)


@pytest.mark.parametrize(
    "condition",
    [
        "Cervical Disc Disease",
        "Brain Stem Glioma",
        "Sickle Cell Disease",
        "Sinusitis",
        "Stroke",
        "Low Back Pain",
        "",
    ],
)
def test_other_condition_is_not_relevant(condition: str) -> None:
    assert _of([condition]) == (Certainty.NONE, set())


def test_title_makes_a_general_condition_precise() -> None:
    assert _of(["Migraine"], "Prevention of chronic migraine") == (Certainty.SURE, {"chronic-migraine"})


def test_mesh_term_of_the_registry_counts_as_condition() -> None:
    value = study(names={"briefTitle": "X", "officialTitle": "X"}, conditions={"conditions": ["CH"]})
    value["derivedSection"] = {
        "conditionBrowseModule": {"meshes": [{"id": "D003027", "term": "Cluster Headache"}]}
    }
    found = relevance(parse_study(value))
    assert found.certainty == Certainty.SURE
    assert [term.code for term in HEADACHES.among(found.headaches)] == ["cluster"]


def test_title_alone_leaves_it_to_a_person() -> None:
    assert _of(["Anxiety"], "Anxiety in people with migraine")[0] == Certainty.UNSURE


def _given(name: str, **more: Any) -> tuple[bool, bool, bool]:
    value = study(arms={"interventions": [{"type": "DRUG", "name": name, **more}], "armGroups": None})
    words = cell_words(parse_study(value))
    return bool(words.given), bool(words.mentioned), bool(words.platelets)


@pytest.mark.parametrize(
    "name",
    [
        "AD-SVF",
        "hUC-MSCs",
        "HB-adMSCs",
        "Allogeneic Human Mesenchymal Stem Cells (allo-hMSCs)",
        "Wharton's Jelly allograft",
        "Umbilical cord derived exosomes",
        "Bone Marrow Aspirate Concentrate",
        "Rexlemestrocel-L",
        "Adipose Derived Regenerative Cells (ADRC)",
        "Amniotic fluid product",
        "Autologous cultured fibroblast cells",
        "Dendritic cells",
        "stem\u00adcells",
        "Secretome nasal spray",
    ],
)
def test_cell_product_is_recognised(name: str) -> None:
    assert _given(name)[0]


@pytest.mark.parametrize(
    "name",
    [
        "Erenumab",
        "Brainstem stimulation",
        "Occipital nerve block",
        "Coenzyme Q10",
        "Epidural blood patch",
        "Cell phone app",
    ],
)
def test_other_treatment_is_not_a_cell_product(name: str) -> None:
    assert _given(name) == (False, False, False)


@pytest.mark.parametrize(
    "name",
    [
        "Blood sample for exosome biomarkers",
        "Skin biopsy for iPSC lines",
        "Orthobiologic nerve reset",
        "MSC group",
    ],
)
def test_doubtful_word_is_a_mention(name: str) -> None:
    assert _given(name) == (False, True, False)


def test_platelets_are_not_cells() -> None:
    assert _given("PRP injection") == (False, False, True)


def test_intervention_type_alone_says_nothing() -> None:
    value = study(arms={"interventions": [{"type": "BIOLOGICAL", "name": "Galcanezumab"}], "armGroups": None})
    assert not cell_words(parse_study(value)).given


@pytest.mark.parametrize(
    "text",
    [
        "In this patient funded trial",
        "This is a pay-to-participate programme",
        "Participants must pay for the product",
        "treated at their own expense",
        "Patients are responsible for the cost",
        "The program fee covers travel",
        "The enrolment fee is due",
        "cost recovery under 312.8",
        "Patients will be charged",
        "PATIENT\nSPONSORED study",
    ],
)
def test_payment_is_noticed(text: str) -> None:
    assert payment_phrases([text])


@pytest.mark.parametrize(
    "text",
    [
        "User Program Feedback Questionnaire",
        "Calfee et al.",
        "proof of health insurance",
        "cost-effectiveness analysis",
        "Participants will not be required to pay; nobody is responsible for the cost",
        "participants do not have to pay",
    ],
)
def test_other_words_about_money_are_no_payment(text: str) -> None:
    assert payment_phrases([text]) == ()
