"""Two people agree before much is hidden: a senior moderator, and another moderator."""

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role

from ..errors import NotAllowed, StaleVersion, TransitionRefused
from ..people import in_the_house, tied_to
from .activation import Stage, list_sha256
from .models import RulesetActivation, RulesetConsent


@transaction.atomic
def agree(*, activation: RulesetActivation, seen: str, by: User) -> RulesetActivation:
    """`by` agrees that the list with the fingerprint `seen` is hidden; after the second person `carry_on` hides it.

    Raises `NotAllowed` for whoever is no moderator, acts for a provider on the list, or agreed first without being
    senior; `StaleVersion` where the list changed; `TransitionRefused` where nothing waits, or for the same person.
    """
    locked = RulesetActivation.objects.select_for_update().get(pk=activation.pk)
    if not by.has_role(Role.MODERATOR):
        raise NotAllowed(_("Only moderators can decide."))
    if locked.stage is not Stage.STOPPED:
        raise TransitionRefused(_("Nothing waits for people in this activation now."))
    refuse_ties(locked, by)
    if list_sha256(locked) != seen:
        raise StaleVersion
    before = first_to_agree(locked)
    if before is None and not by.has_role(Role.SENIOR):
        raise NotAllowed(_("A senior moderator agrees first; then you can be the second person."))
    if before is not None and before.pk == by.pk:
        raise TransitionRefused(_("You have agreed already. The second person is somebody else."))
    given = {"senior": by.has_role(Role.SENIOR), "at": clock.now()}
    RulesetConsent.objects.update_or_create(activation=locked, by_id=by.pk, list_sha256=seen, defaults=given)
    if before is not None:
        locked.rescreenings.pending().update(agreed_at=clock.now())
        locked.stopped_at = None
        locked.save(update_fields=["stopped_at"])
    return locked


def first_to_agree(activation: RulesetActivation) -> User | None:
    """The senior moderator who agreed to the list as it is now, and still is one; None when nobody did."""
    given = activation.consents.filter(list_sha256=list_sha256(activation), senior=True)
    people = User.objects.in_bulk(list(given.values_list("by_id", flat=True)))
    return next((person for person in people.values() if person.has_role(Role.SENIOR)), None)


def refuse_ties(activation: RulesetActivation, by: User) -> None:
    """Raise `NotAllowed` where `by` has a tie to a provider whose listing this activation hid or would hide."""
    providers = activation.rescreenings.hits().values_list("listing__provider_id", flat=True).distinct()
    if any(by.pk in tied_to(provider) or in_the_house(by, provider) for provider in providers):
        raise NotAllowed(_("A listing of your own organisation is on this list. Somebody else decides."))
