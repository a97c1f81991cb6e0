"""Each part of a search narrows it, alone and together; order and paging are stable."""

from typing import Any

import pytest

from directory import clock
from directory.catalogue.find import find
from directory.catalogue.models import Entry
from directory.catalogue.querysets import Search
from directory.vocabulary.headaches import HEADACHES
from directory.vocabulary.practice import AGES, FUNDING, REFERRALS, languages
from tests.search.synthetic import BERLIN, LEEDS, Made, Make, write


def slugs(search: Search, *, offset: int = 0, limit: int = 20) -> list[str]:
    return [hit.entry.slug for hit in find(search, on=clock.today(), offset=offset, limit=limit).hits]


@pytest.mark.parametrize(
    ("search", "fits", "fits_not"),
    [
        (Search(country="DE"), {"sites": ((*BERLIN, "DE-BE"),)}, {}),
        (Search(region="GB-ENG"), {}, {"sites": ((55.86, -4.26, "GB-GLG"),)}),
        (Search(country="GB", region="GB-LDS"), {}, {"sites": ((53.9, -1.1, "GB-YOR"),)}),
        (Search(headaches=HEADACHES.mask(["cluster", "cough"])), {"headaches": ("cough",)}, {}),
        (Search(languages=languages().mask(["fr", "ar"])), {"languages": ("en", "ar")}, {}),
        (Search(ages=AGES.mask(["child"])), {"ages": ("adult", "child")}, {}),
        (Search(referrals=REFERRALS.mask(["self"])), {"referrals": ("self",)}, {}),
        (Search(funding=FUNDING.mask(["insured"])), {"funding": ("insured", "public")}, {}),
        (Search(kinds=("clinic", "practice")), {"columns": {"kind": "clinic"}}, {}),
        (Search(telehealth=True), {"columns": {"telehealth": True}}, {}),
        (Search(accepting=True), {"columns": {"accepting": True}}, {"columns": {"accepting": False}}),
        (Search(accepting=True), {"columns": {"accepting": True}}, {"columns": {"accepting": None}}),
        (Search(name="sanchez jose"), {"name": "Dr José Sánchez"}, {"name": "Dr José Marsh"}),
    ],
)  # fmt: skip
def test_filter_keeps_what_fits_and_nothing_else(
    make: Make, search: Search, fits: dict[str, Any], fits_not: dict[str, Any]
) -> None:
    make(slug="fits", **fits)
    make(slug="fits-not", **fits_not)

    assert slugs(search) == ["fits"]
    assert find(search, on=clock.today(), offset=0, limit=20).total == 1


def test_region_search_includes_everything_below_it(make: Make) -> None:
    make(slug="leeds", sites=((*LEEDS, "GB-LDS"),))

    assert (
        slugs(Search(region="GB-LDS"))
        == slugs(Search(region="GB-ENG"))
        == slugs(Search(country="GB"))
        == ["leeds"]
    )
    assert slugs(Search(region="GB-SCT")) == []


def test_entry_that_no_longer_holds_is_not_found(make: Make) -> None:
    make(slug="last-day", valid_days=0)
    make(slug="lapsed", valid_days=-1)
    make(slug="hidden", attested_days_ago=181)

    assert slugs(Search()) == ["last-day"]


def test_order_by_name_ignores_capitals_and_accents_and_ends_with_the_unconfirmed(make: Make) -> None:
    for name, days in (("zoe", 0), ("Émile", 120), ("Anna", 121), ("eve", 0)):
        make(slug=name.lower().replace("é", "e"), name=name, attested_days_ago=days)

    assert slugs(Search()) == ["emile", "eve", "zoe", "anna"]
    assert slugs(Search(sort="name")) == ["anna", "emile", "eve", "zoe"]


def test_pages_neither_repeat_nor_lose_an_entry_among_equal_names(unguarded: None) -> None:
    write(*(Made(name="Dr Kit Moor", attested_days_ago=130 if number % 3 else 0) for number in range(45)))

    pages = [slugs(Search(), offset=offset) for offset in (0, 20, 40)]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({slug for page in pages for slug in page}) == 45
    assert pages == [slugs(Search(), offset=offset) for offset in (0, 20, 40)]


def test_page_beyond_the_last_is_empty_and_still_counts(make: Make) -> None:
    make()

    found = find(Search(), on=clock.today(), offset=200, limit=20)

    assert (found.total, found.hits) == (1, ())


def test_site_shown_lies_in_the_region_asked_for(make: Make) -> None:
    make(sites=((*LEEDS, "GB-LDS"), (*BERLIN, "DE-BE")))

    hit = find(Search(country="DE"), on=clock.today(), offset=0, limit=20).hits[0]

    assert hit.site.country == "DE"


def test_live_is_a_question_of_both_dates(make: Make) -> None:
    entry = make(valid_days=10, attested_days_ago=175)

    assert Entry.objects.live(on=entry.attestation_until).exists()
    assert not Entry.objects.live(on=clock.today().replace(year=clock.today().year + 1)).exists()
