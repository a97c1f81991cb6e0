"""The version of everything that decides a verdict: the date of the last review and a hash of the data."""

import hashlib
from functools import cache

from directory.screening.datafiles import HOME, sources, toml


@cache
def version() -> str:
    """For example `2026-11-22.1f3a5c7e9b02`; changes with any byte of rules, words or weights."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.relative_to(HOME).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{toml(HOME / 'ruleset.toml')['date']}.{digest.hexdigest()[:12]}"
