"""The decisions on a case. Each form carries the version it was made for."""

from typing import Any, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.permissions import SignedIn
from directory.accounts.roles import Role

from .. import actions
from ..conditions import Request, reports_judged
from ..errors import NotLeaseHolder, StaleVersion
from ..forms.decisions import ChangesForm, ReasonsForm, ReturnForm
from ..forms.fields import LABELS
from ..models import Case
from ..people import in_part, permit
from ..saved import SavedReply
from ..saved_replies import chosen, joined
from ..still_public import is_still_public
from ..tables import BY_ACTION, Actor
from .answering import back_to_work, deciding, deciding_or_invited
from .case import case_page, refused_form
from .desk import desk_of
from .opening import opened, seen_version, worked_on
from .preview import previewed


@deciding
def request_changes(request: SignedIn, case_id: UUID) -> HttpResponse:
    found = worked_on(case_id, request.user)
    if reply := chosen(request.POST):
        return _with_reply(request, found, reply, changes_form=_changes_with(request, reply))
    form = ChangesForm(request.POST, auto_id="id_change_%s")
    if not form.is_valid():
        return refused_form(request, found, changes_form=form)
    actions.request_changes(
        case=found, requests=form.requests(), by=request.user, version=seen_version(request)
    )
    messages.success(request, _("The provider is asked for changes and has fourteen days to answer."))
    return back_to_work(request)


@deciding
def approve(request: SignedIn, case_id: UUID) -> HttpResponse:
    found = opened(case_id, request.user)
    decision = actions.approve(case=found, by=request.user, version=seen_version(request))
    if decision.to_status == Case.Status.SECOND_REVIEW:
        messages.success(request, _("Approved by you. A second person must approve it before it is public."))
    else:
        messages.success(request, _("Approved. The listing is public now."))
    return back_to_work(request)


@deciding_or_invited
def approve_second(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Who may not is told so first; who may gives the password or second factor again, then publishes."""
    found = opened(case_id, request.user)
    permit(found, request.user, in_part(request.user, Actor.SECOND), "case")
    return cast(HttpResponse, _approved_by_two(request, found))


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def _approved_by_two(request: SignedIn, found: Case) -> HttpResponse:
    actions.approve_second(case=found, by=request.user, version=seen_version(request))
    messages.success(request, _("Approved by two people. The listing is public now."))
    return back_to_work(request)


@deciding_or_invited
def return_to_first(request: SignedIn, case_id: UUID) -> HttpResponse:
    found = worked_on(case_id, request.user)
    form = ReturnForm(request.POST, auto_id="id_return_%s")
    if not form.is_valid():
        return refused_form(request, found, return_form=form)
    actions.return_to_first(
        case=found,
        reasons=tuple(form.cleaned_data["reasons"]),
        note=form.cleaned_data["note"],
        by=request.user,
        version=seen_version(request),
    )
    messages.success(request, _("The case is open again; the first approval no longer counts."))
    return back_to_work(request)


@deciding_or_invited
def reject(request: SignedIn, case_id: UUID) -> HttpResponse:
    """First shows the statement of reasons as the provider will read it; rejects when that was confirmed."""
    found = worked_on(case_id, request.user)
    _all_judged(request, found)
    if reply := chosen(request.POST):
        return _with_reply(request, found, reply, reasons_form=reasons_with(request, reply, "id_reject_%s"))
    form = ReasonsForm(request.POST, auto_id="id_reject_%s")
    if not form.is_valid():
        return refused_form(request, found, reasons_form=form)
    reasons = tuple(cast(list[str], form.cleaned_data["reasons"]))
    explanation = form.cleaned_data["explanation"]
    if "confirmed" not in request.POST:
        _still_theirs(request, found)
        desk = desk_of(found, request.user, clock.now())
        context = {"case": found, "desk": desk, "version": seen_version(request), "form": form}
        return render(request, "moderation/reject.html", context | previewed(found, reasons, explanation))
    actions.reject(
        case=found, reasons=reasons, explanation=explanation, by=request.user, version=seen_version(request)
    )
    _say_rejected(request, found)
    return back_to_work(request)


def _say_rejected(request: SignedIn, found: Case) -> None:
    """Rejecting the recheck of a live listing hides nothing: whoever did it is told so, and where it is done."""
    rejected = _("Rejected. The provider is told why and how to appeal.")
    if not is_still_public(found):
        messages.success(request, rejected)
        return
    public = _("The listing is still public: hide it, or let a second person remove it.")
    inside = request.user.has_role(Role.MODERATOR)
    link = format_html(
        ' <a href="{}">{}</a>', reverse("listing", args=[found.listing_id]), _("To the listing")
    )
    messages.warning(request, format_html("{} {}{}", rejected, public, link if inside else ""))


def _all_judged(request: SignedIn, found: Case) -> None:
    """Nobody writes a statement of reasons that a reader's report would stop at the end."""
    step = BY_ACTION["case", "reject"]
    reports_judged(Request(step=step, case=found, listing=found.listing, by=request.user, reasons=()))


def _still_theirs(request: SignedIn, found: Case) -> None:
    """Nobody reads a preview of what they could not send."""
    if found.version != seen_version(request):
        raise StaleVersion
    if found.status == Case.Status.OPEN and not found.leased_to(request.user.pk, clock.now()):
        raise NotLeaseHolder
    if found.status == Case.Status.SECOND_REVIEW:
        permit(found, request.user, in_part(request.user, Actor.SECOND), "case")


def _with_reply(request: SignedIn, found: Case, reply: SavedReply, **form: Any) -> HttpResponse:
    """The page again with a reply in the form and everything that was typed; nothing is decided."""
    _still_theirs(request, found)
    messages.info(
        request, _("“%(title)s” is in the form now. Change it as you like.") % {"title": reply.title}
    )
    return case_page(request, found, **form)


def reasons_with(request: SignedIn, reply: SavedReply, ids: str) -> ReasonsForm:
    """What was chosen and typed, with the reply in the explanation and its reason ticked."""
    reasons = list(dict.fromkeys([*request.POST.getlist("reasons"), reply.reason]))
    explanation = joined(request.POST.get("explanation", ""), reply)
    return ReasonsForm(initial={"reasons": reasons, "explanation": explanation}, auto_id=ids)


def _changes_with(request: SignedIn, reply: SavedReply) -> ChangesForm:
    typed = {name: request.POST.get(name, "") for name in LABELS}
    into = request.POST.get("into", "")
    into = into if into in LABELS else "description"
    return ChangesForm(initial={**typed, into: joined(typed[into], reply)}, auto_id="id_change_%s")
