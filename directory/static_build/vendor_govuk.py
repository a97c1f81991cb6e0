"""Maintainer's tool: vendor govuk-frontend's compiled CSS without the marks of a government's own site.

    npm pack govuk-frontend@6.6.0
    python directory/static_build/vendor_govuk.py govuk-frontend-6.6.0.tgz

Not used at run time or in tests. Docs: docs/looks.md.
"""

import hashlib
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

VERSION = "6.6.0"
SHA256 = "52c4eb554e54d8a6e4ba801e9da5ec3a5b930fd2f117a39677f0b6296e954751"
MEMBER = "package/dist/govuk/govuk-frontend.min.css"
TARGET = Path(__file__).parent.parent / "static" / "vendor" / "govuk-frontend" / "govuk-frontend.css"

# Marks of the government's own sites, parts that need its script, and what looks/*.css draws in its own way.
DROPPED = re.compile(
    r"\.govuk-(header|generic-header|footer|logo|cookie-banner|phase-banner|service-navigation|language|feedback|"
    r"exit-this-page|accordion|tabs|character-count|file-upload|password-input|task-list|checkboxes|radios|select|"
    r"input|textarea|date-input|drop-zone|frontend-supported|notification-banner|panel|button(?!-group)|tag|"
    r"inset-text|warning-text|back-link|breadcrumbs|pagination|details)(?![a-z])"
)
# Colours that govuk-frontend writes out in full, and our own name for the same idea (looks/tokens.css).
COLOURS = {
    "#f3f3f3": "var(--surface)",
    "#cecece": "var(--line)",
    "#0f385c": "var(--link-hover)",
    "#d2e2f1": "var(--info-soft)",
    "#651b1b": "var(--stop-strong)",
    "#fff": "var(--paper)",
    "#0b0c0c": "var(--ink)",
}
TYPEFACES = ("GDS Transport,arial,sans-serif", '"GDS Transport",arial,sans-serif')


def main(tarball: Path) -> None:
    data = tarball.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{tarball} is not govuk-frontend {VERSION}: SHA-256 {found}, expected {SHA256}")
    with tarfile.open(tarball) as archive:
        member = archive.extractfile(MEMBER)
        if member is None:
            raise SystemExit(f"{MEMBER} is missing from {tarball}")
        css = member.read().decode()
    TARGET.write_text(restyle(css), encoding="utf-8")


def restyle(css: str) -> str:
    """Their rules, minus what `DROPPED` names, in our typeface and colours; one rule a line."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).removeprefix('@charset "UTF-8";')
    for typeface in TYPEFACES:
        css = css.replace(typeface, "var(--typeface)")
    css = re.sub(r"var\((--govuk-[a-z-]+),[^()]*\)", r"var(\1)", css)
    return '@charset "UTF-8";\n' + "\n".join(kept(css)) + "\n"


def kept(css: str) -> Iterator[str]:
    for prelude, body in rules(css):
        colours_of_theirs = prelude == ":root" and "-colour:" in body
        for_internet_explorer = "\\0" in prelude
        if prelude.startswith("@font-face") or colours_of_theirs or for_internet_explorer:
            continue
        if prelude.startswith(("@media", "@supports", "@-moz-document")):
            inner = list(kept(body))
            if inner:
                yield f"{prelude}{{{''.join(inner)}}}"
            continue
        selectors = [selector for selector in split_selectors(prelude) if not DROPPED.search(selector)]
        if selectors:
            yield f"{','.join(selectors)}{{{recolour(body)}}}"


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Top-level (prelude, body) pairs of well-formed minified CSS."""
    depth, start, opened = 0, 0, 0
    for position, character in enumerate(css):
        if character == "{":
            depth += 1
            if depth == 1:
                opened = position
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : position]
                start = position + 1


def split_selectors(prelude: str) -> list[str]:
    """Selectors of a rule; a comma inside brackets does not separate."""
    return re.split(r",(?![^(\[]*[)\]])", prelude)


def recolour(body: str) -> str:
    for theirs, ours in COLOURS.items():
        body = re.sub(rf"{theirs}\b", ours, body)
    return body


if __name__ == "__main__":
    main(Path(sys.argv[1]))
