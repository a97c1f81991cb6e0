"""Everything the case page shows, gathered in a number of queries that does not grow with the case."""

from typing import Any

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.listings.content import Content, Invalid
from directory.screening.rules import rules

from ..checklist import open_questions, qualification_of, questions_for
from ..forms.decisions import (
    ChangesForm,
    ChecklistForm,
    DismissalForm,
    NoteForm,
    ReasonsForm,
    ReturnForm,
)
from ..forms.fields import LABELS
from ..models import ACTIVE, Appeal, Case, Decision, ScreeningFinding
from ..reports.shown import CaseReports, reports_of
from ..risks import RISKS, risks_of
from ..saved_replies import by_reason
from ..still_public import is_still_public
from .credentials import accreditation_of
from .desk import desk_of
from .history import history_of
from .open_points import open_points, unjudged
from .shown import compared, numbered, shown_facts, shown_texts, silent_rules
from .told import told
from .website import shown_website
from .words import events, names_of


def gather(case: Case, user: User, **bound: Any) -> dict[str, Any]:
    """The page's context. `bound` holds forms that came back with problems, by their name in the context.

    `reviewer_from_outside`: somebody without a role here sees this case alone, so that nothing leads to another one.
    """
    document = _document(case)
    reports = reports_of(case)
    roles = set(user.groups.values_list("name", flat=True))
    decisions = list(Decision.objects.filter(case_id=case.pk).order_by("seq"))
    statements, appeals = list(case.statements.all()), list(case.appeals.all())
    common = {
        "case": case,
        "listing": case.listing,
        "reference": str(case.pk)[:8].upper(),
        "reviewer_from_outside": not roles & {Role.MODERATOR, Role.SENIOR},
        "desk": desk_of(case, user, clock.now()),
        "reports": reports,
        "unjudged": unjudged(len(reports.waiting)),
        "still_public": case.status == Case.Status.REJECTED and is_still_public(case),
        "timeline": events(decisions),
        "notes": list(case.notes.select_related("by")),
        "told": told(case, decisions, statements, appeals),
        "appeals": appeals,
        "open_appeal": next((each for each in appeals if each.status == Appeal.Status.OPEN), None),
        "note_form": NoteForm(auto_id="id_note_%s"),
    }
    if document is None:
        return common | {"erased": True, "open_points": common["unjudged"]} | bound
    linked = set(rules()) if Role.SENIOR in roles else set()
    return (
        common
        | _of_document(case, user, document, reports, bound.pop("verification_form", None))
        | _forms(case, document)
        | {"linked_rules": linked}
        | bound
    )


def _document(case: Case) -> Content | None:
    try:
        return case.revision.document()
    except Invalid:
        return None


def _of_document(
    case: Case, user: User, document: Content, reports: CaseReports, verification_form: Any
) -> dict[str, Any]:
    run = case.screenings.filter(revision_id=case.revision_id).last()
    withheld = list(run.withheld.all()) if run else []
    findings = numbered(run.findings.all() if run else (), withheld)
    qualification = qualification_of(case)
    risks = risks_of(case, qualification)
    accreditation = accreditation_of(case, document, qualification, verification_form)
    live = case.listing.live_revision
    return {
        "document": document,
        "run": run,
        "findings": findings,
        # A rule on trial is measured by what people decide without having heard it.
        "silent_rules": silent_rules(withheld) if case.status not in ACTIVE else [],
        "dismissers": names_of(each.finding.dismissed_by_id for each in findings),
        "texts": shown_texts(document, findings),
        "facts": shown_facts(document, findings),
        "compared": compared(live.document(), document) if live and live.pk != case.revision_id else None,
        "website": shown_website(case, document, findings),
        "risks": [RISKS[code] for code in risks],
        "accreditation": accreditation,
        "open_points": open_points(
            waiting=len(reports.waiting),
            still_open=dict.fromkeys(open_questions(case, qualification)),
            unanswered=[each.number for each in findings if _bars(each.finding)],
        ),
        "history": history_of(
            case,
            document,
            [each.credential for each in accreditation.credentials],
            user,
            looks_alike="near_duplicate" in risks,
        ),
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
        "replies": by_reason(),
        "change_fields": list(LABELS.items()),
        "removal_form": ReasonsForm(auto_id="id_remove_%s"),
    }


def _answered(case: Case) -> dict[str, Any]:
    """Answers given for this very revision; those for an earlier one do not count."""
    if case.checklist.get("revision") != case.revision.sha256:
        return {}
    answers = case.checklist.get("answers", {})
    yes = {f"yes_{key}": answer.get("yes", False) for key, answer in answers.items()}
    return yes | {f"note_{key}": answer.get("note", "") for key, answer in answers.items()}
