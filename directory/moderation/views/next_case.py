"""One step on: the most urgent case for the person who asks. It opens, it reserves nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn

from .. import next_case as finding
from .answering import moderators


@moderators
def next_case(request: SignedIn) -> HttpResponse:
    """`?after=` a case leads to the one behind it, so that a case can be passed over."""
    after = _case_id(request.GET.get("after", ""))
    found = finding.next_case(user=request.user, after=after)
    if found is not None:
        return redirect("case", found.pk)
    if after is not None:
        messages.info(
            request, _("Behind that case nothing is left for you. The queue begins again at the top.")
        )
    else:
        messages.info(
            request, _("Nothing is left that you could take: what waits is with others, or not for you.")
        )
    return redirect("queue")


def _case_id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
