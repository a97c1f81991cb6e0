"""What the team does beside its cases, day by day: rules put in force, second looks, checkpoints, words kept."""

from datetime import timedelta

from directory import clock
from directory.accounts.models import User
from directory.moderation import actions as moderation
from directory.moderation import saved_filters, saved_replies
from directory.moderation.checkpoints import actions as checkpoints
from directory.moderation.people import tied_people
from directory.moderation.quality.actions import look
from directory.moderation.quality.models import SecondLook
from directory.moderation.quality.waiting import acted_on
from directory.moderation.rulesets import activation

from .timeline import Steps

CHECKPOINTS = 5
"""Days before today on which the log's end was signed, today beside them."""

_LEFT_WAITING = timedelta(days=10)
_BETWEEN_LOOKS = timedelta(days=7)
_REPLIES = (
    (
        "accreditation",
        "Number not in the register",
        "We looked for this number, and for the name, in the register that you named. Please send the number as it"
        " stands there, or the address of your page in the register.",
    ),
    (
        "cell_product",
        "Your own cells",
        "That cells are taken from the patient does not change what is offered: no such product is authorised for"
        " headache.",
    ),
)


def opens(people: dict[str, User]) -> Steps:
    """The rules of this release are in force from the first day; what is often said is kept for next time."""
    activation.carry_on(activation.begin(by=people["senior"]))
    for reason, title, text in _REPLIES:
        saved_replies.add(reason=reason, title=title, text=text, by=people["moderator"])
    saved_filters.keep(
        name="Reported by readers", query="tab=waiting&why=unsafe&why=wrong", by=people["moderator"]
    )
    yield timedelta()


def second_looks(people: dict[str, User]) -> Steps:
    """Every week colleagues take the looks that wait for long; with the first approval drawn they do not agree."""
    team = [people[key] for key in ("second.moderator", "moderator", "senior", "second.senior")]
    disagreed = False
    while True:
        yield _BETWEEN_LOOKS
        before = clock.now() - _LEFT_WAITING
        for waiting in SecondLook.objects.waiting().filter(drawn_at__lt=before).select_related("case"):
            disagrees = not disagreed and waiting.occasion == SecondLook.Occasion.ALONE
            disagreed = disagreed or disagrees
            _look(waiting, team, agrees=not disagrees)


def _look(waiting: SecondLook, team: list[User], *, agrees: bool) -> None:
    """By the first who had no part in the case and no tie; where there is nobody, it goes on waiting."""
    kept_out = acted_on([waiting.case_id])[waiting.case_id] | tied_people(waiting.case)
    note = (
        ""
        if agrees
        else "The practice's own page gives another telephone number. I would have asked before approving."
    )
    for colleague in team:
        if colleague.pk not in kept_out:
            moderation.declare_conflict(case=waiting.case, by=colleague, has_conflict=False)
            look(second_look=waiting, agrees=agrees, note=note, by=colleague)
            return


def checkpoints_signed() -> Steps:
    """Each day the end of the log, as it was then."""
    while True:
        checkpoints.sign()  # not `sign_today`: what it writes to the file would outlive an interrupted seeding
        yield timedelta(days=1)
