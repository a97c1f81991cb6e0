"""Files of records: each form is read, each kind of damage is a sentence."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.trials import sources
from directory.trials.sources import Found, Study, Unreadable, read_paths, studies_in

from .records import study, write_json

A, B = "NCT99000001", "NCT99000002"


def _numbers(found: list[Found]) -> list[str]:
    return [
        each.value["protocolSection"]["identificationModule"]["nctId"]
        for each in found
        if isinstance(each, Study)
    ]


def _read(*paths: Path) -> list[Found]:
    return list(read_paths(paths))


def _reasons(found: list[Found]) -> list[str]:
    return [each.reason for each in found if isinstance(each, Unreadable)]


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        (study(A), [A]),
        ([study(A), study(B)], [A, B]),
        ({"studies": [study(A), study(B)], "nextPageToken": "x"}, [A, B]),
        ({"studies": []}, []),
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_each_form_is_read(tmp_path: Path, value: object, numbers: list[str], indent: int | None) -> None:
    path = tmp_path / "records.json"
    path.write_text(json.dumps(value, indent=indent), encoding="utf-8-sig")
    assert _numbers(_read(path)) == numbers
    packed = tmp_path / "records.json.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert _numbers(_read(packed)) == numbers


@pytest.mark.parametrize("name", ["records.jsonl", "records.ndjson", "records.json"])
def test_lines_are_read_and_a_bad_line_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(f"{json.dumps(study(A))}\n\n{{\n{json.dumps(study(B))}\n", encoding="utf-8")
    found = _read(path)
    assert _numbers(found) == [A, B]
    assert [each.where for each in found if isinstance(each, Unreadable)] == [f"{path}, line 3"]


def test_folder_is_read_in_order_and_below(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    write_json(tmp_path / "deep" / "b.json", study(B))
    write_json(tmp_path / "a.json", study(A))
    (tmp_path / "notes.txt").write_text("no record")
    assert _numbers(_read(tmp_path)) == [A, B]


def test_missing_path_and_empty_folder_are_said(tmp_path: Path) -> None:
    reasons = _reasons(_read(tmp_path / "none.json", tmp_path))
    assert reasons == ["There is no such file or folder.", "The folder holds no .json, .jsonl or .gz file."]


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe{}", b"{", b"[1, NaN]", b"null", b'"text"', b"{}", b'{"studies": 5}']
)
def test_damaged_or_foreign_file_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    found = _read(path)
    assert _numbers(found) == []
    assert all(reason.endswith(".") for reason in _reasons(found))
    assert _reasons(found)


@pytest.mark.parametrize("indent", [None, 1])
@given(st.floats(0, 0.999))
def test_file_cut_off_anywhere_yields_nothing(
    tmp_path_factory: pytest.TempPathFactory, indent: int | None, share: float
) -> None:
    whole = json.dumps({"studies": [study(A), study(B)]}, indent=indent).encode()
    path = tmp_path_factory.mktemp("cut") / "cut.json"
    path.write_bytes(whole[: int(len(whole) * share)])
    found = _read(path)
    assert _numbers(found) == []
    assert len(_reasons(found)) == 1


@given(st.floats(0, 0.98))
def test_compressed_file_cut_off_anywhere_yields_nothing(
    tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    whole = gzip.compress(json.dumps(study(A)).encode())
    path = tmp_path_factory.mktemp("cut") / "cut.json.gz"
    path.write_bytes(whole[: int(len(whole) * share)])
    found = _read(path)
    assert (_numbers(found), len(_reasons(found))) == ([], 1)


def test_file_that_is_not_compressed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "plain.json.gz"
    path.write_text(json.dumps(study(A)))
    assert _reasons(_read(path)) == ["The compressed file is damaged or cut off. Fetch it again."]


def test_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_FILE_BYTES", 1000)
    packed = tmp_path / "bomb.json.gz"
    packed.write_bytes(gzip.compress(b" " * 100_000 + json.dumps(study(A)).encode()))
    assert "too large" in _reasons(_read(packed))[0]


def test_line_that_is_too_long_is_refused_and_earlier_lines_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = json.dumps(study(A))
    monkeypatch.setattr(sources, "MAX_LINE_BYTES", len(line) + 10)
    path = tmp_path / "long.jsonl"
    path.write_text(f"{line}\n{line}{' ' * 100}\n")
    found = _read(path)
    assert _numbers(found) == [A]
    assert "too large" in _reasons(found)[0]


@pytest.mark.parametrize("depth", [60, 5_000])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "deep.json"
    path.write_text('{"protocolSection": {"x": ' + "[" * depth + "]" * depth + "}}")
    assert "too deeply" in _reasons(_read(path))[0]


def test_item_of_a_page_that_is_no_study_is_named() -> None:
    found = list(studies_in({"studies": [study(A), 5]}, "page 1"))
    assert _numbers(found) == [A]
    assert [each.where for each in found if isinstance(each, Unreadable)] == ["page 1, study 2"]


def test_number_that_is_none_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "nan.json"
    path.write_text('{"protocolSection": {"x": NaN}}')
    assert "not whole JSON" in _reasons(_read(path))[0]
