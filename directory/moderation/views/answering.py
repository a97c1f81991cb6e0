"""What every page of moderators has in common: the role, and refusals that become a sentence on a page."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.permissions import KEPT_NOWHERE, role_required, signed_in
from directory.accounts.roles import Role
from directory.accreditation.actions import AccreditationError
from directory.listings.content import Invalid

from ..errors import InvitationOver, ModerationError, NotAllowed
from ..external.access import was_invited
from ..forms.fields import LABELS
from ..models import Case, Decision
from ..reasons import BY_CODE
from .words import named, names_of, what

View = Callable[..., HttpResponse]

_SUBJECTS = {
    "case_id": ("case", "case"),
    "listing_id": ("publication", "listing"),
    "appeal_id": ("appeal", "appeal"),
}
"""Name of the id in an address: its lifecycle, and the page to go back to."""
_NOT_TYPED = {"csrfmiddlewaretoken", "version", "seen", "confirmed", "reasons", "use", "into"}


def moderators(view: View) -> View:
    """A page for moderators. Who may not see it gets a 403 that says why."""
    return _words_kept_signed_out(
        signed_in(_words_kept(role_required(Role.MODERATOR)(_refusals_shown(view))))
    )


def deciding(view: View) -> View:
    """An address that forms are sent to; opened in a browser it leads to the page that holds the form."""
    return moderators(_by_form(view))


def anybody_signed_in(view: View) -> View:
    """A page whose action or query says itself who may; a refusal keeps what was typed."""
    return _words_kept_signed_out(signed_in(_words_kept(_refusals_shown(view))))


def moderators_or_invited(view: View) -> View:
    """As `moderators`, and open to whoever was invited from outside to the case or appeal that the address names.

    What that person may do there, and whether the invitation still holds, is `people.permit`'s to say.
    """
    inside, outside = moderators(view), anybody_signed_in(view)

    @wraps(view)
    def inner(request: HttpRequest, **ids: Any) -> HttpResponse:
        named = {name: ids[name] for name in ("case_id", "appeal_id") if name in ids}
        return (outside if was_invited(request.user, **named) else inside)(request, **ids)

    return inner


def deciding_or_invited(view: View) -> View:
    """As `deciding`, for forms that somebody invited from outside may send too."""
    return moderators_or_invited(_by_form(view))


def back_to_work(request: HttpRequest) -> HttpResponse:
    """Where a person goes after a decision: moderators to the queue, somebody from outside to their own page."""
    inside = isinstance(request.user, User) and request.user.has_role(Role.MODERATOR)
    return redirect("queue" if inside else "invited")


def _by_form(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, **ids: Any) -> HttpResponse:
        if request.method != "POST":
            return redirect(_page(ids))
        return view(request, **ids)

    return inner


def _words_kept_signed_out(view: View) -> View:
    """Whoever was signed out over the work gets back what was typed, and the way to sign in."""

    @wraps(view)
    def inner(request: HttpRequest, **ids: Any) -> HttpResponse:
        typed = _typed(request.POST)
        if request.user.is_authenticated or not typed:
            return view(request, **ids)
        context = {
            "kept_text": typed,
            "sign_in": f"{reverse('account_login')}?{urlencode({'next': _page(ids)})}",
        }
        response = render(request, "moderation/signed_out.html", context, status=HTTPStatus.FORBIDDEN)
        response["Cache-Control"] = KEPT_NOWHERE
        return response

    return inner


def _words_kept(view: View) -> View:
    """Whose role or invitation ended over the work gets back what was typed, and nothing about the case."""

    @wraps(view)
    def inner(request: HttpRequest, **ids: Any) -> HttpResponse:
        try:
            return view(request, **ids)
        except PermissionDenied as error:
            if not _typed(request.POST):
                raise
            return _refused(request, {}, str(error), 403, back="")

    return inner


def _refusals_shown(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, **ids: Any) -> HttpResponse:
        try:
            return view(request, **ids)
        except NotAllowed as error:
            raise PermissionDenied(error.sentence) from error
        except InvitationOver as error:
            return _refused(request, {}, error.sentence, error.status, back=reverse("invited"))
        except ModerationError as error:
            return _refused(request, ids, error.sentence, error.status)
        except AccreditationError as error:
            return _refused(request, ids, str(error), 409)
        except Invalid:
            return _refused(request, ids, _("The text of this version was erased or cannot be read."), 409)

    return inner


def _page(ids: dict[str, Any]) -> str:
    """The page that an address with these ids belongs to."""
    for name, (_lifecycle, page) in _SUBJECTS.items():
        if name in ids:
            return reverse(page, args=[ids[name]])
    return reverse("queue")


def _refused(
    request: HttpRequest, ids: dict[str, Any], sentence: str, status: int, *, back: str | None = None
) -> HttpResponse:
    """Nothing was changed: why, what changed meanwhile, and everything that was typed, to copy."""
    context = {
        "reason": sentence,
        "changes": _changes(request, ids),
        "kept_text": _typed(request.POST),
        "back_url": _page(ids) if back is None else back,
    }
    return render(request, "409.html", context, status=status)


def _changes(request: HttpRequest, ids: dict[str, Any]) -> list[str]:
    """Decisions on the subject since the version that the form was made for, and who holds a case now."""
    seen = request.POST.get("version", "")
    name = next((each for each in _SUBJECTS if each in ids), None)
    if name is None or not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
        return []
    lifecycle = _SUBJECTS[name][0]
    later = list(
        Decision.objects.filter(lifecycle=lifecycle, subject_id=ids[name], subject_version__gt=int(seen))
    )
    names = names_of(decision.actor_id for decision in later)
    sentences = [
        _("%(what)s, by %(who)s, at %(time)s UTC")
        % {"what": what(each), "who": named(each.actor_id, names), "time": f"{each.at:%Y-%m-%d %H:%M}"}
        for each in later
    ]
    return sentences + (_lease(ids[name], request) if name == "case_id" else [])


def _lease(case_id: Any, request: HttpRequest) -> list[str]:
    case = Case.objects.select_related("lease_by").filter(pk=case_id).first()
    if case is None or not case.leased_by_other(request.user.pk or 0, clock.now()):
        return []
    return [_("%(who)s is working on the case now.") % {"who": case.lease_by}]


def _typed(sent: QueryDict) -> str:
    """Everything a person typed or chose, as text to copy."""
    texts = [
        f"{LABELS[name]}: {text}" if name in LABELS else text
        for name, text in sent.items()
        if name not in _NOT_TYPED and str(text).strip() not in ("", "on")
    ]
    chosen = [str(BY_CODE[code].title) for code in sent.getlist("reasons") if code in BY_CODE]
    return "\n\n".join([*(["; ".join(chosen)] if chosen else []), *(str(text) for text in texts)])
