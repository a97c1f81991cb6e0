"""Forty fictional trials for the demonstration. Their dates stand as days from the day they are asked for."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from .sources import Study
from .tables import DATA

_DAYS = re.compile(r'"\{([+-]\d{1,5})d\}"', re.ASCII)


def demo_studies(on: date) -> Iterator[Study]:
    """The trials with dates relative to `on`: `{-30d}` in the file is thirty days before it.

    Their numbers (DEMO-0001 …) fit no registry; `actions.import_records` takes them with `demo=True` only.
    """

    def day(match: re.Match[str]) -> str:
        return f'"{(on + timedelta(days=int(match[1]))).isoformat()}"'

    lines = (DATA / "demo_trials.jsonl").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        study: dict[str, Any] = json.loads(_DAYS.sub(day, line))
        yield Study(f"demonstration trial {number}", study)
