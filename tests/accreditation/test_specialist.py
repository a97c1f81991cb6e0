"""When a specialist qualifies: a licence that covers each site, and a neurology or headache qualification."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from directory.accreditation.facts import ExclusionFacts, MissingLink, Qualification, RegisterFacts
from directory.accreditation.qualifies import fresh_enough, qualifies

from .cast import (
    AQH,
    BERLIN,
    CHAMBER,
    CHECKED,
    GMC,
    LEEDS,
    NPI,
    TODAY,
    UCNS,
    YORK,
    credential,
    days,
    gmc,
    look,
    noon,
    provider,
    specialist,
)


def codes(answer: Qualification) -> list[str]:
    return [gap.code for gap in answer.missing]


def test_one_register_entry_may_show_licence_and_qualification() -> None:
    answer = qualifies(specialist(gmc()), on=TODAY)

    assert answer.qualified
    assert answer.missing == ()
    assert [(link.kind, link.scope) for link in answer.chain] == [
        ("licence", "licence"),
        ("qualification", "neurology"),
    ]
    assert answer.valid_until == CHECKED + days(365)
    assert {(link.holder, link.number, link.how, link.checked_on) for link in answer.chain} == {
        ("Dr Ada Fenwick", "1234567", "register", CHECKED)
    }


def test_licence_and_certificate_from_two_registers() -> None:
    licence = credential(GMC, look("licence"))
    certificate = credential(UCNS, look("headache", valid_until=date(2026, 9, 30)))

    answer = qualifies(specialist(licence, certificate), on=TODAY)

    assert answer.qualified
    assert answer.valid_until == date(2026, 9, 30), "the shorter of the two decides"


def test_licence_alone_is_not_a_specialist() -> None:
    answer = qualifies(specialist(credential(GMC, look("licence"))), on=TODAY)

    assert not answer.qualified
    assert answer.valid_until is None
    assert codes(answer) == ["no_qualification", "scope_not_seen"]
    assert [link.kind for link in answer.chain] == ["licence"], "what is proven is kept for the moderator"


def test_qualification_alone_is_not_a_specialist() -> None:
    answer = qualifies(specialist(credential(UCNS, look("headache"))), on=TODAY)

    assert codes(answer) == ["no_licence"]
    assert "Dr Ada Fenwick" in answer.missing[0].sentence
    assert LEEDS.name in answer.missing[0].sentence


def test_scope_the_register_cannot_show_does_not_count() -> None:
    boast = credential(UCNS, look("headache,licence,neurology"))

    answer = qualifies(specialist(boast), on=TODAY)

    assert codes(answer) == ["no_licence"]
    assert [link.scope for link in answer.chain] == ["headache"]


def test_a_look_that_saw_only_what_the_register_cannot_show_does_not_count() -> None:
    licence, boast = credential(GMC, look("licence")), credential(UCNS, look("neurology"))

    assert "scope_not_seen" in codes(qualifies(specialist(licence, boast), on=TODAY))


@pytest.mark.parametrize(
    ("register", "code"), [(AQH, "supporting_only"), (replace(AQH, standing="never"), "never_counts")]
)
def test_certificates_that_do_not_count_make_no_link(register: RegisterFacts, code: str) -> None:
    licence = credential(GMC, look("licence"))
    answer = qualifies(specialist(licence, credential(register, look("headache"))), on=TODAY)

    assert not answer.qualified
    assert code in codes(answer)


def test_npi_is_no_licence() -> None:
    npi = credential(NPI, look("licence,neurology"))
    answer = qualifies(specialist(npi), on=TODAY)

    assert codes(answer) == ["no_licence", "never_counts", "no_qualification"]


def test_licence_must_cover_every_site() -> None:
    answer = qualifies(specialist(gmc(), sites=(LEEDS, BERLIN)), on=TODAY)

    assert [(gap.code, gap.site_id) for gap in answer.missing] == [
        ("no_licence", BERLIN.id),
        ("other_jurisdiction", BERLIN.id),
    ]


def test_a_licence_for_each_country_covers_both_sites() -> None:
    german = credential(CHAMBER, look("licence"), number="")
    answer = qualifies(specialist(gmc(), german, sites=(LEEDS, YORK, BERLIN)), on=TODAY)

    assert answer.qualified
    assert [link.register_code for link in answer.chain] == ["gmc", "gmc", "kammer"], "each link once"


def test_a_credential_may_be_narrower_than_its_register() -> None:
    scottish = replace(gmc(), jurisdiction="GB-SCT")

    assert codes(qualifies(specialist(scottish), on=TODAY)) == ["no_licence", "other_jurisdiction"]


def test_a_credential_cannot_be_wider_than_its_register() -> None:
    claimed = replace(gmc(), jurisdiction="DE")

    assert "other_jurisdiction" in codes(qualifies(specialist(claimed, sites=(BERLIN,)), on=TODAY))


def test_nobody_looked() -> None:
    assert codes(qualifies(specialist(credential(GMC)), on=TODAY)) == [
        "no_licence",
        "not_checked",
        "no_qualification",
        "not_checked",
    ]


@pytest.mark.parametrize(
    "result", ["not_found", "restricted", "expired", "mismatch", "unknown", "never heard of"]
)
def test_a_newer_look_that_does_not_confirm_defeats_the_older(result: str) -> None:
    claim = credential(GMC, look("licence,neurology"), look("licence,neurology", CHECKED + days(1), result))

    answer = qualifies(specialist(claim), on=TODAY)

    assert not answer.qualified
    assert "not_confirmed" in codes(answer)


def test_order_is_by_time_not_by_position() -> None:
    looks = look("licence,neurology", CHECKED, "restricted"), look("licence,neurology", CHECKED + days(1))

    assert qualifies(specialist(credential(GMC, *looks)), on=TODAY).qualified
    assert qualifies(specialist(credential(GMC, *reversed(looks))), on=TODAY).qualified


def test_of_two_looks_at_the_same_moment_the_adverse_one_decides() -> None:
    looks = look("licence,neurology"), look("licence,neurology", result="restricted")

    assert not qualifies(specialist(credential(GMC, *looks)), on=TODAY).qualified
    assert not qualifies(specialist(credential(GMC, *reversed(looks))), on=TODAY).qualified


def test_the_newest_look_says_which_scopes_are_there() -> None:
    claim = credential(GMC, look("licence,neurology"), look("licence", CHECKED + days(1)))

    assert codes(qualifies(specialist(claim), on=TODAY)) == ["no_qualification", "scope_not_seen"]


def test_the_last_valid_day_is_inclusive() -> None:
    claim = specialist(gmc(valid_until=TODAY))

    assert qualifies(claim, on=TODAY).qualified
    after = qualifies(claim, on=TODAY + days(1))
    assert not after.qualified
    assert "expired" in codes(after)


def test_without_a_date_a_check_stands_for_the_registers_limit() -> None:
    claim = specialist(gmc())

    assert qualifies(claim, on=CHECKED + days(365)).qualified
    assert not qualifies(claim, on=CHECKED + days(366)).qualified


def test_the_registers_date_cannot_stretch_the_limit() -> None:
    answer = qualifies(specialist(gmc(valid_until=date(2040, 1, 1))), on=TODAY)

    assert answer.valid_until == CHECKED + days(365)


def test_a_look_dated_in_the_future_confirms_nothing() -> None:
    answer = qualifies(specialist(gmc(on=TODAY + days(1))), on=TODAY)

    assert not answer.qualified
    assert "not_checked" in codes(answer)


def test_a_future_look_does_not_hide_the_present_one() -> None:
    claim = credential(GMC, look("licence,neurology"), look("", TODAY + days(9)))

    assert qualifies(specialist(claim), on=TODAY).qualified


def test_the_day_of_a_look_is_the_utc_day() -> None:
    late = datetime.fromisoformat("2026-06-16T01:30:00+02:00")

    answer = qualifies(specialist(gmc(at=late)), on=TODAY)

    assert answer.qualified, "half past eleven in the evening of the 15th, UTC"
    assert answer.chain[0].checked_on == late.astimezone(UTC).date() == TODAY


def test_the_credential_that_stands_longest_is_shown() -> None:
    short = credential(UCNS, look("headache", valid_until=date(2026, 7, 1)), number="A")
    long = credential(UCNS, look("headache", valid_until=date(2027, 3, 1)), number="B")
    licence = credential(GMC, look("licence"))

    for order in ((short, long), (long, short)):
        answer = qualifies(specialist(licence, *order), on=TODAY)
        assert [link.number for link in answer.chain] == ["1234567", "B"]
        assert answer.valid_until == date(2027, 3, 1)


def test_an_exclusion_defeats_everything_and_calls_a_person() -> None:
    barred = specialist(gmc(), exclusions=(ExclusionFacts(source="LEIE", since=CHECKED),))

    answer = qualifies(barred, on=TODAY)

    assert codes(answer) == ["excluded"]
    assert answer.chain == ()
    assert "person" in answer.missing[0].sentence


def test_an_exclusion_that_has_ended_no_longer_bars() -> None:
    barred = specialist(gmc(), exclusions=(ExclusionFacts(source="LEIE", since=CHECKED, until=TODAY),))

    assert not qualifies(barred, on=TODAY).qualified
    assert qualifies(barred, on=TODAY + days(1)).qualified


def test_no_site_and_unknown_kinds_are_refused_with_a_sentence() -> None:
    assert codes(qualifies(specialist(gmc(), sites=()), on=TODAY)) == ["no_site"]
    assert codes(qualifies(provider("wizard", LEEDS, credentials=(gmc(),)), on=TODAY)) == ["unknown_kind"]


def test_every_gap_is_a_sentence() -> None:
    answer = qualifies(specialist(gmc(result="restricted"), sites=(LEEDS, BERLIN)), on=TODAY)

    assert all(isinstance(gap, MissingLink) and gap.sentence.endswith(".") for gap in answer.missing)
    assert not any("%(" in gap.sentence for gap in answer.missing)


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (120, True), (121, False), (-1, False)])
def test_a_decision_needs_a_check_of_at_most_120_days(age: int, fresh: bool) -> None:
    link = qualifies(specialist(gmc()), on=TODAY).chain[0]

    assert fresh_enough(link, CHECKED + days(age)) is fresh


def test_looks_are_compared_by_the_moment() -> None:
    morning, evening = noon(CHECKED).replace(hour=8), noon(CHECKED).replace(hour=20)
    claim = credential(
        GMC, look("licence,neurology", at=evening), look("licence,neurology", at=morning, result="not_found")
    )

    assert qualifies(specialist(claim), on=TODAY).qualified
