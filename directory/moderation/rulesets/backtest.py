"""A candidate ruleset over every stored revision, beside the ruleset in force and what people decided."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from directory.listings.content import Content, Invalid
from directory.listings.models import Revision
from directory.screening.find import find
from directory.screening.findings import Screening, Severity, Verdict
from directory.screening.fold import fold
from directory.screening.lexicon import lexicon
from directory.screening.ruleset import version

from ..screening_runs import engine_on, question_of
from .candidate import Candidate
from .measures import Tally
from .modes import Mode, weigh
from .standing import modes_now
from .truth import truth

REJECT, NOT_CLEAR = "reject", "not clear"
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Flip:
    """A verdict that would change. `listing` is the short reference, `people` what they decided or empty."""

    listing: str
    revision: int
    before: Verdict
    after: Verdict
    people: str


@dataclass(slots=True)
class Side:
    """One ruleset's agreement with people: by question, by (language, question), by rule."""

    ruleset: str
    overall: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    languages: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    rules: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def count(self, screening: Screening, language: str, *, decided: bool, modes: dict[str, Mode]) -> None:
        verdict = weigh(screening, modes).screening.verdict
        for question, predicted in (
            (REJECT, verdict is Verdict.REJECT),
            (NOT_CLEAR, verdict is not Verdict.CLEAR),
        ):
            self.overall[question] = self.overall[question].plus(predicted=predicted, decided=decided)
            key = language, question
            self.languages[key] = self.languages[key].plus(predicted=predicted, decided=decided)

    def count_rules(self, screening: Screening, every: Iterable[str], *, decided: bool) -> None:
        fired = {each.rule for each in screening.findings if each.severity is not Severity.NOTE}
        for rule in every:
            self.rules[rule] = self.rules[rule].plus(predicted=rule in fired, decided=decided)


@dataclass(slots=True)
class Backtest:
    """The outcome. `revisions` were read; `erased` could not be; `set_aside` people decided for other reasons."""

    active: Side
    candidate: Side
    revisions: int = 0
    erased: int = 0
    compared: int = 0
    set_aside: int = 0
    flips: list[Flip] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Read:
    """One revision's findings by both rulesets. `decided` is None where no person judged the text."""

    active: Screening
    candidate: Screening
    language: str
    decided: bool | None


def backtest(candidate: Candidate, *, progress: Callable[[int], None] = lambda _read: None) -> Backtest:
    """Read every stored revision that was not erased with both rulesets, the rules' modes applied to both.

    `progress` is called with the number read so far. Websites are not read again: only what the form says is compared.
    """
    known, modes = truth(), modes_now()
    result = Backtest(Side(version()), Side(candidate.ruleset), set_aside=known.set_aside)
    compared: list[_Read] = []
    for revision in Revision.objects.order_by("pk").iterator(chunk_size=200):
        try:
            document = revision.document()
        except Invalid:
            result.erased += 1
            continue
        result.revisions += 1
        progress(result.revisions)
        decided = known.rejected.get((revision.listing_id, revision.sha256))
        read = _Read(
            engine_on(revision), candidate.screen(question_of(document)), language_of(document), decided
        )
        _note_flip(result, revision, read, modes)
        if decided is not None:
            compared.append(read)
    _tally(result, compared, modes)
    return result


def _note_flip(result: Backtest, revision: Revision, read: _Read, modes: dict[str, Mode]) -> None:
    before, after = (weigh(each, modes).screening.verdict for each in (read.active, read.candidate))
    if before is not after:
        people = {True: "rejected", False: "approved", None: ""}[read.decided]
        reference = str(revision.listing_id)[:8].upper()
        result.flips.append(Flip(reference, revision.number, before, after, people))


def _tally(result: Backtest, compared: list[_Read], modes: dict[str, Mode]) -> None:
    result.compared = len(compared)
    every = sorted(
        {
            each.rule
            for read in compared
            for screening in (read.active, read.candidate)
            for each in screening.findings
            if each.severity is not Severity.NOTE
        }
    )
    for read in compared:
        decided = bool(read.decided)
        for side, screening in ((result.active, read.active), (result.candidate, read.candidate)):
            side.count(screening, read.language, decided=decided, modes=modes)
            side.count_rules(screening, every, decided=decided)


def language_of(document: Content) -> str:
    """The language that the listing's texts are in (ISO 639-1), "several", or "unknown"; told as the engine does."""
    text = " ".join(document.texts().values())[:_LONGEST]
    tongue = find(fold(text), lexicon())[1]
    if tongue.unread or not tongue.known:
        return "unknown"
    return next(iter(tongue.known)) if len(tongue.known) == 1 else "several"
