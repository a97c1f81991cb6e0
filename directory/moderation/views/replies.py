"""The replies that the team keeps: a list, a form to add one, a page to change or remove one."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn

from ..errors import ModerationError
from ..forms.replies import ReplyForm
from ..saved import SavedReply
from ..saved_replies import add, by_reason, change, mark, remove
from .answering import moderators
from .words import named, names_of


@moderators
def replies(request: SignedIn) -> HttpResponse:
    """The list; sent to with POST it adds one."""
    form = ReplyForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: add(**form.cleaned_data, by=request.user))
    ):
        messages.success(request, _("The reply is kept, and all moderators can use it."))
        return redirect("replies")
    groups = by_reason()
    names = names_of(reply.by_id for group in groups for reply in group.replies)
    kept = [(group, [(reply, named(reply.by_id, names)) for reply in group.replies]) for group in groups]
    return render(
        request,
        "moderation/replies.html",
        {"here": "replies", "kept": kept, "form": form},
        status=_status(form),
    )


@moderators
def reply(request: SignedIn, reply_id: int) -> HttpResponse:
    """One reply, to change."""
    found = get_object_or_404(SavedReply, pk=reply_id)
    seen = request.POST.get("seen", "")
    stands = {"reason": found.reason, "title": found.title, "text": found.text}
    form = ReplyForm(request.POST or None, initial=stands)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(form, lambda: change(reply=found, **form.cleaned_data, seen=seen, by=request.user))
    ):
        messages.success(request, _("The reply is changed. What was sent with it before stays as it was."))
        return redirect("replies")
    by = named(found.by_id, names_of([found.by_id]))
    context = {"here": "replies", "reply": found, "form": form, "seen": mark(found), "by": by}
    return render(request, "moderation/reply.html", context, status=_status(form))


def _done(form: ReplyForm, action: Callable[[], object]) -> bool:
    """Whether it was done; a refusal becomes a sentence on the form, with what was typed."""
    try:
        action()
    except ModerationError as error:
        form.add_error(None, ValidationError(error.sentence, code=str(error.status)))
        return False
    return True


def _status(form: ReplyForm) -> int:
    refused = [int(each.code) for each in form.non_field_errors().as_data() if each.code]
    if refused:
        return refused[0]
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


@moderators
def remove_reply(request: SignedIn, reply_id: int) -> HttpResponse:
    """Only sent to; a second click finds nothing left to remove."""
    found = SavedReply.objects.filter(pk=reply_id).first()
    if request.method == "POST" and found is not None:
        remove(reply=found, by=request.user)
        messages.success(request, _("The reply is removed. What was sent with it stays as it was."))
    return redirect("replies")
