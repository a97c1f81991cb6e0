"""Re-exports the rooms' models, so that Django finds them in one app. Nothing imports from here."""

from directory.accounts.models import User
from directory.accreditation.models import (
    Affiliation,
    Credential,
    Exclusion,
    JurisdictionRule,
    Membership,
    Provider,
    Register,
    Site,
    Verification,
    VerificationNote,
)
from directory.catalogue.models import Address, CatalogueVersion, Entry, EntryEvidence, EntrySite
from directory.listings.models import Listing, Revision
from directory.moderation.checkpoints.models import Checkpoint
from directory.moderation.external.models import Invitation
from directory.moderation.log_head import LogHead
from directory.moderation.models import (
    Appeal,
    Case,
    ChangeRequest,
    ConflictDeclaration,
    Decision,
    PrivateNote,
    ScreeningFinding,
    ScreeningRun,
    StatementOfReasons,
)
from directory.moderation.quality.models import SecondLook
from directory.moderation.reports.models import PublicReport
from directory.moderation.rulesets.models import (
    RuleMode,
    RulesetActivation,
    RulesetConsent,
    RulesetCopy,
    RulesetRescreening,
    WithheldFinding,
)
from directory.moderation.saved import SavedFilter, SavedReply
from directory.moderation.website.models import WebsitePage, WebsiteReading
from directory.outbox.models import Message
from directory.regions.models import Place, PlaceName, ReferenceSet, Region
from directory.trials.models import Trial, TrialSite

__all__ = [
    "Address",
    "Affiliation",
    "Appeal",
    "Case",
    "CatalogueVersion",
    "ChangeRequest",
    "Checkpoint",
    "ConflictDeclaration",
    "Credential",
    "Decision",
    "Entry",
    "EntryEvidence",
    "EntrySite",
    "Exclusion",
    "Invitation",
    "JurisdictionRule",
    "Listing",
    "LogHead",
    "Membership",
    "Message",
    "Place",
    "PlaceName",
    "PrivateNote",
    "Provider",
    "PublicReport",
    "ReferenceSet",
    "Region",
    "Register",
    "Revision",
    "RuleMode",
    "RulesetActivation",
    "RulesetConsent",
    "RulesetCopy",
    "RulesetRescreening",
    "SavedFilter",
    "SavedReply",
    "ScreeningFinding",
    "ScreeningRun",
    "SecondLook",
    "Site",
    "StatementOfReasons",
    "Trial",
    "TrialSite",
    "User",
    "Verification",
    "VerificationNote",
    "WebsitePage",
    "WebsiteReading",
    "WithheldFinding",
]
