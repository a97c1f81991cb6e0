"""Whether office practices hold a facility licence at a place: dated rows of the jurisdictions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from directory.accreditation.facts import MissingLink, RuleFacts, SiteFacts

FACILITY_LICENCE = "facility_licence"
NONE = "none"


def no_licence_exists(rules: Iterable[RuleFacts], site: SiteFacts, on: date) -> RuleFacts | MissingLink:
    """The row by which office practices at the site hold no facility licence, or why there is none.

    The row of the narrowest place decides, then the newest; of two that contradict each other the stricter.
    The answer's `valid_until` ends before any later row that could change it.
    """
    covering = [each for each in rules if each.rule == FACILITY_LICENCE and each.code in site.jurisdictions]
    current = [each for each in covering if _in_force(each, on)]
    if not current:
        sentence = _(
            "It is not known whether practices at %(site)s need a facility licence. A person must look."
        )
        return _missing("facility_rule_unknown", sentence, site)
    deciding = max(
        current, key=lambda each: (site.jurisdictions.index(each.code), each.valid_from, each.value != NONE)
    )
    if deciding.value != NONE:
        sentence = _(
            "Where %(site)s is, a facility needs a licence: it can be listed as a clinic, with that licence."
        )
        return _missing("facility_licence_required", sentence, site)
    ends = [each.valid_from - timedelta(days=1) for each in covering if each.valid_from > on]
    if deciding.valid_until is not None:
        ends.append(deciding.valid_until)
    return replace(deciding, valid_until=min(ends, default=None))


def _in_force(rule: RuleFacts, on: date) -> bool:
    return rule.valid_from <= on and (rule.valid_until is None or on <= rule.valid_until)


def _missing(code: str, sentence: str, site: SiteFacts) -> MissingLink:
    return MissingLink(code=code, sentence=sentence % {"site": site.name}, site_id=site.id)
