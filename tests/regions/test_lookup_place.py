"""`manage.py lookup_place`: the public form of a lookup."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> object:
    call_command("lookup_place", *arguments)
    return json.loads(capsys.readouterr().out)


def test_command_prints_a_list_of_places(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "LS1 4DY") == [
        {
            "name": "LS1 Leeds",
            "kind": "postcode",
            "region": "GB-LDS",
            "country": "GB",
            "lat": 53.797,
            "lon": -1.548,
        }
    ]


def test_command_prefers_the_country(capsys: pytest.CaptureFixture[str]) -> None:
    places = printed(capsys, "10115", "--country", "DE")
    assert isinstance(places, list)
    assert places[0]["region"] == "DE-BE"


def test_command_prints_an_empty_list_for_an_unknown_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, "Gotham") == []


def test_command_refuses_a_country_that_is_none() -> None:
    with pytest.raises(CommandError, match="two letters"):
        call_command("lookup_place", "Leeds", "--country", "Germany")


def test_command_times_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    listed = tmp_path / "places.txt"
    listed.write_text("Leeds\nParis, Texas\n90210\n")
    figures = printed(capsys, "--bench", str(listed))
    assert isinstance(figures, dict)
    assert figures["lookups"] == 3


def test_command_says_which_file_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="could not be read"):
        call_command("lookup_place", "--bench", str(tmp_path / "none.txt"))
