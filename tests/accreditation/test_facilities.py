"""When a clinic, a practice and another professional qualify."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from directory.accreditation.facts import ExclusionFacts, Qualification, RuleFacts
from directory.accreditation.qualifies import qualifies

from .cast import (
    BERLIN,
    CHECKED,
    FACT,
    GMC,
    JCI,
    LEEDS,
    LICENCE_ENGLAND,
    NMC,
    NO_LICENCE_DE,
    TODAY,
    YORK,
    clinic,
    cqc,
    credential,
    days,
    gmc,
    look,
    person,
    practice,
    provider,
    works_at,
)


def codes(answer: Qualification) -> list[str]:
    return [gap.code for gap in answer.missing]


def test_clinic_with_licence_and_specialist_qualifies() -> None:
    answer = qualifies(clinic(), on=TODAY)

    assert answer.qualified
    assert [link.kind for link in answer.chain] == ["facility", "licence", "qualification", "affiliation"]
    facility, *_, bond = answer.chain
    assert (facility.holder, facility.site_id) == (LEEDS.name, LEEDS.id)
    assert (bond.holder, bond.site_id, bond.credential_id) == ("Dr Ada Fenwick", LEEDS.id, None)
    assert answer.valid_until == min(link.valid_until for link in answer.chain)


def test_every_listed_site_needs_its_own_licence() -> None:
    answer = qualifies(clinic(sites=(LEEDS, YORK), affiliations=(works_at(LEEDS), works_at(YORK))), on=TODAY)

    assert [(gap.code, gap.site_id) for gap in answer.missing] == [("no_facility", YORK.id)]


def test_every_listed_site_needs_a_specialist_there() -> None:
    answer = qualifies(clinic(sites=(LEEDS, YORK), credentials=(cqc(LEEDS), cqc(YORK))), on=TODAY)

    assert [(gap.code, gap.site_id) for gap in answer.missing] == [("no_specialist", YORK.id)]


def test_two_sites_with_all_they_need_qualify() -> None:
    both = clinic(
        sites=(LEEDS, YORK),
        credentials=(cqc(LEEDS), cqc(YORK, valid_until=date(2026, 8, 1))),
        affiliations=(works_at(LEEDS), works_at(YORK)),
    )

    answer = qualifies(both, on=TODAY)

    assert answer.qualified
    assert answer.valid_until == date(2026, 8, 1)
    assert len(answer.chain) == len(set(answer.chain)) == 6, "the specialist's own links stand once"


def test_a_seal_that_names_no_site_covers_none() -> None:
    hospital = credential(JCI, look("facility", site_version=1))

    assert codes(qualifies(clinic(credentials=(hospital,)), on=TODAY)) == ["no_facility", "names_no_site"]


def test_an_international_seal_for_the_site_counts_anywhere() -> None:
    seal = credential(JCI, look("facility", site_version=1), site_id=LEEDS.id)

    assert qualifies(clinic(credentials=(seal,)), on=TODAY).qualified


def test_a_cell_laboratorys_seal_never_makes_a_headache_clinic() -> None:
    seal = credential(FACT, look("facility", site_version=1), site_id=LEEDS.id)

    assert codes(qualifies(clinic(credentials=(seal,)), on=TODAY)) == ["no_facility", "outside_scope"]


def test_a_persons_register_makes_no_facility() -> None:
    odd = replace(GMC, shows=frozenset({"licence", "facility"}))
    claim = credential(odd, look("facility", site_version=1), site_id=LEEDS.id)

    assert codes(qualifies(clinic(credentials=(claim,)), on=TODAY)) == ["no_facility"]


def test_a_licence_of_another_country_does_not_cover_the_site() -> None:
    scottish = replace(cqc(), register=replace(cqc().register, jurisdiction="GB-SCT"))

    assert codes(qualifies(clinic(credentials=(scottish,)), on=TODAY)) == [
        "no_facility",
        "other_jurisdiction",
    ]


def test_moving_voids_what_was_verified_for_the_site() -> None:
    moved = replace(LEEDS, version=2)

    answer = qualifies(clinic(sites=(moved,)), on=TODAY)

    assert codes(answer) == ["no_facility", "site_moved", "no_specialist", "affiliation_site_moved"]


def test_a_check_that_does_not_say_which_address_does_not_count() -> None:
    assert "site_moved" in codes(qualifies(clinic(credentials=(cqc(site_version=None),)), on=TODAY))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"confirmed_on": None}, "affiliation_unconfirmed"),
        ({"confirmed_on": TODAY + days(1)}, "affiliation_unconfirmed"),
        ({"site_version": None}, "affiliation_site_moved"),
        ({"ended_on": TODAY - days(1)}, "affiliation_ended"),
        ({"confirmed_on": TODAY - days(1096)}, "affiliation_ended"),
    ],
)
def test_a_specialist_who_is_not_bound_to_the_site_does_not_count(changes: dict[str, Any], code: str) -> None:
    answer = qualifies(clinic(affiliations=(works_at(**changes),)), on=TODAY)

    assert codes(answer) == ["no_specialist", code]


def test_the_affiliations_last_day_is_inclusive_and_ends_the_chain() -> None:
    leaving = clinic(affiliations=(works_at(ended_on=TODAY),))

    assert qualifies(leaving, on=TODAY).valid_until == TODAY
    assert not qualifies(leaving, on=TODAY + days(1)).qualified


def test_a_doctor_without_qualification_does_not_make_a_clinic() -> None:
    doctor = person(credential(GMC, look("licence")))

    answer = qualifies(clinic(affiliations=(works_at(who=doctor),)), on=TODAY)

    assert codes(answer) == ["no_specialist", "no_qualification", "scope_not_seen"]


def test_the_specialist_who_stands_longest_carries_the_clinic() -> None:
    brief = works_at(who=person(gmc(valid_until=date(2026, 7, 1)), name="Dr Bo Hale"))
    steady = works_at(who=person(gmc(), name="Dr Ada Fenwick"))

    for order in ((brief, steady), (steady, brief)):
        answer = qualifies(clinic(affiliations=order), on=TODAY)
        assert {link.holder for link in answer.chain} == {LEEDS.name, "Dr Ada Fenwick"}
        assert answer.valid_until == CHECKED + days(365)


def test_an_excluded_colleague_stops_the_clinic_until_a_person_has_looked() -> None:
    barred = person(gmc(), name="Dr Bo Hale", exclusions=(ExclusionFacts(source="LEIE", since=CHECKED),))

    answer = qualifies(clinic(affiliations=(works_at(), works_at(who=barred))), on=TODAY)

    assert codes(answer) == ["excluded"]
    assert "Dr Bo Hale" in answer.missing[0].sentence
    gone = works_at(who=barred, ended_on=TODAY - days(1))
    assert qualifies(clinic(affiliations=(works_at(), gone)), on=TODAY).qualified


def test_practice_qualifies_where_no_facility_licence_exists() -> None:
    answer = qualifies(practice(), on=TODAY)

    assert answer.qualified
    assert [link.kind for link in answer.chain] == ["licence", "qualification", "affiliation"]
    assert answer.rules == (NO_LICENCE_DE,)
    assert answer.valid_until == CHECKED + days(365)


def test_practice_where_a_licence_is_required_is_told_to_list_as_a_clinic() -> None:
    english = practice(sites=(LEEDS,), affiliations=(works_at(),), rules=(LICENCE_ENGLAND,))

    answer = qualifies(english, on=TODAY)

    assert codes(answer) == ["facility_licence_required"]
    assert "clinic" in answer.missing[0].sentence


def test_practice_where_the_law_is_not_known_goes_to_a_person() -> None:
    answer = qualifies(practice(rules=(LICENCE_ENGLAND,)), on=TODAY)

    assert codes(answer) == ["facility_rule_unknown"]
    assert "person" in answer.missing[0].sentence


def test_practice_needs_its_specialist_too() -> None:
    assert codes(qualifies(practice(affiliations=()), on=TODAY)) == ["no_specialist"]


def rule(
    value: str, code: str = "DE", valid_from: date = date(2000, 1, 1), valid_until: date | None = None
) -> RuleFacts:
    return RuleFacts(
        code=code, rule="facility_licence", value=value, valid_from=valid_from, valid_until=valid_until
    )


def test_the_narrowest_places_rule_decides() -> None:
    assert "facility_licence_required" in codes(
        qualifies(practice(rules=(NO_LICENCE_DE, rule("required", "DE-BE"))), on=TODAY)
    )
    assert qualifies(practice(rules=(rule("required"), rule("none", "DE-BE"))), on=TODAY).qualified


def test_rules_that_contradict_each_other_are_read_strictly() -> None:
    for order in ((rule("none"), rule("required")), (rule("required"), rule("none"))):
        assert not qualifies(practice(rules=order), on=TODAY).qualified


def test_a_rule_that_ends_ends_the_practices_validity() -> None:
    ending = practice(rules=(rule("none", valid_until=date(2026, 6, 30)),))

    assert qualifies(ending, on=TODAY).valid_until == date(2026, 6, 30)
    assert not qualifies(ending, on=date(2026, 7, 1)).qualified


def test_a_later_rule_ends_the_validity_on_the_day_before() -> None:
    coming = practice(rules=(NO_LICENCE_DE, rule("required", valid_from=date(2026, 8, 1))))

    assert qualifies(coming, on=TODAY).valid_until == date(2026, 7, 31)
    assert codes(qualifies(coming, on=date(2026, 8, 1))) == ["facility_licence_required"]


def test_other_rules_of_the_place_say_nothing_about_licences() -> None:
    promotion = RuleFacts(code="DE", rule="another_rule", value="none", valid_from=date(2000, 1, 1))

    assert codes(qualifies(practice(rules=(promotion,)), on=TODAY)) == ["facility_rule_unknown"]


def test_a_nurse_qualifies_by_the_own_register() -> None:
    nurse = provider("other", LEEDS, name="Kit Marlow", credentials=(credential(NMC, look("other-licence")),))

    answer = qualifies(nurse, on=TODAY)

    assert answer.qualified
    assert [(link.kind, link.scope, link.holder) for link in answer.chain] == [
        ("licence", "other-licence", "Kit Marlow")
    ]


def test_a_family_doctor_qualifies_as_other_by_the_licence() -> None:
    doctor = provider("other", LEEDS, credentials=(credential(GMC, look("licence")),))

    assert qualifies(doctor, on=TODAY).qualified


def test_a_nurse_is_never_a_specialist() -> None:
    claims = (credential(NMC, look("other-licence")), credential(GMC, look("neurology")))

    answer = qualifies(provider("specialist", LEEDS, credentials=claims), on=TODAY)

    assert codes(answer) == ["no_licence", "scope_not_seen"]


def test_other_professionals_are_not_called_specialists() -> None:
    answer = qualifies(provider("other", LEEDS, BERLIN, name="Kit Marlow"), on=TODAY)

    assert codes(answer) == ["no_licence", "no_licence"]
    assert not any("specialist" in gap.sentence.lower() for gap in answer.missing)
