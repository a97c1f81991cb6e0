"""The public side's guards: five stored facts, compared column with column, never with the database's clock."""

from directory.vocabulary.treatments import CELL_MASK

from .guard import Event, Guard

_CHANGE: tuple[Event, ...] = ("INSERT", "UPDATE")

CATALOGUE: tuple[Guard, ...] = (
    Guard(
        "entry_decision",
        "directory_entry",
        _CHANGE,
        "NOT EXISTS (SELECT 1 FROM directory_decision d WHERE d.seq = NEW.decision_seq AND d.lifecycle = 'case' "
        "AND d.to_status = 'approved' AND d.listing_id = NEW.listing_id AND d.revision_sha256 = NEW.revision_sha256)",
        "No decision approves this content: nothing was published.",
    ),
    Guard(
        "entry_two_people",
        "directory_entry",
        _CHANGE,
        "EXISTS (SELECT 1 FROM directory_decision d WHERE d.seq = NEW.decision_seq AND d.risky AND "
        "(d.actor_id IS NULL OR d.first_actor_id IS NULL OR d.actor_id = d.first_actor_id))",
        "A risky approval needs two different people: nothing was published.",
    ),
    Guard(
        "entry_evidence",
        "directory_entry",
        _CHANGE,
        "NOT EXISTS (SELECT 1 FROM directory_entryevidence e WHERE e.entry_id = NEW.listing_id) OR "
        "EXISTS (SELECT 1 FROM directory_entryevidence e WHERE e.entry_id = NEW.listing_id "
        "AND e.valid_until < NEW.valid_until)",
        "The evidence does not last as long as the entry would: nothing was published.",
    ),
    Guard(
        "entry_no_cells",
        "directory_entry",
        _CHANGE,
        f"(NEW.treatments & {CELL_MASK}) <> 0",
        "A cell-based product is never public: nothing was published.",
    ),
    Guard(
        "entry_content",
        "directory_entry",
        _CHANGE,
        "NOT EXISTS (SELECT 1 FROM directory_revision r WHERE r.listing_id = NEW.listing_id "
        "AND r.sha256 = NEW.revision_sha256 AND r.content = NEW.content AND r.treatments = NEW.treatments)",
        "The content is not the one that was approved: nothing was published.",
    ),
    Guard(
        "trial_cells",
        "directory_trial",
        _CHANGE,
        "NEW.is_cell AND NEW.outcome = 'listed' AND NOT EXISTS (SELECT 1 FROM directory_decision d "
        "WHERE d.seq = NEW.cleared_decision AND d.lifecycle = 'case' AND d.to_status = 'approved' "
        "AND d.actor_id <> d.first_actor_id)",
        "A trial of a cell product is listed only by the decision of two people.",
    ),
    Guard(
        "evidence_kept",
        "directory_entryevidence",
        ("DELETE",),
        "EXISTS (SELECT 1 FROM directory_entry n WHERE n.listing_id = OLD.entry_id)",
        "Evidence stays as long as its entry is published.",
        against_truncate=True,
    ),
    Guard(
        "evidence_fixed",
        "directory_entryevidence",
        ("UPDATE",),
        "TRUE",
        "Evidence is written once, never changed.",
    ),
    Guard(
        "evidence_lasts",
        "directory_entryevidence",
        ("INSERT",),
        "EXISTS (SELECT 1 FROM directory_entry n WHERE n.listing_id = NEW.entry_id "
        "AND n.valid_until > NEW.valid_until)",
        "This evidence ends before its entry does.",
    ),
)
