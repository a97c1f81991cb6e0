"""Pages of second looks: those that wait, one of them after the declaration, and its answer."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from directory.accounts.models import User
from directory.accounts.permissions import SignedIn

from .. import actions as moderation
from ..errors import NotAllowed
from ..forms.decisions import DeclarationForm
from ..models import Case
from ..views.answering import moderators
from ..views.opening import has_declared, let_in
from ..views.words import named, names_of
from .actions import look
from .decided import as_decided
from .forms import LookForm
from .models import SecondLook
from .waiting import looks, rows_of

PER_PAGE = 25
DISAGREEMENTS = 20
"""How many of the latest disagreements the list shows."""


@moderators
def second_looks(request: SignedIn) -> HttpResponse:
    """Looks that wait, the oldest first, and the latest disagreements. Nothing here names a provider."""
    page = Paginator(looks().waiting().order_by("drawn_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    disagreed = looks().filter(agrees=False).order_by("-at", "-pk")[:DISAGREEMENTS]
    context = {
        "page": page,
        "rows": rows_of(page, request.user),
        "disagreements": rows_of(disagreed, request.user),
        "here": "quality",
    }
    return render(request, "moderation/quality/looks.html", context)


@moderators
def second_look(request: SignedIn, seq: int) -> HttpResponse:
    found, case = _let_in(seq, request.user)
    if not has_declared(case, request.user):
        return _declaration(request, found, case, DeclarationForm())
    return _page(request, found, case, LookForm())


def _let_in(seq: int, user: User) -> tuple[SecondLook, Case]:
    """The look and its case, for moderators without a tie. A look that waits stays closed to who had a part in it."""
    found = get_object_or_404(looks(), decision_seq=seq)
    case = let_in(found.case_id, user)
    (row,) = rows_of([found], user)
    if found.agrees is None and row.why_not:
        raise NotAllowed(row.why_not)
    return found, case


def _declaration(request: SignedIn, found: SecondLook, case: Case, form: DeclarationForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"look": found, "case": case, "listing": case.listing, "form": form, "here": "quality"}
    return render(request, "moderation/quality/declare.html", context, status=status)


def _page(request: SignedIn, found: SecondLook, case: Case, form: LookForm) -> HttpResponse:
    decided = as_decided(found)
    finders = [each.finding.dismissed_by_id for each in decided.findings]
    names = names_of([decided.decision.actor_id, *finders])
    (row,) = rows_of([found], request.user)
    context = {
        "look": found,
        "case": case,
        "listing": case.listing,
        "decided": decided,
        "decided_by": named(decided.decision.actor_id, names),
        "reference": row.reference,
        "form": form if not row.why_not and found.agrees is None else None,
        "here": "quality",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "moderation/quality/look.html", context, status=status)


@moderators
def declare(request: SignedIn, seq: int) -> HttpResponse:
    """As on the case page, and back to the look."""
    if request.method != "POST":
        return redirect("second_look", seq)
    found, case = _let_in(seq, request.user)
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        return _declaration(request, found, case, form)
    moderation.declare_conflict(case=case, by=request.user, has_conflict=form.has_conflict)
    if form.has_conflict:
        messages.info(request, _("Thank you. Your tie is kept with the case, and somebody else looks."))
        return redirect("second_looks")
    return redirect("second_look", seq)


@moderators
def answer(request: SignedIn, seq: int) -> HttpResponse:
    """Agree or disagree; the page then says what can follow."""
    if request.method != "POST":
        return redirect("second_look", seq)
    found, case = _let_in(seq, request.user)
    if not has_declared(case, request.user):
        raise NotAllowed(_("Please say first whether you have a conflict of interest in this case."))
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, found, case, form)
    look(second_look=found, agrees=form.agrees, note=form.cleaned_data["note"], by=request.user)
    if form.agrees:
        messages.success(request, _("Thank you. Your agreement is kept."))
        return redirect("second_looks")
    messages.success(request, _("Kept. The senior moderators are told; below stands what can be done."))
    return redirect("second_look", seq)
