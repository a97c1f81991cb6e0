"""The start of the provider's side, and where a sign-in leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from directory.accounts.permissions import SignedIn, signed_in
from directory.accounts.roles import Role
from directory.moderation.external.access import awaits_answer, tasks_of
from directory.moderation.targets import DECISION, FIRST_LOOK

from ..overview import overview


def provider_home(request: HttpRequest) -> HttpResponse:
    """For strangers: what this is and what is needed. For those signed in: their listings."""
    if not request.user.is_authenticated:
        return render(request, "submission/welcome.html", {"first_look": FIRST_LOOK, "decision": DECISION})
    return _own_listings(request)


@signed_in
def _own_listings(request: SignedIn) -> HttpResponse:
    return render(request, "submission/home.html", {"blocks": overview(request.user.pk)})


@signed_in
def after_login(request: SignedIn) -> HttpResponse:
    """Moderators to their queue, who was invited from outside to that case, everybody else to their listings."""
    if request.user.has_role(Role.MODERATOR):
        return redirect("queue")
    invited = tasks_of(request.user) or awaits_answer(request.user)
    return redirect("invited" if invited else "provider_home")
