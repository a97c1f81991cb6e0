"""A mode makes findings lighter, never heavier; what nobody may dismiss keeps its weight."""

from hypothesis import given
from hypothesis import strategies as st

from directory.moderation.rulesets.modes import Mode, data_hash, marked, weigh
from directory.screening.findings import Finding, Screening, Severity, Verdict, verdict_of

RULES = ["OFF-01", "OFF-02", "CLM-01", "DEC-01"]
HEAVIER = {Verdict.CLEAR: 0, Verdict.REVIEW: 1, Verdict.REJECT: 2}
WEAKER = {Mode.ACTIVE: 0, Mode.REVIEW_ONLY: 1, Mode.SHADOW: 2}

findings = st.lists(
    st.builds(
        Finding,
        rule=st.sampled_from(RULES),
        severity=st.sampled_from(Severity),
        start=st.integers(0, 9),
        end=st.just(9),
        excerpt=st.just("x"),
        reason=st.just("Why."),
        dismissible=st.booleans(),
    ),
    max_size=6,
).map(tuple)
modes = st.dictionaries(st.sampled_from(RULES), st.sampled_from(Mode))


def screening(found: tuple[Finding, ...]) -> Screening:
    return Screening(verdict_of(found), "2026-11-22.0123456789ab", found)


def weight(found: tuple[Finding, ...], in_mode: dict[str, Mode]) -> int:
    return HEAVIER[weigh(screening(found), in_mode).screening.verdict]


@given(findings, modes)
def test_verdict_is_never_heavier_than_the_engines(
    found: tuple[Finding, ...], in_mode: dict[str, Mode]
) -> None:
    assert weight(found, in_mode) <= HEAVIER[screening(found).verdict]


@given(findings, findings, modes)
def test_more_findings_never_make_it_lighter(
    found: tuple[Finding, ...], more: tuple[Finding, ...], in_mode: dict[str, Mode]
) -> None:
    assert weight(found + more, in_mode) >= weight(found, in_mode)


@given(findings, modes, st.sampled_from(RULES), st.sampled_from(Mode))
def test_a_weaker_mode_never_makes_it_heavier(
    found: tuple[Finding, ...], in_mode: dict[str, Mode], rule: str, mode: Mode
) -> None:
    before = in_mode.get(rule, Mode.ACTIVE)
    if WEAKER[mode] >= WEAKER[before]:
        assert weight(found, in_mode | {rule: mode}) <= weight(found, in_mode)


@given(findings, modes)
def test_nothing_is_lost_and_the_verdict_is_of_what_counts(
    found: tuple[Finding, ...], in_mode: dict[str, Mode]
) -> None:
    weighed = weigh(screening(found), in_mode)
    assert weighed.screening.verdict == verdict_of(weighed.screening.findings)
    shadowed = [each for mode, each in weighed.withheld if mode is Mode.SHADOW]
    assert len(weighed.screening.findings) + len(shadowed) == len(found)


@given(findings)
def test_without_modes_nothing_changes(found: tuple[Finding, ...]) -> None:
    plain = screening(found)
    assert weigh(plain, {}).screening == plain
    assert weigh(plain, dict.fromkeys(RULES, Mode.ACTIVE)).screening == plain


@given(findings)
def test_declared_services_keep_their_weight_in_every_mode(found: tuple[Finding, ...]) -> None:
    fixed = tuple(each for each in found if not each.dismissible)
    weighed = weigh(screening(found), dict.fromkeys(RULES, Mode.SHADOW))
    assert weighed.screening.findings == fixed


def test_review_only_turns_a_rejection_into_a_look_and_leaves_the_rest() -> None:
    block, note = (Finding("OFF-01", each, 0, 1, "x", "Why.") for each in (Severity.BLOCK, Severity.NOTE))
    weighed = weigh(screening((block, note)), {"OFF-01": Mode.REVIEW_ONLY})
    assert weighed.screening.verdict is Verdict.REVIEW
    assert [each.severity for each in weighed.screening.findings] == [Severity.REVIEW, Severity.NOTE]
    assert weighed.withheld == ((Mode.REVIEW_ONLY, block),)


def test_modes_mark_the_ruleset_and_the_hash_of_its_data_stays_readable() -> None:
    plain = "2026-11-22.0123456789ab"
    shadowed = marked(plain, {"OFF-01": Mode.SHADOW, "OFF-02": Mode.ACTIVE})
    assert marked(plain, {"OFF-02": Mode.ACTIVE}) == plain
    assert shadowed != plain
    assert shadowed == marked(plain, {"OFF-01": Mode.SHADOW})
    assert shadowed != marked(plain, {"OFF-01": Mode.REVIEW_ONLY})
    assert data_hash(shadowed) == data_hash(plain) == "0123456789ab"
