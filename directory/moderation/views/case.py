"""The case page: the declaration first, then the file; and what the lease holder does with it."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.permissions import SignedIn
from directory.accreditation.models import Credential

from .. import actions
from ..checklist import questions_for
from ..errors import NotAllowed, NotLeaseHolder, StaleVersion
from ..forms.decisions import ChecklistForm, DeclarationForm, DismissalForm, NoteForm
from ..models import Appeal, Case, ScreeningFinding
from ..people import who_else
from ..renewal import verify
from .answering import back_to_work, deciding, deciding_or_invited, moderators_or_invited
from .case_file import gather
from .credentials import credentials_of, form_for
from .desk import may_verify
from .opening import has_declared, let_in, opened, seen_version, worked_on


@moderators_or_invited
def case(request: SignedIn, case_id: UUID) -> HttpResponse:
    found = let_in(case_id, request.user)
    if not has_declared(found, request.user):
        return _declaration(request, found, DeclarationForm())
    return case_page(request, found)


def case_page(request: SignedIn, found: Case, *, status: int = HTTPStatus.OK, **bound: Any) -> HttpResponse:
    """The file, with forms that came back with problems under their names in the template."""
    forms = [form for name, form in bound.items() if name.endswith("_form")]
    context = gather(found, request.user, **bound) | {"problem_form": forms[0] if forms else None}
    return render(request, "moderation/case.html", context, status=status)


def refused_form(request: SignedIn, found: Case, **bound: Any) -> HttpResponse:
    """The file as it is now with the form as it was sent. Raises `StaleVersion` where it was made for another file."""
    if "version" in request.POST and seen_version(request) != found.version:
        raise StaleVersion
    return case_page(request, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, **bound)


def _declaration(request: SignedIn, found: Case, form: DeclarationForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    appeal = _appeal_behind(request, found)
    query = f"?{urlencode({'appeal': appeal.pk})}" if appeal else ""
    address = reverse("case_declare", args=[found.pk]) + query
    context = {"case": found, "listing": found.listing, "form": form, "address": address}
    return render(request, "moderation/declare.html", context, status=status)


def _appeal_behind(request: SignedIn, found: Case) -> Appeal | None:
    """The appeal that somebody wanted to open and that waits behind the declaration; None for anything else."""
    try:
        asked = UUID(request.GET.get("appeal", ""))
    except ValueError:
        return None
    return found.appeals.filter(pk=asked).first()


@deciding_or_invited
def declare(request: SignedIn, case_id: UUID) -> HttpResponse:
    found = let_in(case_id, request.user)
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        return _declaration(request, found, form)
    if form.has_conflict:
        actions.release(case=found, by=request.user)
    actions.declare_conflict(case=found, by=request.user, has_conflict=form.has_conflict)
    if form.has_conflict:
        messages.info(request, _("Thank you. Your tie is kept with the case.") + " " + who_else(found))
        return back_to_work(request)
    appeal = _appeal_behind(request, found)
    return redirect("appeal", appeal.pk) if appeal else redirect("case", case_id)


@deciding
def take(request: SignedIn, case_id: UUID) -> HttpResponse:
    actions.take(case=opened(case_id, request.user), by=request.user)
    messages.success(request, _("The case is yours for fifteen minutes; every step renews them."))
    return redirect("case", case_id)


@deciding
def release(request: SignedIn, case_id: UUID) -> HttpResponse:
    found = opened(case_id, request.user)
    if found.lease_by_id == request.user.pk:
        actions.release(case=found, by=request.user)
        messages.success(request, _("The case is free for others. Your answers and notes are kept."))
    else:
        messages.info(request, _("The case was not reserved for you. Nothing was changed."))
    return redirect("queue")


@deciding
def checklist(request: SignedIn, case_id: UUID) -> HttpResponse:
    found = worked_on(case_id, request.user)
    form = ChecklistForm(questions_for(found.revision.document()), request.POST, auto_id="id_check_%s")
    if not form.is_valid():
        return refused_form(request, found, checklist_form=form)
    actions.answer_checklist(
        case=found, answers=form.answers(), notes=form.notes(), by=request.user, version=seen_version(request)
    )
    messages.success(request, _("Your answers are kept."))
    return redirect("case", case_id)


@deciding
def dismiss(request: SignedIn, case_id: UUID, finding_id: int) -> HttpResponse:
    found = worked_on(case_id, request.user)
    finding = get_object_or_404(
        ScreeningFinding.objects.select_related("run__case"),
        pk=finding_id,
        run__case=found,
        run__revision_id=found.revision_id,
    )
    form = DismissalForm(request.POST)
    if not form.is_valid():
        return refused_form(request, found, dismissal_form=form, dismissal_of=finding_id)
    actions.dismiss_finding(
        finding=finding, reason=form.cleaned_data["reason"], by=request.user, version=seen_version(request)
    )
    messages.success(request, _("The finding is dismissed. Two people must approve this case now."))
    return redirect("case", case_id)


@deciding
def note(request: SignedIn, case_id: UUID) -> HttpResponse:
    found = worked_on(case_id, request.user)
    form = NoteForm(request.POST, auto_id="id_note_%s")
    if not form.is_valid():
        return refused_form(request, found, note_form=form)
    actions.add_note(case=found, text=form.cleaned_data["text"], by=request.user)
    return redirect("case", case_id)


@deciding
def look(request: SignedIn, case_id: UUID, credential_id: UUID) -> HttpResponse:
    """Record what was seen about one of the credentials on which the case rests."""
    found = worked_on(case_id, request.user)
    credential = next(
        (each for each in credentials_of(found, found.revision.document()) if each.pk == credential_id), None
    )
    if credential is None:
        raise NotAllowed(_("This entry does not belong to the case."))
    form = form_for(credential, request.POST)
    if not form.is_valid():
        return refused_form(request, found, verification_form=form)
    _record(request, found, credential, form.cleaned_data)
    messages.success(request, _("What you saw is kept with today's date."))
    return redirect("case", case_id)


@transaction.atomic
def _record(request: SignedIn, found: Case, credential: Credential, seen: dict[str, Any]) -> None:
    """Refuses a form sent twice, or made before a colleague's newer look: `seen` names the newest one it knew."""
    Credential.objects.select_for_update().get(pk=credential.pk)
    found.refresh_from_db(fields=["version", "lease_by", "lease_until", "status"])
    newest = credential.verifications.order_by("at", "id").last()
    if found.version != seen_version(request) or request.POST.get("seen", "") != (
        str(newest.pk) if newest else ""
    ):
        raise StaleVersion
    if not may_verify(found, request.user, clock.now()):
        raise NotLeaseHolder
    verify(credential=credential, by=request.user, **seen)
