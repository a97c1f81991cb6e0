"""An appeal: read by moderators without a tie, decided by a senior one who had no part in the case."""

from http import HTTPStatus
from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn

from ..appeals import decide_appeal
from ..errors import NotAllowed
from ..forms.decisions import AppealForm
from ..models import Appeal, Decision
from ..people import may_judge_appeal, uninvolved_seniors
from .answering import deciding, moderators
from .opening import appeal_of, has_declared, let_in, opened, seen_version
from .words import events, reason_titles


@moderators
def appeal(request: SignedIn, appeal_id: UUID) -> HttpResponse:
    found = appeal_of(appeal_id)
    case = let_in(found.case_id, request.user)
    if not has_declared(case, request.user):
        messages.info(request, _("Please answer this first. Then the case and its appeal open."))
        return redirect("case", case.pk)
    return _page(request, found, AppealForm())


def _page(request: SignedIn, found: Appeal, form: AppealForm) -> HttpResponse:
    case = opened(found.case_id, request.user)
    statement = found.statement_of_reasons
    context = {
        "appeal": found,
        "case": case,
        "listing": case.listing,
        "statement": statement,
        "reasons": reason_titles(statement.reasons),
        "form": form,
        "may_judge": may_judge_appeal(case, request.user),
        "judges": uninvolved_seniors(case),
        "timeline": events(Decision.objects.filter(case_id=case.pk).order_by("seq")),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "moderation/appeal.html", context, status=status)


@deciding
def decide(request: SignedIn, appeal_id: UUID) -> HttpResponse:
    """Confirm or overturn. Overturning asks for the password or second factor again."""
    found = appeal_of(appeal_id)
    case = opened(found.case_id, request.user)
    if not may_judge_appeal(case, request.user):
        raise NotAllowed(_("An appeal is decided by a senior moderator who has not acted on the case."))
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
    return redirect("queue")
