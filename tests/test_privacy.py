"""Nothing that a person typed reaches the log, whatever goes wrong and whoever writes the line."""

import logging
import logging.config
from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from config import gunicorn
from directory.outbox.models import Message
from directory.privacy import PrivateFormatter

WORDS = "migraine near LS1 4DY"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """What the product's own handler writes while a test runs."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging._handlers["console"].formatter)  # type: ignore[attr-defined]
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return stream.getvalue


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def line(message: object, *args: object, **more: Any) -> str:
    record = logging.LogRecord("directory", logging.ERROR, __file__, 1, message, args, None)
    record.__dict__.update(more)
    return PrivateFormatter().format(record)


def test_exception_is_told_by_type_and_place_without_what_it_says(written: Callable[[], str]) -> None:
    try:
        try:
            raise ValueError(f"cannot read {WORDS!r}")
        except ValueError as error:
            raise RuntimeError(f"gave up on {WORDS}") from error
    except RuntimeError:
        logging.getLogger("directory.anything").exception("reading failed")

    text = written()
    assert "migraine" not in text
    assert "LS1" not in text
    assert "reading failed" in text
    assert "builtins.RuntimeError" in text
    assert "from builtins.ValueError" in text
    assert "test_privacy.py:" in text
    assert "raise ValueError" not in text


@pytest.mark.django_db
def test_row_that_the_database_refused_is_not_repeated(written: Callable[[], str]) -> None:
    nothing: Any = None
    try:
        with transaction.atomic():
            Message(key="k", to="a@b.example", subject=nothing, text=WORDS).save()
    except IntegrityError as error:
        logging.getLogger("directory.anything").exception("not stored: %s", error)

    assert "not stored: IntegrityError" in written()
    assert "from " in written()
    assert "migraine" not in written()


def test_text_that_another_handler_kept_in_the_record_is_not_used() -> None:
    error = raised(ValueError(WORDS))
    told = line("failed", exc_info=(ValueError, error, error.__traceback__), exc_text=f"ValueError: {WORDS}")
    assert "migraine" not in told
    assert "builtins.ValueError" in told


def test_stack_is_told_by_place_alone(written: Callable[[], str]) -> None:
    logging.getLogger("directory").warning("here", stack_info=True)
    assert "test_privacy.py" in written()
    assert "stack_info=True" not in written()


@pytest.mark.parametrize(
    "address",
    [
        f"/clinics/?q={WORDS}",
        f"/clinics/?q={quote(WORDS)}&page=2",
        f"/clinics/%3Fq={WORDS}",
        f"/clinics/%253fq%253D{WORDS}",
        f"/clinics/?q='{WORDS}'",
        f"/clinics/?a=1\nq={WORDS}",
        f"/clinics/?a=1\u2028q={WORDS}",
        f"/clinics/?{WORDS}",
    ],
)
def test_query_is_cut_however_it_is_written(address: str) -> None:
    for told in (
        line("asked for %s (200)", address),
        line(f"asked for {address}"),
        line("%(a)s", {"a": address}),
    ):
        assert "LS1" not in told
        assert "migraine" not in told
        assert "/clinics/" in told
        assert "\n" not in told


@given(st.text(), st.sampled_from(["?", "%3F", "%3f", "%253F"]))
def test_whatever_stands_after_a_question_mark_is_not_written(query: str, mark: str) -> None:
    told = line("asked for %s", f"/clinics/{mark}{query}")
    assert told.endswith("asked for /clinics/?…")


@given(st.text())
def test_one_record_is_one_line(text: str) -> None:
    assert len(line("%s", text).splitlines()) == 1


def test_exception_as_argument_or_message_is_named_by_its_type() -> None:
    assert line("failed: %s", ValueError(WORDS)).endswith("failed: ValueError")
    assert line("failed: %(error)s", {"error": ValueError(WORDS)}).endswith("failed: ValueError")
    assert line(ValueError(WORDS)).endswith(" ValueError")


def test_message_that_does_not_fit_its_arguments_is_not_printed_with_them() -> None:
    told = line("%d people", WORDS)
    assert "cannot be written" in told
    assert "migraine" not in told


@pytest.mark.django_db
def test_error_on_a_page_is_logged_without_query_and_form(
    written: Callable[[], str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ValueError(f"cannot read {WORDS}")

    monkeypatch.setattr("directory.pages.views.start.render", broken)
    client.raise_request_exception = False

    assert client.get("/", {"q": WORDS}).status_code == 500
    assert "500 GET /" in written()
    assert "builtins.ValueError" in written()
    assert "migraine" not in written()


@pytest.mark.django_db
def test_refused_forms_and_hosts_are_logged_without_what_was_sent(written: Callable[[], str]) -> None:
    strict = Client(enforce_csrf_checks=True)
    sent = {"text": WORDS}
    refused = strict.post(
        "/accounts/login/", sent, secure=True, headers={"referer": f"https://x.example/?q={WORDS}"}
    )
    strange = Client().get("/", headers={"host": "migraine.example"})

    assert (refused.status_code, strange.status_code) == (403, 400)
    assert "403 POST /accounts/login/" in written()
    assert "django.security.DisallowedHost" in written()
    assert "migraine" not in written()


def test_record_of_a_request_says_path_alone() -> None:
    request = RequestFactory().post(f"/check/?q={WORDS}", {"text": WORDS})
    record = logging.LogRecord("django.security.Anything", 40, __file__, 1, WORDS, (), None)
    record.__dict__.update(request=request, status_code=400)
    assert PrivateFormatter().format(record).endswith("django.security.Anything 400 POST /check/")


@pytest.mark.parametrize("name", ["httpx", "httpcore", "httpcore.connection"])
def test_addresses_that_are_read_are_not_logged(name: str, written: Callable[[], str]) -> None:
    logging.getLogger(name).info("HTTP Request: GET https://clinic-not-published.example/")
    assert written() == ""


def test_nobody_is_sent_errors_by_mail() -> None:
    assert settings.ADMINS == []
    kinds = [type(handler).__name__ for handler in logging.getLogger("django").handlers]
    assert "AdminEmailHandler" not in kinds


def test_development_server_writes_through_the_same_formatter(written: Callable[[], str]) -> None:
    logging.getLogger("django.server").info('"GET /clinics/?q=%s HTTP/1.1" 200 5', WORDS)
    assert "/clinics/?…" in written()
    assert "migraine" not in written()


def test_server_writes_errors_through_the_same_formatter() -> None:
    used = {handler["formatter"] for handler in gunicorn.logconfig_dict["handlers"].values()}
    classes = {gunicorn.logconfig_dict["formatters"][name].get("()") for name in used}
    assert classes == {"directory.privacy.PrivateFormatter"}
    assert "%(q)s" not in gunicorn.access_log_format
    assert "%(r)s" not in gunicorn.access_log_format
    assert "%(f)s" not in gunicorn.access_log_format
