"""The repository keeps its own rules: sizes, words, doors. A failure names the file."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_OURS = {"directory", "config", "templates", "tests", "docs", "requirements", ".ci"}


def _files() -> list[Path]:
    """Every file of the project: all at the top, and the folders that belong to it without caches."""
    found = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".git"]
    for folder in _OURS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return found


TRACKED = _files()
PYTHON = [path for path in TRACKED if path.suffix == ".py"]
PRODUCT = [
    path for path in PYTHON if path.is_relative_to(ROOT / "directory") or path.is_relative_to(ROOT / "config")
]
TEXTS = [
    path for path in TRACKED if path.suffix in {".py", ".html", ".md", ".toml", ".txt", ".css", ".js", ""}
]

TOP_LEVEL = {
    "directory", "config", "templates", "tests", "manage.py", "README.md", "pyproject.toml", "Makefile",
    "requirements", ".ci", "docs", ".gitignore", "LICENSE",
}  # fmt: skip


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_top_level_is_as_the_owner_asked() -> None:
    local = {".venv", "var", ".git"}
    assert {path.name for path in ROOT.iterdir() if not path.name.endswith("_cache")} - local - {
        ".hypothesis"
    } <= TOP_LEVEL


def test_no_file_is_longer_than_300_lines() -> None:
    long = {
        name(path): count
        for path in PYTHON
        if "migrations" not in path.parts
        and (count := path.read_text().count("\n")) > 300
        and path in PRODUCT
    }
    assert long == {}


def test_no_function_is_longer_than_45_lines() -> None:
    long = []
    for path in PRODUCT:
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 45:
                long.append(f"{name(path)}:{node.name}")
    assert long == []


def test_product_has_no_assert_statement() -> None:
    """`python -O` drops them: a rule that matters raises."""
    found = [
        name(path)
        for path in PRODUCT
        if any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(path.read_text())))
    ]
    assert found == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "NotImplementedError", "lorem ipsum"])
def test_nothing_is_left_for_later(word: str) -> None:
    pattern = re.compile(rf"\b{word}\b")
    found = [
        name(path)
        for path in TEXTS
        if path != Path(__file__) and pattern.search(path.read_text(errors="ignore"))
    ]
    assert found == []


def test_only_the_gate_makes_an_approval() -> None:
    makers = [name(path) for path in PRODUCT if re.search(r"\bApproval\(", path.read_text())]
    assert makers == ["directory/moderation/gate.py"]


def test_only_transition_writes_a_status() -> None:
    """No other product code assigns `.status`, `.publication` or passes them to `update()`."""
    writes = re.compile(r"\.(status|publication)\s*=[^=]|update\([^)]*\b(status|publication)=")
    rooms = ("moderation", "submission", "listings", "management", "demo", "admin")
    found = [
        name(path)
        for path in PRODUCT
        if any(room in path.parts for room in rooms) and writes.search(path.read_text())
    ]
    assert found == ["directory/moderation/transitions.py"]


def test_only_the_clock_tells_the_time() -> None:
    asks = re.compile(r"timezone\.now\(|datetime\.now\(|datetime\.utcnow\(|date\.today\(|time\.time\(")
    found = [name(path) for path in PRODUCT if asks.search(path.read_text())]
    assert found == ["directory/clock.py"]


def test_only_outbound_calls_out() -> None:
    calls = re.compile(r"^\s*(import|from) (httpx|requests|urllib3|aiohttp|urllib\.request)\b", re.MULTILINE)
    found = [name(path) for path in PRODUCT if calls.search(path.read_text())]
    allowed = {"directory/outbound.py", "config/run.py"}
    assert {path for path in found if "/build/" not in path and "static_build" not in path} <= allowed


def test_templates_hold_no_inline_style_or_script() -> None:
    inline = re.compile(
        r"<style|style=\"|<script(?![^>]*(src=|type=\"application/json\"))|\son[a-z]+=\"", re.IGNORECASE
    )
    pages = [path for path in TRACKED if path.suffix == ".html" and "email" not in path.parts]
    assert [name(path) for path in pages if inline.search(path.read_text())] == []


def test_pages_name_no_other_host_for_what_they_load() -> None:
    loads = re.compile(r"(src|href)=\"(https?:)?//", re.IGNORECASE)
    pages = [path for path in TRACKED if path.suffix == ".html" and "email" not in path.parts]
    found = [
        name(path)
        for path in pages
        for line in path.read_text().splitlines()
        if loads.search(line) and ("<link" in line or "src=" in line)
    ]
    assert found == []
