"""What is shipped beside the pages: nothing from elsewhere, nothing inline, nothing of a government's."""

import hashlib
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

STATIC = Path("directory/static")
TEMPLATES = Path("templates")
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "email" not in path.parts)


def test_no_stylesheet_or_script_names_another_host() -> None:
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]:
        text = path.read_text()
        assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", text), path
        assert "@import" not in text, path
        assert "data:" not in text, path


def test_files_named_by_stylesheets_exist() -> None:
    for sheet in STATIC.rglob("*.css"):
        for name in re.findall(r"url\(\"?([^)\"]+)\"?\)", sheet.read_text()):
            assert (sheet.parent / name).resolve().is_file(), f"{sheet}: {name}"


def test_vendored_stylesheet_is_the_noted_one_without_marks_of_a_government() -> None:
    sheet = STATIC / "vendor/govuk-frontend/govuk-frontend.css"
    css = sheet.read_bytes()
    assert hashlib.sha256(css).hexdigest() in (STATIC / "vendor/README.md").read_text()
    assert not re.search(r"GDS Transport|crest|crown|govuk-(header|footer|logo)|@font-face", css.decode())
    for folder in ("govuk-frontend", "atkinson-hyperlegible-next"):
        assert (STATIC / "vendor" / folder / "LICENSE.txt").read_text().strip()


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_template_has_nothing_inline_and_compiles(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, tag
    get_template(str(path.relative_to(TEMPLATES)))


def test_components_say_what_they_take() -> None:
    for path in (TEMPLATES / "components").glob("*.html"):
        assert "{% comment %}" in path.read_text(), path
