"""The listing as the public would see it, with its findings marked, and beside what is published now."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from directory.listings.content import Content, changed_fields

from ..forms.fields import in_words, label
from ..highlight import Mark, Segment, segments
from ..models import ScreeningFinding
from ..rulesets.models import WithheldFinding
from ..rulesets.modes import Mode
from ..website.judging import FIELD

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
    """A finding under the number that marks it in the text. `quoted`: on a website, the passage with what is around."""

    number: int
    finding: ScreeningFinding
    field_label: str
    quoted: list[Segment]
    lowered: bool
    """The rule would bar the listing, but its mode lets it only ask a person."""

    @property
    def mark(self) -> Mark:
        """A dismissed finding stays marked, lightly: the second person looks at it too."""
        found = self.finding
        severity = "note" if found.dismissed_at else found.severity
        return Mark(self.number, found.start, found.end, severity, found.reason)


@dataclass(frozen=True, slots=True)
class SilentRule:
    """A rule on trial that spoke and weighs nothing (mode "shadow")."""

    rule: str
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


def numbered(
    findings: Iterable[ScreeningFinding], withheld: Iterable[WithheldFinding] = ()
) -> list[NumberedFinding]:
    """Findings in the order in which their places stand on the page, numbered from one. `withheld` is of their run."""
    order = (*_PROSE, *_FACTS, "website")
    lowered = {(each.rule, each.field) for each in withheld if each.mode == Mode.REVIEW_ONLY}

    def place(finding: ScreeningFinding) -> tuple[int, str, int, int]:
        base = "website" if finding.field.startswith(FIELD) else finding.field.partition("-")[0]
        return (order.index(base) if base in order else -1, finding.field, finding.start, finding.pk)

    ranked = sorted(findings, key=place)
    return [_numbered(number, each, lowered) for number, each in enumerate(ranked, start=1)]


def _numbered(number: int, finding: ScreeningFinding, lowered: set[tuple[str, str]]) -> NumberedFinding:
    return NumberedFinding(
        number=number,
        finding=finding,
        field_label=field_label(finding.field),
        quoted=_quoted(number, finding) if finding.field.startswith(FIELD) else [],
        lowered=(finding.rule, finding.field) in lowered,
    )


def _quoted(number: int, finding: ScreeningFinding) -> list[Segment]:
    severity = "note" if finding.dismissed_at else finding.severity
    return segments(finding.excerpt, [Mark(number, finding.start, finding.end, severity)])


def silent_rules(withheld: Iterable[WithheldFinding]) -> list[SilentRule]:
    """Each rule on trial once for each place where it spoke."""
    spoke = sorted({(each.rule, each.field) for each in withheld if each.mode == Mode.SHADOW})
    return [SilentRule(rule, field_label(field)) for rule, field in spoke]


def field_label(field: str) -> str:
    """The name of a place where a finding stands: a field, or a page of the provider's website."""
    if field.startswith(FIELD):
        return _("Website, page %(path)s") % {"path": field.removeprefix(FIELD).strip()}
    return label(field) if field else _("The whole text")


def shown_texts(document: Content, findings: list[NumberedFinding]) -> list[ShownText]:
    """Every free text; a place's name and a website only where a finding is in them, as both stand among the facts."""
    marked = {each.finding.field for each in findings}
    return [
        ShownText(label(field), segments(text, _marks(field, findings)))
        for field, text in document.texts().items()
        if field in marked or field in _PROSE
    ]


def _marks(field: str, findings: list[NumberedFinding]) -> list[Mark]:
    return [each.mark for each in findings if each.finding.field == field]


def shown_facts(document: Content, findings: list[NumberedFinding]) -> list[ShownFact]:
    facts = [
        ShownFact(
            label(field),
            _on_one_line(document, field),
            [each.number for each in findings if each.finding.field == field],
        )
        for field in _FACTS
    ]
    return [fact for fact in facts if fact.words]


def _on_one_line(document: Content, field: str) -> str:
    """Places stand one a line; terms stand side by side, so that the whole list is seen at once."""
    words = in_words(document, field)
    return words if field == "sites" else " · ".join(words.splitlines())


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
