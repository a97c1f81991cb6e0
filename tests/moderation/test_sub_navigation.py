"""Every part of the workbench has its place in the sub-navigation, and says when one is there."""

import pytest
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from tests.cast import Cast
from tests.moderation.pages import page, signed_in


@pytest.mark.parametrize(
    ("name", "section", "tab"),
    [
        ("queue", "queue", None),
        ("replies", "replies", None),
        ("second_looks", "second_looks", "second_looks"),
        ("quality_numbers", "second_looks", "quality_numbers"),
    ],
)
def test_page_stands_in_the_navigation_as_the_current_one(
    cast: Cast, name: str, section: str, tab: str | None
) -> None:
    shown = LexborHTMLParser(page(signed_in(cast.ann), name))
    current = [link.attributes["href"] for link in shown.css(".subnav a[aria-current]")]
    assert current == [reverse(section)]
    if tab:
        assert [link.attributes["href"] for link in shown.css(".parts a[aria-current]")][:1] == [reverse(tab)]
        parts = {link.attributes["href"] for link in shown.css(".parts a")}
        assert {reverse("second_looks"), reverse("quality_numbers")} <= parts
