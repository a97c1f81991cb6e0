"""Earlier cases that may belong to the same people: each with what ties it to this one, and how it ended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from directory.accounts.models import User
from directory.accreditation.models import Credential, Membership
from directory.listings.content import Content, Invalid
from directory.listings.models import Revision

from ..models import Case
from ..risks import near_duplicate_of

MOST = 20
SHARED_HOSTS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "yahoo.co.uk",
    "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "gmx.com", "web.de", "t-online.de", "orange.fr",
    "wanadoo.fr", "free.fr", "libero.it", "proton.me", "protonmail.com", "mail.ru", "yandex.ru", "qq.com", "163.com",
    "naver.com", "nhs.net", "doctors.org.uk",
})  # fmt: skip
"""Mail providers whose customers have nothing else in common."""
SHARED_SITES = frozenset({
    "facebook.com", "instagram.com", "linkedin.com", "x.com", "linktr.ee", "sites.google.com", "nhs.uk", "doctolib.de",
    "doctolib.fr", "doctolib.it", "doctoralia.es", "doctoralia.com.br", "jameda.de", "zocdoc.com", "healthgrades.com",
})  # fmt: skip
"""Sites on which many practices that have nothing else in common keep a page."""
_SHARED_BY = 5
"""A website or mail domain of more other providers than this is a platform or a hospital's, and ties nobody."""
_MOST_ALIKE = 200

TIES: dict[str, str | Promise] = {
    "provider": gettext_lazy("same provider"),
    "people": gettext_lazy("same person acts for both"),
    "register": gettext_lazy("same register entry"),
    "phone": gettext_lazy("same telephone"),
    "website": gettext_lazy("same website"),
    "mail": gettext_lazy("same e-mail domain of the people who act for it"),
}
"""What can tie two cases, the strongest first."""


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """`name` is empty for a case of another provider about which this moderator has not declared."""

    case: Case
    reference: str
    name: str
    ties: list[str]


@dataclass(frozen=True, slots=True)
class History:
    """Earlier cases of what may be the same people, those tied most closely first, and a rejected case with much the
    same text."""

    earlier: list[EarlierCase]
    more: bool
    lookalike: Case | None

    @property
    def against(self) -> int:
        """How many of them ended in a rejection or a removal."""
        return sum(each.case.status == Case.Status.REJECTED for each in self.earlier)


def history_of(
    case: Case, document: Content, credentials: Iterable[Credential], user: User, *, looks_alike: bool
) -> History:
    """`credentials` are those on which the case rests. The number of queries does not depend on what is found."""
    tied = _tied(case, document, credentials)
    everywhere = Q(listing__provider_id__in=_all(tied, "provider", "people", "register", "mail"))
    everywhere |= Q(listing_id__in=_all(tied, "phone", "website"))
    found = Case.objects.filter(everywhere).exclude(pk=case.pk).select_related("listing__provider")
    newest = list(found.order_by("-opened_at", "pk")[: MOST + 1])
    declared = set(
        Case.objects.filter(
            pk__in=[each.pk for each in newest], conflicts__user=user, conflicts__has_conflict=False
        ).values_list("pk", flat=True)
    )
    earlier = [_earlier(each, case, tied, declared) for each in newest[:MOST]]
    closest = [str(words) for words in TIES.values()]
    return History(
        earlier=sorted(earlier, key=lambda each: closest.index(each.ties[0])),
        more=len(newest) > MOST,
        lookalike=near_duplicate_of(case) if looks_alike else None,
    )


def _earlier(each: Case, case: Case, tied: dict[str, set[UUID]], declared: set[UUID]) -> EarlierCase:
    known = each.listing.provider_id == case.listing.provider_id or each.pk in declared
    ids = {each.listing_id, each.listing.provider_id}
    return EarlierCase(
        case=each,
        reference=str(each.pk)[:8].upper(),
        name=each.listing.provider.name if known else "",
        ties=[str(words) for code, words in TIES.items() if ids & tied[code]],
    )


def _all(tied: dict[str, set[UUID]], *codes: str) -> set[UUID]:
    return set().union(*(tied[code] for code in codes))


def _tied(case: Case, document: Content, credentials: Iterable[Credential]) -> dict[str, set[UUID]]:
    """By what ties them: ids of providers, and for telephone and website of listings."""
    provider = case.listing.provider_id
    members = list(Membership.objects.filter(provider_id=provider).values_list("user_id", "user__email"))
    people = Membership.objects.filter(user_id__in=[user_id for user_id, _email in members])
    phones, hosts = _written_alike(case, document)
    return {
        "provider": {provider},
        "people": _providers(people) - {provider},
        "register": _same_entry(credentials) - {provider},
        "mail": _few(_same_mail(email for _user_id, email in members) - {provider}),
        "phone": phones,
        "website": _few(hosts),
    }


def _few(ids: set[UUID]) -> set[UUID]:
    return ids if len(ids) <= _SHARED_BY else set()


def _providers(rows: QuerySet[Any]) -> set[UUID]:
    return set(rows.values_list("provider_id", flat=True))


def _same_entry(credentials: Iterable[Credential]) -> set[UUID]:
    same = Q(pk__in=[])
    for each in credentials:
        if each.number:
            same |= Q(register_id=each.register_id, number=each.number)
    return _providers(Credential.objects.filter(same))


def _same_mail(addresses: Iterable[str]) -> set[UUID]:
    domains = {address.rpartition("@")[2].lower() for address in addresses} - SHARED_HOSTS
    same = Q(pk__in=[])
    for domain in sorted(domains):
        same |= Q(user__email__iendswith=f"@{domain}")
    return _providers(Membership.objects.filter(same))


def _written_alike(case: Case, document: Content) -> tuple[set[UUID], set[UUID]]:
    """Other listings with the telephone, and with the host of the website, in any of their versions."""
    phone, host = digits(document.phone), host_of(document.website)
    host = "" if host in SHARED_SITES else host
    wanted = Q(pk__in=[])
    if phone:
        wanted |= Q(content__regex='"phone":"[^"]*' + '[^0-9"]*'.join(phone))
    if host:
        wanted |= Q(content__icontains=host)
    phones: set[UUID] = set()
    hosts: set[UUID] = set()
    others = Revision.objects.filter(wanted).exclude(listing_id=case.listing_id)
    for revision in others.order_by("-created_at", "-pk")[:_MOST_ALIKE]:
        try:
            other = revision.document()
        except Invalid:
            continue
        if phone and digits(other.phone) == phone:
            phones.add(revision.listing_id)
        if host and host_of(other.website) == host:
            hosts.add(revision.listing_id)
    return phones, hosts


def digits(phone: str) -> str:
    """The last nine digits, by which the same number with and without a country's code is the same; else nothing."""
    found = "".join(re.findall(r"[0-9]", phone))
    return found[-9:] if len(found) >= 7 else ""


def host_of(website: str) -> str:
    """The website's host in lower case without "www."; empty where it names none."""
    address = website if "://" in website else f"//{website}"
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
