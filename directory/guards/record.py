"""Guards of what is written once: the decision log, verifications, statements of reasons, appeals, revisions."""

from .guard import Guard

RECORD: tuple[Guard, ...] = (
    Guard(
        "decision_kept",
        "directory_decision",
        ("UPDATE", "DELETE"),
        "TRUE",
        "The decision log is only ever added to.",
        against_truncate=True,
    ),
    Guard(
        "decision_follows",
        "directory_decision",
        ("INSERT",),
        "NOT EXISTS (SELECT 1 FROM directory_loghead h WHERE h.seq + 1 = NEW.seq AND h.hash = NEW.previous_hash)",
        "A decision follows the end of the log and nothing else.",
    ),
    Guard(
        "decision_own_house",
        "directory_decision",
        ("INSERT",),
        "EXISTS (SELECT 1 FROM directory_listing l JOIN directory_membership m ON m.provider_id = l.provider_id "
        "WHERE l.id = NEW.listing_id AND "
        "((m.user_id = NEW.actor_id AND NEW.actor_role NOT IN ('provider', 'system')) "
        "OR (NEW.to_status = 'approved' AND m.user_id IN (NEW.actor_id, NEW.first_actor_id))))",
        "Nobody decides on a listing of their own organisation.",
    ),
    Guard(
        "decision_two_people",
        "directory_decision",
        ("INSERT",),
        "NEW.lifecycle = 'case' AND NEW.to_status = 'approved' AND (NEW.risky OR NEW.first_actor_id IS NOT NULL "
        "OR NEW.from_status = 'second_review') AND NOT EXISTS (SELECT 1 FROM directory_decision d "
        "WHERE d.lifecycle = 'case' AND d.subject_id = NEW.subject_id AND d.to_status = 'second_review' "
        "AND d.actor_id = NEW.first_actor_id AND d.actor_id <> NEW.actor_id AND d.revision_sha256 = "
        "NEW.revision_sha256 AND d.subject_version = NEW.subject_version - 1)",
        "The first of two people is the one who sent the case to the second.",
    ),
    Guard(
        "decision_appeal_apart",
        "directory_decision",
        ("INSERT",),
        "NEW.lifecycle = 'appeal' AND NEW.to_status <> 'open' AND (NEW.actor_id IS NULL OR EXISTS (SELECT 1 FROM "
        "directory_decision d WHERE d.case_id = NEW.case_id AND d.actor_id = NEW.actor_id) "
        "OR EXISTS (SELECT 1 FROM directory_publicreport r "
        "WHERE r.listing_id = NEW.listing_id AND r.judged_by_id = NEW.actor_id) "
        "OR EXISTS (SELECT 1 FROM directory_secondlook s JOIN directory_case c ON c.id = s.case_id "
        "WHERE c.listing_id = NEW.listing_id AND s.by_id = NEW.actor_id))",
        "An appeal is decided by somebody who has not acted on the case.",
    ),
    Guard(
        "decision_invited",
        "directory_decision",
        ("INSERT",),
        "NEW.actor_role = 'external reviewer' AND NOT EXISTS (SELECT 1 FROM directory_invitation i "
        "WHERE i.case_id = NEW.case_id AND i.user_id = NEW.actor_id "
        "AND i.part = CASE WHEN NEW.lifecycle = 'appeal' THEN 'appeal' ELSE 'second' END "
        "AND i.accepted_at IS NOT NULL AND i.ended_at IS NULL AND i.expires_at > NEW.at)",
        "Somebody from outside decides only while invited to that part of that case.",
    ),
    Guard(
        "invitation_begins",
        "directory_invitation",
        ("INSERT",),
        "NEW.user_id IS NOT NULL OR NEW.ended_at IS NOT NULL OR NEW.expires_at <= NEW.invited_at",
        "An invitation begins unanswered.",
    ),
    Guard(
        "invitation_apart",
        "directory_invitation",
        ("INSERT",),
        "EXISTS (SELECT 1 FROM directory_case c WHERE c.id = NEW.case_id AND "
        "((NEW.part = 'second' AND c.first_actor_id = NEW.invited_by_id) OR (NEW.part = 'appeal' AND "
        "EXISTS (SELECT 1 FROM directory_decision d WHERE d.case_id = c.id AND d.actor_id = NEW.invited_by_id))))",
        "Nobody invites who looks at their own work.",
    ),
    Guard(
        "invitation_fixed",
        "directory_invitation",
        ("UPDATE",),
        " OR ".join(
            f"NEW.{name} <> OLD.{name}"
            for name in ("id", "case_id", "part", "token_sha256", "invited_by_id", "invited_at", "expires_at")
        )
        # Who was asked, and why, can be erased once it is over.
        + " OR (NEW.email <> OLD.email AND (NEW.email <> '' OR OLD.ended_at IS NULL)) "
        "OR (NEW.why_independent <> OLD.why_independent AND (NEW.why_independent <> '' OR OLD.ended_at IS NULL)) "
        "OR NEW.user_id = OLD.invited_by_id "
        "OR (OLD.user_id IS NOT NULL AND NEW.user_id {differs_from} OLD.user_id) "
        "OR (OLD.accepted_at IS NOT NULL AND NEW.accepted_at {differs_from} OLD.accepted_at) "
        "OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at {differs_from} OLD.ended_at "
        "OR NEW.user_id {differs_from} OLD.user_id))",
        "An invitation is answered once and ended once, by somebody other than who wrote it; else it never changes.",
    ),
    Guard(
        "invitation_kept",
        "directory_invitation",
        ("DELETE",),
        "TRUE",
        "Invitations are kept.",
        against_truncate=True,
    ),
    Guard(
        "loghead_steps",
        "directory_loghead",
        ("UPDATE",),
        "NEW.seq <> OLD.seq + 1 OR NOT EXISTS (SELECT 1 FROM directory_decision d WHERE d.seq = NEW.seq "
        "AND d.hash = NEW.hash AND d.previous_hash = OLD.hash)",
        "The end of the log moves one decision at a time.",
    ),
    Guard(
        "loghead_kept",
        "directory_loghead",
        ("DELETE",),
        "TRUE",
        "The log has an end, always.",
        against_truncate=True,
    ),
    Guard(
        "verification_kept",
        "directory_verification",
        ("UPDATE", "DELETE"),
        "TRUE",
        "Verifications are only ever added to.",
        against_truncate=True,
    ),
    Guard(
        "statement_kept",
        "directory_statementofreasons",
        ("UPDATE", "DELETE"),
        "TRUE",
        "Statements of reasons are kept as they were given.",
        against_truncate=True,
    ),
    Guard(
        "checkpoint_kept",
        "directory_checkpoint",
        ("UPDATE", "DELETE"),
        "TRUE",
        "Checkpoints of the log are only ever added to.",
        against_truncate=True,
    ),
    Guard(
        "rulemode_kept",
        "directory_rulemode",
        ("UPDATE", "DELETE"),
        "TRUE",
        "How much a rule counts is changed by a new row with a reason.",
        against_truncate=True,
    ),
    Guard(
        "consent_kept",
        "directory_rulesetconsent",
        ("DELETE",),
        "TRUE",
        "Consents are kept.",
        against_truncate=True,
    ),
    Guard(
        "consent_fixed",
        "directory_rulesetconsent",
        ("UPDATE",),
        # The same person may agree to the same list again, meanwhile in another part.
        "NEW.by_id <> OLD.by_id OR NEW.activation_id <> OLD.activation_id "
        "OR NEW.list_sha256 <> OLD.list_sha256 OR NEW.id <> OLD.id",
        "A consent stays with who gave it and with the list it was given to.",
    ),
    Guard("appeal_kept", "directory_appeal", ("DELETE",), "TRUE", "Appeals are kept.", against_truncate=True),
    Guard(
        "revision_kept",
        "directory_revision",
        ("DELETE",),
        "TRUE",
        "Revisions are kept; their content can be erased.",
        against_truncate=True,
    ),
    Guard(
        "revision_fixed",
        "directory_revision",
        ("UPDATE",),
        # The one change allowed is erasure: the content goes, hash and keys stay, and nothing published needs it.
        "NEW.content <> '' OR NEW.sha256 <> OLD.sha256 OR NEW.treatments <> OLD.treatments OR NEW.id <> OLD.id "
        "OR NEW.listing_id <> OLD.listing_id OR NEW.number <> OLD.number OR NEW.created_at <> OLD.created_at "
        "OR EXISTS (SELECT 1 FROM directory_entry n WHERE n.listing_id = OLD.listing_id "
        "AND n.revision_sha256 = OLD.sha256) "
        # A trial of cells is listed because this text names it.
        "OR EXISTS (SELECT 1 FROM directory_trial t JOIN directory_decision d ON d.seq = t.cleared_decision "
        "WHERE t.is_cell AND t.outcome = 'listed' AND d.listing_id = OLD.listing_id "
        "AND d.revision_sha256 = OLD.sha256)",
        "A revision never changes; only one that is not published can be erased.",
    ),
)
