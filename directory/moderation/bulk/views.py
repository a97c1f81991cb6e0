"""The preview of many, its declaration, and the run; nothing here approves."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.accounts.models import User
from directory.accounts.permissions import SignedIn

from ..forms.decisions import ReasonsForm
from ..reasons import REASONS
from ..views.answering import moderators
from .actions import Outcome, Why, declare_all, hide_each, reject_each
from .asked import Asked, read_ids, read_items
from .forms import NoTiesForm
from .rows import Row, case_rows, listing_rows

_KEPT = "many_to_"
"""Under this name, with the kind of work, the session holds what the last run came to: ids and sentences, no names."""


@dataclass(frozen=True, slots=True)
class Work:
    """What can be done with many, and where they are chosen."""

    rows: Callable[[Iterable[UUID], User], list[Row]]
    run: Callable[..., list[Outcome]]
    page: str
    heading: str | Promise
    button: str | Promise
    choose: str | Promise


WORK = {
    "reject": Work(
        case_rows, reject_each, "case", _("Reject several cases"), _("Reject these cases"), _("the queue")
    ),
    "hide": Work(
        listing_rows, hide_each, "listing", _("Hide several listings"), _("Hide these listings now"),
        _("the published listings"),
    ),
}  # fmt: skip
_FROM = {"reject": "queue", "hide": "listings"}


def _work(what: str) -> Work:
    if what not in WORK:
        raise Http404
    return WORK[what]


@moderators
def preview(request: SignedIn, what: str) -> HttpResponse:
    """Each that was chosen (`id`, repeated): what will happen to it, or why it cannot."""
    return _preview(request, what, read_ids(request.GET.getlist("id")))


def _preview(request: SignedIn, what: str, asked: Asked, **forms: Any) -> HttpResponse:
    work = _work(what)
    rows = work.rows(asked.ids, request.user)
    problem = next((form for form in forms.values() if form.errors), None)
    context = {
        "what": what,
        "work": work,
        "back": _FROM[what],
        "problems": asked.problems,
        "rows": rows,
        "ready": [row for row in rows if row.will],
        "unsaid": [row for row in rows if row.ask],
        "reasons_form": ReasonsForm(),
        "every_reason": REASONS,
        "ties_form": NoTiesForm(),
        "problem_form": problem,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "moderation/bulk/preview.html", context | forms, status=status)


@moderators
def declare(request: SignedIn, what: str) -> HttpResponse:
    """No tie to any of the providers shown, said once and kept for each; then the same preview again."""
    if request.method != "POST":
        return redirect("bulk", what)
    asked, said = read_ids(request.POST.getlist("id")), read_ids(request.POST.getlist("shown"))
    form = NoTiesForm(request.POST)
    if asked.problems or said.problems or not form.is_valid():
        return _preview(request, what, Asked(asked.items, asked.problems + said.problems), ties_form=form)
    shown = set(said.ids)
    rows = _work(what).rows(asked.ids, request.user)
    declare_all(
        cases=[row.case_id for row in rows if row.case_id and row.id in shown and row.ask], by=request.user
    )
    query = urlencode([("id", each) for each in asked.ids])
    return redirect(f"{reverse('bulk', args=[what])}?{query}")


@moderators
def run(request: SignedIn, what: str) -> HttpResponse:
    """Reads the form; who sent it gives the password or second factor again, then each is decided for itself."""
    work = _work(what)
    if request.method != "POST":
        return redirect("bulk", what)
    asked = read_items(request.POST.getlist("item"))
    form = ReasonsForm(request.POST)
    if asked.problems or not asked.items or not form.is_valid():
        return _preview(request, what, asked, reasons_form=form)
    return cast(HttpResponse, _run(request, what, work, asked, form))


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def _run(request: SignedIn, what: str, work: Work, asked: Asked, form: ReasonsForm) -> HttpResponse:
    why = Why(tuple(form.cleaned_data["reasons"]), form.cleaned_data["explanation"])
    outcomes = work.run(items=asked.items, why=why, by=request.user)
    request.session[_KEPT + what] = [asdict(each) | {"id": str(each.id)} for each in outcomes]
    return redirect("bulk_done", what)


@moderators
def done(request: SignedIn, what: str) -> HttpResponse:
    """What the last run came to, one by one."""
    work = _work(what)
    kept = [each | {"reference": each["id"][:8].upper()} for each in request.session.get(_KEPT + what, [])]
    context = {
        "what": what,
        "work": work,
        "back": _FROM[what],
        "done": [each for each in kept if each["done"]],
        "undone": [each for each in kept if not each["done"]],
    }
    return render(request, "moderation/bulk/done.html", context)
