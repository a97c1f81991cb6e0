"""What people decided about a revision, as far as it says something about its text."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from ..models import Decision

TEXT_REASONS = frozenset({"cell_product", "unnamed_product", "unproven_claim"})
"""Reasons that speak of what a text offers or claims. A missing licence says nothing about the rules."""


@dataclass(frozen=True, slots=True)
class Truth:
    """`rejected` by (listing, hash of the revision). `set_aside`: decided by people for other reasons."""

    rejected: dict[tuple[UUID, str], bool]
    set_aside: int


def truth() -> Truth:
    """The last decision of a person on each revision; what the system decided alone is no truth.

    Approved, or rejected for its text; a confirmed appeal and a removal for the text count as rejected.
    """
    by_people = Decision.objects.filter(actor_id__isnull=False).filter(
        Q(lifecycle="case", to_status__in=("approved", "rejected"))
        | Q(lifecycle="appeal", to_status="confirmed")
        | Q(lifecycle="publication", to_status="delisted")
    )
    last: dict[tuple[UUID, str], bool | None] = {}
    rows = by_people.order_by("seq").values_list("listing_id", "revision_sha256", "to_status", "reasons")
    for listing, revision, status, reasons in rows.iterator(chunk_size=2000):
        about_text = bool(TEXT_REASONS & set(reasons))
        last[listing, revision] = False if status == "approved" else (True if about_text else None)
    rejected = {key: label for key, label in last.items() if label is not None}
    return Truth(rejected, Counter(last.values())[None])
