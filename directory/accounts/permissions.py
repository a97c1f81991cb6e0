"""Who may open a view. Strangers are asked to sign in; the signed-in without the role get a 403 with a sentence."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from .models import User
from .roles import PLURALS, Role

View = Callable[..., HttpResponse]
KEPT_NOWHERE = "private, no-store"


class SignedIn(HttpRequest):
    """A request whose user is known to be signed in, for type checking."""

    user: User


def signed_in(view: View) -> View:
    """The view needs a signed-in person. No browser or proxy keeps its pages: the next person at a shared computer
    would see them with the back button."""
    guarded = login_required(view)

    @wraps(view)
    def unkept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = guarded(request, *args, **kwargs)
        response["Cache-Control"] = KEPT_NOWHERE
        return response

    return unkept


def lacks_second_factor(user: User) -> bool:
    """Whether the settings ask this person, who decides or was asked to decide, for a second factor still to be set."""
    return bool(settings.REQUIRE_STAFF_MFA and not is_mfa_enabled(user))


def role_required(*roles: Role) -> Callable[[View], View]:
    """The view needs a signed-in person with any of `roles`. Raises `PermissionDenied` otherwise."""

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not cast(User, request.user).has_role(*roles):
                raise PermissionDenied(
                    _("This page is for %(roles)s. Your account does not have that role.")
                    % {"roles": ", ".join(str(PLURALS[role]) for role in roles)}
                )
            return view(request, *args, **kwargs)

        return signed_in(inner)

    return wrap
