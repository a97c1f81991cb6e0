"""What a moderator does with a report: say whether it was right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn

from ..errors import TransitionRefused
from ..views.answering import deciding
from ..views.opening import opened, seen_version
from .actions import judge
from .models import PublicReport


@deciding
def judge_report(request: SignedIn, case_id: UUID, report_id: UUID) -> HttpResponse:
    found = opened(case_id, request.user)
    report = get_object_or_404(PublicReport, pk=report_id, case=found)
    outcome = request.POST.get("outcome", "")
    if outcome not in PublicReport.Outcome.values:
        raise TransitionRefused(_("Choose what you found about the report."))
    judge(report=report, outcome=outcome, by=request.user, version=seen_version(request))
    messages.success(request, _("Kept. Who sent it hears what came of it when the case has ended."))
    return redirect(reverse("case", args=[case_id]) + "#reports")
