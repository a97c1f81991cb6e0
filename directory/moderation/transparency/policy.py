"""The listing policy: every clause once, under the number that reasons refer to, and what changed when."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CITED_AS = "Listing policy "
"""How a reason names a clause: these words and its number."""


@dataclass(frozen=True, slots=True)
class Clause:
    number: str
    title: str | Promise
    text: str | Promise

    @property
    def anchor(self) -> str:
        return f"clause-{self.number.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Part:
    title: str | Promise
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """`clauses` are the numbers of those that were added or changed on that day."""

    on: date
    clauses: tuple[str, ...]
    words: str | Promise


PARTS: tuple[Part, ...] = (
    Part(
        _("1. What a listing needs"),
        (
            Clause(
                "1.1",
                _("Authority"),
                _(
                    "Whoever submits a listing may speak for the provider. We ask at a contact that the register or the"
                    " practice itself publishes, or accept a document that shows it."
                ),
            ),
            Clause(
                "1.2",
                _("Accreditation"),
                _(
                    "A specialist stands in the national register with a licence to practise and has a qualification in"
                    " headache medicine or neurology. A clinic holds a licence or accreditation for that very place,"
                    " and at least one such specialist works there. Each is looked up at its source and has an end."
                ),
            ),
            Clause(
                "1.3",
                _("Headache care"),
                _("The listing describes care for people with headache or facial pain."),
            ),
            Clause(
                "1.4",
                _("Right details"),
                _("Names, places and other details agree with what their source says."),
            ),
            Clause(
                "1.5",
                _("No exclusion"),
                _(
                    "The provider is on no list of a regulator or payer that bars it from care or from payment. A"
                    " similar name alone is no reason; a person looks whether it is the same provider."
                ),
            ),
        ),
    ),
    Part(
        _("2. What is not listed"),
        (
            Clause(
                "2.1",
                _("Unapproved cell products"),
                _(
                    "Treatments with cells, or with products made from cells or birth tissue. None has a marketing"
                    " authorisation for any headache disorder. They can appear only as a registered trial with its"
                    " regulator’s authorisation, never as an offer."
                ),
            ),
            Clause(
                "2.2",
                _("Treatments without a name"),
                _(
                    "Regenerative or biologic treatments of which the listing does not say what they contain. What"
                    " cannot be checked is not listed."
                ),
            ),
            Clause(
                "2.3",
                _("Promises"),
                _(
                    "A cure, a success rate or a promise of safety for which there is no evidence of that kind."
                ),
            ),
        ),
    ),
    Part(
        _("3. After publication"),
        (
            Clause(
                "3.1",
                _("Safety reports"),
                _(
                    "A published listing can be hidden while a report that bears on the safety of patients is looked"
                    " into. A report by itself hides nothing: a moderator reads it and decides."
                ),
            ),
            Clause(
                "3.2",
                _("Details that stay right"),
                _(
                    "Providers confirm their details every 90 days. Details that nobody confirmed for 180 days hide the"
                    " listing until somebody does."
                ),
            ),
            Clause(
                "3.3",
                _("Evidence that ends"),
                _(
                    "A listing is public no longer than everything it rests on is valid. It comes back when the renewed"
                    " evidence has been seen."
                ),
            ),
            Clause(
                "3.4",
                _("Reasons and appeal"),
                _(
                    "Every rejection, hiding and removal comes with its reasons, the clause it rests on and what would"
                    " change it. The provider can appeal within six months to somebody who took no part."
                ),
            ),
            Clause(
                "3.5",
                _("What a report confirmed"),
                _(
                    "A listing is removed, or a version not published, where a report that bears on the safety of"
                    " patients was looked into and confirmed."
                ),
            ),
        ),
    ),
)

CHANGES: tuple[Change, ...] = (
    Change(
        date(2026, 11, 22),
        ("3.5",),
        _(
            "What a report confirmed has a clause of its own; until then such listings were removed under 3.1, which"
            " speaks of reports that are being looked into."
        ),
    ),
    Change(
        date(2026, 11, 22),
        ("2.2",),
        _(
            "Treatments without a name have a clause of their own; until then they were dealt with under 2.1 and 2.3."
        ),
    ),
    Change(
        date(2026, 11, 21),
        ("1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.3", "3.1", "3.2", "3.3", "3.4"),
        _("First version."),
    ),
)
"""The newest first. Whoever changes a clause adds a line here; the numbers of clauses are never given anew."""

CLAUSES: dict[str, Clause] = {clause.number: clause for part in PARTS for clause in part.clauses}
