"""The one door out: it opens to public websites only, within a time and a size, whatever the other side tries."""

import gzip
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import outbound
from directory.outbound import Unavailable, is_public, plain_address
from tests.moderation.website.server import Answer, Site, lookup, loopback, redirect, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(answers={"/": Answer(b"hello")})) as running:
        yield running


class Resolver:
    """Answers always the same and remembers what it was asked."""

    def __init__(self, *addresses: str) -> None:
        self.asked: list[str] = []
        self._addresses = list(addresses)

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return self._addresses


def get(site: Site, path: str = "/", host: str = "clinic.example", **changes: object) -> outbound.Response:
    options: dict[str, object] = {
        "resolver": lookup,
        "allowed": loopback,
        "ports": {site.port},
        "timeout": 5.0,
    }
    return outbound.get(site.address(path, host), **{**options, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "100.64.0.1",
        "100.100.100.200", "169.254.169.254", "169.254.0.1", "168.63.129.16", "192.0.0.192", "192.0.2.1", "192.88.99.1",
        "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "2606:4700:4700::1111%1", "fc00::1", "fd00:ec2::254", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "2002:7f00:1::", "2002:808:808::", "64:ff9b::7f00:1",
        "64:ff9b::808:808", "64:ff9b:1::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
        "2001:10::1", "3fff::1", "5f00::1", "fec0::1", "100::1", "", "localhost", "8.8.8", "08.8.8.8",
    ],
)  # fmt: skip
def test_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "193.0.6.139", "2606:4700:4700::1111", "2a00:1450::1"]
)
def test_public_address_is_allowed(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_ipv4_address_in_an_ipv6_form_is_never_public(inner: ipaddress.IPv4Address) -> None:
    number = int(inner)
    forms = (
        0xFFFF << 32 | number,
        number,
        0x2002 << 112 | number << 80 | 1,
        0x64FF9B << 96 | number,
        0x20010000 << 96 | number ^ 0xFFFFFFFF,
    )
    assert not any(is_public(str(ipaddress.IPv6Address(form))) for form in forms)


@given(st.ip_addresses())
def test_public_means_global_at_least(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(str(ip)):
        assert ip.is_global
        assert not any((ip.is_private, ip.is_loopback, ip.is_link_local, ip.is_multicast, ip.is_reserved))


def test_what_the_library_calls_private_is_closed_whatever_the_list_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbound, "_CLOSED", ())
    assert not is_public("10.0.0.1")
    assert is_public("8.8.8.8")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://clinic.example/", "file:///etc/passwd", "gopher://clinic.example/", "data:text/html,x",
        "ftp://clinic.example:80/", "//clinic.example/",
        "clinic.example", "", "javascript:alert(1)", "http://", "http:///x", "https://[::1", "http://[fe80::1%25eth0]/",
        "http://user@clinic.example/", "http://user:word@clinic.example/", "http://clinic.example@127.0.0.1/",
        "http://clinic.example:22/", "http://clinic.example:8080/", "https://clinic.example:6379/", "http://clinic.example:0/",
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
        "http://127.0.0.1./", "http://127.0.0.01/", "http://clinic.example./", "http://localhost/", "http://intranet/",
        "http://clinic..example/", "http://.clinic.example/", "http://clinic.example%2f@x/", "http://clinic%00.example/",
        "http://a\nb.example/", "http://clinic.example\\@127.0.0.1/", "http://[::ffff:7f00:0001]/", "http://①②⑦.0.0.1/",
        "http://１２７.０.０.１/",
    ],
)  # fmt: skip
def test_unusual_web_address_is_refused_before_anything_is_asked(url: str) -> None:
    resolver = Resolver("127.0.0.1")
    with pytest.raises(Unavailable):
        outbound.get(url, resolver=resolver)
    assert resolver.asked == []


def test_other_scheme_on_a_port_of_the_web_is_refused() -> None:
    with pytest.raises(Unavailable, match="only web addresses"):
        plain_address("ftp://clinic.example:80/")


@pytest.mark.parametrize("host", ["127。0。0。1", "127.0.0.1", "[::1]", "[fd00:ec2::254]", "169.254.169.254"])
def test_literal_address_goes_through_the_same_check(host: str) -> None:
    with pytest.raises(Unavailable, match="public"):
        outbound.get(f"http://{host}/", timeout=2.0)


def test_look_alike_name_is_resolved_in_its_real_spelling_and_checked() -> None:
    resolver = Resolver("10.1.2.3")
    with pytest.raises(Unavailable, match="does not stand for a public address"):
        outbound.get("https://clіnic.example/", resolver=resolver)
    assert resolver.asked == ["xn--clnic-o2e.example"]


def test_plain_address_of_a_website_is_taken() -> None:
    assert str(plain_address("https://www.clinic.example/a?b=c")) == "https://www.clinic.example/a?b=c"
    assert plain_address("http://clinic.example:80/").host == "clinic.example"


def test_one_closed_address_among_public_ones_refuses_the_name() -> None:
    with pytest.raises(Unavailable, match="does not stand for a public address"):
        outbound.get("http://clinic.example/", resolver=lambda host, port: ["8.8.8.8", "127.0.0.1"])


def test_name_that_stands_for_nothing_is_refused() -> None:
    with pytest.raises(Unavailable):
        outbound.get("http://clinic.example/", resolver=lambda host, port: [])


def test_page_is_read_under_its_own_name(site: Site) -> None:
    response = get(site)
    assert (response.status, response.body, response.url) == (200, b"hello", site.address())
    assert site.asked == [("clinic.example", "/")]
    assert site.seen[0]["User-Agent"].startswith(outbound.AGENT)


def test_parameters_are_added_to_the_address(site: Site) -> None:
    site.answers["/s?a=1&page=two"] = Answer(b"found")
    assert get(site, "/s?a=1", params={"page": "two"}).body == b"found"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[fd00:ec2::254]/",
        "http://10.0.0.8/", "http://inside.example/", "file:///etc/passwd", "http://2130706433/", "http://0x7f.1/",
        "ftp://clinic.example/", "http://user:word@clinic.example/", "http://clinic.example:22/", "http://localhost/",
        "//127.1/", "http://[::ffff:127.0.0.1]/", "http://clinic.example.:80/", "http://[bad/", "gopher://x",
    ],
)  # fmt: skip
def test_redirect_to_a_closed_address_is_refused(site: Site, target: str) -> None:
    site.answers["/"] = redirect(target)
    first = iter(["127.0.0.1"])

    def only_the_site(address: str) -> bool:
        return address == next(first, None) or is_public(address)

    with pytest.raises(Unavailable):
        get(site, allowed=only_the_site, ports={site.port, 80, 443})
    assert site.paths == ["/"]


@pytest.mark.parametrize(
    "target", ["http://user@clinic.example:{port}/there", "http://clinic.example:{port}/there"]
)
def test_redirect_to_an_unusual_address_is_refused_although_its_host_is_allowed(
    site: Site, target: str
) -> None:
    with serving(Site(answers={"/there": Answer(b"reached")})) as other:
        port = site.port if "user" in target else other.port
        site.answers |= {"/": redirect(target.format(port=port)), "/there": Answer(b"reached")}
        with pytest.raises(Unavailable, match=r"is not read|usual ports"):
            get(site)
        assert site.paths + other.paths == ["/"]


def test_redirect_within_the_public_web_is_followed(site: Site) -> None:
    site.answers |= {"/": redirect("/one", 301), "/one": redirect(site.address("/two", "other.example"), 308)}
    site.answers["/two"] = Answer(b"there")
    response = get(site)
    assert (response.body, response.url) == (b"there", site.address("/two", "other.example"))


def test_redirect_is_shown_when_it_should_not_be_followed(site: Site) -> None:
    site.answers["/"] = redirect("two?x#y")
    assert get(site, follow_redirects=False).redirect == site.address("/two?x#y")


def test_endless_redirect_ends(site: Site) -> None:
    site.answers |= {"/": redirect("/b"), "/b": redirect("/")}
    with pytest.raises(Unavailable, match="without end"):
        get(site)
    assert len(site.asked) == outbound.MAX_REDIRECTS + 1


def test_name_is_resolved_once_and_the_checked_address_is_used(site: Site) -> None:
    """DNS rebinding: the second answer of the resolver would be the inside; nobody asks for it."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
    assert get(site, resolver=lambda host, port: next(answers)).body == b"hello"
    assert next(answers) == ["127.0.0.2"]


def test_name_that_changes_its_address_is_checked_again_after_a_redirect(site: Site) -> None:
    site.answers["/"] = redirect("/again")
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    with pytest.raises(Unavailable, match="does not stand for a public address"):
        get(site, resolver=lambda host, port: next(answers))
    assert site.paths == ["/"]


def test_second_address_is_tried_when_the_first_does_not_answer(site: Site) -> None:
    both = {"127.0.0.1", "127.0.0.77"}
    assert (
        get(site, resolver=lambda host, port: ["127.0.0.77", "127.0.0.1"], allowed=both.__contains__).body
        == b"hello"
    )


def test_encrypted_connection_is_made_for_the_name_not_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pinning must not change which certificate is asked for."""
    named: list[tuple[str, str | None]] = []

    class Line(httpcore.NetworkStream):
        def __init__(self, address: str) -> None:
            self.address = address

        def start_tls(
            self,
            ssl_context: ssl.SSLContext,
            server_hostname: str | None = None,
            timeout: float | None = None,
        ) -> httpcore.NetworkStream:
            named.append((self.address, server_hostname))
            assert ssl_context.check_hostname
            assert ssl_context.verify_mode is ssl.CERT_REQUIRED
            raise httpcore.ConnectError("far enough")

        def close(self) -> None:
            return

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda self, address, *_: Line(address))
    with pytest.raises(Unavailable, match="ConnectError"):
        outbound.get("https://clinic.example/", resolver=lambda host, port: ["193.0.6.139"])
    assert named == [("193.0.6.139", "clinic.example")]


def test_proxies_of_the_environment_are_ignored(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get(site).body == b"hello"


def test_addresses_stay_out_of_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        get(site)
    assert caplog.records == []


def test_dead_network_is_unavailable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(Unavailable, match="no answer"):
        get(Site(port=port))


def test_resolver_that_hangs_is_left_behind() -> None:
    never = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        never.wait(5)
        return ["127.0.0.1"]

    with pytest.raises(Unavailable, match="in time"):
        outbound.get("http://clinic.example/", resolver=slow, timeout=0.1)
    never.set()


def test_system_resolver_that_knows_nothing_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    with pytest.raises(Unavailable, match="could not be resolved"):
        outbound.get("https://clinic.example/")


def test_silent_server_is_left_after_the_time(site: Site) -> None:
    release = threading.Event()
    site.answers["/"] = Answer(b"late", before=lambda: release.wait(5))
    began = time.monotonic()
    with pytest.raises(Unavailable):
        get(site, timeout=0.2)
    assert time.monotonic() - began < 3
    release.set()


def test_server_that_drips_is_left_after_the_time_in_all() -> None:
    """Each byte comes within the time for one read; all of them together do not."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            line, _ = listener.accept()
            with line:
                line.recv(1000)
                for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000:
                    if stop.wait(0.05):
                        return
                    try:
                        line.send(bytes([byte]))
                    except OSError:
                        return

        dripping = threading.Thread(target=drip, daemon=True)
        dripping.start()
        with pytest.raises(Unavailable, match=r"took too long|Timeout"):
            get(Site(port=listener.getsockname()[1]), timeout=0.4)
        stop.set()
        dripping.join()


def test_answer_larger_than_allowed_is_refused(site: Site) -> None:
    site.answers["/"] = Answer(b"x" * 1001)
    with pytest.raises(Unavailable, match="larger than 1000"):
        get(site, max_bytes=1000)
    assert len(get(site, max_bytes=1001).body) == 1001


def test_packed_answer_is_unpacked(site: Site) -> None:
    for packing, body in (
        ("gzip", gzip.compress(b"packed")),
        ("deflate", zlib.compress(b"packed")),
        ("identity", b"packed"),
    ):
        site.answers["/"] = Answer(body, headers={"Content-Encoding": packing})
        assert get(site).body == b"packed"
    site.answers["/"] = Answer(b"", headers={"Content-Encoding": "gzip"})
    assert get(site).body == b""


def test_bomb_is_refused_without_being_unpacked(site: Site) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    site.answers["/"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unavailable, match="larger than"):
        get(site, max_bytes=1_000_000)


def test_bomb_is_unpacked_no_further_than_the_limit() -> None:
    """One network read of 64 kB can hold 64 MB."""
    piece = next(outbound._unpacked(iter([gzip.compress(b"\0" * 5_000_000)]), "gzip", 1000))
    assert len(piece) == 1001


@pytest.mark.parametrize("packing", ["gzip, gzip", "br", "zstd", "compress", "gzip;q=1"])
def test_packing_in_layers_or_of_another_kind_is_refused(site: Site, packing: str) -> None:
    site.answers["/"] = Answer(gzip.compress(gzip.compress(b"x")), headers={"Content-Encoding": packing})
    with pytest.raises(Unavailable, match="packed"):
        get(site)


@pytest.mark.parametrize(
    "body",
    [b"no gzip at all", gzip.compress(b"x" * 5000)[:-4], gzip.compress(b"a") + b"more"],
    ids=["not packed", "cut", "with a tail"],
)
def test_broken_packing_is_unknown(site: Site, body: bytes) -> None:
    site.answers["/"] = Answer(body, headers={"Content-Encoding": "gzip"})
    with pytest.raises(Unavailable, match="pack"):
        get(site)


def test_what_is_no_http_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def talk() -> None:
            line, _ = listener.accept()
            with line:
                line.recv(1000)
                line.sendall(b"220 mail ready\r\n")

        talking = threading.Thread(target=talk, daemon=True)
        talking.start()
        with pytest.raises(Unavailable, match="no answer"):
            get(Site(port=listener.getsockname()[1]))
        talking.join()
