"""Takes guards out in copies of the tree, each with a test process of its own: for what acts when it is loaded or
migrated, and for races on PostgreSQL."""

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

from tests.postgres import server
from tests.soak.outcome import AT_ONCE, BROKEN, KILLED, SURVIVED, Outcome
from tests.soak.table import ROOT, Guard

PARTS = ("config", "directory", "templates", "tests", "docs", "manage.py", "pyproject.toml", "README.md")


def judge(guards: list[Guard]) -> list[Outcome]:
    """Each guard's test with the guard in place, then without it."""
    parent = Path(tempfile.mkdtemp(prefix="guards-"))
    try:
        needs_server = any(guard.on == "postgresql" for guard in guards)
        with server() if needs_server else nullcontext("") as address:
            return _all_judged(guards, [_Copy.new(parent, number, address) for number in range(AT_ONCE)])
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def _all_judged(guards: list[Guard], copies: list["_Copy"]) -> list[Outcome]:
    free: queue.Queue[_Copy] = queue.Queue()
    for copy in copies:
        free.put(copy)

    def judge_one(guard: Guard) -> Outcome:
        copy = free.get()
        try:
            outcome = copy.judge(guard)
        finally:
            free.put(copy)
        print(outcome, flush=True)
        return outcome

    with ThreadPoolExecutor(len(copies)) as pool:
        return list(pool.map(judge_one, guards))


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of the tree, and the number of a database that belongs to it alone."""

    folder: Path
    number: int
    postgresql: str

    @classmethod
    def new(cls, parent: Path, number: int, postgresql: str) -> "_Copy":
        folder = parent / str(number)
        folder.mkdir()
        for part in PARTS:
            source = ROOT / part
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, folder / part)
        return cls(folder, number, postgresql)

    def judge(self, guard: Guard) -> Outcome:
        began = time.monotonic()
        green = self._run(guard)
        if green.returncode:
            said = f"its test is red with the guard in place:\n{green.stdout[-1500:]}"
            return Outcome(guard, BROKEN, time.monotonic() - began, said)
        with self._without(guard):
            for _ in range(guard.tries):
                run = self._run(guard)
                if run.returncode:
                    break
        seconds = time.monotonic() - began
        if run.returncode == 0:
            return Outcome(guard, SURVIVED, seconds)
        # A run that could not begin proves nothing.
        failed = run.returncode == 1 and " failed" in run.stdout.strip().splitlines()[-1]
        return Outcome(guard, KILLED if failed else BROKEN, seconds, "" if failed else run.stdout[-1500:])

    @contextmanager
    def _without(self, guard: Guard) -> Iterator[None]:
        texts = guard.texts(self.folder)
        try:
            self._write({name: after for name, (_, after) in texts.items()})
            yield
        finally:
            self._write({name: before for name, (before, _) in texts.items()})

    def _write(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            path = self.folder / name
            path.write_text(text, encoding="utf-8")
            # Two versions of one second and one length would look alike to the interpreter.
            Path(cache_from_source(str(path))).unlink(missing_ok=True)

    def _run(self, guard: Guard) -> subprocess.CompletedProcess[str]:
        address = f"{self.postgresql.rpartition('/')[0]}/soak{self.number}"
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--tb=line", guard.test],
            cwd=self.folder,
            env={**os.environ, "DATABASE_URL": address if guard.on == "postgresql" else "sqlite://:memory:"},
            capture_output=True,
            text=True,
            check=False,
        )
