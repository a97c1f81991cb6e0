"""What a page asks to be done with many: ids in an address, and ids with versions in a form. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

MOST = 50
"""How many can be chosen at a time."""


@dataclass(frozen=True, slots=True)
class Item:
    """One case or listing, at the version that the preview showed."""

    id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What was chosen, each once, in the order given; `problems` are sentences, and then nothing is done."""

    items: tuple[Item, ...] = ()
    problems: list[str] = field(default_factory=list)

    @property
    def ids(self) -> tuple[UUID, ...]:
        return tuple(item.id for item in self.items)


def read_ids(typed: Iterable[str]) -> Asked:
    """Ids as they stand in an address."""
    return _read((text, "0") for text in typed)


def read_items(typed: Iterable[str]) -> Asked:
    """`id:version` as the preview's form sends it."""
    return _read((text, text.partition(":")[2]) for text in typed)


def _read(typed: Iterable[tuple[str, str]]) -> Asked:
    items: dict[UUID, Item] = {}
    problems = []
    for text, version in typed:
        key = _uuid(text.partition(":")[0])
        if key is None or not _is_version(version):
            problems.append(_("This cannot be read: %(text)s.") % {"text": text[:60].replace("\x00", "")})
        else:
            items.setdefault(key, Item(key, int(version)))
    if len(items) + len(problems) > MOST:
        problems = [
            _("Choose at most %(most)s at a time. %(count)s were chosen, and nothing was done.")
            % {"most": MOST, "count": len(items) + len(problems)}
        ]
    return Asked((), problems) if problems else Asked(tuple(items.values()))


def _uuid(text: str) -> UUID | None:
    """A UUID in its usual form; the other spellings that Python knows are nobody's."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text.lower() else None


def _is_version(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
