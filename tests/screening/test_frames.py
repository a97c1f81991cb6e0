"""Who speaks of what: other departments, limits waved away, praise, refusals, products without a name."""

import pytest

from directory.screening.engine import screen
from directory.screening.findings import Verdict

ELSEWHERE = {
    "en": "County Hospital. Orthopaedics: we offer bone marrow concentrate for knees. Neurology has a headache clinic.",
    "de": "Klinikum am See. Die Orthopädie bietet Knochenmarkkonzentrat am Knie an. Die Neurologie hat eine "
    "Kopfschmerzambulanz.",
    "ja": "総合病院です。整形外科では膝に自己脂肪由来幹細胞を注射しています。脳神経内科には頭痛外来があります。",
}
OWN = (
    "County Hospital. Orthopaedics replaces knees. Neurology offers bone marrow concentrate to people with headache; "
    "we inject it round the nerve."
)
CONCEDED = {
    "en": "The treatment is not approved yet. But our doctors have used it with success for ten years.",
    "it": "La terapia non è ancora approvata in Italia; per questo la eseguiamo con i colleghi di Tirana.",
    "fr": "Le traitement n'a pas encore d'autorisation, mais nous le pratiquons couramment dans notre centre.",
}
REFUSED = {
    "en": "People ask me about stem cells for the knee. I do not offer them.",
    "it": "Ogni settimana mi chiedono le staminali. Nel mio studio non lo faccio.",
    "es": "Me preguntan por las células madre. No las ponemos.",
}
HEARSAY = (
    "According to several studies stem cells repair the nerve behind migraine. Results are promising: attacks stop, "
    "quality of life returns, and drugs may soon be a thing of the past."
)


@pytest.mark.parametrize("text", ELSEWHERE.values(), ids=ELSEWHERE)
def test_product_of_another_department_goes_to_a_person(text: str) -> None:
    assert screen(text).verdict is Verdict.REVIEW


def test_product_of_the_headache_service_is_rejected_in_a_hospital_too() -> None:
    assert screen(OWN).verdict is Verdict.REJECT


def test_offer_beside_another_department_is_rejected() -> None:
    assert screen(f"{ELSEWHERE['en']} We inject exosomes.").verdict is Verdict.REJECT
    assert screen("General hospital: neurology, orthopaedics. We inject exosomes.").verdict is Verdict.REJECT


def test_other_department_alone_excuses_nothing() -> None:
    assert (
        screen("Orthopaedics at its best: we inject stem cells into the knee. Book now.").verdict
        is Verdict.REJECT
    )


@pytest.mark.parametrize("text", CONCEDED.values(), ids=CONCEDED)
def test_limits_granted_and_waved_away_go_to_a_person(text: str) -> None:
    assert screen(text).verdict is Verdict.REVIEW


def test_limits_granted_before_ordinary_care_are_clear() -> None:
    text = "No cell product is approved for migraine, but we can offer botulinum toxin and nerve blocks."
    assert screen(text).verdict is Verdict.CLEAR


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refusal_in_the_first_person_is_clear(text: str) -> None:
    assert screen(text).verdict is Verdict.CLEAR


def test_praise_without_anybody_who_gives_it_is_never_clear() -> None:
    assert screen(HEARSAY).verdict is not Verdict.CLEAR


def test_question_promises_nothing() -> None:
    assert (
        screen("Do stem cells cure cluster headache? No approved cell treatment exists.").verdict
        is Verdict.CLEAR
    )


@pytest.mark.parametrize(
    "text",
    [
        "Three vials, two visits, one new life. Guests have blood drawn on Monday, rest by the sea, and on Tuesday the "
        "concentrate goes into a vein over forty minutes. A deposit of 1,500 dollars holds your week.",
        "Getting ready for your cell day: drink plenty so that the abdominal harvest goes smoothly. Your balance is "
        "due at check-in.",
    ],
)
def test_sale_of_something_unnamed_is_never_clear(text: str) -> None:
    assert screen(text).verdict is not Verdict.CLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Botulinum toxin every twelve weeks, 450 pounds a session. Book online; evening appointments on Wednesdays.",
        "An epidural blood patch takes 20 ml of your own blood from the arm and places it near the leak.",
        "We infuse eptinezumab every twelve weeks in a quiet room with recliners and tea. It takes thirty minutes.",
    ],
)
def test_ordinary_treatment_with_its_price_is_clear(text: str) -> None:
    assert screen(text).verdict is Verdict.CLEAR
