"""A statement of reasons as the provider reads it, for whoever works on the case."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from directory.accounts.permissions import SignedIn

from ..models import Decision
from ..stated import words_of
from .answering import moderators_or_invited
from .opening import opened


@moderators_or_invited
def statement(request: SignedIn, case_id: UUID, seq: int) -> HttpResponse:
    """What the provider was told with one decision, whole."""
    found = opened(case_id, request.user)
    told = get_object_or_404(found.statements.select_related("listing__provider", "case"), decision_seq=seq)
    context = {
        "case": found,
        "statement": told,
        "reference": str(found.pk)[:8].upper(),
        "words": words_of(told, Decision.objects.get(seq=seq)),
    }
    return render(request, "moderation/case_statement.html", context)
