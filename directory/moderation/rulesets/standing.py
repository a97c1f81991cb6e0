"""How much each rule counts now, and who changed it: dated rows, of which a rule's newest stands."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.screening.rules import Rule, rules

from ..errors import NotAllowed, TransitionRefused
from .models import RuleMode
from .modes import FIXED_FAMILIES, Mode


def modes_now() -> dict[str, Mode]:
    """The mode of every rule that ever had one, by rule id; all others are active."""
    return {rule: Mode(mode) for rule, mode in RuleMode.objects.values_list("rule", "mode")}


def adjustable() -> Iterable[Rule]:
    """The rules that can be given another mode."""
    return (rule for rule in rules().values() if rule.family not in FIXED_FAMILIES)


@transaction.atomic
def set_mode(*, rule: str, mode: Mode, why: str, by: User) -> RuleMode:
    """From now on the rule counts in this way; what was screened before stays as it is.

    Raises `NotAllowed` for anybody but a senior moderator, and `TransitionRefused` without a reason, for an unknown
    rule, for one that always counts (declared services, what the engine could not know), and where nothing changes.
    """
    if not by.has_role(Role.SENIOR):
        raise NotAllowed(_("Only a senior moderator changes how much a rule counts."))
    if rule not in rules():
        raise TransitionRefused(_("There is no rule %(rule)s.") % {"rule": rule[:60]})
    if rule not in {each.id for each in adjustable()}:
        raise TransitionRefused(_("This rule always counts in full: it states a fact, or what is not known."))
    if not why.strip():
        raise TransitionRefused(_("Say why."))
    if modes_now().get(rule, Mode.ACTIVE) is mode:
        raise TransitionRefused(_("The rule counts in this way already. Nothing was changed."))
    return RuleMode.objects.create(rule=rule, mode=mode, why=why.strip(), by_id=by.pk, at=clock.now())
