"""The listing as the public would see it, with its findings marked, and beside what is published now."""

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
            found.append(ComparedField(label(field), *_pieces(old, new)))
    return found


def _pieces(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    if not old or not new:
        return [Piece(old, "del")] if old else [], [Piece(new, "ins")] if new else []
    before, after = _words(old), _words(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = kind == "equal"
        if a < b:
            left.append(Piece("".join(before[a:b]), "" if same else "del"))
        if c < d:
            right.append(Piece("".join(after[c:d]), "" if same else "ins"))
    return _trimmed(left), _trimmed(right)


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Without the space that `_words` puts after the last word."""
    return [*pieces[:-1], Piece(pieces[-1].text.rstrip(), pieces[-1].mark)] if pieces else pieces


def _words(text: str) -> list[str]:
    """Lines where a text has several (lists), else words, each with the space after it."""
    if "\n" in text:
        return text.splitlines(keepends=True)
    return [word + " " for word in text.split(" ")]
