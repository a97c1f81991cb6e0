"""Taking a second look: one colleague says once whether they agree. No decision changes by it."""

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User

from ..actions import add_note
from ..errors import NotAllowed, TransitionRefused
from ..locks import lock_case
from ..people import permit
from ..tables import Actor
from .models import SecondLook
from .notices import tell_of_disagreement
from .waiting import acted_on

LONGEST_NOTE = 2000
"""Characters of the note beside a look."""


@transaction.atomic
def look(*, second_look: SecondLook, agrees: bool, note: str, by: User) -> SecondLook:
    """Keep whether `by` agrees with the decision that was drawn. A disagreement needs a note, which also
    stands among the case's private notes, and alerts the seniors.

    Raises `NotAllowed` for whoever had a part in the case, has a tie, or has not declared to have none;
    `TransitionRefused` when somebody has looked already, for a disagreement without a note, or a note too long.
    """
    case = lock_case(second_look.case_id)
    locked = SecondLook.objects.select_for_update().get(pk=second_look.pk)
    permit(case, by, Actor.MODERATOR)
    if by.pk in acted_on([case.pk])[case.pk]:
        raise NotAllowed(_("You had a part in this decision. Somebody else looks."))
    if not case.conflicts.filter(user=by, has_conflict=False).exists():
        raise NotAllowed(_("Please say first whether you have a conflict of interest in this case."))
    if locked.agrees is not None:
        raise TransitionRefused(_("Somebody has taken this look already. Nothing of yours was kept."))
    words = note.strip()
    if len(words) > LONGEST_NOTE:
        raise TransitionRefused(_("The note is too long. Nothing was kept."))
    if not agrees and not words:
        raise TransitionRefused(_("Say what you see differently."))
    locked.agrees, locked.note, locked.by, locked.at = agrees, words, by, clock.now()
    locked.save(update_fields=["agrees", "note", "by", "at"])
    if not agrees:
        add_note(case=case, text=_("Second look: I disagree with this decision. %s") % words, by=by)
        tell_of_disagreement(locked)
    return locked
