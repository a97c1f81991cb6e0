"""How the team decides, in numbers: what stood, what colleagues agreed with, how long people waited."""

from dataclasses import dataclass
from datetime import datetime

from .facts import Facts, gather
from .spread import Rate, Spread, rate, spread

FEWEST = 3
"""People behind a number from which it is shown: with two, each could subtract and read the other's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """Numbers of a period over all people; nothing in it points at a person or a case.

    `appeals`: appeals overturned, of those decided. `machine`: automatic rejections of which people later approved the
    very same version, of all automatic rejections. `looks_automatic`, `looks_alone`: second looks that agreed, of those
    taken. `first_look`, `decision`: from the moment a case waited for people (calendar time).
    """

    appeals: Rate
    machine: Rate
    looks_automatic: Rate
    looks_alone: Rate
    first_look: Spread
    decision: Spread

    @property
    def empty(self) -> bool:
        rates = (self.appeals, self.machine, self.looks_automatic, self.looks_alone)
        return not any(each.of for each in rates) and not self.first_look.n and not self.decision.n


def overall(*, since: datetime, until: datetime) -> Overall:
    """The numbers from `since` to `until` (aware), in a constant number of queries."""
    return summed(gather((since, until)))


def summed(facts: Facts) -> Overall:
    return Overall(
        appeals=rate(not each.stood for each in facts.appeals),
        machine=rate(not each.stood for each in facts.machine),
        looks_automatic=rate(each.stood for each in facts.automatic),
        looks_alone=rate(each.stood for each in facts.alone),
        first_look=spread(each.waited for each in facts.first_looks),
        decision=spread(each.waited for each in facts.decisions),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """One person's numbers beside the team's. `hidden` names the team's numbers that too few people stand behind."""

    own: Overall
    team: Overall
    hidden: frozenset[str]


def beside(user_id: int, facts: Facts) -> Beside:
    """A person's own numbers and the team's, without a colleague's alone."""
    return Beside(summed(facts.of(user_id)), summed(facts), few_behind(facts))


def few_behind(facts: Facts) -> frozenset[str]:
    """Names of the numbers in `Overall` that some person but fewer than `FEWEST` stand behind."""
    behind: dict[str, set[int | None]] = {
        "appeals": {each.decided_by for each in facts.appeals},
        "looks_alone": {each.decided_by for each in facts.alone},
        "first_look": {each.by for each in facts.first_looks},
        "decision": {each.by for each in facts.decisions},
    }
    return frozenset(name for name, people in behind.items() if 0 < len(people - {None}) < FEWEST)
