"""The public page of numbers on decisions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from directory import clock
from directory.catalogue.caching import public_page

from ..log_head import LogHead
from ..transparency import numbers


def _end_of_log() -> str:
    head = LogHead.objects.filter(pk=1).first()
    return str(head.seq if head else 0)


@public_page(state=_end_of_log)
def transparency(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/transparency.html", {"numbers": numbers(on=clock.today())})
