"""The queue: what waits, for whom, since when and why it stands where it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import clock
from directory.accounts.models import User
from directory.accounts.permissions import SignedIn
from directory.listings.models import Listing

from ..cases import PRIORITY
from ..models import Appeal, Case, ConflictDeclaration
from ..queue import APPEAL_DAYS, DECISION_DAYS, Age, Standing, why_here, working_days
from ..reports.models import PublicReport
from ..risks import RISKS
from .answering import moderators

PER_PAGE = 25

TABS: dict[str, str | Promise] = {
    "waiting": gettext_lazy("Waiting"),
    "mine": gettext_lazy("Mine"),
    "second": gettext_lazy("Second person"),
    "changes": gettext_lazy("With the provider"),
    "appeals": gettext_lazy("Appeals"),
    "hidden": gettext_lazy("Hidden"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue. `name` is empty until this moderator has declared to have no tie."""

    case: Case
    reference: str
    name: str
    why: list[str]
    risks: list[Any]
    age: Age
    held_by: str
    mine: bool
    was_first: bool
    conflict: bool


@moderators
def queue(request: SignedIn) -> HttpResponse:
    tab, problems = _asked(request)
    found = _FOUND[tab](request.user)
    page: Page[Any] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [] if problems else _ROWS.get(tab, _case_rows)(list(page), request.user)
    context = {
        "tab": tab,
        "tabs": _tabs(request.user),
        "page": page,
        "rows": rows,
        "problems": problems,
    }
    return render(request, "moderation/queue.html", context)


def _asked(request: SignedIn) -> tuple[str, list[str]]:
    """The tab asked for, and a sentence for every parameter that cannot be read."""
    tab = request.GET.get("tab") or "waiting"
    page = request.GET.get("page") or "1"
    problems = [
        _("There is no filter called %(name)s here.") % {"name": name[:40]}
        for name in request.GET
        if name not in ("tab", "page")
    ]
    if tab not in TABS:
        problems.append(_("There is no such part of the queue: %(tab)s.") % {"tab": tab[:40]})
    if not (page.isascii() and page.isdecimal()):
        problems.append(_("This is not the number of a page: %(page)s.") % {"page": page[:40]})
    return (tab if tab in TABS else "waiting"), problems


def _cases() -> QuerySet[Case]:
    won = Appeal.objects.filter(case=OuterRef("pk"), status=Appeal.Status.OVERTURNED)
    return Case.objects.select_related("listing__provider__country", "lease_by").annotate(
        appeal_won=Exists(won),
        safety_reports=_reports(PublicReport.Kind.SAFETY),
        corrections=_reports(PublicReport.Kind.CORRECTION),
    )


def _reports(kind: str) -> Any:
    """How many reports of this kind about the case nobody has judged yet."""
    waiting = PublicReport.objects.waiting().filter(case=OuterRef("pk"), kind=kind).order_by()
    return Coalesce(Subquery(waiting.values("case").annotate(n=Count("pk")).values("n")), 0)


def _ordered(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.order_by("-priority", "status_since", "id")


def _waiting(user: User) -> QuerySet[Case]:
    return _ordered(_cases().filter(status=Case.Status.OPEN))


def _mine(user: User) -> QuerySet[Case]:
    held = Q(lease_by=user, lease_until__gt=clock.now())
    approved = Q(first_actor_id=user.pk, status=Case.Status.SECOND_REVIEW)
    return _ordered(_cases().filter(held | approved))


def _second(user: User) -> QuerySet[Case]:
    return _ordered(_cases().filter(status=Case.Status.SECOND_REVIEW))


def _changes(user: User) -> QuerySet[Case]:
    return _cases().filter(status=Case.Status.CHANGES_REQUESTED).order_by("changes_due_at", "id")


def _appeals(user: User) -> QuerySet[Appeal]:
    waiting = Appeal.objects.filter(status=Appeal.Status.OPEN)
    return waiting.select_related("case__listing__provider__country").order_by("filed_at", "id")


def _hidden(user: User) -> QuerySet[Case]:
    """The newest recheck of every hidden listing, decided or not: a rejected one waits for its removal."""
    rechecks = Case.objects.filter(listing=OuterRef("listing"), kind=Case.Kind.RECHECK)
    newest = rechecks.order_by("-opened_at", "-id").values("pk")[:1]
    hidden = _cases().filter(listing__publication=Listing.Publication.QUARANTINED)
    return hidden.filter(pk__in=newest).order_by("status_since", "id")


_FOUND: dict[str, Callable[[User], QuerySet[Any]]] = {
    "waiting": _waiting,
    "mine": _mine,
    "second": _second,
    "changes": _changes,
    "appeals": _appeals,
    "hidden": _hidden,
}


def _tabs(user: User) -> list[dict[str, Any]]:
    return [{"code": code, "label": TABS[code], "count": _FOUND[code](user).count()} for code in TABS]


def _case_rows(cases: list[Case], user: User) -> list[Row]:
    declared = dict(
        ConflictDeclaration.objects.filter(user=user, case__in=cases).values_list("case_id", "has_conflict")
    )
    return [_row(case, user, declared.get(case.pk)) for case in cases]


def _row(case: Any, user: User, conflict: bool | None) -> Row:
    now = clock.now()
    return Row(
        case=case,
        reference=str(case.pk)[:8].upper(),
        name=case.listing.provider.name if conflict is False else "",
        why=why_here(_standing(case)),
        risks=[RISKS[code] for code in case.risks if code in RISKS],
        age=_age(case.status_since.date(), DECISION_DAYS),
        held_by=str(case.lease_by) if case.leased_by_other(user.pk, now) else "",
        mine=case.leased_to(user.pk, now),
        was_first=case.first_actor_id == user.pk,
        conflict=bool(conflict),
    )


def _standing(case: Any) -> Standing:
    return Standing(
        recheck=case.kind == Case.Kind.RECHECK,
        hidden=case.listing.publication == Listing.Publication.QUARANTINED,
        person_asked=case.person_asked_at is not None,
        appeal_won=case.appeal_won,
        machine_asks=case.priority == PRIORITY["review"],
        followed_rejection=case.previous_id is not None,
        rules_taken_back=case.priority == PRIORITY["hidden by rules taken back"],
        safety_reports=case.safety_reports,
        corrections=case.corrections,
    )


def _age(since: date, target: int) -> Age:
    return Age(working_days(since, clock.today()), target)


def _appeal_rows(appeals: list[Appeal], user: User) -> list[dict[str, Any]]:
    return [
        {
            "appeal": each,
            "reference": str(each.case_id)[:8].upper(),
            "listing": each.case.listing,
            "age": _age(each.filed_at.date(), APPEAL_DAYS),
        }
        for each in appeals
    ]


_ROWS: dict[str, Callable[[list[Any], User], list[Any]]] = {"appeals": _appeal_rows}
