"""The three lifecycles as tables: which steps exist and who may take them. Nothing else ever happens."""

from dataclasses import dataclass
from enum import StrEnum


class Actor(StrEnum):
    """In what part somebody takes a step."""

    SYSTEM = "system"
    PROVIDER = "provider"
    LEASE_HOLDER = "lease holder"
    SECOND = "second person"
    MODERATOR = "moderator"
    UNINVOLVED_SENIOR = "uninvolved senior"
    EXTERNAL = "external reviewer"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a table. `conditions` name functions in `conditions.py` that must all hold under the lock."""

    lifecycle: str
    action: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[Actor, ...]
    conditions: tuple[str, ...] = ()


_S, _P, _L, _B, _M, _U, _X = (
    Actor.SYSTEM, Actor.PROVIDER, Actor.LEASE_HOLDER, Actor.SECOND, Actor.MODERATOR, Actor.UNINVOLVED_SENIOR,
    Actor.EXTERNAL,
)  # fmt: skip

STEPS: tuple[Step, ...] = (
    Step("case", "reject_automatically", ("open",), "rejected", (_S,), ("blocking_finding",)),
    Step("case", "ask_person", ("rejected",), "open", (_P,), ("was_automatic", "first_ask")),
    Step("case", "request_changes", ("open",), "changes_requested", (_L,), ("reason_on_a_field",)),
    Step("case", "resubmit", ("changes_requested",), "open", (_P,), ("new_revision",)),
    Step(
        "case",
        "withdraw",
        ("open", "changes_requested", "second_review"),
        "withdrawn",
        (_P,),
        ("nothing_hidden",),
    ),
    Step("case", "expire", ("changes_requested",), "withdrawn", (_S,), ("overdue",)),
    Step(
        "case",
        "send_to_second",
        ("open",),
        "second_review",
        (_L,),
        ("checklist_complete", "needs_two", "reports_judged"),
    ),
    Step(
        "case",
        "approve",
        ("open",),
        "approved",
        (_L,),
        ("checklist_complete", "one_suffices", "website_read", "reports_judged"),
    ),
    Step(
        "case",
        "approve_second",
        ("second_review",),
        "approved",
        (_B, _X),
        ("checklist_complete", "reports_judged"),
    ),
    Step("case", "return_to_first", ("second_review",), "open", (_B, _X), ("reason_given",)),
    Step("case", "reject", ("open",), "rejected", (_L,), ("reason_given", "reports_judged")),
    Step(
        "case", "reject_second", ("second_review",), "rejected", (_B, _X), ("reason_given", "reports_judged")
    ),
    Step("case", "reopen", ("rejected",), "open", (_S,), ("appeal_overturned",)),
    Step("publication", "publish", ("none", "live"), "live", (_M, _X), ("approved_case",)),
    Step("publication", "quarantine", ("live",), "quarantined", (_M, _S), ("reason_given",)),
    Step("publication", "restore", ("quarantined",), "live", (_M, _X), ("approved_recheck_by_two",)),
    Step("publication", "delist", ("live", "quarantined"), "delisted", (_M,), ("reason_given", "two_people")),
    Step("publication", "unpublish", ("live", "quarantined"), "none", (_P,)),
    Step("appeal", "file", ("none",), "open", (_P,), ("in_time", "statement_given")),
    Step("appeal", "confirm", ("open",), "confirmed", (_U, _X), ("reason_given",)),
    Step("appeal", "overturn", ("open",), "overturned", (_U, _X), ("reason_given",)),
)

BY_ACTION: dict[tuple[str, str], Step] = {(step.lifecycle, step.action): step for step in STEPS}
