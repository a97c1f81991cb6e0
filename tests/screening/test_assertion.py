"""Who offers what to whom: short texts, one principle each."""

import pytest

from directory.screening.engine import screen
from directory.screening.findings import Verdict

REJECTED = {
    "denying an ingredient is not declining": "Our amniotic fluid has no stem cells. We inject it into the neck.",
    "not approved, but routine": "Not approved, but routine here: we inject stem cells every week.",
    "one tainted item taints the list": "We offer nerve blocks, botulinum toxin and exosomes.",
    "a seller who exposes rivals": "Beware of clinics that sell fake cells. We offer real stem cell infusions.",
    "paid protocols": "Join our stem cell protocol: participants sign consent and pay 7,000 dollars. Apply now.",
    "promotion without a seller": "Pluripotent stem cells repair the damage; all studies promising, free of attacks.",
    "a name is not needed": "Our doctor takes a little fat, spins it and injects it back round the nerve the same day.",
    "not only": "We offer not only stem cells but also exosomes.",
    "denying one kind": "We never use embryonic cells, we inject adult stem cells from your own fat.",
}
CLEAR = {
    "refusal": "We explain why we refuse exosomes.",
    "warning": "Be wary of clinics that sell stem cells for migraine.",
    "history": "We stopped offering stem cell injections in 2021.",
    "question answered": "Do stem cells cure cluster headache? No approved cell treatment exists.",
    "research": "Our laboratory grows neurons from iPSC to study hemiplegic migraine.",
    "authorised use": "Our hospital transplants stem cells in myeloma and leukaemia.",
    "licensed product": "The transplant unit gives remestemcel-L to children with graft versus host disease.",
    "biography": "She holds a PhD in stem cell biology and is a consultant neurologist.",
    "registry": "Join the stem cell donor registry.",
    "antibodies": "We prescribe biologics such as anti-CGRP monoclonal antibodies.",
    "giant cell arteritis": "Giant cell arteritis needs steroids the same day; cells in the artery wall swell.",
    "blood patch": "Epidural blood patch for low-pressure headache: your own blood is injected.",
}


@pytest.mark.parametrize("text", REJECTED.values(), ids=REJECTED)
def test_offer_is_rejected(text: str) -> None:
    assert screen(text).verdict is Verdict.REJECT


@pytest.mark.parametrize("text", CLEAR.values(), ids=CLEAR)
def test_honest_text_is_clear(text: str) -> None:
    assert screen(text).verdict is Verdict.CLEAR


def test_platelet_plasma_alone_goes_to_a_person() -> None:
    assert screen("We offer platelet-rich plasma for migraine.").verdict is Verdict.REVIEW


def test_genuine_trial_goes_to_a_person() -> None:
    text = "A phase 1 trial of mesenchymal stem cells in SUNCT, authorised by the regulator; participants pay nothing."
    assert screen(text).verdict is Verdict.REVIEW
