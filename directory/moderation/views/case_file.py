"""Everything the case page shows, gathered in a number of queries that does not grow with the case."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from directory import clock
from directory.accounts.models import User
from directory.accreditation.models import Membership
from directory.listings.content import Content, Invalid

from ..checklist import open_questions, qualification_of, questions_for
from ..forms.decisions import (
    ChangesForm,
    ChecklistForm,
    DismissalForm,
    NoteForm,
    ReasonsForm,
    ReturnForm,
)
from ..forms.fields import label
from ..models import Case, Decision, ScreeningFinding
from ..reports.shown import reports_of
from ..risks import RISKS, near_duplicate_of, risks_of
from .credentials import accreditation_of
from .desk import desk_of
from .shown import compared, numbered, shown_facts, shown_texts
from .words import events, names_of, reason_titles

_HISTORY = 20


@dataclass(frozen=True)
class History:
    """Earlier cases of the same people, and a rejected case of others with much the same text."""

    same_people: list[Case]
    lookalike: Case | None


def gather(case: Case, user: User, **bound: Any) -> dict[str, Any]:
    """The page's context. `bound` holds forms that came back with problems, by their name in the context."""
    document = _document(case)
    common = {
        "case": case,
        "listing": case.listing,
        "reference": str(case.pk)[:8].upper(),
        "desk": desk_of(case, user, clock.now()),
        "reports": reports_of(case),
        "timeline": events(Decision.objects.filter(case_id=case.pk).order_by("seq")),
        "notes": case.notes.select_related("by"),
        "statements": [(each, reason_titles(each.reasons)) for each in case.statements.all()],
        "appeals": case.appeals.all(),
        "change_requests": _change_requests(case),
        "note_form": NoteForm(auto_id="id_note_%s"),
    }
    if document is None:
        return common | {"erased": True} | bound
    return (
        common
        | _of_document(case, document, bound.pop("verification_form", None))
        | _forms(case, document)
        | bound
    )


def _document(case: Case) -> Content | None:
    try:
        return case.revision.document()
    except Invalid:
        return None


def _of_document(case: Case, document: Content, verification_form: Any) -> dict[str, Any]:
    run = case.screenings.filter(revision_id=case.revision_id).last()
    findings = numbered(run.findings.all() if run else ScreeningFinding.objects.none())
    risks = risks_of(case)
    qualification = qualification_of(case)
    live = case.listing.live_revision
    return {
        "document": document,
        "run": run,
        "findings": findings,
        "unanswered": [each for each in findings if _bars(each.finding)],
        "dismissers": names_of(each.finding.dismissed_by_id for each in findings),
        "texts": shown_texts(document, findings),
        "facts": shown_facts(document, findings),
        "compared": compared(live.document(), document) if live and live.pk != case.revision_id else None,
        "risks": [RISKS[code] for code in risks],
        "accreditation": accreditation_of(case, document, qualification, verification_form),
        "still_open": list(dict.fromkeys(open_questions(case))),
        "history": _history(case, looks_alike="near_duplicate" in risks),
    }


def _bars(finding: ScreeningFinding) -> bool:
    """Whether the gate stays closed until the finding is dismissed or the text changed."""
    return finding.dismissed_at is None and finding.severity != "note"


def _forms(case: Case, document: Content) -> dict[str, Any]:
    return {
        "checklist_form": ChecklistForm(
            questions_for(document), initial=_answered(case), auto_id="id_check_%s"
        ),
        "dismissal_form": DismissalForm(auto_id=False),
        "changes_form": ChangesForm(auto_id="id_change_%s"),
        "reasons_form": ReasonsForm(auto_id="id_reject_%s"),
        "return_form": ReturnForm(auto_id="id_return_%s"),
        "removal_form": ReasonsForm(auto_id="id_remove_%s"),
    }


def _answered(case: Case) -> dict[str, Any]:
    """Answers given for this very revision; those for an earlier one do not count."""
    if case.checklist.get("revision") != case.revision.sha256:
        return {}
    answers = case.checklist.get("answers", {})
    yes = {f"yes_{key}": answer.get("yes", False) for key, answer in answers.items()}
    return yes | {f"note_{key}": answer.get("note", "") for key, answer in answers.items()}


def _change_requests(case: Case) -> list[tuple[str, Any]]:
    return [(label(each.field), each) for each in case.change_requests.order_by("-at", "pk")]


def _history(case: Case, *, looks_alike: bool) -> History:
    people = Membership.objects.filter(provider_id=case.listing.provider_id).values("user_id")
    theirs = Q(listing__provider_id=case.listing.provider_id) | Q(
        listing__provider__memberships__user_id__in=people
    )
    others = Case.objects.filter(theirs).exclude(pk=case.pk).distinct().order_by("-opened_at", "pk")
    return History(
        same_people=list(others.select_related("listing__provider")[:_HISTORY]),
        lookalike=near_duplicate_of(case) if looks_alike else None,
    )
