"""Offers told of another department of a hospital: "orthopaedics injects marrow; the headache clinic does not".

Rejection needs an offer of the headache service. In a text that names a hospital, its headache or neurology
service and other departments, a product told of another department goes to a person.
"""

from bisect import bisect_left
from collections.abc import Sequence

from directory.screening.assertion import Assertion
from directory.screening.find import Mention

_OTHER = "dept.other"
_OWN = "dept.head"


class Departments:
    """Where a text speaks of which department."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        concepts = {m.concept for m in mentions}
        named = [m for m in mentions if m.concept in (_OTHER, _OWN)]
        self._named = named if concepts >= {"dept.house", _OTHER, _OWN} else []
        self._starts = [m.start for m in self._named]
        self._heads = [m.start for m in mentions if m.concept == "head"]

    def elsewhere(self, asserted: Assertion) -> bool:
        """Whether the product's own sentence last named another department, and no headache after it."""
        place, sentence = asserted.mention.start, asserted.sentence
        before = bisect_left(self._starts, place) - 1
        if before < 0 or self._named[before].concept != _OTHER or self._starts[before] < sentence.start:
            return False
        return not any(self._starts[before] <= head < sentence.end for head in self._heads)
