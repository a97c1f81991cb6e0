"""The fictional providers on paper: repeatable, whole, and with numbers that nobody holds."""

from collections import Counter

import pytest

from directory.accreditation.identifiers import check_number
from directory.accreditation.models import Register
from directory.demo import tables
from directory.demo.drafts import Draft, drafts
from directory.demo.numbers import number_for
from directory.demo.stories import STORIES
from directory.listings import content
from directory.listings.content import SiteContent
from directory.regions.models import Region
from directory.screening.engine import screen_listing
from directory.screening.findings import Verdict

SITE = SiteContent("x", 1, "Rooms", "1 Canal Row", "Leeds", "", "GB-LDS")
SELLERS = {row["name"] for row in tables.rows("stem_cells")}


@pytest.fixture(scope="module")
def cast() -> list[Draft]:
    return drafts()


def test_the_same_cast_each_time(cast: list[Draft]) -> None:
    assert drafts() == cast


def test_every_story_is_known_and_told_at_least_once(cast: list[Draft]) -> None:
    assert {draft.story for draft in cast} == set(STORIES)


def test_about_sixty_are_shaped_by_hand_and_the_share_leaves_them(cast: list[Draft]) -> None:
    shaped = drafts(share=0)
    assert 60 <= len(shaped) <= 90
    assert cast[: len(shaped)] == shaped


def test_every_document_is_one_that_can_be_submitted(cast: list[Draft]) -> None:
    from dataclasses import replace

    for draft in cast:
        content.check(replace(draft.content, sites=(SITE,)))


def test_serials_are_unique_and_fit_three_digits(cast: list[Draft]) -> None:
    serials = Counter(draft.serial for draft in cast)
    assert max(serials.values()) == 1
    assert max(serials) < 1000


def test_every_town_lies_where_its_region_is(db: None) -> None:
    known = set(Region.objects.values_list("pk", flat=True))
    assert {town.region for town in tables.towns()} <= known
    assert all(town.area.startswith(town.region[:2]) for town in tables.towns())


def test_every_number_has_its_registers_form_and_check_digit(db: None) -> None:
    for register in Register.objects.filter(pk__in=[row["register"] for row in tables.rows("numbers")]):
        for serial in (1, 250, 999):
            number = number_for(register, serial=serial, region="BR-SP")
            checked = check_number(
                number,
                pattern=register.pattern,
                check_key=register.check_key,
                trusted=register.format_trusted,
            )
            assert checked.ok, (register.pk, number, checked.problem)


def test_every_register_in_use_has_a_range_or_none_is_needed(cast: list[Draft], db: None) -> None:
    used = {
        code for draft in cast for code in draft.registers + (draft.doctor.registers if draft.doctor else ())
    }
    ranged = {row["register"] for row in tables.rows("numbers")}
    assert not Register.objects.filter(pk__in=used - ranged).exclude(pattern="").exists()


def test_descriptions_vary_and_many_are_in_the_local_language(cast: list[Draft]) -> None:
    said = Counter(draft.content.description for draft in cast)
    assert len(said) > len(cast) * 0.6
    assert {"en", "de", "fr", "nl", "es", "it", "pt", "ja"} <= {draft.content.languages[0] for draft in cast}


def test_a_website_is_named_only_where_nobody_has_approved_yet(cast: list[Draft]) -> None:
    named = {draft.story for draft in cast if draft.content.website}
    assert named == {"waiting", "looked_at"}
    assert all(".example/" in draft.content.website for draft in cast if draft.content.website)


def test_no_honest_text_is_rejected_by_the_engine(cast: list[Draft]) -> None:
    for draft in cast:
        if draft.content.name not in SELLERS:
            texts = draft.content.texts()
            screened = screen_listing(texts, declared_treatments=(), country=None, has_trial=False)
            assert screened.verdict != Verdict.REJECT, (draft.content.name, screened.findings)
