"""From bytes to what a person would read: encodings, hidden parts, split words, menus; hostile pages are survived."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.website.apart import Unreadable, take_apart
from directory.moderation.website.text import Document, decoded, document


def main_of(markup: str) -> str:
    return document(markup).main


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        ("Kopfschmerz für Ärzte".encode(), "text/html", "Kopfschmerz für Ärzte"),
        ("Kopfschmerz für Ärzte".encode("cp1252"), "text/html", "Kopfschmerz für Ärzte"),
        ("für".encode("cp1252"), "text/html; charset=ISO-8859-1", "für"),
        ("головная боль".encode("cp1251"), "text/html; charset=windows-1251", "головная боль"),
        ("頭痛".encode("shift_jis"), 'text/html; charset="Shift_JIS"', "頭痛"),
        ("두통".encode("euc_kr"), "text/html;charset=euc-kr", "두통"),
        ("头痛".encode("gb18030"), "text/html; charset=gb2312", "头痛"),
        ("ปวดหัว".encode("cp874"), "text/html; charset=windows-874", "ปวดหัว"),
        ("\ufeffmigraine".encode("utf-16"), "text/html; charset=utf-8", "migraine"),
        ("\ufeffmigraine".encode(), "text/html; charset=latin1", "migraine"),
        (b"<meta charset='koi8-r'>" + "боль".encode("koi8-r"), "", "боль"),
        ("migräne".encode(), "text/html; charset=no-such-thing", "migräne"),
        ("migräne".encode(), "text/html; charset=rot13", "migräne"),
        ("migräne".encode(), "text/html; charset=punycode", "migräne"),
        ("migräne".encode(), "text/html; charset=unicode_escape", "migräne"),
        (b"a\xff\xfe\x00b", "text/html; charset=utf-8", "a"),
    ],
)
def test_page_is_read_in_its_encoding(body: bytes, kind: str, expected: str) -> None:
    assert expected in decoded(body, kind)


@given(st.binary(max_size=400), st.text(max_size=40))
def test_no_bytes_and_no_header_raise(body: bytes, kind: str) -> None:
    assert isinstance(document(decoded(body, f"text/html; charset={kind}")), Document)


def test_tags_inside_a_word_leave_no_gap_and_blocks_end_a_line() -> None:
    assert (
        main_of("<p>st<b>em</b> ce<i></i>lls<p>two<br>three<div>four</div>five")
        == "stem cells\ntwo\nthree\nfour\nfive"
    )


def test_neighbouring_links_are_two_words() -> None:
    assert main_of("<p><a href=/a>Home</a><a href=/b>About</a>") == "Home About"


def test_what_nobody_sees_is_left_out() -> None:
    hidden = "<script>exosomes()</script><style>a{}</style><template>exosomes</template><!-- exosomes -->"
    assert main_of(f"<body>{hidden}<p>Clear") == "Clear"


def test_what_shows_without_scripts_or_only_after_a_click_is_read() -> None:
    text = main_of(
        "<noscript>one</noscript><details><summary>two</summary>three</details><div hidden>four</div>"
    )
    assert text.split() == ["one", "two", "three", "four"]


def test_title_description_alternative_texts_and_buttons_are_read() -> None:
    text = main_of(
        "<head><title>Title &amp; more</title><meta name=Description content='Described'>"
        "<meta property='og:description' content='Shared'></head>"
        "<img alt='Pictured'><input type=submit value='Book now'>"
    )
    assert text.splitlines() == ["Title & more", "Described", "Shared", "Pictured", "Book now"]


def test_structured_data_is_read() -> None:
    data = {
        "@graph": [
            {"@type": "Therapy", "name": "Exosome drip", "url": "x"},
            {"description": "For migraine"},
        ]
    }
    broken = "<script type='application/ld+json'>{broken</script>"
    found = document(f"{broken}<script type='application/LD+json'>{json.dumps(data)}</script><p>Text")
    assert found.frame.splitlines() == ["Exosome drip", "For migraine"]


def test_what_no_database_holds_is_taken_out() -> None:
    """NUL and lone surrogates in structured data would keep a reading from ever being stored."""
    data = r'<script type="application/ld+json">{"description": "Stem\u0000cells \ud800here"}</script>'
    read = document(f"<body>{data}</body>")
    told = str(read)
    assert "cells" in told
    assert "\0" not in told
    assert "\\x00" not in told
    assert "\\ud800" not in told


def test_menus_head_and_foot_stand_apart_from_the_content() -> None:
    found = document(
        "<header><h1>Hospital</h1></header><nav><a href=/k>Knees</a></nav><div role=navigation>More</div>"
        "<main><header>Headache unit</header><aside>Beside</aside><p>Content</main>"
        "<article><footer>By us</footer></article>"
        "<footer>Foot</footer>"
    )
    assert found.main.split("\n") == ["Headache unit", "Beside", "Content", "By us"]
    assert found.frame.split("\n") == ["Hospital", "Knees", "More", "Foot"]


def test_links_frames_and_forwarding_are_found() -> None:
    found = document(
        "<base href='/en/'><meta http-equiv=Refresh content='0; URL=\"/start\"'><iframe src=/inner></iframe>"
        "<a href=' /a '>  The   <b>A</b></a><area href=/b alt='B'><a>none</a>"
    )
    assert found.base == "/en/"
    assert [(link.href, link.label) for link in found.links] == [
        ("/inner", ""), ("/start", ""), ("/a", "The A"), ("/b", "B"),
    ]  # fmt: skip


def test_page_is_taken_apart_in_a_process_of_its_own() -> None:
    found = take_apart(
        "<title>Migräne</title><a href=/x>Y</a><h1>Z".encode("cp1252"), "text/html;\ncharset=latin1"
    )
    assert (found.title, found.headings, found.links[0].href, found.main) == (
        "Migräne",
        ("Z",),
        "/x",
        "Migräne\nY\nZ",
    )


def test_page_that_keeps_the_parser_busy_is_given_up() -> None:
    with pytest.raises(Unreadable):
        take_apart(b"<div>" * 400_000, "text/html", seconds=1)


def test_process_sees_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that broke the parser would find no key there."""
    seen: list[object] = []

    def run(*_: object, **options: object) -> None:
        seen.append(options["env"])
        raise OSError

    monkeypatch.setattr("subprocess.run", run)
    with pytest.raises(Unreadable):
        take_apart(b"x", "text/html")
    assert seen == [{}]


def test_deeply_nested_page_is_walked_without_recursion() -> None:
    assert main_of("<b>" * 5000 + "deep") == "deep"
