"""Time, size, failure: what cannot be judged goes to a person."""

import logging
import time

import pytest

from directory.screening import engine
from directory.screening.engine import screen
from directory.screening.findings import Verdict
from tests.screening.corpus import examples

PAGE = " ".join(e.text for e in examples())


def test_time_grows_no_faster_than_the_text() -> None:
    small, large = (PAGE * 20)[:100_000], (PAGE * 200)[:1_000_000]
    screen(small)
    assert _seconds(large) < 10 * _seconds(small) * 2.5


@pytest.mark.parametrize(
    "unit", ["stem cell ", "not ", "we offer stem cells, ", "<b>", "&#", "a\u0301", "-\n", "no no "]
)
def test_repetition_stays_linear(unit: str) -> None:
    small, large = unit * (20_000 // len(unit)), unit * (200_000 // len(unit))
    assert _seconds(large) < 10 * max(_seconds(small), 0.005) * 3


def _seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        began = time.process_time()
        screen(text)
        best = min(best, time.process_time() - began)
    return best


def test_text_too_long_to_read_goes_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LONGEST_TEXT", 10)
    screening = screen("Headache clinic with a diary.")
    assert screening.verdict is Verdict.REVIEW
    assert screening.findings[0].rule == "ENG-04"


def test_passed_time_limit_goes_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS", -1.0)
    assert screen("Headache clinic.").findings[0].rule == "ENG-02"
    assert screen("Headache clinic.").verdict is Verdict.REVIEW


def test_internal_error_goes_to_a_person(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(engine, "find", broken)
    with caplog.at_level(logging.CRITICAL):
        assert screen("Headache clinic.").verdict is Verdict.REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "Klinika oferuje leczenie bólu głowy oraz migreny, zabiegi wykonują doświadczeni lekarze w gabinecie.",
        "Kliniken behandlar huvudvärk och migrän med botulinumtoxin och nervblockader, ring för en tid.",
        "Η κλινική μας προσφέρει θεραπεία για την ημικρανία.",
        "מרפאת כאבי ראש מציעה טיפול במיגרנה",
        "La nostra clínica ofereix teràpia amb cèl·lules mare per a la migranya. Reserva una visita.",
        "Ons kliniek bied stamselterapie vir migraine. Maak nou 'n afspraak.",
        "Нашата клиника предлага терапия със стволови клетки за мигрена. Запазете час.",
    ],
)
def test_language_nobody_taught_goes_to_a_person(text: str) -> None:
    assert screen(text).verdict is Verdict.REVIEW


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Dr Anna Kowalska", "+44 20 7946 0000", "🙂"])
def test_texts_that_say_nothing_of_treatment_are_clear(text: str) -> None:
    assert screen(text).verdict is Verdict.CLEAR
