"""What makes a case risky: each code here means that two people must approve."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from directory.accreditation.facts import Qualification
from directory.accreditation.models import Register
from directory.listings.content import Invalid
from directory.listings.models import Listing
from directory.screening.findings import Severity

from .checklist import qualification_of
from .models import Case, Decision
from .people import tied_people

RISKS = {
    "dismissed_finding": _("A finding was dismissed as a false alarm."),
    "cell_or_trial": _("The listing names a cell product or a trial."),
    "near_duplicate": _("The text is close to one that was rejected."),
    "declared_conflict": _("A moderator declared a conflict of interest."),
    "recheck": _("This is a recheck of a hidden listing."),
    "after_hiding": _("The listing was hidden, or its recheck rejected, since two people last approved it."),
    "first_from_register": _("It would be the first approval that rests on this register."),
    "always": _("This directory decides every case with two people."),
}

NEAR = 85
"""rapidfuzz ratio of two texts, 0 to 100, from which they count as near duplicates."""
_RECENT = 500


def risks_of(case: Case, qualification: Qualification | None = None) -> list[str]:
    """Codes of what makes the case risky, in the order of `RISKS`; empty when one person suffices.

    `qualification` is the case's of today, where the caller has it already.
    """
    document = case.revision.document()
    found = {
        "dismissed_finding": _dismissed(case),
        "cell_or_trial": bool(document.trial_ids) or "cell-based" in document.treatments,
        "near_duplicate": near_duplicate_of(case) is not None,
        "declared_conflict": bool(tied_people(case)),
        "recheck": _recheck_of_hidden(case),
        "after_hiding": _after_hiding(case),
        "first_from_register": _first_from_register(qualification or qualification_of(case)),
        "always": settings.FOUR_EYES == "always",
    }
    return [code for code in RISKS if found[code]]


def _dismissed(case: Case) -> bool:
    run = case.screenings.filter(revision_id=case.revision_id).last()
    heavy = (Severity.BLOCK, Severity.REVIEW)
    return run is not None and run.findings.filter(dismissed_at__isnull=False, severity__in=heavy).exists()


def _recheck_of_hidden(case: Case) -> bool:
    hidden = case.listing.publication == Listing.Publication.QUARANTINED
    return case.kind == Case.Kind.RECHECK and hidden


def _after_hiding(case: Case) -> bool:
    log = Decision.objects.filter(listing_id=case.listing_id)
    by_two = log.filter(lifecycle="case", to_status="approved", risky=True).order_by("-seq").first()
    since = log.filter(seq__gt=by_two.seq if by_two else 0)
    rechecks = Case.objects.filter(listing_id=case.listing_id, kind=Case.Kind.RECHECK).values("pk")
    hidden = Q(action="quarantine") | Q(lifecycle="case", to_status="rejected", subject_id__in=rechecks)
    return since.filter(hidden).exists()


def _first_from_register(qualification: Qualification) -> bool:
    codes = {link.register_code for link in qualification.chain if link.register_code}
    return Register.objects.filter(pk__in=codes, relied_on_since=None).exists()


def near_duplicate_of(case: Case) -> Case | None:
    """The most alike of the recently rejected cases, when it is near enough; of this listing only people's."""
    mine = _prose(case)
    rejected = (
        Case.objects.filter(status=Case.Status.REJECTED)
        .exclude(pk=case.pk)
        .exclude(listing_id=case.listing_id, automatic=True)
        .select_related("revision")
        .order_by("-status_since")[:_RECENT]
    )
    texts = {other: _prose(other) for other in rejected}
    best = process.extractOne(mine, texts, scorer=fuzz.ratio, score_cutoff=NEAR) if mine else None
    return best[2] if best else None


def _prose(case: Case) -> str:
    try:
        document = case.revision.document()
    except Invalid:
        return ""
    return f"{document.summary} {document.description}".strip()
