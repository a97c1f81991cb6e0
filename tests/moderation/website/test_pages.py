"""Which pages are read next, in any of the languages, and whose they are."""

import pytest

from directory.moderation.website.pages import Waiting, joined, own_page, same_site, speaks_for_part, weight
from directory.moderation.website.text import document
from directory.moderation.website.words import Use, folded, uses, words

HOME = "https://clinic.example/"


def chosen(markup: str, address: str = HOME) -> list[str]:
    waiting = Waiting(HOME)
    waiting.seen(HOME)
    waiting.add_links(document(markup), address)
    found = []
    while (url := waiting.next()) is not None:
        found.append(url)
    return found


def test_every_language_has_words_for_every_use() -> None:
    assert all(len(words()[use]) >= 25 for use in Use)


@pytest.mark.parametrize(
    ("label", "use"),
    [
        ("Stem Cell Therapy", Use.PRODUCT), ("Células Madre", Use.PRODUCT), ("Stammzelltherapie", Use.PRODUCT),
        ("Cellules souches", Use.PRODUCT), ("Células-tronco", Use.PRODUCT), ("Cellule Staminali", Use.PRODUCT),
        ("Stamceltherapie", Use.PRODUCT), ("KÖK HÜCRE", Use.PRODUCT), ("Стволовые клетки", Use.PRODUCT),
        ("干细胞治疗", Use.PRODUCT), ("再生医療", Use.PRODUCT), ("줄기세포", Use.PRODUCT), ("สเต็มเซลล์", Use.PRODUCT),
        ("الخلايا الجذعية", Use.PRODUCT), ("Leistungen", Use.SERVICE), ("Preise", Use.PRICE), ("Prices", Use.PRICE),
        ("Über uns", Use.ABOUT), ("Über-uns", Use.ABOUT), ("Migräne", Use.HEADACHE), ("片頭痛外来", Use.HEADACHE),
        ("BAŞ AĞRISI", Use.HEADACHE), ("ＳＴＥＭ　ＣＥＬＬ", Use.PRODUCT),
    ],
)  # fmt: skip
def test_words_are_known_however_they_are_written(label: str, use: Use) -> None:
    assert use in uses(label)


def test_fold_joins_spellings() -> None:
    assert folded("Stem-Cell_Thérapie") == "stem cell therapie"


def test_most_telling_pages_come_first() -> None:
    links = "<a href=/news>News</a><a href=/team>Team</a><a href=/services>Services</a><a href=/x>Exosome therapy</a>"
    assert chosen(links) == [f"{HOME}x", f"{HOME}services", f"{HOME}team"]


def test_address_tells_where_the_label_does_not() -> None:
    found = chosen("<a href='/stem%20cells/'>More</a><a href='/p?page=exosomes'>…</a><a href='/c?d'>More</a>")
    assert set(found) == {f"{HOME}p?page=exosomes", f"{HOME}stem%20cells/"}


def test_only_pages_of_the_same_site_are_chosen_and_each_once() -> None:
    links = (
        "<a href='https://www.clinic.example/services'>S</a><a href='http://clinic.example/services/#top'>S</a>"
        "<a href='https://other.example/services'>S</a><a href='//evil.clinic.example/services'>S</a>"
        "<a href='mailto:services@clinic.example'>S</a><a href='javascript:services()'>S</a><a href='/'>Services</a>"
        "<a href='http://[services'>S</a><a href='/services.jpg'>S</a><a href='/services.zip'>S</a>"
    )
    assert chosen(links) == ["https://www.clinic.example/services"]


def test_base_of_the_page_counts_and_leads_nowhere_else() -> None:
    assert chosen("<base href='/en/'><a href=services>S</a>") == [f"{HOME}en/services"]
    assert chosen("<base href='https://other.example/'><a href=services>S</a>") == []


def test_embedded_pages_are_read_like_content() -> None:
    assert chosen("<iframe src=/inner></iframe>") == [f"{HOME}inner"]


def test_link_that_promises_nothing_weighs_nothing() -> None:
    assert weight(f"{HOME}imprint", "Imprint") == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://clinic.example/a", "http://www.CLINIC.example/b", True),
        ("https://clinic.example/", "https://clinic.example.evil.example/", False),
        ("https://clinic.example/", "https://sub.clinic.example/", False),
        ("https://clinic.example/", "https://clinic.example@evil.example/", False),
        ("", "", False),
    ],
)
def test_site_is_the_host_or_its_www_variant(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("https://clinic.example", False), ("https://clinic.example/", False), ("https://clinic.example/en/", False),
        ("https://clinic.example/index.html", False), ("https://clinic.example/de-DE/home.php", False),
        ("https://hospital.example/headache/", True), ("https://hospital.example/en/departments/headache", True),
    ],
)  # fmt: skip
def test_address_inside_a_site_speaks_for_a_part(address: str, part: bool) -> None:
    assert speaks_for_part(address) is part


def test_own_pages_lie_below_the_address_or_are_about_headache() -> None:
    listed = "https://hospital.example/departments/neurology/"
    knees = document("<title>Knees</title><nav>Headache</nav><p>We also see people with headache.")
    assert own_page("https://hospital.example/departments/neurology/services", listed, knees)
    assert not own_page("https://hospital.example/departments/neurology-research/", listed, knees)
    assert not own_page("https://hospital.example/knees", listed, knees)
    assert own_page("https://hospital.example/kopfschmerz-zentrum", listed, knees)
    assert own_page(
        "https://hospital.example/x", listed, document("<title>Unit</title><h1>Cephalées et migraines")
    )


def test_links_that_are_no_web_addresses_are_dropped() -> None:
    assert joined(HOME, "mailto:a@b.example") is None
    assert joined(HOME, "http://") is None
    assert joined(HOME, "/" + "a" * 2000) is None
    assert joined(HOME, "a#b") == f"{HOME}a"
