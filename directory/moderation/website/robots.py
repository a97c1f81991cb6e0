"""What a site asks of programs that read it: robots.txt after RFC 9309. Pure.

The standard library's parser lets the first matching line decide and knows no `*` and `$`; the standard wants the
longest match. A site's wish is followed as the standard reads, and its `Crawl-delay`, which the standard leaves out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

LONGEST = 512 * 1024
"""Bytes that are read; RFC 9309 section 2.5 asks for at least 500 KiB."""
_MOST_STARS = 20
_MOST_RULES = 5000


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: a path pattern, and whether it allows."""

    pattern: str
    allows: bool


@dataclass(frozen=True, slots=True)
class Robots:
    """The lines that concern one reader. `delay` is in seconds, None when the site names none."""

    rules: tuple[Rule, ...] = ()
    delay: float | None = None

    def allows(self, url: str) -> bool:
        """Whether the address may be read: the longest matching pattern decides, permission wins a tie."""
        parts = urlsplit(url)
        path = _plain((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        if path == "/robots.txt":
            return True
        matching = [rule for rule in self.rules if _matches(rule.pattern, path)]
        best = max(matching, key=lambda rule: (len(rule.pattern), rule.allows), default=None)
        return best is None or best.allows


EVERYTHING = Robots()
NOTHING = Robots((Rule("/", allows=False),))


def parse(body: bytes, agent: str) -> Robots:
    """The rules for `agent` (its product token): its own groups together, else those for `*`."""
    lines = list(_lines(body[:LONGEST].decode("utf-8-sig", "replace")))
    for wanted in (agent.lower(), "*"):
        mine = [(name, value) for agents, name, value in lines if wanted in agents]
        if mine:
            return _robots(mine)
    return EVERYTHING


def _lines(text: str) -> Iterator[tuple[frozenset[str], str, str]]:
    """(agents of the group, field, value); a group with no lines still yields one, so that it is known."""
    agents: set[str] = set()
    starting = True
    for line in text.splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            agents = agents if starting else set()
            starting = True
            agents.add(_token(value))
            yield frozenset(agents), "", ""
        elif name in ("allow", "disallow", "crawl-delay"):
            starting = False
            yield frozenset(agents), name, value


def _token(value: str) -> str:
    match = re.match(r"[A-Za-z_-]{1,100}", value)
    return "*" if value.startswith("*") else match[0].lower() if match else ""


def _robots(lines: list[tuple[str, str]]) -> Robots:
    rules = [
        Rule(_plain(value), name == "allow")
        for name, value in lines
        if name in ("allow", "disallow") and value.startswith(("/", "*"))
    ]
    delays = [
        value for name, value in lines if name == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d*)?", value)
    ]
    return Robots(tuple(rules[:_MOST_RULES]), float(delays[0]) if delays else None)


def _plain(path: str) -> str:
    """One spelling for equal paths: only what must be percent-encoded is, in capitals."""
    quoted = quote(path, safe="%" + "".join(chr(code) for code in range(33, 127)))
    return re.sub(r"%([0-9A-Fa-f]{2})", _unreserved, quoted)


def _unreserved(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if re.fullmatch(r"[A-Za-z0-9._~-]", character) else match[0].upper()


def _matches(pattern: str, path: str) -> bool:
    """`*` is any run of characters, a final `$` the end. Without backtracking: each piece is found once."""
    fixed = pattern.endswith("$")
    pieces = (pattern[:-1] if fixed else pattern).split("*", _MOST_STARS)
    if not path.startswith(pieces[0]):
        return False
    position = len(pieces[0])
    for piece in pieces[1:-1] if fixed else pieces[1:]:
        position = path.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    if not fixed:
        return True
    if len(pieces) == 1:
        return position == len(path)
    return path.endswith(pieces[-1]) and len(path) - len(pieces[-1]) >= position
