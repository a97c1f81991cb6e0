"""What holds for every set of facts: adverse evidence never helps, the minimum decides, days are whole."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from directory.accreditation.facts import (
    AffiliationFacts,
    CredentialFacts,
    ExclusionFacts,
    ProviderFacts,
    RuleFacts,
    VerificationFacts,
)
from directory.accreditation.qualifies import qualifies

from .cast import (
    AQH,
    BERLIN,
    CHAMBER,
    CQC,
    FACT,
    GMC,
    JCI,
    LEEDS,
    NMC,
    TODAY,
    UCNS,
    YORK,
    days,
    noon,
    person,
    provider,
    uid,
)

REGISTERS = (GMC, CHAMBER, UCNS, AQH, NMC, CQC, JCI, FACT)
SITES = (LEEDS, YORK, BERLIN)
SCOPES = ("licence", "neurology", "headache", "facility", "other-licence")
ADVERSE = ("not_found", "restricted", "expired", "mismatch", "unknown")

near = st.integers(-500, 0).map(lambda offset: TODAY + timedelta(days=offset))
ahead = st.integers(-30, 600).map(lambda offset: TODAY + timedelta(days=offset))
usually = st.sampled_from


def looks(result: st.SearchStrategy[str], when: st.SearchStrategy[date] = near) -> st.SearchStrategy:
    return st.builds(
        VerificationFacts,
        at=when.map(noon),
        result=result,
        scopes=st.one_of(st.just(frozenset(SCOPES)), st.frozensets(usually(SCOPES))),
        how=st.just("register"),
        valid_until=st.none() | ahead,
        site_version=usually((1, 3, None)),
    )


mixed = looks(usually(("confirmed",) * 6 + ADVERSE))
credentials = st.builds(
    CredentialFacts,
    id=st.uuids(),
    register=usually(REGISTERS),
    number=st.just("1"),
    verifications=st.lists(mixed, min_size=1, max_size=3).map(tuple),
    site_id=usually((LEEDS.id, YORK.id, BERLIN.id, None)),
)
exclusions = st.builds(ExclusionFacts, source=st.just("list"), since=near, until=st.none() | ahead)
people = st.lists(credentials, max_size=3).map(lambda held: person(*held))
affiliations = st.builds(
    AffiliationFacts,
    site_id=usually(SITES).map(lambda site: site.id),
    practitioner=people,
    confirmed_on=st.none() | near,
    site_version=usually((1, 3)),
    ended_on=st.none() | ahead,
)
rules = st.builds(
    RuleFacts,
    code=usually(("DE", "DE-BE", "GB", "GB-ENG")),
    rule=st.just("facility_licence"),
    value=usually(("none", "none", "required")),
    valid_from=near | ahead,
    valid_until=st.none() | ahead,
)


def complete(kind: str) -> ProviderFacts:
    """A provider with every link, valid on `TODAY`, to which the strategies add more."""
    looked = VerificationFacts(
        at=noon(TODAY), result="confirmed", scopes=frozenset(SCOPES), how="register", site_version=1
    )
    held = (
        CredentialFacts(id=uid("own"), register=GMC, number="1", verifications=(looked,)),
        CredentialFacts(id=uid("home"), register=CQC, number="2", verifications=(looked,), site_id=LEEDS.id),
    )
    bond = AffiliationFacts(site_id=LEEDS.id, practitioner=person(*held), confirmed_on=TODAY, site_version=1)
    none = RuleFacts(code="GB-ENG", rule="facility_licence", value="none", valid_from=date(2000, 1, 1))
    return provider(kind, LEEDS, credentials=held, affiliations=(bond,), rules=(none,))


@st.composite
def providers(draw: st.DrawFn) -> ProviderFacts:
    kind = draw(usually(("specialist", "clinic", "practice", "other")))
    base = (
        complete(kind) if draw(st.booleans()) else provider(kind, *draw(st.sets(usually(SITES), max_size=2)))
    )
    return replace(
        base,
        credentials=base.credentials + tuple(draw(st.lists(credentials, max_size=3))),
        affiliations=base.affiliations + tuple(draw(st.lists(affiliations, max_size=2))),
        rules=base.rules + tuple(draw(st.lists(rules, max_size=2))),
        exclusions=tuple(draw(st.lists(exclusions, max_size=1))) if draw(st.integers(0, 4)) == 0 else (),
    )


def _with_look(facts: ProviderFacts, index: int, look: VerificationFacts) -> ProviderFacts:
    """`look` added to one of all credentials, the provider's own and the affiliated people's."""
    own = list(facts.credentials)
    if index < len(own):
        own[index] = replace(own[index], verifications=(*own[index].verifications, look))
        return replace(facts, credentials=tuple(own))
    bonds = [
        replace(
            bond,
            practitioner=replace(
                bond.practitioner,
                credentials=tuple(
                    replace(held, verifications=(*held.verifications, look))
                    for held in bond.practitioner.credentials
                ),
            ),
        )
        for bond in facts.affiliations
    ]
    return replace(facts, affiliations=tuple(bonds))


@given(providers(), st.integers(0, 6), looks(usually(ADVERSE), near | ahead), ahead)
def test_an_adverse_look_never_helps(
    facts: ProviderFacts, index: int, look: VerificationFacts, on: date
) -> None:
    before, after = qualifies(facts, on=on), qualifies(_with_look(facts, index, look), on=on)

    assert before.qualified or not after.qualified
    if after.valid_until and before.valid_until:
        assert after.valid_until <= before.valid_until


@given(providers(), exclusions, ahead)
def test_an_exclusion_never_helps(facts: ProviderFacts, exclusion: ExclusionFacts, on: date) -> None:
    worse = replace(facts, exclusions=(*facts.exclusions, exclusion))

    assert qualifies(facts, on=on).qualified or not qualifies(worse, on=on).qualified
    if exclusion.until is None or on <= exclusion.until:
        assert not qualifies(worse, on=on).qualified


@given(providers(), ahead)
def test_moving_every_site_leaves_no_facility(facts: ProviderFacts, on: date) -> None:
    moved = replace(facts, sites=tuple(replace(site, version=99) for site in facts.sites))

    answer = qualifies(moved, on=on)

    assert not (answer.qualified and facts.kind in ("clinic", "practice"))
    assert not any(link.kind in ("facility", "affiliation") for link in answer.chain)


@given(providers(), ahead)
def test_validity_is_the_minimum_over_the_chain(facts: ProviderFacts, on: date) -> None:
    answer = qualifies(facts, on=on)

    ends = [link.valid_until for link in answer.chain]
    ends += [rule.valid_until for rule in answer.rules if rule.valid_until]
    assert answer.valid_until == (min(ends) if answer.qualified else None)
    assert answer.qualified is not bool(answer.missing)


@given(providers(), ahead, st.integers(0, 1200))
def test_what_qualifies_today_qualifies_through_its_last_day(
    facts: ProviderFacts, on: date, later: int
) -> None:
    answer = qualifies(facts, on=on)
    assume(answer.valid_until is not None)
    assert answer.valid_until is not None
    day = min(on + days(later), answer.valid_until)

    again = qualifies(facts, on=day)

    assert again.qualified
    assert again.valid_until is not None
    assert again.valid_until >= answer.valid_until


@given(providers(), st.integers(0, 600))
def test_the_day_after_the_last_is_too_late(facts: ProviderFacts, offset: int) -> None:
    on = TODAY + days(offset)
    assume(not any(rule.valid_until or rule.valid_from > on for rule in facts.rules))
    answer = qualifies(facts, on=on)
    assume(answer.valid_until is not None)

    assert answer.valid_until is not None
    assert not qualifies(facts, on=answer.valid_until + days(1)).qualified, "no fact here is newer than TODAY"


@given(providers(), ahead, st.randoms())
def test_the_order_of_the_facts_changes_nothing(facts: ProviderFacts, on: date, random: Random) -> None:
    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(items, len(items)))

    other = replace(
        facts,
        credentials=tuple(
            replace(held, verifications=shuffled(held.verifications)) for held in shuffled(facts.credentials)
        ),
        affiliations=shuffled(facts.affiliations),
        rules=shuffled(facts.rules),
    )

    first, second = qualifies(facts, on=on), qualifies(other, on=on)
    assert (first.qualified, first.valid_until) == (second.qualified, second.valid_until)
