"""The ISO 3166 tree: complete, connected, searchable downwards."""

import pytest

from directory.regions.models import DEEPEST, Region

pytestmark = pytest.mark.django_db


def codes_within(code: str) -> set[str]:
    return set(Region.objects.within(code).values_list("code", flat=True))


def test_every_country_and_subdivision_is_there() -> None:
    assert Region.objects.countries().count() == 249
    assert Region.objects.filter(kind=Region.Kind.SUBDIVISION).count() == 5046


def test_search_in_a_country_includes_all_below() -> None:
    assert {"GB", "GB-ENG", "GB-LDS"} <= codes_within("GB")
    assert "GB-LDS" in codes_within("GB-ENG")
    assert "GB-LDS" not in codes_within("GB-SCT")


def test_search_in_a_leaf_is_the_leaf() -> None:
    assert codes_within("GB-LDS") == {"GB-LDS"}


@pytest.mark.parametrize("code", ["", "XX", "gb", "GB-", "GB-ENG-LDS", "'; --"])
def test_search_in_an_unknown_region_is_empty(code: str) -> None:
    assert codes_within(code) == set()


def test_countries_together_hold_every_region_once() -> None:
    parents = dict(Region.objects.values_list("code", "parent_id"))
    roots = {code for code, parent in parents.items() if parent is None}
    assert roots == set(Region.objects.countries().values_list("code", flat=True))
    for code in parents:
        steps, root = 0, code
        while parents[root] is not None:
            root, steps = parents[root], steps + 1
        assert root == code[:2]
        assert steps <= DEEPEST


def test_within_agrees_with_walking_the_tree() -> None:
    parents = dict(Region.objects.values_list("code", "parent_id"))
    for start in ("GB", "ES", "IT", "FR-IDF", "AZ", "BE-VLG", "NP"):
        below, before = {start}, 0
        while len(below) != before:
            before = len(below)
            below |= {code for code, parent in parents.items() if parent in below}
        assert codes_within(start) == below


def test_ancestors_run_from_the_country_down() -> None:
    leeds = Region.objects.get(code="GB-LDS")
    assert [above.code for above in leeds.ancestors()] == ["GB", "GB-ENG"]
    assert leeds.country_code == "GB"
    assert Region.objects.get(code="GB").ancestors() == []


def test_names_are_english_with_local_ones_beside() -> None:
    bavaria = Region.objects.get(code="DE-BY")
    assert (bavaria.name, bavaria.local_names) == ("Bavaria", ["Bayern"])
    assert Region.objects.get(code="DE").local_names == ["Deutschland"]
    assert Region.objects.get(code="US-NY").name == "New York"


def test_no_name_is_blank_or_keeps_the_source_s_notation() -> None:
    for name in Region.objects.values_list("name", flat=True):
        assert name.strip() == name != ""
        assert not set(name) & set("[]*†|;")


def test_every_centre_is_on_the_earth() -> None:
    for region in Region.objects.all():
        assert -90 <= (region.latitude or 0) <= 90
        assert -180 <= (region.longitude or 0) <= 180
        assert (region.latitude, region.longitude) != (None, None)
