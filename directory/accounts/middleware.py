"""A second factor for whoever decides and for staff (setting REQUIRE_STAFF_MFA); no page of an account is kept."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .permissions import KEPT_NOWHERE, lacks_second_factor
from .roles import Role

_GUARDED = ("/moderation/", "/admin/")
_ACCOUNT = "/accounts/"


class RequireSecondFactor:
    """Sends moderators, and reviewers who accepted an invitation, without a second factor to the page that sets one up
    before any guarded page opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any(part in request.path for part in _GUARDED) and self._lacks_factor(request):
            messages.warning(request, _("Please set up a second factor first. Then this page opens."))
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def _lacks_factor(request: HttpRequest) -> bool:
        if not request.user.is_authenticated:
            return False
        user = request.user
        return lacks_second_factor(user) and (
            user.is_staff or user.has_role(Role.MODERATOR) or user.invitations.filter(ended_at=None).exists()
        )


class KeepNoAccountPages:
    """allauth's pages show addresses, the secret of a second factor and recovery codes: no browser keeps them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _ACCOUNT in request.path:
            response["Cache-Control"] = KEPT_NOWHERE
        return response
