"""Filters of the queue that a moderator keeps under a name: an address, nothing else."""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from directory.accounts.models import User

from .errors import TransitionRefused
from .queue_filter import understand
from .saved import SavedFilter

MOST = 20
"""Filters that one person keeps."""
LONGEST = 500
"""Characters of an address that can be kept (`SavedFilter.query`)."""


class FilterRefused(TransitionRefused):
    """The filter was not kept; the sentence says why and what to do."""


@transaction.atomic
def keep(*, name: str, query: str, by: User) -> SavedFilter:
    """Keep a view of the queue under a name. Raises `FilterRefused` where it cannot be."""
    User.objects.select_for_update().get(pk=by.pk)  # two clicks at once do not make one filter too many
    asked = understand(QueryDict(query))
    address = asked.query.removeprefix("?")
    mine = SavedFilter.objects.filter(user=by)
    if asked.problems:
        raise FilterRefused(_("This filter cannot be read any more. Set it again, then keep it."))
    if len(address) > LONGEST:
        raise FilterRefused(_("This filter is too long to be kept. Take some of its parts out."))
    if mine.filter(name=name).exists():
        raise FilterRefused(
            _("You keep a filter called “%(name)s” already. Delete it first, or choose another name.")
            % {"name": name}
        )
    if mine.count() >= MOST:
        raise FilterRefused(
            _("You keep %(most)s filters, which is as many as there can be. Delete one first.")
            % {"most": MOST}
        )
    return SavedFilter.objects.create(user=by, name=name, query=address)


def forget(*, saved_id: int, by: User) -> bool:
    """Delete one of the person's own filters; False where there is none with this id."""
    deleted, _rows = SavedFilter.objects.filter(pk=saved_id, user=by).delete()
    return deleted > 0
