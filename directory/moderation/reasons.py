"""Reasons for a rejection, quarantine or delisting: coded, in plain words, with the clause and what would change it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Reason:
    """`words` are for the applicant: the directory's own terms, never a word about the law or honesty."""

    code: str
    title: str | Promise
    words: str | Promise
    clause: str
    remedy: str | Promise


REASONS: tuple[Reason, ...] = (
    Reason(
        "cell_product",
        _("Offers an unapproved cell product"),
        _(
            "The listing offers treatment with cells, or with a product made from cells or birth tissue. No such"
            " product has a marketing authorisation for any headache disorder, so the directory lists none."
        ),
        "Listing policy 2.1",
        _("Send a version without this offer. Products in an authorised trial can appear under trials."),
    ),
    Reason(
        "unnamed_product",
        _("Offers a treatment without saying what it is"),
        _(
            "The listing offers a regenerative or biologic treatment and does not say what it contains. The directory"
            " lists only treatments that can be checked."
        ),
        "Listing policy 2.2",
        _(
            "Send a version that names each product, or leaves the offer out. Licensed medicines are described by their"
            " class."
        ),
    ),
    Reason(
        "unproven_claim",
        _("Makes a claim that cannot be shown"),
        _("The listing promises a cure, a success rate or safety for which no evidence of that kind exists."),
        "Listing policy 2.3",
        _("Describe what you do and for whom, without promises of an outcome."),
    ),
    Reason(
        "accreditation",
        _("Accreditation not shown"),
        _("A licence, qualification or affiliation that this kind of listing needs was not confirmed."),
        "Listing policy 1.2",
        _("Add the missing entry with its number, or tell us which register shows it."),
    ),
    Reason(
        "authority",
        _("Authority to speak for the provider not confirmed"),
        _("No published contact confirmed that whoever submitted the listing may speak for the provider."),
        "Listing policy 1.1",
        _("Ask the practice to confirm to us, or send a document that shows it."),
    ),
    Reason(
        "not_headache",
        _("No headache care"),
        _("The listing does not describe care for people with headache or facial pain."),
        "Listing policy 1.3",
        _("Say which headache disorders you see."),
    ),
    Reason(
        "incorrect",
        _("Details are not right"),
        _("Details in the listing do not agree with what we found at their source."),
        "Listing policy 1.4",
        _("Correct the details and send the listing again."),
    ),
    Reason(
        "exclusion",
        _("Named on an exclusion list"),
        _("The provider is named on a list of a regulator or payer that bars it from care or from payment."),
        "Listing policy 1.5",
        _("Send us the document that shows the exclusion has ended or concerns somebody else."),
    ),
    Reason(
        "safety_report",
        _("A safety report is being looked into"),
        _("We received a report that, if right, would bear on the safety of patients."),
        "Listing policy 3.1",
        _("We will tell you what we need. You can write to us at any time."),
    ),
    Reason(
        "unsafe",
        _("A safety report was confirmed"),
        _("We looked into a report that bears on the safety of patients, and confirmed it."),
        "Listing policy 3.5",
        _("Show us what was changed, and how we can see at its source that it was."),
    ),
)

BY_CODE: dict[str, Reason] = {reason.code: reason for reason in REASONS}

OF_FAMILY: dict[str, str] = {
    "OFF": "cell_product",
    "DEC": "cell_product",
    "EVA": "cell_product",
    "EFF": "unproven_claim",
    "SAF": "unproven_claim",
    "REG": "unproven_claim",
    "TOK": "unproven_claim",
    "COM": "unproven_claim",
}
"""What a rule's finding is a reason for, by the family that its id begins with. Rules of the engine and of reading
websites (ENG, ENGINE, WEB) say that something is not known, which is a reason for nothing."""

OF_RULE: dict[str, str] = {"OFF-07": "unnamed_product", "OFF-16": "unnamed_product"}
"""Rules that mean something else than their family."""


def known(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes as given. Raises `KeyError` for one that is not in the list."""
    return tuple(BY_CODE[code].code for code in codes)


def reasons_of(rules: Iterable[str]) -> tuple[str, ...]:
    """The codes that findings of these rules (ids) amount to, each once, in the order of `REASONS`."""
    found = {OF_RULE.get(rule) or OF_FAMILY.get(rule.partition("-")[0]) for rule in rules}
    return tuple(reason.code for reason in REASONS if reason.code in found)
