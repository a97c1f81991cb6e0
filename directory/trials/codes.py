"""The coded terms of a trial record, as ClinicalTrials.gov's API v2 spells them, with words for patients.

Source: ClinicalTrials.gov API, OpenAPI description 2.0.3 (Status, StudyType, Phase, AgencyClass).
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.vocabulary.terms import Term, Vocabulary


class Status(models.TextChoices):
    """Overall status of a study, or status of one of its sites."""

    RECRUITING = "RECRUITING", _("Recruiting")
    NOT_YET_RECRUITING = "NOT_YET_RECRUITING", _("Not recruiting yet")
    ENROLLING_BY_INVITATION = "ENROLLING_BY_INVITATION", _("By invitation only")
    ACTIVE_NOT_RECRUITING = "ACTIVE_NOT_RECRUITING", _("Running, no longer recruiting")
    COMPLETED = "COMPLETED", _("Finished")
    SUSPENDED = "SUSPENDED", _("Paused")
    TERMINATED = "TERMINATED", _("Stopped early")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn before it began")
    AVAILABLE = "AVAILABLE", _("Access outside a trial: available")
    NO_LONGER_AVAILABLE = "NO_LONGER_AVAILABLE", _("Access outside a trial: no longer available")
    TEMPORARILY_NOT_AVAILABLE = (
        "TEMPORARILY_NOT_AVAILABLE",
        _("Access outside a trial: paused"),
    )
    APPROVED_FOR_MARKETING = "APPROVED_FOR_MARKETING", _("Approved for marketing")
    WITHHELD = "WITHHELD", _("Withheld")
    UNKNOWN = "UNKNOWN", _("Unknown")


class StudyType(models.TextChoices):
    INTERVENTIONAL = "INTERVENTIONAL", _("Tests a treatment")
    OBSERVATIONAL = "OBSERVATIONAL", _("Observes, without giving a treatment")
    EXPANDED_ACCESS = "EXPANDED_ACCESS", _("Access outside a trial")
    UNKNOWN = "UNKNOWN", _("Unknown")


class Sex(models.TextChoices):
    ALL = "ALL", _("Anyone")
    FEMALE = "FEMALE", _("Women")
    MALE = "MALE", _("Men")
    UNKNOWN = "UNKNOWN", _("Unknown")


class SponsorClass(models.TextChoices):
    INDUSTRY = "INDUSTRY", _("Company")
    NIH = "NIH", _("US National Institutes of Health")
    FED = "FED", _("US federal agency")
    OTHER_GOV = "OTHER_GOV", _("Public body")
    NETWORK = "NETWORK", _("Research network")
    INDIV = "INDIV", _("Single person")
    OTHER = "OTHER", _("University, hospital, charity or other")
    AMBIG = "AMBIG", _("Unclear")
    UNKNOWN = "UNKNOWN", _("Unknown")


class Outcome(models.TextChoices):
    """What the checks say of a trial: the first that applies, in this order."""

    IRRELEVANT = "irrelevant", _("Not about headache or face pain")
    BLOCKED = "blocked", _("May not be shown")
    REVIEW = "review", _("A person must look")
    LISTED = "listed", _("May be shown")


class Severity(models.TextChoices):
    """What a finding does: `block` keeps a trial out, `review` asks for a person, `note` only informs."""

    BLOCK = "block", _("Keeps it out")
    REVIEW = "review", _("A person must look")
    NOTE = "note", _("For information")


PHASES = Vocabulary(
    "phase",
    (
        Term(0, "EARLY_PHASE1", _("Early phase 1: very small first doses"), "early 1"),
        Term(1, "PHASE1", _("Phase 1: is it safe?"), "1"),
        Term(2, "PHASE2", _("Phase 2: does it seem to work?"), "2"),
        Term(3, "PHASE3", _("Phase 3: is it better than what there is?"), "3"),
        Term(4, "PHASE4", _("Phase 4: after approval"), "4"),
        Term(5, "NA", _("No phase (devices, exercises, talking treatments)"), "none"),
    ),
)


def phase_mask(codes: Iterable[str]) -> int:
    """Phases as one integer; codes that are none are left out."""
    return PHASES.mask(code for code in codes if code in PHASES)
