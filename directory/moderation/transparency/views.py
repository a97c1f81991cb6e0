"""The public pages of numbers, policy and checkpoints, and the same numbers as CSV and JSON."""

import csv

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from directory import clock
from directory.catalogue.caching import public_page
from directory.screening import ruleset

from ..checkpoints.actions import all_lines
from ..checkpoints.models import Checkpoint
from ..log_head import LogHead
from . import history
from .numbers import numbers
from .policy import CHANGES, PARTS
from .rows import COLUMNS, MEASURES
from .shown import shown

LATEST = 10


def _end_of_log() -> str:
    head = LogHead.objects.filter(pk=1).first()
    return f"{head.seq} {head.hash}" if head else "0"


@public_page(state=_end_of_log)
def transparency(request: HttpRequest) -> HttpResponse:
    found = numbers(on=clock.today())
    context = {"shown": shown(found), "columns": COLUMNS, "measures": MEASURES}
    return render(request, "moderation/transparency/numbers.html", context)


@public_page(state=_end_of_log)
def as_csv(request: HttpRequest) -> HttpResponse:
    """RFC 4180, UTF-8, one row a number."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="transparency.csv"'
    writer = csv.writer(response)
    writer.writerow([name for name, _meaning in COLUMNS])
    for row in numbers(on=clock.today()).rows:
        writer.writerow([getattr(row, name) for name, _meaning in COLUMNS])
    return response


@public_page(state=_end_of_log)
def as_json(request: HttpRequest) -> HttpResponse:
    found = numbers(on=clock.today())
    names = [name for name, _meaning in COLUMNS]
    return JsonResponse(
        {
            "site": settings.SITE_URL,
            "day": found.day,
            "decisions_in_log": found.decisions,
            "columns": dict(COLUMNS),
            "measures": dict(MEASURES),
            "rows": [{name: getattr(row, name) for name in names} for row in found.rows],
        }
    )


@public_page(state=history.state)
def policy(request: HttpRequest) -> HttpResponse:
    context = {
        "parts": PARTS,
        "changes": CHANGES,
        "ruleset": ruleset.version(),
        "rulesets": history.rulesets(),
        "keys": history.keys(),
        "checkpoints": Checkpoint.objects.order_by("-at", "-pk")[:LATEST],
    }
    return render(request, "moderation/transparency/policy.html", context)


@public_page(state=history.state)
def checkpoints(request: HttpRequest) -> HttpResponse:
    """Every checkpoint, one line each, as it was mailed."""
    lines = "".join(f"{line}\n" for line in all_lines())
    return HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
