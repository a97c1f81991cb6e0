"""A checkpoint as one line of text, the same in the file, in the mail and on the page: anybody can check it.

Signed is the JSON of `at`, `hash`, `seq` and `site` with sorted keys and without spaces; the line adds `public_key` and
`signature`.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from . import keys

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Unreadable(ValueError):
    """The text is no checkpoint's line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """`seq` decisions stood in the log at `at` (UTC, whole seconds); `hash` was the last one's, `site` the address."""

    at: str
    hash: str
    seq: int
    site: str
    public_key: str = ""
    signature: str = ""

    @property
    def signed(self) -> str:
        """The text under the signature."""
        fields = {"at": self.at, "hash": self.hash, "seq": self.seq, "site": self.site}
        return json.dumps(fields, sort_keys=True, separators=(",", ":"))

    @property
    def holds(self) -> bool:
        """Whether the signature is the key's that the line names. Whose key that is, is another question."""
        return keys.holds(self.signed, signature=self.signature, public=self.public_key)

    @property
    def day(self) -> str:
        return self.at[:10]

    def __str__(self) -> str:
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))


def moment(at: datetime) -> str:
    """A moment as checkpoints write it."""
    return at.astimezone(UTC).strftime(_FORMAT)


def read(text: str) -> Line:
    """A line of the file or the mail. Raises `Unreadable` where a field is missing, strange or one too many."""
    try:
        fields = json.loads(text)
        line = Line(**fields)
        datetime.strptime(line.at, _FORMAT).replace(tzinfo=UTC)
        whole = type(line.seq) is int and line.seq >= 0 and _SHA256.fullmatch(line.hash)
        words = all(isinstance(each, str) for each in (line.site, line.public_key, line.signature))
    except (ValueError, TypeError, RecursionError) as error:
        raise Unreadable(str(error)) from error
    if not (whole and words and line.public_key and line.signature):
        raise Unreadable(text[:80])
    return line
