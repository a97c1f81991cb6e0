"""Typed readers of environment settings: a missing or unreadable value stops the start with one line.

`default=None` means that there is none. Lines never repeat a value that may hold a password.
"""

import base64
import binascii
import os
import re
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import urlsplit

import environ
import pycountry

_HOST = re.compile(r"\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
_MAIL_SERVERS = ("smtp", "smtps", "smtp+tls", "smtp+ssl")
_DATABASES = ("sqlite", "postgres", "postgresql", "psql", "pgsql")
_CACHES = ("locmemcache", "filecache", "dbcache", "dummycache")

HOSTS = "headache.example,www.headache.example"
WEB = "https://headache.example"
EMAIL = "operator@headache.example"
MAIL_SERVER = "smtp+tls://user:password@mail.example:587"
DATABASE = "postgres://user:password@host:5432/directory"
CACHE = "filecache:///var/cache/directory or locmemcache://"
FOLDER = "/var/lib/directory/evidence"
SIGNING_KEY = "32 random bytes in base64, 44 characters (openssl rand -base64 32)"


def _stop(name: str, problem: str, expected: str) -> SystemExit:
    return SystemExit(f"Setting {name} {problem}. It should look like: {expected}")


def _scheme(value: str) -> str:
    return value.partition("://")[0]


def text(name: str, default: str | None = None, *, expected: str) -> str:
    value = os.environ.get(name, "").strip() or default
    if not value:
        raise _stop(name, "is missing", expected)
    return value


def secret(name: str, *, shortest: int) -> str:
    value = text(name, expected="50 or more random characters")
    if len(value) < shortest:
        raise _stop(
            name, f"has {len(value)} characters, which can be guessed", "50 or more random characters"
        )
    return value


def signing_key(name: str, default: str | None) -> str:
    """The 32 bytes of an Ed25519 seed in base64; empty where the default is."""
    value = os.environ.get(name, "").strip() or default
    if value == "":
        return ""
    value = text(name, value, expected=SIGNING_KEY)
    try:
        size = len(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        raise _stop(name, "cannot be read", SIGNING_KEY) from None
    if size != 32:
        raise _stop(name, f"holds {size} bytes", SIGNING_KEY)
    return value


def flag(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise _stop(name, f"is {raw!r}, which is neither on nor off", "1 or 0")


def number(name: str, *, default: int, highest: int) -> int:
    expected = f"{default} (a whole number from 0 to {highest})"
    value = text(name, str(default), expected=expected)
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= highest):
        raise _stop(name, f"is {value!r}", expected)
    return int(value)


def hosts(name: str, default: str | None) -> list[str]:
    """Names alone, as Django compares them: with `https://` or a port none would ever match."""
    found = [host.strip() for host in text(name, default, expected=HOSTS).split(",") if host.strip()]
    strange = [host for host in found if not _HOST.fullmatch(host)]
    if strange or not found:
        raise _stop(name, f"names {strange[0]!r}, which is no host" if strange else "names no host", HOSTS)
    return found


def choice(name: str, allowed: tuple[str, ...], *, default: str) -> str:
    value = text(name, default, expected=" or ".join(allowed))
    if value not in allowed:
        raise _stop(name, f"is {value!r}", " or ".join(allowed))
    return value


def country(name: str, default: str) -> str:
    value = text(name, default, expected="GB").upper()
    if len(value) != 2 or pycountry.countries.get(alpha_2=value) is None:
        raise _stop(name, f"is {value!r}, which is no country", "GB (an ISO 3166-1 code of two letters)")
    return value


def web_address(name: str, default: str | None) -> str:
    value = text(name, default, expected=WEB).rstrip("/")
    try:
        parts = urlsplit(value)
        readable = parts.scheme in ("https", "http") and parts.hostname and parts.port != 0
    except ValueError:
        readable = False
    if not readable or re.search(r"[\s?#@]", value):
        raise _stop(name, "is no address of a website", WEB)
    return value


def email_address(name: str, default: str | None) -> str:
    """An address, or a name with an address in angle brackets."""
    value = text(name, default, expected=EMAIL)
    found = [address for _name, address in getaddresses([value])]
    one = len(found) == 1 and re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", found[0])
    if not one or re.search(r"[\x00-\x1f\x7f]", value):
        raise _stop(name, f"is {value!r}", EMAIL)
    return value


def folder(name: str, default: Path) -> Path:
    """An absolute path; whether it can be written to is seen when something is written."""
    value = Path(text(name, str(default), expected=FOLDER))
    if not value.is_absolute() or re.search(r"[\x00-\x1f\x7f]", str(value)):
        raise _stop(name, "is no absolute path", FOLDER)
    return value


def email_server(name: str, default: str | None) -> dict[str, object]:
    value = text(name, default, expected=MAIL_SERVER)
    try:
        found = dict(environ.Env.email_url_config(value))
        readable = _scheme(value) not in _MAIL_SERVERS or bool(found["EMAIL_HOST"])
    except (environ.ImproperlyConfigured, KeyError, ValueError):
        readable = False
    if not readable:
        raise _stop(name, "cannot be read", MAIL_SERVER)
    return found


def database(name: str, default: str) -> dict[str, object]:
    value = text(name, default, expected=DATABASE)
    if _scheme(value) not in _DATABASES:
        raise _stop(name, "names neither SQLite nor PostgreSQL", DATABASE)
    try:
        found = dict(environ.Env.db_url_config(value))
    except (environ.ImproperlyConfigured, KeyError, ValueError):
        raise _stop(name, "cannot be read", DATABASE) from None
    if not found["NAME"]:
        raise _stop(name, "names no database", DATABASE)
    return found


def cache(name: str, default: str) -> dict[str, object]:
    value = text(name, default, expected=CACHE)
    if _scheme(value) not in _CACHES:
        raise _stop(name, "names no cache that is installed", CACHE)
    try:
        return dict(environ.Env.cache_url_config(value))
    except (environ.ImproperlyConfigured, KeyError, ValueError):
        raise _stop(name, "cannot be read", CACHE) from None
