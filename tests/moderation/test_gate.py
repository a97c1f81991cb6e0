"""The gate names each thing that is missing by itself; with all of it there, it yields the approval."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from directory.listings import content
from directory.moderation import publication
from directory.moderation.checklist import qualification_of
from directory.moderation.errors import GateClosed
from directory.moderation.gate import GateFacts, OpenFinding, gate
from directory.moderation.models import Case, Decision
from directory.screening.findings import Severity
from tests.cast import Cast


@pytest.fixture
def facts(cast: Cast) -> GateFacts:
    """Of a case that two people approved: nothing is missing."""
    case: Case = cast.publish().cases.get()
    decision = Decision.objects.get(lifecycle="case", to_status="approved")
    return publication.gate_facts(case, decision, attested_on=case.opened_at.date())


def rewritten(facts: GateFacts, **changes: Any) -> GateFacts:
    """Another text, with everything that repeats its hash changed to fit."""
    text = content.dumps(replace(content.loads(facts.revision_text), **changes))
    sha256 = content.digest(text)
    return replace(facts, revision_text=text, revision_sha256=sha256, decision_sha256=sha256)


def unplaced(facts: GateFacts) -> GateFacts:
    sites = content.loads(facts.revision_text).sites
    return rewritten(facts, sites=tuple(replace(site, latitude=None) for site in sites))


def lasting(facts: GateFacts, days: int) -> GateFacts:
    return replace(facts, qualification=replace(facts.qualification, valid_until=facts.on + timedelta(days)))


GAPS: dict[str, tuple[Callable[[GateFacts], GateFacts], str]] = {
    "decision on another text": (lambda f: replace(f, decision_sha256="0" * 64), "another version"),
    "text changed under its hash": (
        lambda f: replace(f, revision_text=f.revision_text.replace("Leeds", "Leedz")),
        "another version",
    ),
    "one person twice": (lambda f: replace(f, first_actor_id=f.actor_id), "two different people"),
    "no first person": (lambda f: replace(f, first_actor_id=None), "two different people"),
    "removed for good": (lambda f: replace(f, publication="delisted"), "removed for good"),
    "cell product": (lambda f: rewritten(f, treatments=("cell-based",)), "cell-based product"),
    "not screened": (lambda f: replace(f, screening=None), "has not been screened"),
    "blocking finding": (
        lambda f: replace(f, findings=(OpenFinding(Severity.BLOCK, True),)),
        "blocks a listing",
    ),
    "finding to look at": (
        lambda f: replace(f, findings=(OpenFinding(Severity.REVIEW, True),)),
        "needs a look",
    ),
    "open question": (lambda f: replace(f, checklist_open=("May they speak?",)), "May they speak"),
    "not qualified": (
        lambda f: replace(f, qualification=replace(f.qualification, qualified=False)),
        "does not hold today",
    ),
    "no last day": (
        lambda f: replace(f, qualification=replace(f.qualification, valid_until=None)),
        "does not hold today",
    ),
    "lapsed yesterday": (lambda f: lasting(f, -1), "does not hold today"),
    "no position": (unplaced, "no known position"),
}


@pytest.mark.parametrize("gap", GAPS)
def test_gate_stays_closed_for_one_thing_that_is_missing(facts: GateFacts, gap: str) -> None:
    change, words = GAPS[gap]
    assert facts.risky
    with pytest.raises(GateClosed, match=words) as closed:
        gate(change(facts))
    assert len(closed.value.problems) == 1


def test_gate_opens_when_nothing_is_missing_until_the_last_day(facts: GateFacts) -> None:
    approval = gate(lasting(facts, 0))
    assert (approval.revision_sha256, approval.valid_until) == (facts.revision_sha256, facts.on)


def test_gate_names_every_reason_at_once(facts: GateFacts) -> None:
    with pytest.raises(GateClosed) as closed:
        gate(unplaced(replace(facts, screening=None, publication="delisted", first_actor_id=None)))
    assert len(closed.value.problems) == 4


def test_missing_link_of_the_chain_is_told_in_its_own_words(cast: Cast) -> None:
    case = cast.submit()
    qualification = qualification_of(case)
    assert not qualification.qualified
    facts = GateFacts(
        on=case.opened_at.date(),
        listing_id=case.listing_id,
        publication="none",
        revision_text=case.revision.content,
        revision_sha256=case.revision.sha256,
        decision_seq=1,
        decision_sha256=case.revision.sha256,
        risky=False,
        first_actor_id=None,
        actor_id=cast.ann.pk,
        checklist_open=(),
        screening=None,
        findings=(),
        qualification=qualification,
        attested_on=case.opened_at.date(),
    )
    with pytest.raises(GateClosed) as closed:
        gate(facts)
    assert {gap.sentence for gap in qualification.missing} <= set(closed.value.problems)
