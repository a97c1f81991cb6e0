"""The one HTTP client. Every call has a time-out, a size limit, and only ever reaches public addresses.

A failure of any kind is `Unavailable`: the caller then knows nothing and says so.
"""

import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

USER_AGENT = "HeadacheReferralDirectory/1 (+accreditation checks)"
MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 5

Resolver = Callable[[str, int], list[str]]


class Unavailable(Exception):
    """No usable answer came. The text says why, without the query."""


@dataclass(frozen=True, slots=True)
class Response:
    """A complete answer; `url` is where it came from after redirects, header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def resolve(host: str, port: int) -> list[str]:
    """Every address the name stands for. Raises `Unavailable` when it stands for none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"the name {host} could not be resolved") from error
    return [str(address[4][0]) for address in found]


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet: not private, loopback, link-local, shared, mapped or reserved."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        nat64 = ipaddress.ip_network("64:ff9b::/96")
        if ip in nat64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not inner.is_global:
            return False
    return ip.is_global and not ip.is_multicast


class _PinnedTransport(httpx.HTTPTransport):
    """Resolves once, refuses addresses that are not public, and connects to the very address it checked."""

    def __init__(self, resolver: Resolver, allowed: Callable[[str], bool]) -> None:
        super().__init__(trust_env=False, retries=0)
        self._resolver = resolver
        self._allowed = allowed

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        addresses = self._resolver(host, port)
        if not addresses or not all(self._allowed(address) for address in addresses):
            raise Unavailable(f"{host} does not stand for a public address")
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=addresses[0]),
            headers=request.headers,
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return super().handle_request(pinned)


def get(
    url: str,
    *,
    params: Mapping[str, str | int] | None = None,
    timeout: float = 10.0,
    max_bytes: int = MAX_BYTES,
    follow_redirects: bool = True,
    resolver: Resolver = resolve,
    allowed: Callable[[str], bool] = is_public,
) -> Response:
    """Read one address within `timeout` seconds in all and `max_bytes` after decoding. Raises `Unavailable`."""
    if not url.startswith(("https://", "http://")):
        raise Unavailable("only web addresses are read")
    deadline = time.monotonic() + timeout
    client = httpx.Client(
        transport=_PinnedTransport(resolver, allowed),
        timeout=timeout,
        headers={"User-Agent": USER_AGENT},
        max_redirects=MAX_REDIRECTS,
        follow_redirects=follow_redirects,
    )
    try:
        with client, client.stream("GET", url, params=params) as answer:
            body = _read(answer, deadline, max_bytes)
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Response(answer.status_code, headers, body, str(answer.request.url))
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
        raise Unavailable(f"no answer ({type(error).__name__})") from error


def _read(answer: httpx.Response, deadline: float, max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes(65536):
        body += chunk
        if len(body) > max_bytes:
            raise Unavailable(f"the answer is larger than {max_bytes} bytes")
        if time.monotonic() > deadline:
            raise Unavailable("the answer took too long")
    return bytes(body)
