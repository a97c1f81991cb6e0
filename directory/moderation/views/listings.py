"""What is published: find it, hide it at once, have it looked at again, remove it for good."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.permissions import SignedIn
from directory.catalogue.actions import fold_name
from directory.catalogue.models import Entry
from directory.listings.models import Listing

from .. import actions
from ..cases import open_case
from ..errors import NotAllowed, StaleVersion, TransitionRefused
from ..forms.decisions import ReasonsForm, RecheckForm
from ..models import Case, Decision
from ..publication import delist, quarantine
from ..saved_replies import by_reason, chosen
from .answering import deciding, moderators
from .decide import reasons_with
from .opening import has_declared, published, seen_version
from .words import events

PER_PAGE = 25


@moderators
def listings(request: SignedIn) -> HttpResponse:
    """Published entries by name, those whose evidence ends first on top; nothing found says so."""
    asked = request.GET.get("q", "").replace("\x00", "")[:100]
    found = Entry.objects.prefetch_related("sites").order_by("valid_until", "name_key", "pk")
    for word in fold_name(asked).split():
        found = found.filter(name_key__contains=word)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "today": clock.today()}
    return render(request, "moderation/listings.html", context)


@moderators
def listing(request: SignedIn, listing_id: UUID) -> HttpResponse:
    found, case = published(listing_id, request.user)
    return _page(request, found, case)


def _page(request: SignedIn, found: Listing, case: Case, **bound: Any) -> HttpResponse:
    context = {
        "listing": found,
        "entry": Entry.objects.filter(pk=found.pk).prefetch_related("sites", "evidence").first(),
        "case": case,
        "declared": has_declared(case, request.user),
        "cases": found.cases.order_by("-opened_at"),
        "timeline": events(Decision.objects.filter(listing_id=found.pk).order_by("seq")),
        "hide_form": ReasonsForm(auto_id="id_hide_%s"),
        "recheck_form": RecheckForm(auto_id="id_recheck_%s"),
        "replies": by_reason(),
        "problem_form": next(iter(bound.values()), None),
    }
    refused = any(form.errors for form in bound.values())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "moderation/listing.html", context | bound, status=status)


@deciding
def hide(request: SignedIn, listing_id: UUID) -> HttpResponse:
    found, case = published(listing_id, request.user)
    if found.version == seen_version(request) and not has_declared(case, request.user):
        raise NotAllowed(_("Please say first whether you have a conflict of interest in this case."))
    if reply := chosen(request.POST):
        return _page(request, found, case, hide_form=reasons_with(request, reply, "id_hide_%s"))
    form = ReasonsForm(request.POST, auto_id="id_hide_%s")
    if not form.is_valid():
        return _page(request, found, case, hide_form=form)
    recheck = quarantine(
        listing=found,
        reasons=tuple(form.cleaned_data["reasons"]),
        explanation=form.cleaned_data["explanation"],
        by=request.user,
        version=seen_version(request),
    )
    messages.success(request, _("Hidden. The provider is told, and this recheck is open."))
    return redirect("case", recheck.pk)


@deciding
def recheck(request: SignedIn, listing_id: UUID) -> HttpResponse:
    """Opens a recheck of the published version; it stays public meanwhile."""
    found, case = published(listing_id, request.user)
    form = RecheckForm(request.POST, auto_id="id_recheck_%s")
    if not form.is_valid():
        return _page(request, found, case, recheck_form=form)
    with transaction.atomic():
        if found.version != seen_version(request):
            raise StaleVersion
        if found.publication != Listing.Publication.LIVE or found.live_revision is None:
            raise TransitionRefused(_("Only a published listing can be checked again."))
        opened = open_case(listing=found, revision=found.live_revision, kind=Case.Kind.RECHECK)
        actions.add_note(case=opened, text=form.cleaned_data["why"], by=request.user)
    messages.success(request, _("The recheck is open. The listing stays public until it is decided."))
    return redirect("case", opened.pk)


@deciding
def remove(request: SignedIn, listing_id: UUID) -> HttpResponse:
    """The second of two people removes a listing for good."""
    found, case = published(listing_id, request.user)
    last = found.cases.filter(kind=Case.Kind.RECHECK).order_by("-opened_at").first() or case
    if not has_declared(last, request.user):
        raise NotAllowed(_("Please say first whether you have a conflict of interest in this case."))
    form = ReasonsForm(request.POST, auto_id="id_remove_%s")
    if not form.is_valid():
        return _page(request, found, case, removal_form=form)
    delist(
        listing=found,
        reasons=tuple(form.cleaned_data["reasons"]),
        explanation=form.cleaned_data["explanation"],
        by=request.user,
        version=seen_version(request),
    )
    messages.success(request, _("Removed for good. The provider is told why."))
    return redirect("listing", listing_id)
