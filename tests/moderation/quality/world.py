"""Decisions on which the lot fell, and colleagues who look at them."""

from typing import Any

from directory.accounts.models import User
from directory.accreditation.models import Register
from directory.moderation import actions
from directory.moderation.models import Case
from directory.moderation.quality.actions import look
from directory.moderation.quality.models import SecondLook
from tests.cast import Cast
from tests.moderation.pages import CELLS, declared


def approved_alone(cast: Cast, *, by: User | None = None, **changes: Any) -> Case:
    """Ann (or `by`) approves by herself: the register has been relied on before."""
    by = by or cast.ann
    Register.objects.filter(relied_on_since=None).update(relied_on_since="2020-01-01T00:00Z")
    case = cast.ready(cast.submit(**changes), by=by)
    actions.approve(case=case, by=by, version=case.version)
    case.refresh_from_db()
    assert case.status == Case.Status.APPROVED
    return case


def rejected_automatically(cast: Cast, **changes: Any) -> Case:
    return cast.submit(**{"description": CELLS} | changes)


def drawn_for(case: Case) -> SecondLook:
    return SecondLook.objects.get(case=case)


def looked(case: Case, by: User, *, agrees: bool = True, note: str = "") -> SecondLook:
    declared(case, by)
    return look(second_look=drawn_for(case), agrees=agrees, note=note, by=by)
