"""Reports, gifts and plain lines stay apart from offers."""

import pytest

from directory.screening.engine import screen
from directory.screening.findings import Verdict


@pytest.mark.parametrize(
    "text",
    [
        "The court sentenced a man who injected stem cells for migraine; the prosecutor asked for two years.",
        "La police a perquisitionné un institut qui injectait des exosomes ; la gérante est en garde à vue.",
        "El tribunal condenó al dueño que inyectaba células madre; el fiscal pedía cuatro años.",
        "Das Gericht verurteilte den Mann, der Stammzellen spritzte; die Staatsanwaltschaft geht in Berufung.",
    ],
)
def test_report_of_court_or_police_is_clear(text: str) -> None:
    assert screen(text).verdict is Verdict.CLEAR


def test_report_that_ends_in_an_invitation_is_not_clear() -> None:
    text = "The court fined a rival and police seized vials. Book a consultation: we inject stem cells."
    assert screen(text).verdict is Verdict.REJECT


def test_transplant_sold_against_headache_is_rejected() -> None:
    text = (
        "Haematopoietic stem cell transplantation for chronic migraine in our clinic, package 30,000 euros."
    )
    assert screen(text).verdict is Verdict.REJECT


@pytest.mark.parametrize(
    "line",
    [
        "A nurse answers messages within two working days.",
        "Opening hours Monday to Friday nine until five.",
        "Cabinet ouvert lundi mardi jeudi, urgences vendredi matin seulement",
    ],
)
def test_plain_line_of_a_practice_is_clear(line: str) -> None:
    assert screen(line).verdict is Verdict.CLEAR
