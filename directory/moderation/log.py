"""The decision log: append under the head's lock, and walk the chain to see whether it is whole."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from directory import clock
from directory.catalogue.models import Entry as PublicEntry
from directory.listings.models import Listing

from .log_head import LogHead
from .models import Appeal, Case, Decision

GENESIS = "0" * 64
"""The hash before the first decision."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What a decision says, before it has a place in the chain."""

    lifecycle: str
    subject_id: UUID
    subject_version: int
    action: str
    from_status: str
    to_status: str
    actor_id: int | None
    actor_role: str
    listing_id: UUID
    case_id: UUID | None
    revision_sha256: str
    first_actor_id: int | None = None
    risky: bool = False
    reasons: tuple[str, ...] = ()
    ruleset: str = ""


HASHED = (
    *("seq", "at", "lifecycle", "subject_id", "subject_version", "action", "from_status", "to_status"),
    *("actor_id", "actor_role", "first_actor_id", "risky", "listing_id", "case_id", "revision_sha256"),
    *("reasons", "ruleset", "previous_hash"),
)
"""The fields behind a decision's hash. Fixed: a column added later must not change the hashes of before."""


def fingerprint(decision: Decision) -> str:
    """SHA-256 over the fields in `HASHED`, previous hash included, as canonical JSON."""
    fields = {name: getattr(decision, name) for name in HASHED} | {"at": decision.at.isoformat()}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def lock() -> LogHead:
    """The end of the log, locked until the transaction ends. Comes after cases and listings, before the catalogue."""
    LogHead.objects.get_or_create(id=1, defaults={"hash": GENESIS})
    return LogHead.objects.select_for_update().get(id=1)


def append(entry: Entry) -> Decision:
    """Write one decision at the end of the chain. Needs a transaction; holds the head's lock until it ends."""
    head = lock()
    fields = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    decision = Decision(
        seq=head.seq + 1, at=clock.now(), previous_hash=head.hash, **fields | {"reasons": list(entry.reasons)}
    )
    decision.hash = fingerprint(decision)
    decision.save(force_insert=True)
    head.seq, head.hash = decision.seq, decision.hash
    head.save()
    return decision


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the log is not what it should be."""

    seq: int
    problem: str


def first_break() -> Break | None:
    """Walk the whole log; the first break, or None when it is whole and agrees with every status."""
    for problem in _problems():
        return problem
    return None


def _problems() -> Iterator[Break]:
    expected, previous = 1, GENESIS
    last: dict[tuple[str, UUID], tuple[int, int, str]] = {}
    for decision in Decision.objects.order_by("seq").iterator(chunk_size=2000):
        if decision.seq != expected:
            yield Break(expected, f"decision {expected} is missing; the next one found is {decision.seq}")
        if decision.previous_hash != previous:
            yield Break(decision.seq, "it does not follow the decision before it")
        if decision.hash != fingerprint(decision):
            yield Break(decision.seq, "its content was changed after it was written")
        expected, previous = decision.seq + 1, decision.hash
        last[decision.lifecycle, decision.subject_id] = (
            decision.seq,
            decision.subject_version,
            decision.to_status,
        )
    head = LogHead.objects.filter(id=1).first()
    if head is None and expected > 1:
        yield Break(expected - 1, "the record of the log's end is gone")
    if head is not None and (head.seq, head.hash) != (expected - 1, previous):
        yield Break(min(head.seq, expected - 1), f"the log was cut or extended: its end should be {head.seq}")
    yield from _disagreements(last, expected - 1)


def _disagreements(last: dict[tuple[str, UUID], tuple[int, int, str]], end: int) -> Iterator[Break]:
    """Every status must be what the last decision on it said: a cut tail shows here even if the head was rewritten."""
    rows: tuple[tuple[str, str, Iterator[tuple[UUID, int, str]]], ...] = (
        ("case", "open", Case.objects.values_list("id", "version", "status").iterator()),
        ("publication", "none", Listing.objects.values_list("id", "version", "publication").iterator()),
        ("appeal", "none", Appeal.objects.values_list("id", "version", "status").iterator()),
    )
    for lifecycle, start, found in rows:
        for subject_id, version, status in found:
            seq, said_version, said = last.pop((lifecycle, subject_id), (end, 0, start))
            if (version, status) != (said_version, said):
                yield Break(seq, f"{lifecycle} {subject_id} is {status}, but the log ends with {said}")
    for (lifecycle, subject_id), (seq, _version, _status) in last.items():
        yield Break(seq, f"{lifecycle} {subject_id} is in the log and nowhere else")
    yield from _strays(end)


def _strays(end: int) -> Iterator[Break]:
    """What is public and what is live are the same listings with the same content; a lapsed entry is still a row."""
    listings = Listing.objects.filter(publication=Listing.Publication.LIVE)
    live = dict(listings.values_list("pk", "live_revision__sha256"))
    for listing_id, sha256, seq in PublicEntry.objects.values_list("pk", "revision_sha256", "decision_seq"):
        if live.pop(listing_id, None) != sha256:
            yield Break(
                seq, f"an entry of {listing_id} is public, but the listing is not live with this content"
            )
    for listing_id in live:
        yield Break(end, f"listing {listing_id} is live, but nothing of it is public")
