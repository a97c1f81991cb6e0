"""Treatment classes that may not be promoted to the public of a country are neither shown nor found there."""

from datetime import date
from pathlib import Path

import pytest

from directory import clock
from directory.catalogue.find import find
from directory.catalogue.promotion import hidden_treatments, hiding_countries, promotion_rules
from directory.catalogue.querysets import Search
from directory.regions.models import Region
from directory.vocabulary.treatments import CELL_MASK, TREATMENTS
from tests.search.synthetic import BERLIN, LEEDS, Make

ON = date(2026, 11, 22)
CGRP = TREATMENTS["cgrp"].mask


def test_cell_products_are_hidden_everywhere() -> None:
    assert hidden_treatments([], on=ON) == CELL_MASK
    assert hidden_treatments(["US"], on=ON) == CELL_MASK


def test_one_country_that_hides_a_class_hides_it_for_all_sites() -> None:
    assert hidden_treatments(["US", "GB"], on=ON) & CGRP
    assert not hidden_treatments(["US", "DE"], on=ON) & CGRP


@pytest.mark.django_db
def test_every_row_names_a_country_a_source_and_known_classes() -> None:
    assert Region.objects.countries().filter(
        pk__in=[rule.country for rule in promotion_rules()]
    ).count() == len({rule.country for rule in promotion_rules()})
    assert all(rule.hidden for rule in promotion_rules())


def test_row_holds_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(
        "country\ttreatments\tvalid_from\tvalid_until\tsource\tnote\n"
        "SE\tcgrp\t2020-01-01\t2025-06-30\ta source\t\n",
        encoding="utf-8",
    )
    rule = promotion_rules(path)[0]

    days = [date(2019, 12, 31), date(2020, 1, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [rule.holds(day) for day in days] == [False, True, True, False]


def test_unknown_class_in_the_data_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(
        "country\ttreatments\tvalid_from\tvalid_until\nSE\tleeches\t2020-01-01\t\n", encoding="utf-8"
    )

    with pytest.raises(KeyError):
        promotion_rules(path)


def test_before_the_first_day_nothing_is_hidden() -> None:
    assert hiding_countries(on=date(1990, 1, 1)) == {}


def test_hidden_class_does_not_find_an_entry_in_that_country(make: Make) -> None:
    make(slug="leeds", treatments=("cgrp",), sites=((*LEEDS, "GB-LDS"),))
    make(slug="berlin", treatments=("cgrp",), sites=((*BERLIN, "DE-BE"),))
    make(slug="both", treatments=("cgrp",), sites=((*BERLIN, "DE-BE"), (*LEEDS, "GB-LDS")))

    hits = find(Search(treatments=CGRP), on=clock.today(), offset=0, limit=20).hits

    assert [hit.entry.slug for hit in hits] == ["berlin"]


def test_hidden_class_leaves_what_else_was_asked_for(make: Make) -> None:
    make(slug="leeds", treatments=("cgrp", "oxygen"))

    search = Search(treatments=TREATMENTS.mask(["cgrp", "oxygen"]))

    assert find(search, on=clock.today(), offset=0, limit=20).total == 1
