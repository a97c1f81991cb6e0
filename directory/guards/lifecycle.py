"""Guards of the three lifecycles: a status changes only with the decision that says so, as the tables allow."""

from .guard import Guard

# (lifecycle, from, to); a test holds this equal to the tables in moderation.
STEPS: tuple[tuple[str, str, str], ...] = (
    ("case", "open", "rejected"),
    ("case", "rejected", "open"),
    ("case", "open", "changes_requested"),
    ("case", "changes_requested", "open"),
    ("case", "open", "withdrawn"),
    ("case", "changes_requested", "withdrawn"),
    ("case", "second_review", "withdrawn"),
    ("case", "open", "second_review"),
    ("case", "open", "approved"),
    ("case", "second_review", "approved"),
    ("case", "second_review", "open"),
    ("case", "second_review", "rejected"),
    ("publication", "none", "live"),
    ("publication", "live", "quarantined"),
    ("publication", "quarantined", "live"),
    ("publication", "live", "delisted"),
    ("publication", "quarantined", "delisted"),
    ("publication", "live", "live"),
    ("publication", "live", "none"),
    ("publication", "quarantined", "none"),
    ("appeal", "none", "open"),
    ("appeal", "open", "confirmed"),
    ("appeal", "open", "overturned"),
)


def _steps() -> str:
    return " OR ".join(
        f"(NEW.lifecycle = '{life}' AND NEW.from_status = '{old}' AND NEW.to_status = '{new}')"
        for life, old, new in STEPS
    )


def _moves(lifecycle: str, table: str, column: str) -> tuple[Guard, ...]:
    """A row's status and version move together, one version at a time, with a decision that says the same."""
    return (
        Guard(
            f"{lifecycle}_moves",
            table,
            ("UPDATE",),
            f"(NEW.{column} <> OLD.{column} OR NEW.version <> OLD.version) "
            "AND (NEW.version <> OLD.version + 1 OR NOT EXISTS "
            f"(SELECT 1 FROM directory_decision d WHERE d.lifecycle = '{lifecycle}' AND d.subject_id = NEW.id "
            f"AND d.subject_version = NEW.version AND d.from_status = OLD.{column} AND d.to_status = NEW.{column}))",
            "A status changes only with the decision that says so.",
        ),
    )


LIFECYCLE: tuple[Guard, ...] = (
    Guard(
        "decision_steps",
        "directory_decision",
        ("INSERT",),
        f"NOT ({_steps()})",
        "No lifecycle has this step.",
    ),
    *_moves("case", "directory_case", "status"),
    *_moves("publication", "directory_listing", "publication"),
    *_moves("appeal", "directory_appeal", "status"),
    Guard(
        "case_begins",
        "directory_case",
        ("INSERT",),
        "NEW.status <> 'open' OR NEW.version <> 0",
        "A case begins open.",
    ),
    Guard(
        "listing_begins",
        "directory_listing",
        ("INSERT",),
        "NEW.publication <> 'none' OR NEW.version <> 0",
        "A listing begins unpublished.",
    ),
    Guard(
        "appeal_begins",
        "directory_appeal",
        ("INSERT",),
        "NEW.status <> 'open' OR NEW.version <> 0 OR NOT EXISTS (SELECT 1 FROM directory_decision d WHERE "
        "d.lifecycle = 'appeal' AND d.subject_id = NEW.id AND d.subject_version = 0 AND d.to_status = 'open')",
        "An appeal begins open, with a decision that says so.",
    ),
    Guard("case_kept", "directory_case", ("DELETE",), "TRUE", "Cases are kept.", against_truncate=True),
    Guard(
        "listing_kept", "directory_listing", ("DELETE",), "TRUE", "Listings are kept.", against_truncate=True
    ),
)
