"""What a patient asked for on the trials page."""

from __future__ import annotations

from django.http import QueryDict

from .asked import Asked, area_of, form_problems, locate, near_of
from .parameters import read
from .trial_filters import REPEATABLE, SINGLE, TrialFilter
from .trial_search import TrialSearch


def understand_trials(query: QueryDict) -> Asked[TrialSearch]:
    """Reads the query of `/trials/` and of a trial's page. Never raises, whatever stands in it."""
    parameters = read(query, single=SINGLE, repeatable=REPEATABLE)
    given = parameters.given
    region, where, problems = locate(parameters)
    trials = TrialFilter(given)
    problems += form_problems(trials.form, given)
    search = None
    if not problems and not where.must_choose:
        search = trials.search(near_of(where, given), given.get("region", "") or area_of(where, given))
    return Asked(parameters, trials.form, where, region, problems, search)
