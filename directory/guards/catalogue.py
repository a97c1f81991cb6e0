"""The public side's guards: stored facts, compared column with column, never with the database's clock."""

from directory.vocabulary.treatments import CELL_MASK

from .guard import Event, Guard

_CHANGE: tuple[Event, ...] = ("INSERT", "UPDATE")

_TOLD = ("kind", "name", "summary", "description", "how_to_refer", "website", "phone", "email")
"""Columns of an entry that repeat what its content says."""

# A test holds these and the two of an attestation equal to the table's columns.
FIXED = (
    *_TOLD,
    *(
        "listing_id",
        "slug",
        "revision_sha256",
        "decision_seq",
        "content",
        "name_key",
        "headaches",
        "treatments",
    ),
    *("languages", "ages", "referrals", "funding", "telehealth", "accepting", "accepting_since"),
    *("valid_until", "published_at"),
)
"""Columns of an entry that stay as `publish()` wrote them."""

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
        "entry_live",
        "directory_entry",
        ("INSERT",),
        "NOT EXISTS (SELECT 1 FROM directory_listing l JOIN directory_revision r ON r.id = l.live_revision_id "
        "WHERE l.id = NEW.listing_id AND l.publication = 'live' AND r.sha256 = NEW.revision_sha256)",
        "The listing is not live with this content: nothing was published.",
    ),
    Guard(
        "entry_tells",
        "directory_entry",
        ("INSERT",),
        " OR ".join(f"NEW.{name} {{differs_from}} {{content[{name}]}}" for name in _TOLD),
        "The entry says something else than its content: nothing was published.",
    ),
    Guard(
        "entry_fixed",
        "directory_entry",
        ("UPDATE",),
        " OR ".join(f"NEW.{name} {{differs_from}} OLD.{name}" for name in FIXED),
        "An entry is replaced under a decision, never rewritten: nothing was published.",
    ),
    Guard(
        "entry_attestation",
        "directory_entry",
        _CHANGE,
        "{day[attestation_until]} - {day[attested_on]} > 180 OR NOT (EXISTS (SELECT 1 FROM directory_listing l "
        "WHERE l.id = NEW.listing_id AND {utc_day[l.attested_at]} >= NEW.attested_on) OR EXISTS (SELECT 1 FROM "
        "directory_revision r WHERE r.listing_id = NEW.listing_id AND {utc_day[r.created_at]} >= NEW.attested_on))",
        "Details count as confirmed from the day they were, for 180 days: nothing was published.",
    ),
    Guard(
        "site_told",
        "directory_entrysite",
        ("INSERT",),
        "NOT EXISTS (SELECT 1 FROM directory_entry n, {sites_of_n} WHERE n.listing_id = NEW.entry_id "
        "AND replace({site[id]}, '-', '') = replace(CAST(NEW.site_id AS text), '-', '') "
        "AND {site[name]} = NEW.name AND {site[street]} = NEW.street AND {site[town]} = NEW.town "
        "AND {site[postcode]} = NEW.postcode AND {site[region]} = NEW.region_id)",
        "The content of the entry does not name this place.",
    ),
    Guard(
        "site_fixed",
        "directory_entrysite",
        ("UPDATE",),
        "TRUE",
        "A published place is replaced with its entry, never rewritten.",
    ),
    Guard(
        "trial_cells",
        "directory_trial",
        _CHANGE,
        "NEW.is_cell AND NEW.outcome = 'listed' AND NOT EXISTS (SELECT 1 FROM directory_decision d "
        "JOIN directory_revision r ON r.listing_id = d.listing_id AND r.sha256 = d.revision_sha256 "
        "WHERE d.seq = NEW.cleared_decision AND d.lifecycle = 'case' AND d.to_status = 'approved' "
        "AND d.actor_id <> d.first_actor_id AND r.content LIKE '%\"' || NEW.registry_id || '\"%')",
        "A trial of a cell product is listed only by the decision of two people on a listing that names it.",
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
        "evidence_first",
        "directory_entryevidence",
        ("INSERT",),
        "EXISTS (SELECT 1 FROM directory_entry n WHERE n.listing_id = NEW.entry_id)",
        "Evidence is written before its entry, and none is added later.",
    ),
    Guard(
        "evidence_seen",
        "directory_entryevidence",
        ("INSERT",),
        # The provider's own entry in that register, or a confirmed specialist's; the newest look at it confirmed it.
        "CASE WHEN NEW.link = 'affiliation' THEN NEW.register_code <> '' OR NEW.number <> '' ELSE NOT EXISTS ("
        "SELECT 1 FROM directory_verification v JOIN directory_credential c ON c.id = v.credential_id "
        "JOIN directory_listing l ON l.id = NEW.entry_id "
        "WHERE v.result = 'confirmed' AND c.register_id = NEW.register_code AND c.number = NEW.number "
        "AND (v.valid_until IS NULL OR v.valid_until >= NEW.valid_until) "
        "AND (c.provider_id = l.provider_id OR EXISTS (SELECT 1 FROM directory_affiliation a "
        "WHERE a.organisation_id = l.provider_id AND a.practitioner_id = c.provider_id "
        "AND a.confirmed_at IS NOT NULL)) "
        "AND NOT EXISTS (SELECT 1 FROM directory_verification w WHERE w.credential_id = c.id "
        "AND w.result <> 'confirmed' AND w.at >= v.at)) END",
        "Nobody confirmed this evidence in its register.",
    ),
)
