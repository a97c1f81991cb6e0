"""docs/looks.md names what is there: every stylesheet and script of ours, and the classes that it promises."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOOKS = ROOT / "directory" / "static" / "looks"
TEXT = (ROOT / "docs" / "looks.md").read_text()


@pytest.mark.parametrize(
    "path", sorted([*LOOKS.glob("*.css"), *LOOKS.glob("*.js")]), ids=lambda path: path.name
)
def test_stylesheet_or_script_is_named(path: Path) -> None:
    assert f"`{path.name if path.suffix == '.js' else path.stem}`" in TEXT.replace(
        "static/looks/focus", "focus"
    )


def test_classes_that_are_named_exist() -> None:
    named = set(re.findall(r"`\.([a-z][a-z-]*)`", TEXT))
    styles = "".join(path.read_text() for path in (ROOT / "directory" / "static").rglob("*.css"))
    assert {name for name in named if f".{name}" not in styles} == set()


@pytest.mark.parametrize("name", ["parts", "count", "next-case", "kept", "keys", "work", "chart"])
def test_class_of_the_workbench_is_named(name: str) -> None:
    assert f"`.{name}`" in TEXT


@pytest.mark.parametrize("name", ["queue", "case", "diff", "statement", "transparency", "search"])
def test_picture_in_the_readme_is_there_and_small(name: str) -> None:
    assert f"(docs/images/{name}.png)" in (ROOT / "README.md").read_text()
    assert (ROOT / "docs" / "images" / f"{name}.png").stat().st_size <= 200_000
