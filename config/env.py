"""Typed readers of environment settings: a missing or unreadable value stops the start with one line."""

import environ

_env = environ.Env()


def _stop(name: str, problem: str, expected: str) -> SystemExit:
    return SystemExit(f"Setting {name} {problem}. It should look like: {expected}")


def text(name: str, default: str | None = None, *, expected: str) -> str:
    value = _env.str(name, default="") or default
    if not value:
        raise _stop(name, "is missing", expected)
    return str(value)


def flag(name: str, *, default: bool) -> bool:
    raw = _env.str(name, default="").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise _stop(name, f"is {raw!r}, which is neither on nor off", "1 or 0")


def words(name: str, default: str, *, expected: str) -> list[str]:
    return [word.strip() for word in text(name, default, expected=expected).split(",") if word.strip()]


def choice(name: str, allowed: tuple[str, ...], *, default: str) -> str:
    value = text(name, default, expected=" or ".join(allowed))
    if value not in allowed:
        raise _stop(name, f"is {value!r}", " or ".join(allowed))
    return value


def country(name: str, default: str) -> str:
    value = text(name, default, expected="GB (an ISO 3166-1 code of two letters)").upper()
    if len(value) != 2 or not value.isascii() or not value.isalpha():
        raise _stop(name, f"is {value!r}", "GB (an ISO 3166-1 code of two letters)")
    return value


def web_address(name: str, default: str) -> str:
    value = text(name, default, expected="https://headache.example").rstrip("/")
    if not value.startswith(("https://", "http://")):
        raise _stop(name, f"is {value!r}", "https://headache.example")
    return value


def email_server(name: str, default: str) -> dict[str, object]:
    try:
        return dict(_env.email_url(name, default=default))
    except (environ.ImproperlyConfigured, KeyError, ValueError) as error:
        raise _stop(name, "cannot be read", "smtp+tls://user:password@mail.example:587") from error


def database(name: str, default: str) -> dict[str, object]:
    try:
        found = dict(_env.db_url(name, default=default))
    except (environ.ImproperlyConfigured, KeyError, ValueError) as error:
        raise _stop(name, "cannot be read", "postgres://user:password@host:5432/directory") from error
    if not str(found.get("ENGINE", "")).endswith(("sqlite3", "postgresql")):
        raise _stop(
            name, "names neither SQLite nor PostgreSQL", "postgres://user:password@host:5432/directory"
        )
    return found


def cache(name: str, default: str) -> dict[str, object]:
    try:
        return dict(_env.cache_url(name, default=default))
    except (environ.ImproperlyConfigured, KeyError, ValueError) as error:
        raise _stop(name, "cannot be read", "redis://host:6379/0 or locmemcache://") from error
