"""A ruleset from a folder, at work in a process of its own: the rules of this process stay as they are."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import IO, Any, Self

from directory.screening.datafiles import OTHER_DATA
from directory.screening.findings import Finding, Screening, Severity, Verdict

from ..screening_runs import Question
from .one_by_one import AS_KEPT

SECONDS_TO_LOAD = 120.0
SECONDS_A_LISTING = 60.0

_ROOT = Path(__file__).resolve().parents[3]


class Unusable(ValueError):
    """The folder holds no ruleset that can be used; the text is a sentence that says why."""


class Candidate:
    """Screens with the data in `folder`; use as a context manager. Raises `Unusable` on entering.

    `ruleset` is its version. The folder has the layout of the screening room's data files. A new ruleset must find its
    own examples; one that was in force before (`proven_before`) only has to load.
    """

    def __init__(self, folder: Path, *, proven_before: bool = False) -> None:
        self._folder = folder.resolve()
        self._arguments = [AS_KEPT] if proven_before else []
        self.ruleset = ""

    def __enter__(self) -> Self:
        if not (self._folder / "ruleset.toml").is_file():
            raise Unusable("This folder has no ruleset.toml. Give a copy of the engine's data folder.")
        self._process = subprocess.Popen(  # noqa: S603 (our own module; the folder is only in the environment)
            [sys.executable, "-m", f"{__package__}.one_by_one", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={OTHER_DATA: str(self._folder), "PYTHONUTF8": "1"},
            text=True,
            encoding="utf-8",
        )
        try:
            self.ruleset = str(self._heard(SECONDS_TO_LOAD)["ruleset"])
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def screen(self, question: Question) -> Screening:
        """What this ruleset says. Raises `Unusable` where the process ended or took too long."""
        try:
            _pipe(self._process.stdin).write(json.dumps(asdict(question)) + "\n")
            _pipe(self._process.stdin).flush()
        except OSError as error:
            raise Unusable("The candidate's process ended too early.") from error
        answer = self._heard(SECONDS_A_LISTING)
        found = tuple(
            Finding(**{**each, "severity": Severity(each["severity"])}) for each in answer["findings"]
        )
        return Screening(Verdict(answer["verdict"]), str(answer["ruleset"]), found)

    def _heard(self, seconds: float) -> dict[str, Any]:
        timer = Timer(seconds, self._process.kill)
        timer.start()
        try:
            line = _pipe(self._process.stdout).readline()
        finally:
            timer.cancel()
        if not line:
            raise Unusable("The candidate gave no answer: it failed, or took too long.")
        answer: dict[str, Any] = json.loads(line)
        if "problem" in answer:
            raise Unusable(str(answer["problem"]))
        return answer

    def _stop(self) -> None:
        self._process.kill()
        self._process.communicate()


def _pipe(end: IO[str] | None) -> IO[str]:
    if end is None:
        raise Unusable("The candidate's process cannot be spoken to.")
    return end
