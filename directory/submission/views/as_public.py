"""For moderators: the version that a case is about, on the public page itself, with a banner that says it is not."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from directory.accounts.permissions import SignedIn
from directory.moderation.checklist import qualification_of
from directory.moderation.views.answering import moderators_or_invited
from directory.moderation.views.opening import opened

from ..as_public import as_public


@moderators_or_invited
def case_as_public(request: SignedIn, case_id: UUID) -> HttpResponse:
    """Stands in this room because it joins the moderators' case with the public side's page."""
    case = opened(case_id, request.user)
    page = as_public(case.listing, case.revision.document(), qualification_of(case))
    return render(request, "moderation/case_as_public.html", {"case": case, "listing": page})
