"""Which of a subdivision's many names is the English one, and which are its people's own. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directory.regions.fold import fold

_TAGGED = re.compile(r"([^,(]+(?:\([^)]*\))??[^,(]*) \(([a-z]{3})[^)]*\)")
_BRACKETS = re.compile(r"\s*\[([^\]]*)\]")
_CODE = re.compile(r"[A-Z]{2}-\w+|NCT")
_GENERIC = re.compile(
    r"\b(province|region|county|district|prefecture|governorate|state|municipality) of |^the "
)


@dataclass(frozen=True)
class Names:
    """What the sources call one subdivision."""

    iso: str
    tagged: tuple[tuple[str, str], ...]
    aliases: tuple[str, ...]
    translated: str

    @property
    def plain(self) -> str:
        """The ISO name without bracketed alternatives and turned the right way round."""
        bare = _BRACKETS.sub("", self.iso).strip(" *†")
        head, comma, tail = bare.partition(", ")
        inverted = comma and tail[:1].isupper() and "," not in tail and " and " not in tail
        return f"{tail} {head}" if inverted else bare

    @property
    def bracketed(self) -> tuple[str, ...]:
        inside = (_CODE.sub("", text).strip() for text in _BRACKETS.findall(self.iso))
        return tuple(text for text in inside if text)


def tagged_names(text: str | None) -> tuple[tuple[str, str], ...]:
    """``Bavaria (eng), Baiern (bar)`` as pairs of name and ISO 639-3 code."""
    return tuple((name.strip(" '"), language) for name, language in _TAGGED.findall(text or ""))


def english(names: Names) -> str:
    """The English name: the translators', else one that two sources agree on, else ISO's own."""
    if names.translated and names.translated != names.iso:
        return Names(names.translated, (), (), "").plain
    tagged = [name for name, language in names.tagged if language == "eng"]
    if not tagged or fold(names.plain) in {fold(name) for name in tagged}:
        return names.plain
    known = {fold(name) for name in names.aliases}
    agreed = [
        name
        for name in tagged
        if fold(name) in known
        and not _GENERIC.search(name.casefold())
        and not fold(name).startswith(fold(names.plain))
    ]
    return min(agreed, key=lambda name: (len(name), name), default=names.plain)


def local(names: Names, chosen: str, languages: frozenset[str]) -> list[str]:
    """ISO's name and the first in each of the country's languages, without the English one and nicknames."""
    found = [names.plain, *names.bracketed]
    seen: set[str] = set()
    for name, language in names.tagged:
        own = language in languages and language != "eng" and language not in seen
        if own and _resembles(name, names, chosen):
            seen.add(language)
            found.append(name)
    return [name for name in dict.fromkeys(found) if name and name != chosen]


def _resembles(name: str, names: Names, chosen: str) -> bool:
    key = fold(name)
    if not key[:1].isascii() or key in {fold(alias) for alias in names.aliases}:
        return True
    return any(key[:3] == fold(other)[:3] for other in (names.iso, chosen))
