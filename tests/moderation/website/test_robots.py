"""robots.txt after RFC 9309: whose lines count, which of them decides, and that no file is too strange."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.website.robots import EVERYTHING, NOTHING, parse

AGENT = "HeadacheReferralDirectory"


def allowed(text: str, path: str) -> bool:
    return parse(text.encode(), AGENT).allows(f"https://clinic.example{path}")


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("user-AGENT : *\n disallow : /x # all of it", "/x/y", False),
        ("User-agent: *\nDisallow: /x", "/y", True),
        ("User-agent: *\nDisallow: /x", "/xylophone", False),
        ("User-agent: *\nDisallow: /x/", "/x", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: headachereferraldirectory\nDisallow: /x", "/a", True),
        ("User-agent: HeadacheReferralDirectory/1.0\nDisallow: /x\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /x", "/x", False),
        ("User-agent: HeadacheReferralDirectory\nUser-agent: *\nAllow: /", "/x", True),
        # Groups of one agent are joined; lines between them belong to others.
        (
            "User-agent: *\nDisallow: /x\n\nUser-agent: b\nDisallow: /y\n\nUser-agent: *\nDisallow: /z",
            "/z",
            False,
        ),
        (
            "User-agent: *\nDisallow: /x\n\nUser-agent: b\nDisallow: /y\n\nUser-agent: *\nDisallow: /z",
            "/y",
            True,
        ),
        # An own group without rules still stands before the common one.
        ("User-agent: HeadacheReferralDirectory\nUser-agent: b\n\nUser-agent: *\nDisallow: /", "/a", False),
        ("User-agent: HeadacheReferralDirectory\nDisallow:\n\nUser-agent: *\nDisallow: /", "/a", True),
        # The longest match decides, permission wins a tie, order means nothing.
        ("User-agent: *\nDisallow: /x\nAllow: /x/open", "/x/open/1", True),
        ("User-agent: *\nAllow: /x/open\nDisallow: /x", "/x/closed", False),
        ("User-agent: *\nDisallow: /x\nAllow: /x", "/x", True),
        # Stars and the end.
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?c", True),
        ("User-agent: *\nDisallow: /a*b*c", "/a-xx-b-yy-c-zz", False),
        ("User-agent: *\nDisallow: /a*b*c", "/a-xx-c-yy-b", True),
        ("User-agent: *\nDisallow: /*?", "/a?b=c", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: *private", "/very/private", False),
        ("User-agent: *\nDisallow: /*a$", "/ba-a", False),
        ("User-agent: *\nDisallow: /ab*b$", "/ab", True),
        # The same path in another spelling.
        ("User-agent: *\nDisallow: /%7Ejane", "/~jane", False),
        ("User-agent: *\nDisallow: /über", "/%C3%BCber", False),
        ("User-agent: *\nDisallow: /%c3%bcber", "/%C3%BCber", False),
        ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
        ("User-agent: *\nDisallow: /a%2Ab", "/a-xx-b", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("\ufeffUser-agent: *\nDisallow: /x", "/x", False),
        ("User-agent: *\r\nDisallow: /x\r\n", "/x", False),
        ("<html><body>Not found</body></html>", "/x", True),
        ("Disallow: /x\nUser-agent: b", "/x", True),
        ("User-agent: *\nCrawl-delay: 3\nDisallow: /x", "/x", False),
    ],
)
def test_rules_are_followed_as_the_standard_reads(text: str, path: str, expected: bool) -> None:
    assert allowed(text, path) is expected


@pytest.mark.parametrize(
    ("line", "delay"), [("3", 3.0), ("0.5", 0.5), ("soon", None), ("-1", None), ("9" * 40, None)]
)
def test_pause_that_a_site_asks_for_is_known(line: str, delay: float | None) -> None:
    assert parse(f"User-agent: *\nCrawl-delay: {line}".encode(), AGENT).delay == delay


def test_no_rules_allow_all_and_the_closed_one_nothing() -> None:
    assert EVERYTHING.allows("https://clinic.example/a")
    assert not NOTHING.allows("https://clinic.example/a")


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_give_some_answer(body: bytes, path: str) -> None:
    found = parse(b"User-agent: *\nDisallow: /" + body, AGENT)
    assert found.allows(f"https://clinic.example/{path}") in (True, False)


def test_hostile_patterns_cost_no_time() -> None:
    text = "User-agent: *\n" + "\n".join(f"Disallow: /{'*a' * 200}{number}$" for number in range(1000))
    start = time.perf_counter()
    assert allowed(text, "/" + "a" * 2000)
    assert time.perf_counter() - start < 3
