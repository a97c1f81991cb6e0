"""A website on this machine for tests, and the world in which a reader meets it. Nothing reaches outside."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from directory import outbound
from directory.moderation.website.reader import World
from directory.moderation.website.text import decoded, document

HOSTS = {
    "clinic.example": ["127.0.0.1"],
    "www.clinic.example": ["127.0.0.1"],
    "other.example": ["127.0.0.1"],
    "inside.example": ["10.0.0.8"],
}
FILLER = "<p>We see adults with migraine and cluster headache and work with the family doctor who sent them to us.</p>"


@dataclass
class Answer:
    """What the site says at one path; `drip` sends the pieces one by one, waiting for `go` before each."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    before: Callable[[], object] | None = None


def page(title: str = "Headache Clinic", body: str = FILLER, *, status: int = 200) -> Answer:
    return Answer(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), status)


def robots(text: str) -> Answer:
    return Answer(text.encode(), headers={"Content-Type": "text/plain"})


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


@dataclass
class Site:
    """Paths and answers; `asked` is every (host, path) in order."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    seen: list[Mapping[str, str]] = field(default_factory=list)

    def address(self, path: str = "/", host: str = "clinic.example") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for _host, path in self.asked]

    def fetch(self, url: str, seconds: float = 5.0, max_bytes: int = 2_000_000) -> outbound.Response:
        return outbound.get(
            url,
            timeout=seconds,
            max_bytes=max_bytes,
            follow_redirects=False,
            resolver=lookup,
            allowed=loopback,
            ports={self.port},
        )


def lookup(host: str, port: int) -> list[str]:
    if host not in HOSTS:
        raise outbound.Unavailable(f"the name {host} could not be resolved")
    return HOSTS[host]


def loopback(address: str) -> bool:
    """Only this machine, which is what every other caller may never reach."""
    return address == "127.0.0.1"


@dataclass
class Clock:
    """Seconds that pass only while somebody waits."""

    now: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def tick(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def world(site: Site, clock: Clock | None = None) -> World:
    clock = clock or Clock()
    return World(
        fetch=site.fetch,
        wait=clock.wait,
        tick=clock.tick,
        apart=lambda body, kind: document(decoded(body, kind)),
    )


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((str(self.headers["Host"]).split(":")[0], self.path))
            site.seen.append(dict(self.headers))
            answer = site.answers.get(self.path, Answer(b"nothing here", 404))
            if answer.before is not None:
                answer.before()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
