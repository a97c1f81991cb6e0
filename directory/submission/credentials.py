"""How each claimed register entry stands, in words for the provider. Who looked is not said."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.accreditation.models import Credential, Provider, Verification

Result = Verification.Result


@dataclass(frozen=True, slots=True)
class Claim:
    """One register entry on the provider's page."""

    credential: Credential
    state: str
    tone: str


def claims(provider: Provider) -> list[Claim]:
    """Every entry the provider named, with the newest look at it; two queries."""
    named = provider.credentials.select_related("register", "site").prefetch_related("verifications")
    return [_claim(credential) for credential in named.order_by("created_at", "pk")]


def _claim(credential: Credential) -> Claim:
    look = max(credential.verifications.all(), key=lambda each: each.at, default=None)
    if look is None:
        return Claim(credential, _("Not looked at yet"), "wait")
    day = date_format(look.at, "j F Y")
    if _moved_since(credential, look):
        return Claim(credential, _("Checked on %(day)s, before the place moved") % {"day": day}, "wait")
    if look.result == Result.CONFIRMED:
        until = date_format(look.valid_until, "j F Y") if look.valid_until else ""
        words = _("Confirmed on %(day)s, valid until %(until)s") if until else _("Confirmed on %(day)s")
        return Claim(credential, words % {"day": day, "until": until}, "ok")
    return Claim(credential, f"{Result(look.result).label}, {day}", "stop")


def _moved_since(credential: Credential, look: Verification) -> bool:
    return credential.site is not None and look.site_version != credential.site.version
