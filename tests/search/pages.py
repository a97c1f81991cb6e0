"""Reads result pages as a person or a program does: by what the contract promises to be there."""

import re
from dataclasses import dataclass
from typing import Any

_RESULT = re.compile(r'<article[^>]* data-result="([^"]+)"(?: data-distance-km="([^"]+)")?')


@dataclass
class Page:
    """`results` are slugs or registry ids in order, `distances` their kilometres, `total` None where none is given."""

    status: int
    text: str
    results: list[str]
    distances: list[float]
    total: int | None

    @property
    def problem(self) -> str:
        """The text of the error summary; empty without one."""
        found = re.search(r"data-error-summary>(.*?)</ul>", self.text, re.DOTALL)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1])).strip() if found else ""

    @property
    def words(self) -> str:
        """The page without mark-up, in one line."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.text))


def read(response: Any) -> Page:
    text = response.content.decode()
    found = _RESULT.findall(text)
    total = re.search(r'data-total="(\d+)"', text)
    return Page(
        status=response.status_code,
        text=text,
        results=[slug for slug, _ in found],
        distances=[float(km) for _, km in found if km],
        total=int(total[1]) if total else None,
    )
