"""How long pages and commands take: `python -m tests.load.bench` prints a table for SQLite and for PostgreSQL.

The same figures go to `var/bench.json` (`tests/load/speeds.py` says what they are). Both databases are made for the
run; SQLite's lies in memory.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.postgres import server

HERE = Path(__file__).parent
KEPT = Path("var/bench.json")


def run(database: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(HERE / "speeds.py")]
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": database}, check=False).returncode


def main() -> int:
    KEPT.unlink(missing_ok=True)
    failed = run("sqlite://:memory:")
    with server() as address:
        failed = run(address) or failed
    print(f"\nAlso in {KEPT}.")
    return failed


if __name__ == "__main__":
    sys.exit(main())
