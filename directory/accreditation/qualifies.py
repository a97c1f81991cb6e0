"""Who may be listed, as a pure function of facts and a day (`facts.py` holds the shapes).

What counts, after the directory's own policy:

- specialist: a licence to practise for every listed site's country *and* a neurology or headache qualification;
- clinic: for every listed site a facility's licence or accreditation and a qualifying specialist who confirmed
  working there;
- practice: a site with such a specialist, where a jurisdiction row says that office practices hold no facility
  licence;
- other: an entry in the own profession's register; never called a specialist.
"""

from datetime import date

from directory.accreditation.facts import Link, ProviderFacts, Qualification

FRESH_DAYS = 120
"""A primary-source check may be this old on the day of a decision (NCQA 2025)."""


def qualifies(facts: ProviderFacts, *, on: date) -> Qualification:
    """Say whether the provider qualifies on that UTC day, until when, and what is missing if not."""
    raise NotImplementedError(facts.kind, on)


def fresh_enough(link: Link, on: date) -> bool:
    """Whether the link was checked recently enough for a decision on that day, and not after it."""
    return 0 <= (on - link.checked_on).days <= FRESH_DAYS
