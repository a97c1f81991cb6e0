"""Every test on SQLite, then on PostgreSQL; fails when either does. Ends with pytest's summary line."""

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


def run(title: str, database: str) -> int:
    print(f"\n=== {title} ===", flush=True)
    return subprocess.run(
        [*PYTEST, *sys.argv[1:]], env={**os.environ, "DATABASE_URL": database}, check=False
    ).returncode


def main() -> int:
    on_sqlite = run("SQLite", "sqlite://:memory:")
    with server() as address:
        on_postgresql = run("PostgreSQL", address)
    if on_sqlite and not on_postgresql:
        print("The run on SQLite failed; see above.", flush=True)
    return on_sqlite or on_postgresql


if __name__ == "__main__":
    sys.exit(main())
