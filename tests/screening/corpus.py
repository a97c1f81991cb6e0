"""Labelled texts and the table of what the engine made of them."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from directory.screening.engine import screen

HERE = Path(__file__).parent
LABELS = ("reject", "review", "ok")
VERDICTS = ("reject", "review", "clear")


@dataclass(frozen=True)
class Labelled:
    """One text and what a person says it is: `reject`, `review` or `ok`; `found` on the open web or written."""

    id: str
    label: str
    lang: str
    kind: str
    text: str
    found: bool = False


def load(path: Path, *, found: bool = False) -> list[Labelled]:
    lines = path.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    return [Labelled(r["id"], r["label"], r["lang"], r.get("kind", ""), r["text"], found) for r in records]


def examples() -> list[Labelled]:
    return load(HERE / "examples.jsonl")


def evaluation() -> list[Labelled]:
    return _folder("evaluation")


def lessons() -> list[Labelled]:
    """Texts that only teach how words lean (`learn.py`); they measure nothing."""
    return _folder("lessons")


def pages() -> list[Labelled]:
    """Texts condensed from what stands on the open web; they teach, and are judged held out."""
    return _folder("pages")


def terse() -> list[Labelled]:
    """The same, condensed until the subject is hardly named: harder than what anybody writes; they teach."""
    return _folder("terse")


def _folder(name: str) -> list[Labelled]:
    paths = sorted((HERE / name).glob("*.jsonl"))
    return [text for p in paths for text in load(p, found=name in _FOUND or p.stem.startswith(_FOUND))]


_FOUND = ("pages", "terse", "twelfth", "thirteenth")


class Table:
    """Counts of (label, verdict)."""

    def __init__(self, texts: Iterable[Labelled]) -> None:
        self.missed: list[tuple[str, str, str]] = []
        self.by_language: dict[str, Counter[tuple[str, str]]] = {}
        self.add(texts)

    def add(self, texts: Iterable[Labelled]) -> None:
        for text in texts:
            verdict = screen(text.text).verdict.value
            self.by_language.setdefault(text.lang, Counter())[text.label, verdict] += 1
            if verdict != text.label.replace("ok", "clear"):
                self.missed.append((text.id, text.label, verdict))
        self.all = sum(self.by_language.values(), Counter[tuple[str, str]]())

    def share(self, label: str, verdict: str) -> float:
        """How many of the texts with this label ended so, from 0 to 1."""
        whole = sum(self.all[label, v] for v in VERDICTS)
        return self.all[label, verdict] / whole if whole else 0.0

    def lines(self, title: str) -> list[str]:
        rows = [("all", self.all), *sorted(self.by_language.items())]
        head = f"{title:<12}" + "".join(f"{label + '→' + v:>16}" for label in LABELS for v in VERDICTS)
        return [head] + [
            f"{name:<12}" + "".join(f"{counts[label, v]:>16}" for label in LABELS for v in VERDICTS)
            for name, counts in rows
        ]
