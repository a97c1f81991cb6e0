"""An appeal: read by moderators without a tie, decided by a senior one who had no part in the case, or by somebody
invited from outside."""

from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.accounts.models import User
from directory.accounts.permissions import SignedIn
from directory.accounts.roles import Role

from ..appeals import decide_appeal
from ..errors import ModerationError
from ..external.access import outside_of
from ..external.models import Invitation
from ..forms.decisions import AppealForm
from ..models import Appeal, Case, Decision
from ..people import in_part, permit, uninvolved_seniors
from ..tables import Actor
from .answering import back_to_work, deciding_or_invited, moderators_or_invited
from .opening import appeal_of, has_declared, let_in, opened, seen_version
from .words import events, reason_titles


@moderators_or_invited
def appeal(request: SignedIn, appeal_id: UUID) -> HttpResponse:
    found = appeal_of(appeal_id)
    case = let_in(found.case_id, request.user)
    if not has_declared(case, request.user):
        messages.info(request, _("Please answer this first. Then the case and its appeal open."))
        return redirect(f"{reverse('case', args=[case.pk])}?{urlencode({'appeal': found.pk})}")
    return _page(request, found, AppealForm())


def _page(request: SignedIn, found: Appeal, form: AppealForm) -> HttpResponse:
    case = opened(found.case_id, request.user)
    statement = found.statement_of_reasons
    judges = uninvolved_seniors(case)
    context = {
        "appeal": found,
        "case": case,
        "listing": case.listing,
        "statement": statement,
        "reasons": reason_titles(statement.reasons),
        "form": form,
        "may_judge": _may_judge(case, request.user),
        "judges": judges,
        "outside": None if judges else outside_of(case, Invitation.Part.APPEAL, request.user),
        "reviewer_from_outside": not request.user.has_role(Role.MODERATOR),
        "timeline": events(Decision.objects.filter(case_id=case.pk).order_by("seq")),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "moderation/appeal.html", context, status=status)


def _may_judge(case: Case, user: User) -> bool:
    try:
        permit(case, user, in_part(user, Actor.UNINVOLVED_SENIOR), "appeal")
    except ModerationError:
        return False
    return True


@deciding_or_invited
def decide(request: SignedIn, appeal_id: UUID) -> HttpResponse:
    """Confirm or overturn. Overturning asks for the password or second factor again."""
    found = appeal_of(appeal_id)
    case = opened(found.case_id, request.user)
    permit(case, request.user, in_part(request.user, Actor.UNINVOLVED_SENIOR), "appeal")
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    return cast(HttpResponse, _decided(request, found, form))


def _overturns(request: HttpRequest) -> bool:
    return request.POST.get("outcome") == "overturn"


@reauthentication_required(enabled=_overturns)  # type: ignore[untyped-decorator]  # allauth ships no types
def _decided(request: SignedIn, found: Appeal, form: AppealForm) -> HttpResponse:
    overturn = form.cleaned_data["outcome"] == "overturn"
    decide_appeal(
        appeal=found,
        overturn=overturn,
        reasons=tuple(form.cleaned_data["reasons"]),
        answer=form.cleaned_data["answer"],
        by=request.user,
        version=seen_version(request),
    )
    done = _("Overturned. The case is open again.") if overturn else _("Confirmed. The provider is told.")
    messages.success(request, done)
    return back_to_work(request)
