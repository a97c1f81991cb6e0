"""The listing as the public would see it, with its findings marked, and beside what is published now."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from directory.listings.content import Content, changed_fields

from ..forms.fields import in_words, label
from ..highlight import Mark, Segment, segments
from ..models import ScreeningFinding

_FACTS = (
    "sites", "headaches", "treatments", "languages", "ages", "referrals", "funding", "telehealth", "accepting",
    "accepting_since", "phone", "email", "trial_ids",
)  # fmt: skip
_WORDS = re.compile(r"\s*\S+\s*|\s+")
_MOST_PAIRS = 1_500_000
"""Words of one text times words of the other; repetitive texts beyond it take seconds to compare."""
_PROSE = ("name", "summary", "description", "how_to_refer")


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """A finding under the number that marks it in the text."""

    number: int
    finding: ScreeningFinding
    field_label: str


@dataclass(frozen=True, slots=True)
class ShownText:
    """One free text with its findings."""

    label: str
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One coded or short value, and the numbers of findings about it."""

    label: str
    words: str
    numbers: list[int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a compared text: `mark` is "", "del" or "ins"."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field that differs: what is published, and what is proposed."""

    label: str
    old: list[Piece]
    new: list[Piece]


def numbered(findings: Iterable[ScreeningFinding]) -> list[NumberedFinding]:
    """Findings in the order in which their places stand on the page, numbered from one."""
    order = (*_PROSE, "website", *_FACTS)

    def place(finding: ScreeningFinding) -> tuple[int, str, int, int]:
        base = finding.field.partition("-")[0]
        return (order.index(base) if base in order else -1, finding.field, finding.start, finding.pk)

    ranked = sorted(findings, key=place)
    return [NumberedFinding(number, each, label(each.field)) for number, each in enumerate(ranked, start=1)]


def shown_texts(document: Content, findings: list[NumberedFinding]) -> list[ShownText]:
    """Every free text; a place's name and a website only where a finding is in them, as both stand among the facts."""
    marked = {each.finding.field for each in findings}
    return [
        ShownText(label(field), segments(text, _marks(field, findings)))
        for field, text in document.texts().items()
        if field in marked or field in _PROSE
    ]


def _marks(field: str, findings: list[NumberedFinding]) -> list[Mark]:
    """A dismissed finding stays marked, lightly: the second person looks at it too."""
    return [
        Mark(
            number=each.number,
            start=each.finding.start,
            end=each.finding.end,
            severity="note" if each.finding.dismissed_at else each.finding.severity,
            reason=each.finding.reason,
        )
        for each in findings
        if each.finding.field == field
    ]


def shown_facts(document: Content, findings: list[NumberedFinding]) -> list[ShownFact]:
    facts = [
        ShownFact(
            label(field),
            in_words(document, field),
            [each.number for each in findings if each.finding.field == field],
        )
        for field in _FACTS
    ]
    return [fact for fact in facts if fact.words]


def compared(published: Content, proposed: Content) -> list[ComparedField]:
    """The fields in which two versions differ, word by word."""
    found = []
    for field in changed_fields(published, proposed):
        old, new = in_words(published, field), in_words(proposed, field)
        if old != new:
            lines = not isinstance(getattr(proposed, field), str)
            found.append(ComparedField(label(field), *_pieces(old, new, lines=lines)))
    return found


def _pieces(old: str, new: str, *, lines: bool) -> tuple[list[Piece], list[Piece]]:
    """Both texts whole, cut into lines (for lists) or words; the space after a word is no difference."""
    before, after = _cut(old, lines=lines), _cut(new, lines=lines)
    if len(before) * len(after) > _MOST_PAIRS:
        return [Piece(old, "del")], [Piece(new, "ins")]
    left: list[Piece] = []
    right: list[Piece] = []
    bare = [piece.strip() for piece in before], [piece.strip() for piece in after]
    for kind, a, b, c, d in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        same = kind == "equal"
        if a < b:
            left.append(Piece("".join(before[a:b]), "" if same else "del"))
        if c < d:
            right.append(Piece("".join(after[c:d]), "" if same else "ins"))
    return left, right


def _cut(text: str, *, lines: bool) -> list[str]:
    return text.splitlines(keepends=True) if lines else _WORDS.findall(text)
