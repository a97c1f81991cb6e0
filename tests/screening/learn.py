"""Learn how words lean from all labelled texts: `python -m tests.screening.learn` writes `tone.tsv` anew.

With `--check` nothing is written: each tenth of the texts is judged by what the other nine teach.
Logistic regression with a ridge, by AdaGrad over texts in a fixed order: the same texts give the same table.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from math import exp, log, sqrt
from pathlib import Path
from random import Random

from directory.screening import engine
from directory.screening.datafiles import HOME
from directory.screening.fold import fold
from directory.screening.tone import Leaning, beginnings
from tests.screening.corpus import Labelled, Table, evaluation, examples, lessons, pages

FEWEST_TEXTS = 2
RIDGE = 0.05
ROUNDS = 60
STEP = 0.5
PARTS = 10
START = "(start)"
HEAD = (
    "# How far the beginning of a word leans to offers (above 0) or to honest texts (below 0), and its idf.\n"
    "# Learned from the labelled texts by `python -m tests.screening.learn`; read by tone.py.\n"
    "beginning\tpull\trarity\n"
)


def learn(texts: Sequence[Labelled]) -> dict[str, Leaning]:
    """The leanings that texts labelled `reject` and `ok` teach; `review` texts teach nothing."""
    told = [(text, Counter(beginnings(fold(text.text).text))) for text in texts if text.label != "review"]
    seen = Counter(b for _, counts in told for b in counts)
    rarity = {b: log((1 + len(told)) / (1 + n)) + 1 for b, n in seen.items() if n >= FEWEST_TEXTS}
    lines = [(_line(counts, rarity), text.label == "reject") for text, counts in told]
    pull, start = _fit(lines)
    table = {b: Leaning(round(pull.get(b, 0.0), 2), round(rarity[b], 1)) for b in sorted(rarity)}
    return {START: Leaning(round(start, 2), 0.0)} | {b: one for b, one in table.items() if one.pull}


def _line(counts: Counter[str], rarity: dict[str, float]) -> list[tuple[str, float]]:
    weights = {b: (1 + log(n)) * rarity[b] for b, n in counts.items() if b in rarity}
    length = sqrt(sum(w * w for w in weights.values())) or 1.0
    return [(b, w / length) for b, w in weights.items()]


def _fit(lines: list[tuple[list[tuple[str, float]], bool]]) -> tuple[dict[str, float], float]:
    pull: dict[str, float] = {}
    squares: dict[str, float] = {}
    start, start_square = 0.0, 0.0
    ridge = RIDGE / len(lines) if lines else 0.0
    order = list(range(len(lines)))
    random = Random(7)
    for _ in range(ROUNDS):
        random.shuffle(order)
        for index in order:
            line, offered = lines[index]
            total = start + sum(pull.get(b, 0.0) * x for b, x in line)
            error = 1 / (1 + exp(-max(-30.0, min(30.0, total)))) - offered
            start_square += error * error
            start -= STEP * error / sqrt(start_square + 1)
            for b, x in line:
                now = pull.get(b, 0.0)
                slope = error * x + ridge * now
                squares[b] = squares.get(b, 0.0) + slope * slope
                pull[b] = now - STEP * slope / sqrt(squares[b] + 1e-2)
    return pull, start


def held_out(texts: Sequence[Labelled], parts: int = PARTS) -> Table:
    """Each part of the texts judged by what the other parts teach."""
    table = Table([])
    known = engine.__dict__["leanings"]
    try:
        for part in range(parts):
            learned = learn([t for i, t in enumerate(texts) if i % parts != part])
            engine.__dict__["leanings"] = partial(_given, learned)
            table.add(t for i, t in enumerate(texts) if i % parts == part)
    finally:
        engine.__dict__["leanings"] = known
    return table


def everything() -> list[Labelled]:
    """All labelled texts, in a fixed order."""
    return [*examples(), *evaluation(), *lessons(), *pages()]


def _given(table: dict[str, Leaning]) -> dict[str, Leaning]:
    return table


def write(path: Path, table: dict[str, Leaning]) -> None:
    rows = "".join(f"{b}\t{one.pull:g}\t{one.rarity:g}\n" for b, one in table.items())
    path.write_text(HEAD + rows, encoding="utf-8")


if __name__ == "__main__":
    if "--check" in sys.argv:
        print("\n".join(held_out(everything()).lines("held out")))
    else:
        write(HOME / "tone.tsv", learn(everything()))
