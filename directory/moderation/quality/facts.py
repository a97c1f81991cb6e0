"""What happened in a period, as plain facts about who and how long, read in a constant number of queries.

Each fact belongs to the period in which it became known: an appeal to the day it was decided, a look to the day it
was taken, a decision to its own day.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery

from ..models import Appeal, Case, ConflictDeclaration, Decision
from .models import SecondLook

Span = tuple[datetime, datetime]
"""From, until: aware, both inclusive."""
_BACK = ("ask_person", "reopen")
"""Steps by which a decided case comes back to people."""
_YES = ("approve", "approve_second")


@dataclass(frozen=True, slots=True)
class Timed:
    """Something one person did, and how long a case had waited for it."""

    by: int
    waited: timedelta


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision that somebody else judged: who had taken it (None: the machine), and whether it stood."""

    seq: int
    decided_by: int | None
    stood: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """`machine`: automatic rejections, each with whether it stood. `alone`, `automatic`: second looks by occasion."""

    first_looks: list[Timed] = field(default_factory=list)
    decisions: list[Timed] = field(default_factory=list)
    appeals: list[Judged] = field(default_factory=list)
    machine: list[Judged] = field(default_factory=list)
    alone: list[Judged] = field(default_factory=list)
    automatic: list[Judged] = field(default_factory=list)

    def of(self, user_id: int) -> "Facts":
        """What concerns one person's own work."""
        return Facts(
            first_looks=[each for each in self.first_looks if each.by == user_id],
            decisions=[each for each in self.decisions if each.by == user_id],
            appeals=[each for each in self.appeals if each.decided_by == user_id],
            alone=[each for each in self.alone if each.decided_by == user_id],
        )


def gather(span: Span) -> Facts:
    """Everything in six queries."""
    decisions, machine = _decisions(span)
    looks = _looks(span)
    return Facts(
        first_looks=_first_looks(span),
        decisions=decisions,
        machine=machine,
        appeals=_appeals(span),
        alone=looks[SecondLook.Occasion.ALONE],
        automatic=looks[SecondLook.Occasion.AUTOMATIC],
    )


def actor_of(seq: str) -> Subquery:
    """Who took the decision whose number stands in the column `seq`; None for the machine."""
    return Subquery(Decision.objects.filter(seq=OuterRef(seq)).values("actor_id")[:1])


def _looks(span: Span) -> dict[str, list[Judged]]:
    taken = SecondLook.objects.filter(at__range=span).annotate(actor=actor_of("decision_seq"))
    by_occasion: dict[str, list[Judged]] = defaultdict(list)
    for seq, occasion, agrees, actor in taken.values_list("decision_seq", "occasion", "agrees", "actor"):
        by_occasion[occasion].append(Judged(seq, actor, bool(agrees)))
    return by_occasion


def _appeals(span: Span) -> list[Judged]:
    contested = "statement_of_reasons__decision_seq"
    closed = Appeal.objects.filter(decided_at__range=span).exclude(status=Appeal.Status.OPEN)
    rows = closed.annotate(actor=actor_of(contested)).values_list(contested, "actor", "status")
    return [Judged(seq, actor, status == Appeal.Status.CONFIRMED) for seq, actor, status in rows]


@dataclass(frozen=True, slots=True)
class _Step:
    """A step in the life of one case; `at` aware."""

    seq: int
    case_id: UUID
    action: str
    actor_id: int | None
    at: datetime
    sha256: str


_STEP = ("seq", "subject_id", "action", "actor_id", "at", "revision_sha256")


def _decisions(span: Span) -> tuple[list[Timed], list[Judged]]:
    """Endings of cases by people with their waits, and the machine's rejections with whether they stood."""
    life = Decision.objects.filter(lifecycle="case")
    ended = life.filter(to_status__in=("approved", "rejected"), at__range=span)
    cases = ended.values("subject_id")
    opened = dict(Case.objects.filter(pk__in=cases).values_list("pk", "opened_at"))
    later = life.filter(subject_id__in=cases, action__in=(*_BACK, *_YES)).order_by("seq")
    turns: dict[UUID, list[_Step]] = defaultdict(list)
    for turn in (_Step(*row) for row in later.values_list(*_STEP)):
        turns[turn.case_id].append(turn)
    people, machine = [], []
    for ending in (_Step(*row) for row in ended.values_list(*_STEP)):
        of_case = turns[ending.case_id]
        if ending.actor_id is None:
            machine.append(Judged(ending.seq, None, not _approved_after_all(ending, of_case)))
        else:
            people.append(Timed(ending.actor_id, ending.at - _began(ending, of_case, opened[ending.case_id])))
    return people, machine


def _began(ending: _Step, turns: list[_Step], opened: datetime) -> datetime:
    """When the case last came to people before this ending: opened, or open again at a provider's wish or appeal."""
    back = [turn.at for turn in turns if turn.action in _BACK and turn.seq < ending.seq]
    return back[-1] if back else opened


def _approved_after_all(rejection: _Step, turns: list[_Step]) -> bool:
    """People looked, and approved the very version that the machine had rejected."""
    later = [turn for turn in turns if turn.seq > rejection.seq]
    approved = any(turn.action in _YES and turn.sha256 == rejection.sha256 for turn in later)
    return approved and any(turn.action in _BACK for turn in later)


def _first_looks(span: Span) -> list[Timed]:
    """The first declaration that opened a file to somebody, from when the case waited for people.

    What the machine rejected waits only from the moment the provider asks for a person.
    """
    own = Decision.objects.filter(lifecycle="case", subject_id=OuterRef("case_id"))
    waits_from = models.Case(
        models.When(Exists(own.filter(action="reject_automatically")), then=F("case__person_asked_at")),
        default=F("case__opened_at"),
    )
    looked = ConflictDeclaration.objects.filter(has_conflict=False)
    before = looked.filter(case=OuterRef("case"), at__gte=OuterRef("waits_from"), pk__lt=OuterRef("pk"))
    first = looked.annotate(waits_from=waits_from).filter(at__range=span, at__gte=F("waits_from"))
    rows = first.exclude(Exists(before)).values_list("user_id", "at", "waits_from")
    return [Timed(user_id, at - since) for user_id, at, since in rows]
