"""Bringing trials up to date with the live registry, whatever it answers. Nothing here touches the network."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from directory import outbound
from directory.trials import registry_client
from directory.trials.models import Trial
from directory.trials.registry_client import RegistryDown
from directory.trials.sync import Synced, sync

from .records import ON, study

pytestmark = pytest.mark.django_db
URL = "https://registry.example/api/v2"
NUMBERS = [f"NCT9900000{index}" for index in range(1, 10)]


class Registry:
    """A registry that gives prepared answers in order and remembers what was asked and how long was waited."""

    def __init__(self, *answers: Any) -> None:
        self.answers: Iterator[Any] = iter(answers)
        self.asked: list[dict[str, Any]] = []
        self.waited: list[float] = []

    def get(self, url: str, *, params: Any, timeout: float, max_bytes: int) -> outbound.Response:
        assert url == f"{URL}/studies"
        assert timeout
        assert max_bytes
        self.asked.append(dict(params))
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        status, headers, body = answer
        return outbound.Response(status, headers, body, url)

    def sync(self) -> Synced:
        return sync(URL, pause=self.waited.append, on=ON, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))


def page(*values: dict[str, Any], token: str = "") -> tuple[int, dict[str, str], bytes]:
    body: dict[str, Any] = {"studies": list(values)}
    if token:
        body["nextPageToken"] = token
    return 200, {}, json.dumps(body).encode()


def status(code: int, **headers: str) -> tuple[int, dict[str, str], bytes]:
    return code, headers, b"a sentence, not JSON"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    def start(*answers: Any) -> tuple[Registry, Synced]:
        registry = Registry(*answers)
        monkeypatch.setattr(outbound, "get", registry.get)
        return registry, registry.sync()

    return start


def test_pages_are_followed_one_second_apart(run: Any) -> None:
    registry, done = run(page(study(NUMBERS[0]), token="t1"), page(token="t2"), page(study(NUMBERS[1])))
    assert (done.down, done.report.counts["new"]) == ("", 2)
    assert [asked.get("pageToken") for asked in registry.asked] == [None, "t1", "t2"]
    assert registry.waited == [1.0, 1.0]


def test_busy_registry_is_waited_for(run: Any) -> None:
    registry, done = run(status(429, **{"retry-after": "20"}), status(503), page(study()))
    assert (done.down, done.report.counts["new"]) == ("", 1)
    assert registry.waited == [20.0, 15.0]


def test_registry_is_not_waited_for_longer_than_two_minutes(run: Any) -> None:
    registry, _done = run(status(429, **{"Retry-After": "99999"}), page(study()))
    assert registry.waited == [120.0]


@pytest.mark.parametrize(
    "answer",
    [
        outbound.Unavailable("no answer"),
        status(500),
        (200, {}, b'{"studies": ['),
        (200, {}, b"[]"),
        (200, {}, b'{"studies": 5}'),
    ],
)
def test_silent_registry_loses_nothing_and_proves_nothing(run: Any, answer: Any) -> None:
    run(page(study(NUMBERS[0]), study(NUMBERS[1])))
    registry, done = run(page(study(NUMBERS[2]), token="t1"), answer, answer, answer, answer)
    assert done.down
    assert done.missing == 0
    assert Trial.objects.listed(ON).count() == 3
    assert len(registry.asked) <= 5


def test_refused_question_is_not_repeated(run: Any) -> None:
    registry, done = run(status(400))
    assert "400" in done.down
    assert len(registry.asked) == 1


def test_page_that_returns_for_ever_is_stopped(run: Any) -> None:
    _registry, done = run(page(token="t1"), page(token="t1"), page(token="t1"))
    assert "twice" in done.down


def test_stored_trial_that_is_not_found_is_asked_for_by_number(run: Any) -> None:
    run(page(study(NUMBERS[0]), study(NUMBERS[1])))
    other = study(NUMBERS[1], status={"overallStatus": "COMPLETED"})
    registry, done = run(page(study(NUMBERS[0])), page(other))
    assert registry.asked[1]["filter.ids"] == NUMBERS[1]
    assert (done.missing, Trial.objects.get(pk=NUMBERS[1]).outcome) == (0, "blocked")


def test_trial_the_registry_denies_is_hidden(run: Any) -> None:
    run(page(study(NUMBERS[0]), study(NUMBERS[1])))
    _registry, done = run(page(study(NUMBERS[0])), page())
    assert done.missing == 1
    assert list(Trial.objects.listed(ON).values_list("pk", flat=True)) == [NUMBERS[0]]


def test_registry_that_denies_many_at_once_is_not_believed(run: Any) -> None:
    run(page(*(study(number) for number in NUMBERS)))
    _registry, done = run(page(study(NUMBERS[0])), page())
    assert done.down
    assert Trial.objects.listed(ON).count() == len(NUMBERS)


def test_bad_study_on_a_page_is_reported_and_not_taken_for_missing(run: Any) -> None:
    _registry, done = run(page(study(), {"protocolSection": 5}))
    assert (done.down, done.report.counts["new"], done.report.counts["failed"]) == ("", 1, 1)


def test_more_pages_than_there_can_be_are_refused(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    monkeypatch.setattr(registry_client, "MAX_PAGES", 2)
    _registry, done = run(page(token="t1"), page(token="t2"))
    assert "2 pages" in done.down


def test_registry_down_says_why() -> None:
    assert str(RegistryDown("It answered with status 500.")) == "It answered with status 500."


def test_command_fails_with_a_sentence_when_the_registry_is_down(
    monkeypatch: pytest.MonkeyPatch, settings: Any, now: datetime
) -> None:
    settings.TRIALS_API_URL = URL
    registry = Registry(*[outbound.Unavailable("no answer")] * 4)
    monkeypatch.setattr(outbound, "get", registry.get)
    monkeypatch.setattr("time.sleep", registry.waited.append)
    with pytest.raises(CommandError, match=r"no answer\. What arrived .* Run this again later"):
        call_command("sync_trials")


def test_command_says_what_it_did(
    monkeypatch: pytest.MonkeyPatch, settings: Any, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TRIALS_API_URL = URL
    monkeypatch.setattr(outbound, "get", Registry(page(study())).get)
    call_command("sync_trials")
    assert "new=1" in capsys.readouterr().out
