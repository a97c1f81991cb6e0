"""Takes out one guard after the other and expects a red test: `python -m tests.soak.mutate [WORD…]`.

Words choose the rows of the table whose id contains one of them. Exits with 1 when a guard can go without a test that
notices, when its test is red anyway, or when what should go is not found.
"""

import os
import sys

from tests.soak import copies, forks
from tests.soak.outcome import BROKEN, KILLED, Outcome
from tests.soak.table import Guard, SourceNotFound, rows


def main(words: list[str]) -> int:
    os.environ["DATABASE_URL"] = "sqlite://:memory:"  # PostgreSQL is started for the rows that want it
    quick: list[Guard] = []
    slow: list[Guard] = []
    outcomes: list[Outcome] = []
    for guard in rows():
        if words and not any(word in guard.id for word in words):
            continue
        try:
            (quick if forks.fits(guard) else slow).append(guard)
        except SourceNotFound as error:
            outcomes.append(Outcome(guard, BROKEN, 0.0, str(error)))
    outcomes += forks.judge(quick) if quick else []
    outcomes += copies.judge(slow) if slow else []
    return told(outcomes)


def told(outcomes: list[Outcome]) -> int:
    bad = [outcome for outcome in outcomes if outcome.result != KILLED]
    for outcome in bad:
        print(f"\n{outcome}\n{outcome.said}")
    print(f"\n{len(outcomes)} guards taken out, {len(outcomes) - len(bad)} noticed, {len(bad)} not.")
    return 1 if bad or not outcomes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
