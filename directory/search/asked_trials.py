"""What a patient asked for on the trials page: parameters, place and filters, understood together or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import Form
from django.http import QueryDict

from directory.regions.models import Region

from .asked import area_of, form_problems, locate, near_of
from .parameters import Parameters, Problem, read
from .places import Where
from .trial_filters import REPEATABLE, SINGLE, TrialFilter
from .trial_search import TrialSearch


@dataclass(frozen=True, slots=True)
class AskedTrials:
    """`search` is None where something could not be understood or the patient must choose: then nothing is shown."""

    parameters: Parameters
    form: Form
    where: Where
    region: Region | None
    problems: tuple[Problem, ...]
    search: TrialSearch | None

    @property
    def unmeasured(self) -> bool:
        """A distance was chosen, but no place to measure it from."""
        return "radius" in self.parameters.given and not self.where.text


def understand_trials(query: QueryDict) -> AskedTrials:
    """Reads the query of `/trials/` and of a trial's page. Never raises, whatever stands in it."""
    parameters = read(query, single=SINGLE, repeatable=REPEATABLE)
    given = parameters.given
    region, where, problems = locate(parameters)
    trials = TrialFilter(given)
    problems += form_problems(trials.form, given)
    search = None
    if not problems and not where.must_choose:
        search = trials.search(near_of(where, given), given.get("region", "") or area_of(where, given))
    return AskedTrials(parameters, trials.form, where, region, problems, search)
