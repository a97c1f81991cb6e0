"""Which decisions get a second look: drawn by lot when they are taken, so that nobody chooses and nobody knows before.

The lot is an HMAC of the decision's hash under the installation's key. The hash holds the moment and the whole log
before it, the key is no decider's: who decides cannot tell whether this decision will be drawn.
"""

from django.utils.crypto import salted_hmac

from directory import clock

from ..models import Case, Decision
from .models import SecondLook

ONE_IN = 10
"""One of so many automatic rejections, and of approvals by one person alone, is drawn."""

_OCCASIONS = {
    "reject_automatically": SecondLook.Occasion.AUTOMATIC,
    "approve": SecondLook.Occasion.ALONE,
}
"""Steps of a case after which nobody else looks: the machine's rejection, and the approval that needs no second."""


def drawn(decision_hash: str) -> bool:
    """Whether the lot falls on the decision with this hash. The same hash under the same key always gives the same."""
    ticket = salted_hmac("directory.moderation.quality.lots", decision_hash, algorithm="sha256").digest()
    return int.from_bytes(ticket) % ONE_IN == 0


def draw(case: Case, decision: Decision) -> SecondLook | None:
    """Draw for one decision, in its transaction; the look that waits from now on, or None. Safe to call twice."""
    occasion = _OCCASIONS.get(decision.action) if decision.lifecycle == "case" else None
    if occasion is None or not drawn(decision.hash):
        return None
    look, _new = SecondLook.objects.get_or_create(
        decision_seq=decision.seq, defaults={"case": case, "occasion": occasion, "drawn_at": clock.now()}
    )
    if occasion == SecondLook.Occasion.AUTOMATIC and not case.sampled:
        case.sampled = True
        case.save(update_fields=["sampled"])
    return look
