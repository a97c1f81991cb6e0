"""A reading of a real local website: polite, bounded, and honest about everything it could not read."""

import gzip
from dataclasses import replace
from hashlib import sha256
from threading import Event

import pytest

from directory import outbound
from directory.moderation.website.apart import Unreadable
from directory.moderation.website.models import WebsitePage
from directory.moderation.website.reader import Limits, ReadPage, World, read
from tests.moderation.website.server import FILLER, Answer, Clock, Site, page, redirect, robots, world

Outcome = WebsitePage.Outcome


def visit(
    site: Site, path: str = "/", *, clock: Clock | None = None, limits: Limits | None = None
) -> list[ReadPage]:
    return list(read(site.address(path), world=world(site, clock), limits=limits or Limits()))


def outcomes(pages: list[ReadPage]) -> list[str]:
    return [each.outcome for each in pages]


def services(count: int) -> str:
    return FILLER + "".join(f"<a href='/service-{number}'>Service {number}</a> " for number in range(count))


def test_start_page_and_chosen_pages_are_read_and_hashed(site: Site) -> None:
    site.answers |= {
        "/": page(body=FILLER + "<a href=/services>Services</a><a href=/news>News</a>"),
        "/services": page(),
    }
    start, second = visit(site)
    assert (start.outcome, start.status, start.address) == (Outcome.READ, 200, site.address())
    assert start.sha256 == sha256(site.answers["/"].body).hexdigest()
    assert start.size == len(site.answers["/"].body)
    assert second.address == site.address("/services")
    assert start.document is not None
    assert "cluster headache" in start.document.main
    assert site.paths == ["/robots.txt", "/", "/services"]


def test_pages_found_on_chosen_pages_are_read_as_well(site: Site) -> None:
    site.answers |= {
        "/": page(body=services(1)),
        "/service-0": page(body=FILLER + "<a href=/x>Exosomes</a>"),
        "/x": page(),
    }
    assert [each.address for each in visit(site)][-1] == site.address("/x")


def test_at_most_twenty_pages_beside_the_start_page(site: Site) -> None:
    site.answers |= {"/": page(body=services(50)), **{f"/service-{n}": page() for n in range(50)}}
    assert len(visit(site)) == 21


def test_host_is_asked_at_most_once_a_second(site: Site) -> None:
    site.answers |= {"/": page(body=services(3)), **{f"/service-{n}": page() for n in range(3)}}
    clock = Clock()
    visit(site, clock=clock)
    assert len(site.asked) == 5
    assert clock.waits == [1.0] * 4


def test_pause_is_shorter_when_reading_took_its_time(site: Site) -> None:
    clock = Clock()
    site.answers |= {
        "/robots.txt": replace(robots(""), before=lambda: setattr(clock, "now", clock.now + 0.75)),
        "/": page(),
    }
    visit(site, clock=clock)
    assert clock.waits == [0.25]


def test_longer_pause_that_the_site_asks_for_is_kept_up_to_ten_seconds(site: Site) -> None:
    for asked, kept in (("3", 3.0), ("60", 10.0)):
        site.answers |= {"/robots.txt": robots(f"User-agent: *\nCrawl-delay: {asked}"), "/": page()}
        clock = Clock()
        visit(site, clock=clock)
        assert clock.waits == [kept]


def test_site_that_asks_not_to_be_read_is_not(site: Site) -> None:
    site.answers |= {"/robots.txt": robots("User-agent: *\nDisallow: /"), "/": page()}
    assert outcomes(visit(site)) == [Outcome.ROBOTS]
    assert site.paths == ["/robots.txt"]


def test_page_that_is_closed_to_programs_is_said_and_not_read(site: Site) -> None:
    site.answers |= {
        "/robots.txt": robots("User-agent: HeadacheReferralDirectory\nDisallow: /service-1"),
        "/": page(body=services(2)), "/service-0": page(), "/service-1": page(),
    }  # fmt: skip
    assert outcomes(visit(site)) == [Outcome.READ, Outcome.READ, Outcome.ROBOTS]
    assert "/service-1" not in site.paths


def test_redirect_into_a_closed_part_is_not_followed(site: Site) -> None:
    site.answers |= {
        "/robots.txt": robots("User-agent: *\nDisallow: /closed"),
        "/": redirect("/closed"),
        "/closed": page(),
    }
    assert outcomes(visit(site)) == [Outcome.ROBOTS]
    assert "/closed" not in site.paths


def test_www_variant_has_rules_of_its_own(site: Site) -> None:
    site.answers["/"] = redirect(site.address("/home", "www.clinic.example"))
    site.answers["/home"] = page()
    assert outcomes(visit(site)) == [Outcome.READ]
    assert site.asked == [
        ("clinic.example", "/robots.txt"), ("clinic.example", "/"),
        ("www.clinic.example", "/robots.txt"), ("www.clinic.example", "/home"),
    ]  # fmt: skip


def test_rules_that_the_server_cannot_give_close_the_site(site: Site) -> None:
    site.answers |= {"/robots.txt": Answer(b"", 503), "/": page()}
    (start,) = visit(site)
    assert (start.outcome, "programs may read" in start.detail) == (Outcome.UNREACHABLE, True)
    assert site.paths == ["/robots.txt"]


def test_rules_that_are_elsewhere_are_fetched_there(site: Site) -> None:
    site.answers |= {
        "/robots.txt": redirect("/rules"),
        "/rules": robots("User-agent: *\nDisallow: /"),
        "/": page(),
    }
    assert outcomes(visit(site)) == [Outcome.ROBOTS]


def test_rules_that_lead_inside_close_the_site(site: Site) -> None:
    site.answers |= {"/robots.txt": redirect(site.address("/", "inside.example")), "/": page()}
    (start,) = visit(site)
    assert (start.outcome, "public" in start.detail) == (Outcome.UNREACHABLE, True)


@pytest.mark.parametrize(
    "target", ["http://inside.example:{port}/", "http://127.0.0.1:{port}/", "http://[::1]:{port}/"]
)
def test_redirect_to_a_closed_address_reads_nothing_there(site: Site, target: str) -> None:
    site.answers["/"] = redirect(target.format(port=site.port))
    assert outcomes(visit(site)) == [Outcome.ELSEWHERE]
    assert site.paths == ["/robots.txt", "/"]


def test_redirect_to_another_site_ends_the_reading_of_that_page(site: Site) -> None:
    site.answers["/"] = page(body=services(2))
    site.answers["/service-0"] = redirect(site.address("/sold", "other.example"))
    site.answers["/service-1"] = page()
    pages = visit(site)
    assert outcomes(pages) == [Outcome.READ, Outcome.ELSEWHERE, Outcome.READ]
    assert pages[1].detail == "other.example"
    assert ("other.example", "/sold") not in site.asked


def test_redirect_to_a_page_that_was_read_is_no_page_more(site: Site) -> None:
    site.answers |= {
        "/": page(body=services(2)),
        "/service-0": redirect("/"),
        "/service-1": redirect("/service-1/"),
    }
    site.answers["/service-1/"] = page()
    assert [each.address for each in visit(site)] == [site.address(), site.address("/service-1/")]


def test_redirects_in_a_circle_end(site: Site) -> None:
    site.answers |= {"/": redirect("/b"), "/b": redirect("/")}
    (start,) = visit(site)
    assert (start.outcome, "without end" in start.detail) == (Outcome.UNREACHABLE, True)
    assert len(site.asked) < 10


def test_address_without_scheme_is_taken_as_encrypted() -> None:
    asked: list[str] = []

    def fetch(url: str, seconds: float, max_bytes: int) -> outbound.Response:
        asked.append(url)
        raise outbound.Unavailable("no answer")

    (start,) = read("clinic.example", world=World(fetch=fetch, wait=lambda _: None))
    assert (asked, start.outcome) == (["https://clinic.example/robots.txt"], Outcome.UNREACHABLE)


def test_dead_network_is_said(site: Site) -> None:
    (start,) = read(site.address(host="no-such-name.example"), world=world(site))
    assert (start.outcome, "could not be resolved" in start.detail) == (Outcome.UNREACHABLE, True)


@pytest.mark.parametrize(
    "address",
    [
        "http://[",
        "http://",
        "ftp://clinic.example/",
        "http://127.0.0.1/",
        "http://user@clinic.example/",
        "x" * 300,
    ],
)
def test_address_that_is_none_is_said(site: Site, address: str) -> None:
    pages = list(read(address, world=World(wait=lambda _: None)))
    assert outcomes(pages) == [Outcome.UNREACHABLE]
    assert site.asked == []


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (404, Outcome.GONE), (410, Outcome.GONE), (403, Outcome.REFUSED), (500, Outcome.REFUSED),
        (304, Outcome.REFUSED),
    ],
)  # fmt: skip
def test_answer_that_is_no_page_is_said(site: Site, status: int, outcome: str) -> None:
    site.answers["/"] = page(status=status)
    assert outcomes(visit(site)) == [outcome]


def test_what_is_no_text_is_not_taken_for_a_page(site: Site) -> None:
    site.answers["/"] = page(body=FILLER + "<a href=/prices.pdf>Prices</a>")
    site.answers["/prices.pdf"] = Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"})
    pages = visit(site)
    assert [(each.outcome, each.detail) for each in pages[1:]] == [(Outcome.NOT_TEXT, "application/pdf")]
    assert pages[1].sha256 == sha256(b"%PDF-1.7").hexdigest()


def test_page_without_text_is_said_but_its_links_are_followed(site: Site) -> None:
    site.answers |= {"/": Answer(b"<div id=root></div><a href=/en/services>EN</a>"), "/en/services": page()}
    assert outcomes(visit(site)) == [Outcome.EMPTY, Outcome.READ]


def test_page_that_cannot_be_taken_apart_is_said(site: Site) -> None:
    def apart(body: bytes, kind: str) -> None:
        raise Unreadable("TimeoutExpired")

    site.answers["/"] = page()
    (start,) = read(site.address(), world=replace(world(site), apart=apart))  # type: ignore[arg-type]
    assert (start.outcome, start.detail) == (Outcome.NOT_TEXT, "TimeoutExpired")


def test_huge_page_and_bomb_are_given_up_and_the_rest_is_read(site: Site) -> None:
    bomb = Answer(
        gzip.compress(b" " * 5_000_000), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}
    )
    site.answers |= {
        "/": page(body=services(3)),
        "/service-0": page(body="x" * 60_000),
        "/service-1": bomb,
        "/service-2": page(),
    }
    pages = visit(site, limits=Limits(page_bytes=50_000))
    assert outcomes(pages) == [Outcome.READ, Outcome.UNREACHABLE, Outcome.UNREACHABLE, Outcome.READ]
    assert all("larger than 50000" in each.detail for each in pages[1:3])


def test_reading_stops_when_its_size_is_used_up(site: Site) -> None:
    site.answers |= {"/": page(body=services(5) + "x" * 5000), **{f"/service-{n}": page() for n in range(5)}}
    pages = visit(site, limits=Limits(total_bytes=len(site.answers["/"].body) + len(b"nothing here")))
    assert outcomes(pages) == [Outcome.READ, Outcome.SKIPPED]


def test_reading_stops_when_its_time_is_used_up(site: Site) -> None:
    site.answers |= {"/": page(body=services(9)), **{f"/service-{n}": page() for n in range(9)}}
    pages = visit(site, limits=Limits(total_seconds=3.5))
    assert outcomes(pages) == [Outcome.READ, Outcome.READ, Outcome.READ, Outcome.SKIPPED]


def test_slow_page_is_left_after_its_time(site: Site) -> None:
    seconds: list[float] = []

    def fetch(url: str, left: float, max_bytes: int) -> outbound.Response:
        seconds.append(left)
        return site.fetch(url, 0.2 if url.endswith("/") else left, max_bytes)

    release = Event()
    site.answers["/"] = replace(page(), before=lambda: release.wait(5))
    (start,) = read(site.address(), world=replace(world(site), fetch=fetch), limits=Limits(page_seconds=7.0))
    release.set()
    assert start.outcome == Outcome.UNREACHABLE
    assert seconds == [7.0, 7.0]
