"""Every test on SQLite, then on PostgreSQL; fails when either does. Ends with pytest's summary line.

The screening engine knows no database: its tests run once.
"""

import os
import subprocess
import sys

from tests.postgres import server

PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    "-n",
    os.environ.get("TEST_WORKERS", "auto"),
    "--dist",
    "loadfile",
    "-q",
]


WITHOUT_DATABASE = "tests/screening"


def run(title: str, database: str, *options: str) -> int:
    print(f"\n=== {title} ===", flush=True)
    return subprocess.run(
        [*PYTEST, *options, *sys.argv[1:]], env={**os.environ, "DATABASE_URL": database}, check=False
    ).returncode


def main() -> int:
    on_sqlite = run("SQLite", "sqlite://:memory:")
    with server() as address:
        title = f"PostgreSQL, without {WITHOUT_DATABASE}, which needs no database"
        on_postgresql = run(title, address, f"--ignore={WITHOUT_DATABASE}")
    if on_sqlite and not on_postgresql:
        print("The run on SQLite failed; see above.", flush=True)
    return on_sqlite or on_postgresql


if __name__ == "__main__":
    sys.exit(main())
