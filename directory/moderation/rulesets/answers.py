"""What still speaks against a revision: findings that count and that nobody dismissed as a false alarm."""

from directory.listings.models import Revision
from directory.screening.findings import Finding, Screening, Severity

from ..models import ScreeningFinding
from .modes import weigh
from .standing import modes_now


def unanswered(revision: Revision, screening: Screening) -> tuple[Finding, ...]:
    """Findings that block or ask for a look, with the rules' modes applied.

    One that a moderator dismissed on this revision, by the same rule in the same words of the same field, was
    answered: another version of the ruleset does not ask the same question again.
    """
    dismissed = set(
        ScreeningFinding.objects.filter(
            run__revision=revision, dismissed_at__isnull=False, dismissible=True
        ).values_list("rule", "field", "excerpt")
    )
    return tuple(
        finding
        for finding in weigh(screening, modes_now()).screening.findings
        if finding.severity is not Severity.NOTE
        and not (finding.dismissible and (finding.rule, finding.field, finding.excerpt) in dismissed)
    )
