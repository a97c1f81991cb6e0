"""Cases and appeals as rows of the queue, a whole page at a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from directory import clock
from directory.accounts.models import User
from directory.listings.models import Listing
from directory.screening.findings import Verdict

from ..cases import PRIORITY
from ..models import Appeal, Case, ConflictDeclaration
from ..queue import Standing, priority_in_words, why_here
from ..queue_clocks import WITH_US
from ..queue_find import TWO_PEOPLE_POINTS, cases
from ..risks import RISKS
from ..targets import APPEAL, DECISION, FIRST_LOOK, SAFETY, Clock


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue. `name` is empty until this moderator has declared to have no tie.

    `clock` is the one that runs out first; None where nothing waits for a moderator.
    """

    case: Case
    reference: str
    name: str
    why: list[str]
    priority: str
    risks: list[Any]
    clock: Clock | None
    since: datetime
    held_by: str
    mine: bool
    was_first: bool
    conflict: bool

    @property
    def free(self) -> bool:
        """Whether it waits for somebody and nobody has it: a narrow screen leaves that out."""
        needs_another = self.was_first and self.case.status == Case.Status.SECOND_REVIEW
        taken = self.conflict or self.mine or bool(self.held_by) or needs_another
        return self.case.status in WITH_US and not taken

    @property
    def choosable(self) -> bool:
        """Whether it can be ticked for a decision on many at once."""
        return self.case.status in WITH_US and not self.conflict


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One open appeal. It names nobody: the case behind it asks for the declaration first."""

    appeal: Appeal
    reference: str
    listing: Listing
    clock: Clock


def case_rows(ids: list[UUID], user: User) -> list[Row]:
    """The cases with these ids, in this order."""
    found = cases().filter(pk__in=ids).told(clock.today())
    by_id: dict[UUID, Any] = {case.pk: case for case in found}
    ties = ConflictDeclaration.objects.filter(user=user, case__in=ids)
    declared = dict(ties.values_list("case_id", "has_conflict"))
    return [_row(by_id[pk], user, declared.get(pk)) for pk in ids if pk in by_id]


def _row(case: Any, user: User, conflict: bool | None) -> Row:
    now = clock.now()
    return Row(
        case=case,
        reference=reference(case.pk),
        name=case.listing.provider.name if conflict is False else "",
        why=why_here(_standing(case)),
        priority=_priority(case),
        risks=[RISKS[code] for code in case.risks if code in RISKS],
        clock=nearest_clock(case, clock.today()),
        since=case.came_in if case.status in WITH_US else case.status_since,
        held_by=str(case.lease_by) if case.leased_by_other(user.pk, now) else "",
        mine=case.leased_to(user.pk, now),
        was_first=case.first_actor_id == user.pk,
        conflict=bool(conflict),
    )


def reference(case_id: UUID) -> str:
    """What people call a case among each other."""
    return str(case_id)[:8].upper()


def nearest_clock(case: Any, today: date) -> Clock | None:
    """Which of a case's targets runs out first; safety where they run out together. `case` comes from `told()`."""
    running = [Clock(DECISION, case.came_in.date(), today)] if case.status in WITH_US else []
    if case.status == Case.Status.OPEN and not case.looked:
        running.append(Clock(FIRST_LOOK, case.came_in.date(), today))
    if case.unsafe_since is not None:
        running.append(Clock(SAFETY, case.unsafe_since.date(), today))
    return min(running, key=lambda each: (each.due, each.target is not SAFETY), default=None)


def _priority(case: Any) -> str:
    two_people = TWO_PEOPLE_POINTS if case.risks else 0
    clocked = case.urgency - case.priority - two_people - case.still_public
    return priority_in_words(
        stored=case.priority, clock=clocked, two_people=two_people, still_public=case.still_public
    )


def _standing(case: Any) -> Standing:
    return Standing(
        recheck=case.kind == Case.Kind.RECHECK,
        hidden=case.listing.publication == Listing.Publication.QUARANTINED,
        person_asked=case.person_asked_at is not None,
        appeal_won=case.appeal_won,
        machine_asks=case.verdict == Verdict.REVIEW,
        followed_rejection=case.previous_id is not None,
        rules_taken_back=case.priority == PRIORITY["hidden by rules taken back"],
        still_public=bool(case.still_public),
        safety_reports=case.safety_reports,
        corrections=case.corrections,
    )


def appeal_rows(appeals: list[Appeal]) -> list[AppealRow]:
    return [
        AppealRow(
            appeal=each,
            reference=reference(each.case_id),
            listing=each.case.listing,
            clock=Clock(APPEAL, each.filed_at.date(), clock.today()),
        )
        for each in appeals
    ]
