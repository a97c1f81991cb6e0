"""The public pages on which something is reported. They set no cookie: a form carries no token, and asks for little."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from directory import clock
from directory.catalogue.caching import public_page
from directory.catalogue.models import Address, Entry

from ..targets import SAFETY
from .actions import NotPublic
from .fingerprints import of_client
from .forms import TRAP, CorrectionForm, SafetyForm
from .intake import Sent, take_in
from .limits import TooMany
from .models import PublicReport
from .thanks import refused_today, thanks_url

View = Callable[..., HttpResponse]


def _about_live_listing(view: View) -> View:
    """The view gets the live entry; for any other address the answer is the one of the clinic's own page.

    Forms that other websites send in a visitor's name lead to our own form.
    """

    @csrf_exempt
    @wraps(view)
    def inner(request: HttpRequest, slug: str) -> HttpResponse:
        entry = Entry.objects.live(on=clock.today()).filter(slug=slug).first()
        if entry is None:
            return _not_public(request, slug)
        if request.method == "POST" and _from_elsewhere(request):
            return redirect("report", slug)
        try:
            return view(request, entry)
        except NotPublic:
            return _not_public(request, slug)

    return inner


def _from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another website's form was sent; one that says nothing is believed."""
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.get_host():
        return True
    return request.headers.get("Sec-Fetch-Site") == "cross-site"


def _not_public(request: HttpRequest, slug: str) -> HttpResponse:
    if Address.objects.filter(slug=slug).exists():
        return render(request, "410.html", status=HTTPStatus.GONE)
    raise Http404


@_about_live_listing
def report(request: HttpRequest, entry: Entry) -> HttpResponse:
    return _take_safety(request, entry) if request.method == "POST" else _ask(request, entry)


@public_page()
def _ask(request: HttpRequest, entry: Entry) -> HttpResponse:
    return _form_page(request, entry, form=SafetyForm())


def _form_page(
    request: HttpRequest, entry: Entry, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    page = {"entry": entry, "form": SafetyForm(), "safety": SAFETY} | context
    response = render(request, "moderation/reports/report.html", page, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _take_safety(request: HttpRequest, entry: Entry) -> HttpResponse:
    try:
        form = SafetyForm(request.POST)
    except RequestDataTooBig:
        return _too_large(request, entry)
    if not _caught(request) and not form.is_valid():
        return _form_page(request, entry, status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return _take_in(request, entry, PublicReport.Kind.SAFETY, form)


@_about_live_listing
def correction(request: HttpRequest, entry: Entry) -> HttpResponse:
    """One tap is the whole report; opened in a browser the address leads to the form."""
    if request.method != "POST":
        return redirect("report", entry.slug)
    try:
        form = CorrectionForm(request.POST)
    except RequestDataTooBig:
        return _too_large(request, entry)
    if not _caught(request) and not form.is_valid():
        problems = [_("Choose one of the corrections below.")]
        return _form_page(request, entry, status=HTTPStatus.UNPROCESSABLE_ENTITY, problems=problems)
    return _take_in(request, entry, PublicReport.Kind.CORRECTION, form)


def _too_large(request: HttpRequest, entry: Entry) -> HttpResponse:
    problems = [
        _("This text is too large to be read. Nothing of it was kept. Send 2,000 characters at most.")
    ]
    return _form_page(request, entry, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, problems=problems)


def _caught(request: HttpRequest) -> bool:
    """A program filled in the field that no person sees: it gets the thanks of everybody, and nothing is stored."""
    return bool(request.POST.get(TRAP))


def _take_in(request: HttpRequest, entry: Entry, kind: str, form: forms.Form) -> HttpResponse:
    if _caught(request):
        return redirect(thanks_url(entry.slug, kind, uuid4()))
    sent = Sent(entry.listing_id, kind, language=get_language() or "en", **form.cleaned_data)
    try:
        kept = take_in(sent, client=of_client(request))
    except TooMany:
        return refused_today(request, sent.text)
    return redirect(thanks_url(entry.slug, kind, kept))
