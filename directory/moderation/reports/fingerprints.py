"""Keyed fingerprints: the same person or address is recognised, and neither can be read back."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from directory import clock


def of_email(address: str) -> str:
    """Of an e-mail address, the same for ever; empty for an empty one."""
    plain = address.strip().casefold()
    return _keyed("reporter", plain) if plain else ""


def of_client(request: HttpRequest) -> str:
    """Of the network address that a request came from, for this UTC day alone."""
    return _keyed(f"client {clock.today():%Y-%m-%d}", _network(_address(request)))


def of_words(*parts: str) -> str:
    """Of everything that a report says, to know it again."""
    return _keyed("words", "\x1f".join(parts))


def _keyed(salt: str, value: str) -> str:
    return salted_hmac(f"directory.reports {salt}", value, algorithm="sha256").hexdigest()


def _address(request: HttpRequest) -> str:
    """What the outermost proxy of ours saw; what stands before it in the header is anybody's invention."""
    proxies = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    return hops[-proxies] if 0 < proxies <= len(hops) else str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    """An IPv6 household owns a whole /64: it counts as one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))
