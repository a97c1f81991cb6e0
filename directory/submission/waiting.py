"""Why an answer may take longer than usual: nobody in the team may give it, and somebody from outside is asked."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.listings.models import Listing
from directory.moderation.external.waiting import APPEAL, FIRST, SECOND, stranded_parts
from directory.moderation.models import Appeal, Case

_WHY = {
    FIRST: gettext_lazy(
        "Everybody in our team has a tie to you or your organisation, and nobody with a tie decides. We are looking"
        " for somebody without one."
    ),
    SECOND: gettext_lazy(
        "What you sent needs a second person, and nobody else in our team can be that person. We ask somebody from"
        " outside to look at it."
    ),
    APPEAL: gettext_lazy(
        "Everybody in our team who answers appeals had a part in this decision or has a tie to you. We ask somebody"
        " from outside to answer yours."
    ),
}


def why_longer(listing: Listing) -> list[str]:
    """A sentence for each part of the listing's cases that waits for somebody whom the team does not have."""
    looked_at = Q(status__in=(Case.Status.OPEN, Case.Status.SECOND_REVIEW))
    appealed = Q(appeals__status=Appeal.Status.OPEN)
    cases = listing.cases.filter(looked_at | appealed).select_related("listing", "revision").distinct()
    parts = {part for case in cases for part in stranded_parts(case)}
    return [
        str(why) + " " + _("It may take longer than usual. It keeps its place, and you hear from us.")
        for part, why in _WHY.items()
        if part in parts
    ]
