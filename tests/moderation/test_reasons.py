"""Reasons are told in the words of what was really found: each rule amounts to one reason or to none."""

import pytest

from directory.moderation.models import Case, Decision
from directory.moderation.reasons import BY_CODE, OF_FAMILY, OF_RULE, REASONS, reasons_of
from directory.screening.findings import Severity
from directory.screening.rules import FORBIDDEN_WORDS, rules
from tests.cast import Cast
from tests.moderation.pages import CELLS, page, signed_in

REGEN = "Book our regenerative infusion programme for migraine now; packages from 4,000 dollars."
"""A programme that is sold without a word on what is in it."""


def test_every_rule_that_can_bar_a_listing_amounts_to_a_reason() -> None:
    barring = [rule.id for rule in rules().values() if rule.severity is Severity.BLOCK]
    assert barring
    assert [rule for rule in barring if not reasons_of([rule])] == []


def test_every_family_of_rules_amounts_to_a_reason_or_says_that_something_is_unknown() -> None:
    silent = {rule.family for rule in rules().values() if not reasons_of([rule.id])}
    assert silent == {"engine"}


def test_table_names_only_rules_and_reasons_that_exist() -> None:
    assert set(OF_RULE) <= set(rules())
    assert {*OF_FAMILY.values(), *OF_RULE.values()} <= set(BY_CODE)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ([], ()),
        (["WEB-01", "ENG-03", "ENGINE-00"], ()),
        (["OFF-01", "DEC-01"], ("cell_product",)),
        (["OFF-07"], ("unnamed_product",)),
        (["EFF-01", "OFF-07", "OFF-05"], ("cell_product", "unnamed_product", "unproven_claim")),
    ],
)
def test_reasons_are_named_once_and_in_one_order(found: list[str], told: tuple[str, ...]) -> None:
    assert reasons_of(found) == told


def test_treatment_without_a_name_is_not_called_a_cell_product(cast: Cast) -> None:
    case = cast.submit(description=REGEN)

    blocking = set(case.screenings.get().findings.filter(severity="block").values_list("rule", flat=True))
    statement = case.statements.get()
    assert blocking == {"OFF-07"}
    assert (case.status, statement.reasons) == (Case.Status.REJECTED, ["unnamed_product"])
    assert Decision.objects.get(case_id=case.pk).reasons == ["unnamed_product"]
    told = page(signed_in(cast.owner), "provider_statement", statement.decision_seq)
    assert "Offers a treatment without saying what it is" in told
    assert "Offers an unapproved cell product" not in told


def test_offer_of_cells_is_still_told_as_one(cast: Cast) -> None:
    assert cast.submit(description=CELLS).statements.get().reasons == ["cell_product"]


def test_no_reason_speaks_of_the_law_or_of_honesty() -> None:
    words = " ".join(f"{reason.title} {reason.words} {reason.remedy}" for reason in REASONS).lower()
    assert [word for word in FORBIDDEN_WORDS if word in words] == []
