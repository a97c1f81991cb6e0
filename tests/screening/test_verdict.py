"""The verdict is that of the heaviest finding, whatever stands beside it."""

from hypothesis import given
from hypothesis import strategies as st

from directory.screening.findings import Finding, Severity, Verdict, verdict_of

WEIGHT = [Verdict.CLEAR, Verdict.REVIEW, Verdict.REJECT]
ALONE = {Severity.NOTE: Verdict.CLEAR, Severity.REVIEW: Verdict.REVIEW, Severity.BLOCK: Verdict.REJECT}

severities = st.lists(st.sampled_from(Severity), max_size=6)


def verdict(found: list[Severity]) -> Verdict:
    return verdict_of(tuple(Finding("X-01", each, 0, 0, "", "") for each in found))


@given(severities, severities)
def test_more_evidence_never_lowers_the_verdict(found: list[Severity], more: list[Severity]) -> None:
    assert WEIGHT.index(verdict(found + more)) >= WEIGHT.index(verdict(found))


@given(severities)
def test_heaviest_finding_decides_and_nothing_found_is_clear(found: list[Severity]) -> None:
    assert verdict(found) == max((ALONE[each] for each in found), key=WEIGHT.index, default=Verdict.CLEAR)
