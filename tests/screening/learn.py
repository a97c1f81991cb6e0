"""Learn how words and cues lean from all labelled texts: `python -m tests.screening.learn` writes their tables anew.

`tone.tsv` holds how words lean (logistic regression over tf-idf), `cues.tsv` how the cues do, the tone among them.
The cues are fitted to tones that a text was not taught by, or its own words would tell its label. With `--check`
nothing is written: each fifth of the texts is judged by what the other four teach.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from directory.screening import engine, language
from directory.screening.cues import TONE, Cue, Side, cues, heard
from directory.screening.datafiles import HOME
from directory.screening.engine import understand
from directory.screening.fold import fold
from directory.screening.tone import START, Leaning, signs
from tests.screening.corpus import Labelled, Table, evaluation, examples, lessons, pages, terse

FEWEST_TEXTS = 2
FREEDOM = 10.0
RIDGE = 3.0
PARTS = 6
FROM_PAGES = 3.0
TOO_CLOSE = 0.35
BOUNDS = {Side.OFFER: (0.0, None), Side.HONEST: (None, 0.0), Side.EITHER: (None, None)}
TONE_HEAD = (
    "# How far words, their beginnings and two in a row lean to offers (above 0) or honest texts (below 0), and idf.\n"
    "# Learned from the labelled texts by `python -m tests.screening.learn`; read by tone.py.\n"
    "sign\tpull\trarity\n"
)
CUES_HEAD = (
    "# How far each cue leans to an offer (above 0) or to an honest text (below 0). The side is set by hand and\n"
    "# bounds the pull, learned from the labelled texts by `python -m tests.screening.learn`; read by cues.py.\n"
    "cue\tside\tpull\n"
)


@dataclass(frozen=True)
class Learned:
    """What the texts teach: both tables."""

    words: dict[str, Leaning]
    cues: dict[str, Cue]


def learn(texts: Sequence[Labelled]) -> Learned:
    """The tables that texts labelled `reject` and `ok` teach; `review` texts teach nothing."""
    return Learned(words_of(texts), _cues(_settled(texts)))


def words_of(texts: Sequence[Labelled]) -> dict[str, Leaning]:
    """How words lean that stand in at least two settled texts."""
    told = _settled(texts)
    counter = TfidfVectorizer(analyzer=_signs, min_df=FEWEST_TEXTS, sublinear_tf=True)
    lines = counter.fit_transform(told)
    model = LogisticRegression(C=FREEDOM, max_iter=3000).fit(
        lines, _offers(told), sample_weight=_weights(told)
    )
    pulls, rarities = model.coef_[0], counter.idf_
    found = {
        word: Leaning(round(float(pulls[i]), 2), round(float(rarities[i]), 1))
        for word, i in sorted(counter.vocabulary_.items())
    }
    start = Leaning(round(float(model.intercept_[0]), 2), 0.0)
    return {START: start} | {word: one for word, one in found.items() if one.pull}


def _settled(texts: Sequence[Labelled]) -> list[Labelled]:
    return [text for text in texts if text.label != "review"]


def _signs(text: Labelled) -> list[str]:
    return signs(fold(text.text).text)


def _offers(told: Sequence[Labelled]) -> Any:
    return np.array([text.label == "reject" for text in told], dtype=float)


def _weights(told: Sequence[Labelled]) -> Any:
    return np.array([FROM_PAGES if text.found else 1.0 for text in told])


def _cues(told: Sequence[Labelled]) -> dict[str, Cue]:
    names = [name for name in cues() if name != START]
    place = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(told), len(names)))
    for part in range(PARTS):
        rest = [text for i, text in enumerate(told) if i % PARTS != part]
        with taught(Learned(words_of(rest), dict(cues()))):
            for i in range(part, len(told), PARTS):
                read, _ = understand(fold(told[i].text))
                passage = max(read.evidence.passages, key=lambda p: (len(p.asserted), p.score))
                table[i, place[TONE]] = heard(passage.tone)
                for cue, count in passage.cues.items():
                    table[i, place[cue]] = count
    pulls = _fit(table, _offers(told), _weights(told), [BOUNDS[cues()[name].side] for name in names])
    found = {name: replace(cues()[name], pull=round(float(pulls[i]), 2)) for name, i in place.items()}
    return {START: Cue(Side.EITHER, round(float(pulls[-1]), 2))} | found


def _fit(table: Any, offered: Any, weights: Any, bounds: list[tuple[float | None, float | None]]) -> Any:
    """Logistic regression with a ridge, each pull kept on the side of its cue; the last one is the start."""

    def loss(pulls: Any) -> tuple[float, Any]:
        total = table @ pulls[:-1] + pulls[-1]
        wrong = weights * (expit(total) - offered)
        worth = np.sum(weights * (np.logaddexp(0, total) - offered * total))
        slope = np.append(table.T @ wrong + RIDGE * pulls[:-1], wrong.sum())
        return float(worth + RIDGE * np.sum(pulls[:-1] ** 2) / 2), slope

    start = np.zeros(table.shape[1] + 1)
    return minimize(loss, start, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x


@contextmanager
def taught(learned: Learned) -> Iterator[None]:
    """The engine reads with these tables instead of its own."""
    known = engine.__dict__["leanings"], engine.__dict__["cues"]
    engine.__dict__.update(leanings=lambda: learned.words, cues=lambda: learned.cues)
    language.__dict__.update(leanings=lambda: learned.words)
    try:
        yield
    finally:
        engine.__dict__.update(leanings=known[0], cues=known[1])
        language.__dict__.update(leanings=known[0])


def held_out(texts: Sequence[Labelled], always: Sequence[Labelled] = (), parts: int = 5) -> Table:
    """Each part of the texts judged by what the other parts teach, and what is `always` taught.

    What stands close to a judged text (perhaps the same page, retold) teaches nothing there.
    """
    table = Table([])
    for part in range(parts):
        judged = [t for i, t in enumerate(texts) if i % parts == part]
        others = [*always, *(t for i, t in enumerate(texts) if i % parts != part)]
        with taught(learn(_apart_from(judged, others))):
            table.add(judged)
    return table


def _apart_from(judged: Sequence[Labelled], others: Sequence[Labelled]) -> list[Labelled]:
    runs = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), sublinear_tf=True, min_df=2)
    told = runs.fit_transform([text.text for text in others])
    nearest = (told @ runs.transform([text.text for text in judged]).T).max(axis=1).toarray().ravel()
    return [text for text, near in zip(others, nearest, strict=True) if near < TOO_CLOSE]


def measured() -> list[Labelled]:
    """The texts that read as people write them."""
    return [*examples(), *evaluation(), *pages()]


def teaching() -> list[Labelled]:
    """The texts that only teach."""
    return [*lessons(), *terse()]


def everything() -> list[Labelled]:
    """All labelled texts, in a fixed order."""
    return [*measured(), *teaching()]


def write(learned: Learned) -> None:
    """Put both tables beside the engine."""
    words = "".join(f"{w}\t{one.pull:g}\t{one.rarity:g}\n" for w, one in learned.words.items())
    (HOME / "tone.tsv").write_text(TONE_HEAD + words, encoding="utf-8")
    lines = "".join(f"{name}\t{one.side}\t{one.pull:g}\n" for name, one in learned.cues.items())
    (HOME / "cues.tsv").write_text(CUES_HEAD + lines, encoding="utf-8")


if __name__ == "__main__":
    if "--check" in sys.argv:
        print("\n".join(held_out(measured(), teaching()).lines("held out")))
    else:
        write(learn(everything()))
