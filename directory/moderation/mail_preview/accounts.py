"""Mail about an account: whoever signs in, or tried to."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .mail import Mail

NEVER_SENT = frozenset({"account/email/login_code", "account/email/password_reset_code"})
"""allauth has them for ways of signing in that are not switched on here (config/settings.py)."""


def _asks(link: str, path: str) -> Callable[[], Mapping[str, object]]:
    return lambda: {link: f"{settings.SITE_URL}/accounts/{path}"}


def _tells(**more: str) -> Callable[[], Mapping[str, object]]:
    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    return lambda: {"timestamp": at, "ip": "192.0.2.7", "user_agent": "Mozilla/5.0 (X11; Linux)", **more}


def _account(
    name: str, trigger: str | Promise, sample: Callable[[], Mapping[str, object]], folder: str = "account"
) -> Mail:
    return Mail(
        name.replace("_", "-"), f"{folder}/email/{name}", trigger, _("whoever the account belongs to"), sample
    )


ACCOUNTS: tuple[Mail, ...] = (
    _account(
        "email_confirmation_signup",
        _("Somebody makes an account"),
        _asks("activate_url", "confirm-email/MADE-UP/"),
    ),
    _account(
        "email_confirmation",
        _("Somebody adds an e-mail address to an account"),
        _asks("activate_url", "confirm-email/MADE-UP/"),
    ),
    _account("email_confirm", _("An e-mail address of an account is confirmed"), _tells()),
    _account(
        "account_already_exists",
        _("Somebody makes an account with the address of an account"),
        _asks("password_reset_url", "password/reset/"),
    ),
    _account(
        "password_reset_key",
        _("Somebody asks for a new password"),
        _asks("password_reset_url", "password/reset/key/MADE-UP/"),
    ),
    _account(
        "unknown_account",
        _("Somebody asks for a new password with an address that has no account"),
        _asks("signup_url", "signup/"),
    ),
    _account("password_reset", _("A new password was set with the link"), _tells()),
    _account("password_changed", _("A password is changed"), _tells()),
    _account("password_set", _("An account gets its first password"), _tells()),
    _account(
        "email_changed",
        _("The address of an account is changed"),
        _tells(from_email="before@clinic.example", to_email="reader@clinic.example"),
    ),
    _account(
        "email_deleted",
        _("An address is taken off an account"),
        _tells(deleted_email="before@clinic.example"),
    ),
    _account("totp_activated", _("Codes from an app are switched on"), _tells(), "mfa"),
    _account("totp_deactivated", _("Codes from an app are switched off"), _tells(), "mfa"),
    _account("recovery_codes_generated", _("New recovery codes are made"), _tells(), "mfa"),
    _account("webauthn_added", _("A security key or passkey is added"), _tells(), "mfa"),
    _account("webauthn_removed", _("A security key or passkey is removed"), _tells(), "mfa"),
)
