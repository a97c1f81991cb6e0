"""Keeping and deleting one's own filters of the queue."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.accounts.permissions import SignedIn

from ..forms.filters import KeepForm
from ..saved_filters import FilterRefused, forget, keep
from .answering import deciding
from .queue import queue_page


@deciding
def keep_filter(request: SignedIn) -> HttpResponse:
    """What was typed stays on the page when it cannot be kept."""
    form = KeepForm(request.POST, auto_id="id_keep_%s")
    if form.is_valid():
        try:
            kept = keep(name=form.cleaned_data["name"], query=form.cleaned_data["query"], by=request.user)
        except FilterRefused as refused:
            form.add_error("name", refused.sentence)
        else:
            messages.success(request, _("Kept. You find it among your filters on this page."))
            return redirect(f"{reverse('queue')}?{kept.query}")
    query = QueryDict(request.POST.get("query", ""))
    return queue_page(request, query, status=HTTPStatus.UNPROCESSABLE_ENTITY, keep_form=form)


@deciding
def forget_filter(request: SignedIn, saved_id: int) -> HttpResponse:
    if forget(saved_id=saved_id, by=request.user):
        messages.success(request, _("The filter is deleted. The cases it showed are untouched."))
    else:
        messages.info(request, _("There is no such filter of yours. Nothing was changed."))
    return redirect("queue")
