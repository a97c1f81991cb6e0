"""The palette is readable in light and in dark: WCAG 2.2, 1.4.3 and 1.4.11, computed from the stylesheet itself."""

import re
from pathlib import Path

import pytest

TOKENS = Path("directory/static/looks/tokens.css")
TEXT, SIGN = 4.5, 3.0  # least contrast of text, and of what marks a control or its state
GROUNDS = ("canvas", "paper", "surface", "band")
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ground in GROUNDS
        for ink in ("ink", "ink-soft", "link", "link-hover", "link-visited")
    ],
    *[("line-strong", ground, SIGN) for ground in GROUNDS],
    *[
        ("focus", ground, SIGN)
        for ground in (*GROUNDS, "brand-soft", "stop-soft", "info-soft", "wait-soft", "ok-soft")
    ],
    *[(tone, f"{tone}-soft", TEXT) for tone in ("ok", "wait", "stop", "info", "quiet")],
    *[("ink", f"{tone}-soft", TEXT) for tone in ("ok", "wait", "stop", "info", "quiet", "brand")],
    *[("ink-soft", f"{tone}-soft", TEXT) for tone in ("brand", "wait")],
    *[("link", f"{tone}-soft", TEXT) for tone in ("info", "wait", "stop", "ok", "brand")],
    *[("brand", ground, TEXT) for ground in (*GROUNDS, "brand-soft")],
    ("stop", "canvas", TEXT),
    ("stop", "paper", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-action", "action", TEXT),
    ("on-action", "action-hover", TEXT),
    ("on-stop", "stop", TEXT),
    ("on-stop", "stop-strong", TEXT),
    ("on-focus", "focus-soft", TEXT),
    ("paper", "info", TEXT),
    ("paper", "wait", TEXT),
]


def palettes() -> dict[str, dict[str, str]]:
    css = TOKENS.read_text()
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    colours = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    of_light = dict(colours.findall(light))
    return {"light": of_light, "dark": {**of_light, **dict(colours.findall(dark))}}


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_read_together_have_enough_contrast(scheme: str, front: str, back: str, least: float) -> None:
    palette = palettes()[scheme]
    found = contrast(palette[front], palette[back])
    assert found >= least, f"{front} {palette[front]} on {back} {palette[back]}: {found:.2f}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_surface_glares(scheme: str) -> None:
    palette = palettes()[scheme]
    assert not {"#ffffff", "#000000"} & set(palette.values())
    assert contrast(palette["ink"], palette["paper"]) < 16


def test_dark_replaces_every_colour() -> None:
    css = TOKENS.read_text()
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    names = re.compile(r"--([a-z-]+): #[0-9a-f]{6};")
    assert set(names.findall(light)) == set(names.findall(dark))
