"""`make run`: prepare a demonstration on this machine, then serve it with its worker until Ctrl-C."""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from django.core.management.base import CommandError

VAR = Path(__file__).resolve().parent.parent / "var"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if _taken(port):
        print(f"Port {port} is in use. Nothing was started. Try: make run PORT={port + 1}")
        return 1
    _environment(port)
    try:
        _prepare()
    except CommandError as refusal:
        print(f"{refusal}\nNothing was started.")
        return 1
    return _serve(port)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _environment(port: int) -> None:
    VAR.mkdir(exist_ok=True)
    key = VAR / "secret_key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SECRET_KEY", key.read_text().strip())
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")


def _prepare() -> None:
    """Database, reference data, demonstration, static files; each step does nothing when it is done already."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_reference")
    if settings.DEMO:
        call_command("seed_demo")
    try:
        call_command("rulesets", "activate", verbosity=0)
    except CommandError as waiting:
        print(waiting)
    call_command("collectstatic", interactive=False, verbosity=0)


def _serve(port: int) -> int:
    commands = (
        [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "config/gunicorn.py",
            "-b",
            f"127.0.0.1:{port}",
            "config.wsgi:application",
        ],
        [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "-v", "0"],
    )
    # Sessions of their own: Ctrl-C reaches this process alone, which then stops each of them once.
    processes = [subprocess.Popen(command, start_new_session=True) for command in commands]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if _answers(port, processes[0]):
        _welcome(port)
    codes = [process.wait() for process in processes]
    return max(abs(code) if code not in (-signal.SIGTERM, -signal.SIGINT) else 0 for code in codes)


def _answers(port: int, server: "subprocess.Popen[bytes]") -> bool:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _welcome(port: int) -> None:
    from django.conf import settings

    print(f"\n  {settings.SITE_NAME} is at http://127.0.0.1:{port}/  (Ctrl-C stops it)\n")
    if settings.DEMO:
        from directory.demo.accounts import describe

        print(describe())
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
