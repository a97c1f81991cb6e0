"""The page after a report: thanks, what happens next, and for a tap the chance to add words and an address."""

from email.utils import parseaddr
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from directory.catalogue.models import Address

from ..targets import SAFETY
from .actions import complete
from .fingerprints import of_email
from .forms import TRAP, MoreForm
from .limits import TooMany, count_mail
from .models import PublicReport

WITHIN = 3600
"""Seconds in which a tap can be completed."""
_SALT = "directory.reports.more"


def thanks_url(slug: str, kind: str, report_id: UUID) -> str:
    """Where thanks are said. For a tap the address carries which one it was, signed: nothing is kept in the browser."""
    url = reverse("report_sent", args=[slug])
    if kind != PublicReport.Kind.CORRECTION:
        return url
    return f"{url}?more={signing.dumps(str(report_id), salt=_SALT)}"


@csrf_exempt
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Whatever became of the listing since: thanks are said for every address that was ever given."""
    if not Address.objects.filter(slug=slug).exists():
        raise Http404
    if request.method == "POST":
        return _add(request, slug)
    token = request.GET.get("more", "")
    return _page(request, slug, token=token if _named(token) else "", added="added" in request.GET)


def _page(
    request: HttpRequest,
    slug: str,
    *,
    form: MoreForm | None = None,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    page = {"slug": slug, "form": form or MoreForm(), "safety": SAFETY} | context
    response = render(request, "moderation/reports/sent.html", page, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _add(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        form = MoreForm(request.POST)
    except RequestDataTooBig:
        problems = [_("This text is too large to be read. Nothing of it was kept; your report was.")]
        return _page(request, slug, problems=problems, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    done = redirect(f"{reverse('report_sent', args=[slug])}?added")
    if request.POST.get(TRAP):
        return done
    token = request.POST.get("more", "")
    if not form.is_valid():
        return _page(request, slug, form=form, token=token, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    text, email = form.cleaned_data["text"], form.cleaned_data["email"]
    if not (text or email):
        return redirect("report_sent", slug)
    try:
        count_mail(of_email(email))
    except TooMany:
        return refused_today(request, text)
    report_id = _named(token)
    added = report_id is not None and complete(report_id=report_id, text=text, email=email)
    return done if added else _too_late(request, slug, text)


def _named(token: str) -> UUID | None:
    """The report that a signed token names; None for an old or invented one."""
    try:
        return UUID(signing.loads(token, salt=_SALT, max_age=WITHIN))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _too_late(request: HttpRequest, slug: str, text: str) -> HttpResponse:
    context = {
        "reason": _(
            "Your report was kept, but nothing can be added to it now: an hour has passed, something was added"
            " already, or a moderator has looked at it. You can send a new report."
        ),
        "kept_text": text,
        "back_url": reverse("report", args=[slug]),
    }
    response = render(request, "409.html", context, status=HTTPStatus.CONFLICT)
    response["Cache-Control"] = "no-store"
    return response


def refused_today(request: HttpRequest, text: str) -> HttpResponse:
    """Today's limit is reached. What was typed can be copied, and the operator written to."""
    context = {"kept_text": text, "operator": parseaddr(settings.OPERATOR_EMAIL)[1]}
    response = render(
        request, "moderation/reports/too_many.html", context, status=HTTPStatus.TOO_MANY_REQUESTS
    )
    response["Cache-Control"] = "no-store"
    return response
