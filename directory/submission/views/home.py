"""The start of the provider's side, and where a sign-in leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from directory.accounts.permissions import SignedIn, signed_in
from directory.accounts.roles import Role
from directory.listings.models import Listing


def provider_home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "submission/welcome.html")
    listings = Listing.objects.managed_by(request.user.pk).select_related("provider")
    return render(request, "submission/home.html", {"listings": listings})


@signed_in
def after_login(request: SignedIn) -> HttpResponse:
    """Moderators to their queue, everybody else to their listings."""
    if not request.user.has_role(Role.MODERATOR):
        return redirect("provider_home")
    try:
        return redirect(reverse("queue"))
    except NoReverseMatch:
        return redirect("/moderation/")
