"""Takes a stranger's page apart in a process of its own, with limits on time and memory.

The parser is fast on honest pages, but a few hundred kilobytes of nested tags or attributes keep it busy for minutes,
and nothing can interrupt it from within.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

from .text import Document, Link

SECONDS = 10
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""

_ROOT = Path(__file__).resolve().parents[3]


class Unreadable(Exception):
    """The page could not be taken apart within the limits."""


def take_apart(body: bytes, content_type: str, *, seconds: int = SECONDS) -> Document:
    """The page as a document. Raises `Unreadable`."""
    first = " ".join(content_type.split())[:200].encode("latin-1", "replace")
    try:
        done = subprocess.run(  # noqa: S603 (our own module, nothing of the page on the command line)
            [sys.executable, "-m", f"{__package__}.text"],
            input=first + b"\n" + body,
            capture_output=True,
            cwd=_ROOT,
            env={},
            timeout=seconds,
            check=True,
            preexec_fn=_limit,
        )
        return _document(json.loads(done.stdout))
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise Unreadable(type(error).__name__) from error


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _document(raw: dict[str, object]) -> Document:
    plain = {name: str(raw[name]) for name in ("title", "main", "frame", "base")}
    headings, links = raw["headings"], raw["links"]
    if not isinstance(headings, list) or not isinstance(links, list):
        raise ValueError
    return Document(headings=tuple(headings), links=tuple(Link(**link) for link in links), **plain)
