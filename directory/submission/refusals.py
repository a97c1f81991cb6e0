"""What a page answers when an action refuses: one sentence, with the status that fits, and the way back."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from directory.accreditation.actions import AccreditationError
from directory.moderation.errors import ModerationError

from .actions import SubmissionRefused

REFUSALS = (ModerationError, SubmissionRefused, AccreditationError)


def sentence(error: Exception) -> str:
    """The words of a refusal for the person."""
    return error.sentence if isinstance(error, ModerationError) else str(error)


def status(error: Exception) -> int:
    """403 where the person may never do this, 409 where it is not possible now."""
    return error.status if isinstance(error, ModerationError) else 409


def refusals_answered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refused action becomes a page that says why; nothing was changed, because actions are atomic."""

    @wraps(view)
    def inner(request: HttpRequest, **where: object) -> HttpResponse:
        try:
            return view(request, **where)
        except REFUSALS as error:
            words = {"reason": sentence(error), "back_url": _back(where)}
            return render(request, "409.html", words, status=status(error))

    return inner


def _back(where: dict[str, object]) -> str:
    if "listing_id" in where:
        return reverse("provider_listing", args=[where["listing_id"]])
    return reverse("provider_home")
