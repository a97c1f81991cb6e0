"""A closed list of codes, each with a bit position and words for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Term:
    """One code: `bit` is its place in a mask, `label` the patient's words, `note` the field's own term or code."""

    bit: int
    code: str
    label: str | Promise
    note: str = ""
    group: str | Promise = ""

    @property
    def mask(self) -> int:
        return 1 << self.bit


@dataclass(frozen=True)
class Vocabulary:
    """A named list of terms. Raises `ValueError` where two share a bit or a code, or a bit exceeds 62."""

    name: str
    terms: tuple[Term, ...]
    _by_code: dict[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code = {term.code: term for term in self.terms}
        bits = {term.bit for term in self.terms}
        if (
            len(by_code) != len(self.terms)
            or len(bits) != len(self.terms)
            or not all(0 <= b <= 62 for b in bits)
        ):
            raise ValueError(f"{self.name}: codes and bits must be unique, bits 0 to 62")
        object.__setattr__(self, "_by_code", by_code)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Term:
        return self._by_code[code]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    @property
    def choices(self) -> list[tuple[str, str | Promise]]:
        return [(term.code, term.label) for term in self.terms]

    def grouped_choices(self) -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
        """Choices under their groups' headings, both in the order of the list."""
        groups: dict[str, tuple[str | Promise, list[tuple[str, str | Promise]]]] = {}
        for term in self.terms:
            groups.setdefault(str(term.group), (term.group, []))[1].append((term.code, term.label))
        return list(groups.values())

    def mask(self, codes: Iterable[str]) -> int:
        """The codes as one integer. Raises `KeyError` on an unknown code: nothing is silently dropped."""
        result = 0
        for code in codes:
            result |= self._by_code[code].mask
        return result

    def among(self, mask: int) -> tuple[Term, ...]:
        """The terms whose bit is set in `mask`, in the order of the list."""
        return tuple(term for term in self.terms if mask & term.mask)
