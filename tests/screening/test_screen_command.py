"""`manage.py screen` as the public contract says."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

OFFER = "We offer stem cell injections for migraine."


def run(*args: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("screen", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_file_is_screened(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(OFFER, encoding="utf-8")
    result = json.loads(run(str(path), "--country", "gb")[0])
    assert list(result) == ["verdict", "ruleset", "findings"]
    assert result["verdict"] == "reject"
    first = result["findings"][0]
    assert list(first) == ["rule", "severity", "start", "end", "excerpt", "reason"]
    assert OFFER[first["start"] : first["end"]] == first["excerpt"]


def test_standard_input_is_screened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(OFFER.encode())))
    assert json.loads(run()[0])["verdict"] == "reject"


def test_each_json_line_is_answered_in_order(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    lines = [{"id": 7, "text": OFFER}, {"id": "b", "text": "Headache diary.", "country": "AU"}]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    answers = [json.loads(line) for line in run("--jsonl", str(path))[0].splitlines()]
    assert [(a["id"], a["verdict"]) for a in answers] == [(7, "reject"), ("b", "clear")]
    assert list(answers[0]) == ["id", "verdict", "ruleset", "findings"]


@pytest.mark.parametrize(
    "bad", [b"{", b"[]", b'{"id": 1}', b'{"id": 1, "text": 3}', b'{"id":1,"text":"\xff"}', b'{"text": "x"}']
)
def test_bad_line_is_reported_by_number_and_loses_no_other(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "texts.jsonl"
    good = json.dumps({"id": "good", "text": OFFER}).encode()
    path.write_bytes(good + b"\n" + bad + b"\n" + good + b"\n")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="1 line"):
        call_command("screen", "--jsonl", str(path), stdout=out, stderr=err)
    assert len(out.getvalue().splitlines()) == 2
    assert "Line 2" in err.getvalue()


def test_broken_encoding_gets_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"abc \xff")
    with pytest.raises(CommandError, match="not valid UTF-8"):
        run(str(path))


def test_missing_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="could not be read"):
        run(str(tmp_path / "none.txt"))


def test_unreadable_country_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="country code"):
        run(str(tmp_path / "none.txt"), "--country", "Britain")
