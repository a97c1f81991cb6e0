"""The queue: what waits, for whom, since when and why it stands where it stands."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.permissions import SignedIn

from ..expiring import ending, endings
from ..forms.filters import KeepForm
from ..next_case import next_case
from ..queue_filter import TABS, Asked, Wanted, part_of, understand
from ..queue_find import appeals, cases
from ..queue_links import applied, beyond
from ..saved import SavedFilter
from ..targets import APPEAL, DECISION, SAFETY
from ..work_ahead import KINDS
from ..work_measured import work_ahead
from .answering import moderators
from .queue_rows import appeal_rows, case_rows

PER_PAGE = 25

_HEADINGS = {
    "waiting": _("Waiting for a moderator"),
    "mine": _("My cases"),
    "second": _("Waiting for a second person"),
    "changes": _("Waiting for the provider"),
    "appeals": _("Appeals"),
    "hidden": _("Hidden listings, and rejected ones that are still public"),
    "expiring": _("Published listings that end soon"),
}


@moderators
def queue(request: SignedIn) -> HttpResponse:
    return queue_page(request, request.GET)


def queue_page(
    request: SignedIn, query: QueryDict, *, status: int = HTTPStatus.OK, **bound: Any
) -> HttpResponse:
    """The queue as `query` asks for it. `bound` holds what came back with problems, by its name in the template."""
    asked = understand(query)
    page, problems = _page(asked, request.user)
    following = next_case(user=request.user)
    context = {
        "here": "queue",
        "asked": asked,
        "tab": asked.tab,
        "tabs": _tabs(asked, request.user),
        "heading": _HEADINGS[asked.tab],
        "form": asked.form,
        "applied": applied(asked),
        "clear_url": f"?tab={asked.tab}",
        "page": page,
        "rows": _rows(asked.tab, page, request.user) if page else [],
        "problems": problems,
        "next": case_rows([following.pk], request.user)[0] if following else None,
        "work": work_ahead(clock.today()),
        "kinds": KINDS,
        "targets": {"safety": SAFETY, "decision": DECISION, "appeal": APPEAL},
        "saved": SavedFilter.objects.filter(user=request.user),
        "keep_form": KeepForm(initial={"query": asked.query.removeprefix("?")}, auto_id="id_keep_%s"),
    }
    return render(request, "moderation/queue.html", context | bound, status=status)


def _page(asked: Asked, user: User) -> tuple[Page[Any] | None, list[Any]]:
    """The page asked for, or none and why."""
    if asked.wanted is None:
        return None, list(asked.problems)
    paginator: Paginator[Any] = Paginator(_found(asked.wanted, user), PER_PAGE)
    late = beyond(asked, paginator.num_pages)
    return (None, [late]) if late else (paginator.page(asked.parameters.page), [])


def _found(wanted: Wanted, user: User) -> QuerySet[Any, Any]:
    today = clock.today()
    if wanted.tab == "appeals":
        return appeals(wanted, today).select_related("case__listing__provider__country")
    if wanted.tab == "expiring":
        return ending(wanted, today)
    found = cases().in_part(wanted.tab, user).matching(wanted, user, today)
    return found.in_order(wanted, today).values_list("pk", flat=True)


def _rows(tab: str, page: Page[Any], user: User) -> list[Any]:
    makers: dict[str, Callable[[], list[Any]]] = {
        "appeals": lambda: appeal_rows(list(page.object_list)),
        "expiring": lambda: endings(page.object_list, clock.today()),  # type: ignore[arg-type]
    }
    return makers.get(tab, lambda: case_rows(list(page.object_list), user))()


def _tabs(asked: Asked, user: User) -> list[dict[str, Any]]:
    """Each part with how much is in it; its link keeps the filters that it knows too."""
    return [
        {
            "code": code,
            "label": label,
            "count": _count(code, user),
            "url": asked.parameters.only(part_of(code).base_filters, tab=code),
        }
        for code, label in TABS.items()
    ]


def _count(tab: str, user: User) -> int:
    everything = Wanted(tab=tab)
    if tab in ("appeals", "expiring"):
        return _found(everything, user).count()
    return cases().in_part(tab, user).count()
