"""A missing or unreadable setting stops the start with one line that says which and what it should look like."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from allauth.core.internal.httpkit import get_client_ip
from django.test import RequestFactory, override_settings

from config import env

ROOT = Path(__file__).resolve().parent.parent
KEY = "k3y-of-a-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ"
PRODUCTION = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "headache.example",
    "SITE_URL": "https://headache.example",
    "OPERATOR_EMAIL": "operator@headache.example",
    "EMAIL_URL": "smtp+tls://user:pass-word@mail.example:587",
    "CHECKPOINT_EMAIL": "checkpoints@elsewhere.example",
    "LOG_SIGNING_KEY": "dGhpcyBzZWVkIGlzIGZvciB0ZXN0cyBhbG9uZSwgMzI=",
}
READERS: dict[str, Callable[[str], object]] = {
    "text": lambda name: env.text(name, expected="words"),
    "secret": lambda name: env.secret(name, shortest=50),
    "flag": lambda name: env.flag(name, default=False),
    "number": lambda name: env.number(name, default=0, highest=9),
    "hosts": lambda name: env.hosts(name, None),
    "choice": lambda name: env.choice(name, ("risk", "always"), default="risk"),
    "country": lambda name: env.country(name, "GB"),
    "web_address": lambda name: env.web_address(name, None),
    "email_address": lambda name: env.email_address(name, None),
    "email_server": lambda name: env.email_server(name, None),
    "database": lambda name: env.database(name, "sqlite://:memory:"),
    "cache": lambda name: env.cache(name, "locmemcache://"),
    "signing_key": lambda name: env.signing_key(name, None),
    "folder": lambda name: env.folder(name, Path("/var/lib/directory")),
}
UNREADABLE = [
    ("secret", "short"),
    ("flag", "perhaps"),
    ("flag", "2"),
    ("number", "yes"),
    ("number", "-1"),
    ("number", "10"),
    ("number", "1.0"),
    ("number", "²"),
    ("number", "9" * 5000),
    ("hosts", ","),
    ("hosts", "https://headache.example"),
    ("hosts", "headache.example:443"),
    ("hosts", "headache.example www.headache.example"),
    ("choice", "never"),
    ("country", "ZZ"),
    ("country", "GBR"),
    ("country", "UK "),
    ("web_address", "headache.example"),
    ("web_address", "ftp://headache.example"),
    ("web_address", "https://"),
    ("web_address", "https://headache.example:port"),
    ("web_address", "https://[headache.example"),
    ("web_address", "https://headache.example/?a=1"),
    ("web_address", "https://headache example"),
    ("web_address", "https://user:pass-word@headache.example"),
    ("email_address", "operator"),
    ("email_address", "operator@"),
    ("email_address", "a@b.example, c@d.example"),
    ("email_address", "a b@c.example"),
    ("email_address", "a@b.example\nBcc: c@d.example"),
    ("email_server", "mail.example"),
    ("email_server", "smtp://"),
    ("email_server", "smtp://user:pass-word@mail.example:port"),
    ("email_server", "imap://user:pass-word@mail.example"),
    ("database", "mysql://user:pass-word@host/name"),
    ("database", "postgres://user:pass-word@host"),
    ("database", "postgres://user:pass-word@host:port/name"),
    ("database", "directory.sqlite3"),
    ("cache", "locmemcache://[host"),
    ("email_server", "smtp://[host"),
    ("cache", "memory"),
    ("cache", "redis://:pass-word@host:6379/0"),
    ("signing_key", "pass-word"),
    ("signing_key", "é" * 44),
    ("signing_key", "c2hvcnQ="),
    ("signing_key", "A" * 88),
    ("folder", "evidence"),
    ("folder", "/var/lib\n/evidence"),
]


@pytest.mark.parametrize(("reader", "value"), UNREADABLE)
def test_unreadable_value_stops_with_one_line(
    reader: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SETTING", value)
    with pytest.raises(SystemExit) as stop:
        READERS[reader]("A_SETTING")
    line = str(stop.value.code)
    assert line.startswith("Setting A_SETTING ")
    assert "It should look like: " in line
    assert "\n" not in line
    assert "pass-word" not in line


@pytest.mark.parametrize(
    "reader", ["text", "secret", "hosts", "web_address", "email_address", "email_server", "signing_key"]
)
@pytest.mark.parametrize("value", [None, "", "   "])
def test_missing_value_stops_with_one_line(
    reader: str, value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv("A_SETTING", value)
    with pytest.raises(SystemExit, match=r"^Setting A_SETTING is missing\. It should look like: [^\n]+$"):
        READERS[reader]("A_SETTING")


@pytest.mark.parametrize(
    ("reader", "value", "read"),
    [
        ("secret", f"${KEY}", f"${KEY}"),
        ("flag", "ON", True),
        ("flag", "", False),
        ("number", "2", 2),
        ("number", "", 0),
        (
            "hosts",
            "headache.example, .clinic.example,[::1],*",
            ["headache.example", ".clinic.example", "[::1]", "*"],
        ),
        ("choice", "always", "always"),
        ("country", "es", "ES"),
        ("signing_key", " " + "A" * 43 + "= ", "A" * 43 + "="),
        ("folder", "", Path("/var/lib/directory")),
        ("folder", "/srv/evidence/", Path("/srv/evidence")),
        ("web_address", "https://headache.example:8443/a/", "https://headache.example:8443/a"),
        ("email_address", "The Directory <a@b.example>", "The Directory <a@b.example>"),
    ],
)
def test_readable_value_is_read(
    reader: str, value: str, read: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SETTING", value)
    assert READERS[reader]("A_SETTING") == read


def test_addresses_of_servers_are_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SETTING", "smtp+tls://user:p%40ss@mail.example:587")
    mail = env.email_server("A_SETTING", None)
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert mail["EMAIL_HOST_PASSWORD"] == "p@ss"
    monkeypatch.setenv("A_SETTING", "postgres://user:word@db.example:5433/directory")
    database = env.database("A_SETTING", "")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 5433, "directory")
    monkeypatch.setenv("A_SETTING", "filecache:///var/cache/directory")
    assert env.cache("A_SETTING", "")["LOCATION"] == "/var/cache/directory"


def started(values: Mapping[str, str], *command: str) -> "subprocess.CompletedProcess[str]":
    """A Python command with these settings and nothing else of this process's environment."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**kept, **values},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_production_does_not_start_without(name: str) -> None:
    values = {key: value for key, value in PRODUCTION.items() if key != name}
    result = started(values, "manage.py", "check")
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Setting {name} is missing. It should look like: ")
    assert result.stderr.count("\n") == 1


def test_server_stops_too_instead_of_starting_workers_that_stop() -> None:
    values = {key: value for key, value in PRODUCTION.items() if key != "EMAIL_URL"}
    server = ("-m", "gunicorn", "-c", "config/gunicorn.py", "-b", "127.0.0.1:0", "config.wsgi")
    result = started(values, *server)
    assert result.returncode == 1
    lines = [line for line in result.stderr.splitlines() if "Setting" in line]
    assert len(lines) == 1
    assert lines[0].startswith("Setting EMAIL_URL is missing. It should look like: ")
    assert "Booting worker" not in result.stderr


def test_production_passes_its_own_check() -> None:
    result = started(PRODUCTION, "manage.py", "check", "--deploy", "--fail-level", "DEBUG")
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


@pytest.mark.parametrize("switch", ["DEMO", "DEBUG"])
def test_demonstration_and_development_start_with_a_key_alone(switch: str) -> None:
    assert started({switch: "1", "SECRET_KEY": "x"}, "manage.py", "check").returncode == 0


def printed(values: Mapping[str, str], *names: str) -> list[str]:
    script = f"from django.conf import settings\nfor n in {names!r}: print(repr(getattr(settings, n, None)))"
    return started(
        {**PRODUCTION, **values}, "manage.py", "shell", "-v", "0", "-c", script
    ).stdout.splitlines()


def test_number_of_proxies_reaches_https_and_limits() -> None:
    names = ("TRUSTED_PROXIES", "ALLAUTH_TRUSTED_PROXY_COUNT", "SECURE_PROXY_SSL_HEADER")
    assert printed({}, *names) == ["0", "0", "None"]
    assert printed({"TRUSTED_PROXIES": "2"}, *names) == ["2", "2", "('HTTP_X_FORWARDED_PROTO', 'https')"]


def test_visitors_behind_proxies_are_told_apart() -> None:
    request = RequestFactory().get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7, 192.0.2.1"})
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=0):
        assert get_client_ip(request) == "127.0.0.1"
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2):
        assert get_client_ip(request) == "198.51.100.7"


def test_every_setting_that_is_read_is_described_for_operators() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text()))
    described = set(re.findall(r"`([A-Z_]{4,})`", (ROOT / "docs" / "operating.md").read_text()))
    assert len(read) >= 15
    assert read <= described
