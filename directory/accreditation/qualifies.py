"""Who may be listed, as a pure function of facts and a day (`facts.py` holds the shapes).

What counts, by the directory's own policy:

- specialist: a licence that covers every listed site, *and* a neurology or headache qualification;
- clinic: for every listed site a facility's licence or accreditation, and a qualifying specialist who has
  confirmed working there;
- practice: for every listed site such a specialist, where a jurisdiction row says that office practices hold
  no facility licence;
- other: an entry in the register of one's own profession; never called a specialist.

Adverse facts count as soon as they are known, proof only from its day on: nothing that is added against a
provider can make one qualify.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.accreditation.facts import (
    AffiliationFacts,
    CredentialFacts,
    ExclusionFacts,
    Link,
    MissingLink,
    PractitionerFacts,
    ProviderFacts,
    Qualification,
    RuleFacts,
    SiteFacts,
)
from directory.accreditation.office_rules import no_licence_exists
from directory.accreditation.standing import prove, prove_affiliation

T = TypeVar("T")

FRESH_DAYS = 120
"""A primary-source check may be this old on the day of a decision (NCQA 2025)."""

_GAPS = {
    "licence": (
        "no_licence",
        gettext_lazy("No current licence to practise of %(holder)s that covers %(site)s was confirmed."),
    ),
    "own-licence": (
        "no_licence",
        gettext_lazy("No current entry of %(holder)s in the own profession's register covers %(site)s."),
    ),
    "qualification": (
        "no_qualification",
        gettext_lazy("No current neurology or headache qualification of %(holder)s was confirmed."),
    ),
    "facility": (
        "no_facility",
        gettext_lazy(
            "No current facility licence or accreditation of %(site)s was confirmed. One for another site or"
            " another purpose does not count."
        ),
    ),
}


def fresh_enough(link: Link, on: date) -> bool:
    """Whether the link was checked recently enough for a decision on that day, and not after it."""
    return 0 <= (on - link.checked_on).days <= FRESH_DAYS


def qualifies(facts: ProviderFacts, *, on: date) -> Qualification:
    """Say whether the provider qualifies on that UTC day, until when, and what is missing if not.

    The promise: as long as no newer facts arrive it also qualifies on every day up to `valid_until`. What is
    not known does not qualify, and the answer says so.
    """
    part = _excluded(facts, on) or _judged(facts, on)
    chain, missing = _once(part.chain), _once(part.missing)
    if missing:
        return Qualification(qualified=False, valid_until=None, chain=chain, missing=missing)
    return Qualification(
        qualified=True, valid_until=part.last_day(), chain=chain, missing=(), rules=_once(part.rules)
    )


@dataclass(frozen=True)
class _Part:
    """What one part of the question found: proof, gaps, and the rules it rests on."""

    chain: tuple[Link, ...] = ()
    missing: tuple[MissingLink, ...] = ()
    rules: tuple[RuleFacts, ...] = ()

    @classmethod
    def of(cls, found: Link | MissingLink | RuleFacts) -> "_Part":
        match found:
            case Link():
                return cls(chain=(found,))
            case RuleFacts():
                return cls(rules=(found,))
            case MissingLink():
                return cls(missing=(found,))

    def __add__(self, other: "_Part") -> "_Part":
        return _Part(self.chain + other.chain, self.missing + other.missing, self.rules + other.rules)

    def last_day(self) -> date:
        ends = [link.valid_until for link in self.chain]
        return min(ends + [rule.valid_until for rule in self.rules if rule.valid_until is not None])


def _sum(parts: Iterable[_Part]) -> _Part:
    return sum(parts, start=_Part())


def _once(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _excluded(facts: ProviderFacts, on: date) -> _Part | None:
    """The exclusions that stand against the provider or anyone still named at a listed site."""
    sites = {site.id for site in facts.sites}
    barred = [(facts.name, each) for each in facts.exclusions]
    for bond in facts.affiliations:
        if bond.site_id in sites and (bond.ended_on is None or on <= bond.ended_on):
            barred += [(bond.practitioner.name, each) for each in bond.practitioner.exclusions]
    gaps = tuple(_exclusion(name, each) for name, each in barred if each.until is None or on <= each.until)
    return _Part(missing=gaps) if gaps else None


def _exclusion(name: str, exclusion: ExclusionFacts) -> MissingLink:
    sentence = _("%(name)s is named in %(source)s. Nothing can be published before a person has looked.")
    return MissingLink(code="excluded", sentence=sentence % {"name": name, "source": exclusion.source})


def _judged(facts: ProviderFacts, on: date) -> _Part:
    judge = _JUDGES.get(facts.kind)
    if judge is None:
        sentence = _("This kind of provider is not known. A person must look.")
        return _Part.of(MissingLink(code="unknown_kind", sentence=sentence))
    if not facts.sites:
        sentence = _("No site is named. Name at least one place where patients are seen.")
        return _Part.of(MissingLink(code="no_site", sentence=sentence))
    return _sum(judge(facts, site, on) for site in facts.sites)


def _specialist(facts: ProviderFacts, site: SiteFacts, on: date) -> _Part:
    person = PractitionerFacts(id=facts.id, name=facts.name, credentials=facts.credentials)
    return _licensed_and_qualified(person, site, on)


def _other(facts: ProviderFacts, site: SiteFacts, on: date) -> _Part:
    return _best(facts.credentials, "own-licence", facts.name, site, on)


def _clinic(facts: ProviderFacts, site: SiteFacts, on: date) -> _Part:
    return _best(facts.credentials, "facility", site.name, site, on) + _specialist_at(facts, site, on)


def _practice(facts: ProviderFacts, site: SiteFacts, on: date) -> _Part:
    return _Part.of(no_licence_exists(facts.rules, site, on)) + _specialist_at(facts, site, on)


_JUDGES: dict[str, Callable[[ProviderFacts, SiteFacts, date], _Part]] = {
    "specialist": _specialist,
    "clinic": _clinic,
    "practice": _practice,
    "other": _other,
}


def _best(credentials: Iterable[CredentialFacts], need: str, holder: str, site: SiteFacts, on: date) -> _Part:
    """The credential that meets the need for longest, or the gap and why each near miss does not close it."""
    tried = [prove(each, need, holder=holder, site=site, on=on) for each in credentials]
    links = [found for found in tried if isinstance(found, Link)]
    if links:
        return _Part.of(max(links, key=_preference))
    code, sentence = _GAPS[need]
    gap = MissingLink(
        code=code,
        sentence=sentence % {"holder": holder, "site": site.name},
        site_id=None if need == "qualification" else site.id,
    )
    return _Part(missing=(gap, *(found for found in tried if isinstance(found, MissingLink))))


def _preference(link: Link) -> tuple[date, date, str, str]:
    return link.valid_until, link.checked_on, link.register_code, link.number


def _licensed_and_qualified(person: PractitionerFacts, site: SiteFacts, on: date) -> _Part:
    needs = ("licence", "qualification")
    return _sum(_best(person.credentials, need, person.name, site, on) for need in needs)


def _specialist_at(facts: ProviderFacts, site: SiteFacts, on: date) -> _Part:
    """The specialist who stands for the site for longest, or what each candidate lacks."""
    candidates = [_affiliated(each, site, on) for each in facts.affiliations if each.site_id == site.id]
    complete = [part for part in candidates if not part.missing]
    if complete:
        return max(complete, key=lambda part: (part.last_day(), [_preference(link) for link in part.chain]))
    sentence = _(
        "No specialist with a confirmed licence and qualification has confirmed working at %(site)s."
    )
    gap = MissingLink(code="no_specialist", sentence=sentence % {"site": site.name}, site_id=site.id)
    return _Part(missing=(gap, *_sum(candidates).missing))


def _affiliated(affiliation: AffiliationFacts, site: SiteFacts, on: date) -> _Part:
    bond = prove_affiliation(affiliation, site, on)
    return _licensed_and_qualified(affiliation.practitioner, site, on) + _Part.of(bond)
