"""Reasons are told in the words of what was really found: each rule amounts to one reason or to none."""

import pytest

from directory.moderation import screening_runs
from directory.moderation.models import Case, Decision
from directory.moderation.reasons import BY_CODE, OF_FAMILY, OF_RULE, REASONS, reasons_of
from directory.screening.findings import Finding, Screening, Severity, Verdict
from directory.screening.rules import FORBIDDEN_WORDS, rules
from tests.cast import Cast
from tests.moderation.pages import CELLS, page, signed_in


def found(monkeypatch: pytest.MonkeyPatch, *rule_ids: str) -> None:
    """From now on the engine finds these rules, each barring, in the first words of the description."""
    findings = tuple(
        Finding(rule, Severity.BLOCK, 0, 5, "I see", f"What {rule} says.", field="description")
        for rule in rule_ids
    )
    screening = Screening(Verdict.REJECT, "2026-11-22.feedfeedfeed", findings)
    monkeypatch.setattr(screening_runs, "engine_on", lambda revision: screening)


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
    ("spoke", "told"),
    [
        ([], ()),
        (["WEB-01", "ENG-03", "ENGINE-00"], ()),
        (["OFF-01", "DEC-01"], ("cell_product",)),
        (["OFF-07"], ("unnamed_product",)),
        (["EFF-01", "OFF-07", "OFF-05"], ("cell_product", "unnamed_product", "unproven_claim")),
    ],
)
def test_reasons_are_named_once_and_in_one_order(spoke: list[str], told: tuple[str, ...]) -> None:
    assert reasons_of(spoke) == told


def test_treatment_without_a_name_is_not_called_a_cell_product(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, "OFF-07")
    case = cast.submit()

    statement = case.statements.get()
    assert (case.status, statement.reasons) == (Case.Status.REJECTED, ["unnamed_product"])
    assert Decision.objects.get(case_id=case.pk).reasons == ["unnamed_product"]
    told = page(signed_in(cast.owner), "provider_statement", statement.decision_seq)
    assert "Offers a treatment without saying what it is" in told
    assert "Offers an unapproved cell product" not in told


def test_several_findings_are_told_with_each_of_their_reasons(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, "OFF-07", "EFF-01", "OFF-01")
    assert cast.submit().statements.get().reasons == ["cell_product", "unnamed_product", "unproven_claim"]


def test_rule_that_amounts_to_no_reason_leaves_the_case_to_a_person(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, "NEW-01")
    case = cast.submit()

    assert case.status == Case.Status.OPEN
    assert not case.statements.exists()


def test_offer_of_cells_is_still_told_as_one(cast: Cast) -> None:
    assert cast.submit(description=CELLS).statements.get().reasons == ["cell_product"]


def test_no_reason_speaks_of_the_law_or_of_honesty() -> None:
    words = " ".join(f"{reason.title} {reason.words} {reason.remedy}" for reason in REASONS).lower()
    assert [word for word in FORBIDDEN_WORDS if word in words] == []
