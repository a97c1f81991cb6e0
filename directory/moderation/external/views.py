"""Inviting somebody from outside, and the pages of the person invited."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.permissions import KEPT_NOWHERE, SignedIn, lacks_second_factor, signed_in
from directory.accounts.roles import Role

from ..models import Case
from ..views.answering import anybody_signed_in
from ..views.opening import has_declared
from . import actions
from .access import awaits_answer, needed_by_team, outside_of, tasks_of
from .address import has_address
from .forms import InvitationForm
from .mail import page_of
from .models import Invitation
from .waiting import stranded_parts


@signed_in
def invited(request: SignedIn) -> HttpResponse:
    """What this person was invited to, and can open now; for the operator also what waits for an invitation."""
    context = {
        "tasks": tasks_of(request.user),
        "awaits_answer": awaits_answer(request.user),
        "needed": needed_by_team(request.user) if request.user.is_superuser else [],
    }
    return render(request, "moderation/external/invited.html", context)


def invited_by(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in the message leads, signed in or not: what is asked, and the next step."""
    invitation = actions.find(token)
    if invitation is None:
        raise Http404
    user = request.user if isinstance(request.user, User) else None
    if user is not None and invitation.user_id == user.pk and invitation.open_at(clock.now()):
        return redirect(page_of(invitation.case, invitation.part))
    context = {
        "invitation": invitation,
        "token": token,
        "over": not invitation.open_at(clock.now()) or invitation.accepted_at is not None,
        "here": reverse("invited_by", args=[token]),
        "signed_in": user is not None,
        "right_account": user is not None and has_address(user, invitation.email),
        "lacks_factor": user is not None and lacks_second_factor(user),
    }
    response = render(request, "moderation/external/invited_by.html", context)
    response["Cache-Control"] = KEPT_NOWHERE
    return response


@anybody_signed_in
def accept(request: SignedIn, token: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("invited_by", token)
    invitation = actions.accept(token=token, by=request.user)
    messages.success(request, _("Thank you. The case opens after one question about ties."))
    return redirect(page_of(invitation.case, invitation.part))


@anybody_signed_in
def decline(request: SignedIn, token: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("invited_by", token)
    actions.decline(token=token, by=request.user)
    messages.success(request, _("Thank you for saying so. Somebody else is asked, and your access is over."))
    return redirect("invited")


@anybody_signed_in
def invite(request: SignedIn, case_id: UUID, part: str) -> HttpResponse:
    """Name somebody from outside. The page shows nothing of the listing: the operator uses it as well."""
    if part not in Invitation.Part.values:
        raise Http404
    case = get_object_or_404(Case.objects.select_related("listing", "revision"), pk=case_id)
    if request.user.has_role(Role.MODERATOR) and not has_declared(case, request.user):
        messages.info(request, _("Please answer this first. Then you can invite somebody."))
        return redirect("case", case.pk)
    actions.permit_inviting(case, part, request.user)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.invite(case=case, part=part, by=request.user, **form.cleaned_data)
        messages.success(request, _("Invited. The link is on its way, and the case waits for the answer."))
        return redirect("invite", case.pk, part)
    return _invite_page(request, case, part, form)


def _invite_page(request: SignedIn, case: Case, part: str, form: InvitationForm) -> HttpResponse:
    context = {
        "case": case,
        "reference": str(case.pk)[:8].upper(),
        "part": part,
        "part_words": Invitation.Part(part).label,
        "needed": part in stranded_parts(case),
        "outside": outside_of(case, part, request.user),
        "case_url": page_of(case, part) if request.user.has_role(Role.MODERATOR) else "",
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "moderation/external/invite.html", context, status=status)


@anybody_signed_in
def take_back(request: SignedIn, invitation_id: UUID) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.select_related("case__listing"), pk=invitation_id)
    actions.permit_inviting(invitation.case, invitation.part, request.user)
    if request.method != "POST":
        return redirect("invite", invitation.case_id, invitation.part)
    actions.take_back(invitation=invitation, by=request.user)
    messages.success(request, _("Taken back. The access is over, and the person was told."))
    return redirect("invite", invitation.case_id, invitation.part)
