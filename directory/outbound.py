"""The one HTTP client. Every call has a time-out, a size limit, and only ever reaches public addresses.

A failure of any kind is `Unavailable`: the caller then knows nothing and says so.
"""

import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
import httpx

AGENT = "HeadacheReferralDirectory"
USER_AGENT = f"{AGENT}/1 (+accreditation checks)"
MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 5
PORTS = frozenset({80, 443})
_MOST_TRIED = 4
_CHUNK = 65536
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}

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

    @property
    def redirect(self) -> str:
        """Where the answer sends the reader, as an absolute address; empty when it is no redirect."""
        target = self.headers.get("location", "")
        if self.status not in (301, 302, 303, 307, 308) or not target:
            return ""
        try:
            return str(httpx.URL(self.url).join(target))
        except (httpx.InvalidURL, ValueError) as error:
            raise Unavailable("it leads to an address that cannot be read") from error


def resolve(host: str, port: int) -> list[str]:
    """Every address the name stands for. Raises `Unavailable` when it stands for none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"the name {host} could not be resolved") from error
    return list(dict.fromkeys(str(address[4][0]) for address in found))


# IANA special-purpose registries for IPv4 and IPv6, and a cloud's host address that lies in public space.
# Listed here because the standard library's idea of "global" differs between releases.
_CLOSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")
"""The only space from which IPv6 addresses are given out: mapped, NAT64, local and multicast ones lie outside."""


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet: not private, loopback, link-local, shared, reserved, multicast,
    nor an IPv6 form that stands for an IPv4 address (mapped, 6to4, NAT64, Teredo)."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.scope_id or ip not in _UNICAST_6):
        return False
    return ip.is_global and not any(ip in network for network in _CLOSED if network.version == ip.version)


def plain_address(url: str, ports: Collection[int] = PORTS) -> httpx.URL:
    """The address, when it is one that a public website has.

    Raises `Unavailable` for another scheme or port, for a name or password in it, and for a host that is not a
    dotted name or an IP address in its usual form (`2130706433`, `0x7f.1`, `127.1`, `intranet`, a dot at the end).
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unavailable("this is not a web address") from error
    if parsed.scheme not in ("http", "https"):
        raise Unavailable("only web addresses are read")
    if parsed.userinfo:
        raise Unavailable("an address with a name or password in it is not read")
    usual = 443 if parsed.scheme == "https" else 80
    if (usual if parsed.port is None else parsed.port) not in ports:
        raise Unavailable("only the usual ports of the web are read")
    if not _usual(parsed.raw_host.decode("ascii")):
        raise Unavailable("the address names no public website")
    return parsed


def _usual(host: str) -> bool:
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        labels = host.split(".")
        named = all(label.replace("-", "").replace("_", "").isalnum() for label in labels)
        # Whatever ends in a number is taken for an IPv4 address by some reader or other.
        return len(labels) > 1 and named and host.isascii() and not labels[-1][0].isdigit()
    return str(ip) == host.lower() and not getattr(ip, "scope_id", None)


class _Deadline:
    """The moment by which everything must have happened, in seconds of the monotonic clock."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises `Unavailable` when there are none."""
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise Unavailable("the answer took too long")
        return seconds


class _Stream(httpcore.NetworkStream):
    """A connection whose every read and write ends at the deadline: dripping bytes gains no time."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: Any, server_hostname: Any = None, timeout: Any = None) -> "_Stream":
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _Stream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Pinned(httpcore.NetworkBackend):
    """Resolves a name once, refuses it unless every address is allowed, and connects to just those it checked."""

    def __init__(self, resolver: Resolver, allowed: Callable[[str], bool], deadline: _Deadline) -> None:
        self._resolver = resolver
        self._allowed = allowed
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _Stream:
        addresses = self._resolved(host, port)
        if not addresses or not all(self._allowed(address) for address in addresses):
            raise Unavailable(f"{host} does not stand for a public address")
        tried = addresses[:_MOST_TRIED]
        for position, address in enumerate(tried, start=1):
            share = self._deadline.left() / (len(tried) - position + 1)
            try:
                stream = self._sockets.connect_tcp(address, port, share, None, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return _Stream(stream, self._deadline)
        raise httpcore.ConnectError("no address answered")

    def _resolved(self, host: str, port: int) -> list[str]:
        """The system's resolver knows no time-out, so it works beside us and is left behind when it is late."""
        answer: list[list[str] | Exception] = []

        def ask() -> None:
            try:
                answer.append(self._resolver(host, port))
            except Exception as error:
                answer.append(error)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(self._deadline.left())
        found = answer[0] if answer else Unavailable(f"the name {host} could not be resolved in time")
        if isinstance(found, Exception):
            raise found
        return found


@cache
def _tls() -> ssl.SSLContext:
    """Certificates as browsers trust them; nothing from the environment."""
    return httpx.create_ssl_context(trust_env=False)


class _Transport(httpx.HTTPTransport):
    """httpx over connections that are pinned and timed. One connection a request: none is shared between names."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        super().__init__(verify=_tls(), trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(),
            max_keepalive_connections=0,
            network_backend=backend,
        )


def get(
    url: str,
    *,
    params: Mapping[str, str | int] | None = None,
    timeout: float = 10.0,
    max_bytes: int = MAX_BYTES,
    follow_redirects: bool = True,
    resolver: Resolver = resolve,
    allowed: Callable[[str], bool] = is_public,
    ports: Collection[int] = PORTS,
) -> Response:
    """Read one address within `timeout` seconds in all and `max_bytes` after decoding. Raises `Unavailable`.

    Every address on the way, redirects included, is checked (`plain_address`, `is_public`). Proxies and
    passwords set in the environment are ignored. `resolver`, `allowed` and `ports` are for tests.
    """
    deadline = _Deadline(timeout)
    address = plain_address(url, ports)
    target = str(address.copy_merge_params(params) if params else address)
    with _Transport(_Pinned(resolver, allowed, deadline)) as transport:
        for _ in range(MAX_REDIRECTS + 1):
            response = _ask(transport, target, deadline, max_bytes)
            if not follow_redirects or not response.redirect:
                return response
            target = str(plain_address(response.redirect, ports))
    raise Unavailable("it leads from one address to the next without end")


def _ask(transport: httpx.BaseTransport, url: str, deadline: _Deadline, max_bytes: int) -> Response:
    """One answer. Past httpx's client, which would write every address into the log."""
    try:
        with closing(transport.handle_request(httpx.Request("GET", url, headers=_HEADERS))) as answer:
            packing = answer.headers.get("content-encoding", "")
            body = _bounded(_unpacked(answer.iter_raw(_CHUNK), packing, max_bytes), deadline, max_bytes)
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Response(answer.status_code, headers, body, url)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
        raise Unavailable(f"no answer ({type(error).__name__})") from error


def _bounded(chunks: Iterator[bytes], deadline: _Deadline, max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > max_bytes:
            raise Unavailable(f"the answer is larger than {max_bytes} bytes")
        deadline.left()
    return bytes(body)


def _unpacked(chunks: Iterator[bytes], packing: str, max_bytes: int) -> Iterator[bytes]:
    """Undo one layer of gzip, never more than `max_bytes` at once: layers and other methods hide bombs."""
    if packing.strip().lower() in ("", "identity"):
        yield from chunks
        return
    if packing.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        raise Unavailable("the answer is packed in a way that is not read here")
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    came = False
    try:
        for chunk in chunks:
            came = True
            yield unpack.decompress(chunk, max_bytes + 1)
    except zlib.error as error:
        raise Unavailable("the answer is packed in a way that is not read here") from error
    if came and (not unpack.eof or unpack.unused_data):
        raise Unavailable("the answer came in broken packing")
