"""Checks of money, permission and honesty (rules 9 to 18), most of them for cell products only. Pure."""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from . import countries, registry_ids
from .checks import Facts, block, note, review
from .codes import SponsorClass
from .findings import Finding, Rule
from .payment import payment_phrases
from .relevance import headache_words

LATE_DAYS = 31
LARGE_ENROLMENT = 500
MANY_CONDITIONS = 4
_UNPROVEN_PHASES = frozenset({"NA", "EARLY_PHASE1", "PHASE1"})
_STOPPED_BY_REGULATOR = re.compile(
    r"\b(?:pending (?:fda|regulatory)|fda (?:approval|clearance|hold)|ind\b|clinical hold|warning letter)",
    re.IGNORECASE,
)


def payment(facts: Facts) -> Iterator[Finding]:
    """Rule 9: nobody pays for a product that is being tested, without permission to charge (21 CFR 312.8)."""
    found = payment_phrases(facts.record.texts)
    words = "”, “".join(found)[:200]
    if found and facts.is_cell:
        yield block(Rule.PAYMENT, _("Patients pay for a cell product that is being tested (“%s”).") % words)
    elif found:
        yield review(Rule.PAYMENT, _("The record may say that patients pay (“%s”).") % words)
    elif facts.is_cell:
        yield review(
            Rule.PAYMENT, _("The sponsor must declare that the cell product costs patients nothing.")
        )


def authorisation(facts: Facts) -> Iterator[Finding]:
    """Rule 10: a cell product needs a regulator's permission that somebody has seen."""
    if facts.is_cell:
        yield _cell_authorisation(facts)
        return
    if facts.cells.mentioned:
        yield review(
            Rule.AUTHORISATION,
            _("The record may mean a cell product (“%s”).") % "”, “".join(facts.cells.mentioned)[:200],
        )
    if facts.cells.platelets:
        yield review(
            Rule.AUTHORISATION,
            _("It gives a blood product with its own policy (“%s”).")
            % "”, “".join(facts.cells.platelets)[:200],
        )


def _cell_authorisation(facts: Facts) -> Finding:
    record = facts.record
    texts = (record.registry_id, *(each.value for each in record.secondary_ids))
    numbers = [number for text in texts if (number := registry_ids.parse(text))]
    eu_site = any(
        countries.in_eea(each.country_code or countries.code(each.country)) for each in record.sites
    )
    if eu_site and any(number.registry.code == "CTIS" for number in numbers):
        return review(
            Rule.AUTHORISATION,
            _("A cell product with an EU trial number: look up what each member state decided."),
        )
    return block(
        Rule.AUTHORISATION, _("A cell product without a regulator's permission that anybody has shown.")
    )


def oversight(facts: Facts) -> Iterator[Finding]:
    """Rule 11: a cell trial in the US that does not say that FDA oversees it. Saying so proves nothing."""
    in_us = any("US" in (each.country_code, countries.code(each.country)) for each in facts.record.sites)
    if facts.is_cell and in_us and not facts.record.oversight.fda_drug:
        yield review(
            Rule.OVERSIGHT, _("A cell product in the United States that is not declared as FDA-regulated.")
        )


def export(facts: Facts) -> Iterator[Finding]:
    """Rule 12: a cell product made in the United States for use elsewhere."""
    if facts.is_cell and facts.record.oversight.us_export:
        yield review(Rule.EXPORT, _("The product is exported from the United States for use elsewhere."))


def sponsor(facts: Facts) -> Iterator[Finding]:
    """Rule 13: a single person as sponsor. Other classes decide nothing: OTHER is clinics too."""
    if facts.record.sponsor_class == SponsorClass.INDIV:
        yield review(Rule.SPONSOR, _("The sponsor is a single person."))


def marketing(facts: Facts) -> Iterator[Finding]:
    """Rule 14: two of: many unrelated conditions, very many people early on, no control or oversight."""
    record, design = facts.record, facts.record.design
    unrelated = [text for text in record.conditions if not headache_words(text)]
    signs = (
        len(unrelated) + (len(unrelated) < len(record.conditions)) >= MANY_CONDITIONS,
        (design.enrolment or 0) > LARGE_ENROLMENT and _UNPROVEN_PHASES.issuperset(design.phases),
        design.model == "SINGLE_GROUP" and design.masking in {"NONE", ""} and not record.oversight.has_dmc,
    )
    if facts.is_cell and sum(signs) >= 2:
        yield review(Rule.MARKETING, _("The trial has the shape of an offer: %d of 3 signs.") % sum(signs))


def late(facts: Facts) -> Iterator[Finding]:
    """Rule 15: registered more than a month after it began."""
    dates = facts.record.dates
    if not dates.start or not dates.first_submitted:
        return
    if dates.first_submitted.first > dates.start.last + timedelta(days=LATE_DAYS):
        say = review if facts.is_cell else note
        yield say(Rule.LATE, _("The trial was registered more than a month after it began."))


def stop_reason(facts: Facts) -> Iterator[Finding]:
    """Rule 16: a regulator stands behind the reason for stopping."""
    if _STOPPED_BY_REGULATOR.search(facts.record.why_stopped):
        yield block(Rule.STOP_REASON, _("It stopped for a regulator: “%s”.") % facts.record.why_stopped[:200])


def violation(facts: Facts) -> Iterator[Finding]:
    """Rule 17: the registry shows a violation of its reporting law."""
    if facts.record.violations or facts.record.oversight.fdaaa_violation:
        yield review(Rule.VIOLATION, _("The registry shows a violation by the sponsor."))


def voluntary(facts: Facts) -> Iterator[Finding]:
    """Rule 18: where the registry is not the regulator's own, being registered is no permission."""
    number = registry_ids.parse(facts.record.registry_id)
    if facts.is_cell and not (number and number.registry.authorises):
        yield note(
            Rule.REGISTRY, _("Its registry takes the sponsor's word; being registered is not a permission.")
        )
