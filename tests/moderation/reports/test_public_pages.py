"""Reporting as a reader does it: without account, cookie or script; and as hostile programs try it."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import publication
from directory.moderation.reports import actions
from directory.moderation.reports.categories import CORRECTIONS, SAFETY
from directory.moderation.reports.forms import TRAP
from directory.moderation.reports.models import PublicReport
from directory.outbox.models import Message
from tests.cast import Cast
from tests.search.pages import read
from tests.visitor import Visitor

from .stories import READER, slug_of, told


@pytest.fixture
def listing(cast: Cast) -> Listing:
    return cast.publish()


@pytest.fixture
def where(listing: Listing) -> str:
    return f"/clinics/{slug_of(listing)}/report/"


def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def send(where: str, client: Client | None = None, **said: Any) -> Any:
    return (client or strict()).post(where, {"category": "harm"} | said)


def tap(where: str, client: Client | None = None, category: str = "moved", **said: Any) -> Any:
    return (client or strict()).post(f"{where}correction/", {"category": category} | said)


def test_reader_goes_from_the_listing_to_a_kept_report(listing: Listing, where: str) -> None:
    reader = Visitor().open(f"/clinics/{slug_of(listing)}/")
    reader.follow("Report something unsafe")
    assert reader.path == where
    assert "not to the clinic" in reader.text
    assert "no medical help" in reader.text

    reader.send(where, category="unapproved", text="They sell cells.", email=READER)

    report = PublicReport.objects.get()
    assert (report.kind, report.category, report.text) == ("safety", "unapproved", "They sell cells.")
    assert "Thank you for telling us" in reader.text
    assert "If you like, add something" not in reader.text
    assert Message.objects.filter(to=READER).count() == 1


@pytest.mark.parametrize("category", CORRECTIONS)
def test_one_tap_on_the_listing_is_a_report(listing: Listing, where: str, category: str) -> None:
    reader = Visitor().open(f"/clinics/{slug_of(listing)}/")
    reader.send("correction", category=category)
    assert "Thank you for telling us" in reader.text
    assert PublicReport.objects.get().category == category


def test_words_and_an_address_can_be_added_to_a_tap_once(listing: Listing, where: str) -> None:
    reader = Visitor().open(where)
    reader.send("correction", category="wrong_number")
    thanks = reader.client.get(reader.path)  # without what the address carries nothing can be added
    assert "If you like" not in thanks.content.decode()
    reader.send("sent", text="The right one is +44 113 496 0001.", email=READER)
    assert "That was added" in reader.text
    report = PublicReport.objects.get()
    assert (report.text, report.email) == ("The right one is +44 113 496 0001.", READER)


def test_buttons_are_the_categories_in_the_same_words(where: str, client: Client) -> None:
    page = client.get(where).content.decode()
    shown = re.findall(r'name="category" value="(\w+)">([^<]+)</button>', page)
    assert dict(shown) == {code: str(words) for code, words in CORRECTIONS.items()}
    assert re.findall(r'type="radio" name="category" value="(\w+)"', page) == list(SAFETY)


def test_nothing_sets_a_cookie_asks_a_token_or_leads_elsewhere(where: str) -> None:
    client = strict()
    answers = [
        client.get(where),
        send(where, client),
        send(where, client, category="?"),
        tap(where, client),
        client.get(tap(where, client)["Location"]),
        client.get(f"{where}sent/"),
    ]
    for answer in answers:
        page = answer.content.decode()
        assert not answer.cookies
        assert "csrfmiddlewaretoken" not in page
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
        assert "<script>" not in page
    assert [answer.status_code for answer in answers] == [200, 302, 422, 302, 200, 200]
    assert "When is a headache an emergency?" in answers[0].content.decode()


def test_page_of_the_form_is_answered_from_the_cache_and_thanks_are_kept_nowhere(where: str) -> None:
    client = strict()
    page = client.get(where)
    assert client.get(where, headers={"If-None-Match": page["ETag"]}).status_code == 304
    assert page["Cache-Control"] == "public, no-cache"
    for answer in (client.get(f"{where}sent/"), send(where, client, category="?")):
        assert answer["Cache-Control"] == "no-store"
        assert "ETag" not in answer


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"category": ""}, "Choose what it is about"),
        ({"category": "closed"}, "Choose one of these"),
        ({"category": ["harm", "invented"]}, "Choose one of these"),
        ({"text": "x" * 3000}, "This has 3000 characters; 2000 at most"),
        ({"text": "My NHS number is 943 476 5919."}, "looks like a patient&#x27;s number"),
        ({"text": "a\x00b"}, "cannot be printed"),
        ({"text": "a\u202eb"}, "cannot be printed"),
        ({"email": "nobody"}, "This is not an e-mail address"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "This is not an e-mail address"),
        ({"email": "a" * 250 + "@b.example"}, "at most 254 characters"),
    ],
)
def test_what_cannot_be_kept_gets_a_sentence_and_stays_in_the_form(
    where: str, said: dict[str, Any], sentence: str
) -> None:
    answer = send(where, **{"text": "Typed words."} | said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "What you typed is still below." in page
    if "text" not in said:
        assert "Typed words." in page
    assert not PublicReport.objects.exists()


def test_two_thousand_characters_are_taken_however_lines_end(where: str) -> None:
    text = "\r\n".join(["x" * 99] * 20)
    assert send(where, text=text).status_code == 302
    assert len(PublicReport.objects.get().text) == 1999


@pytest.mark.parametrize("path", ["", "correction/", "sent/"])
def test_four_megabytes_get_a_sentence(where: str, path: str) -> None:
    answer = strict().post(where + path, {"category": "harm", "text": "b" * 4_000_000})
    assert answer.status_code == 413
    assert "too large to be read. Nothing of it was kept" in read(answer).problem
    assert "still below" not in answer.content.decode()
    assert not PublicReport.objects.exists()


def test_markup_is_shown_as_text_and_kept_as_it_is(where: str) -> None:
    words = "<script>alert(1)</script>"
    page = send(where, category="", text=words).content.decode()
    assert words not in page
    assert "&lt;script&gt;" in page
    send(where, text=words)
    assert PublicReport.objects.get().text == words


def test_broken_bytes_cause_no_failure(where: str) -> None:
    for path in ("", "correction/", "sent/"):
        for body in (b"category=harm&text=%ff%fe%00", b"\xff\xfe=\xff", b"%=&&="):
            answer = strict().post(where + path, body, content_type="application/x-www-form-urlencoded")
            assert answer.status_code in (302, 422), (path, body)
    assert not PublicReport.objects.exclude(text="��").exists()


@pytest.mark.parametrize("category", ["", "harm", "invented", "closed\x00"])
def test_tap_on_nothing_known_asks_again(where: str, category: str) -> None:
    answer = tap(where, category=category)
    assert answer.status_code == 422
    assert "Choose one of the corrections below." in answer.content.decode()
    assert not PublicReport.objects.exists()


def test_address_of_a_tap_opened_in_a_browser_leads_to_the_form(where: str) -> None:
    assert strict().get(f"{where}correction/")["Location"] == where


@pytest.mark.parametrize("path", ["", "correction/", "sent/"])
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete", "options"])
def test_unknown_clinic_is_not_found_whatever_is_asked(db: None, path: str, method: str) -> None:
    answer = getattr(strict(), method)(f"/clinics/nobody-of-this-name/report/{path}")
    assert answer.status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "options", "patch"])
def test_other_methods_do_nothing(where: str, method: str) -> None:
    for path in ("", "correction/", "sent/"):
        assert getattr(strict(), method)(where + path).status_code in (200, 302, 405)
    assert not PublicReport.objects.exists()


def test_clinic_that_is_no_longer_shown_gets_the_neutral_answer_of_its_own_page(
    cast: Cast, listing: Listing, where: str
) -> None:
    publication.quarantine(listing=listing, reasons=("incorrect",), by=cast.ann, version=listing.version)
    own = strict().get(where.removesuffix("report/"))
    for answer in (strict().get(where), send(where), tap(where)):
        assert answer.status_code == 410
        assert answer.content == own.content
    assert not PublicReport.objects.exists()
    assert strict().get(f"{where}sent/").status_code == 200


def test_listing_hidden_while_somebody_typed_gets_the_neutral_answer(
    cast: Cast, listing: Listing, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(**said: Any) -> None:
        raise actions.NotPublic

    monkeypatch.setattr(actions, "report", too_late)
    assert send(where).status_code == 410
    monkeypatch.undo()
    assert send(where).status_code == 302
    assert PublicReport.objects.count() == 1


def test_program_that_fills_every_field_gets_thanks_and_nothing_is_stored(where: str) -> None:
    client = strict()
    for answer in (send(where, client, **{TRAP: "https://spam.example"}), tap(where, client, **{TRAP: "x"})):
        assert answer.status_code == 302
        assert "Thank you for telling us" in client.get(answer["Location"]).content.decode()
    spoilt = send(where, client, category="?", **{TRAP: "x"})
    assert spoilt.status_code == 302
    more = re.search(r"more=([^&]+)", tap(where, client, **{TRAP: "x"})["Location"])
    assert more is not None
    answer = client.post(f"{where}sent/", {"more": more[1], "text": "spam", "email": READER, TRAP: "x"})
    assert "That was added" in client.get(answer["Location"]).content.decode()
    assert not PublicReport.objects.exists()
    assert not Message.objects.filter(to=READER).exists()


def test_trap_is_seen_and_reached_by_nobody(where: str, client: Client) -> None:
    page = client.get(where).content.decode()
    traps = re.findall(r"<div[^>]*><label>Leave this empty <input[^>]*></label></div>", page)
    assert len(traps) == 2
    for found in traps:
        assert f'name="{TRAP}"' in found
        assert 'aria-hidden="true"' in found
        assert 'tabindex="-1"' in found
        assert 'class="visually-hidden"' in found


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
)
def test_form_that_another_website_sends_in_somebodys_name_leads_to_ours(
    where: str, headers: dict[str, str]
) -> None:
    for path in ("", "correction/"):
        answer = strict().post(where + path, {"category": "harm"}, headers=headers)
        assert answer["Location"] == where
    assert not PublicReport.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}])
def test_form_of_ours_is_taken_whatever_the_browser_says_of_it(where: str, headers: dict[str, str]) -> None:
    strict().post(where + "correction/", {"category": "closed"}, headers=headers)
    assert PublicReport.objects.exists()


def test_sixth_report_of_a_day_is_refused_with_what_was_typed_and_where_to_write(where: str) -> None:
    for number in range(5):
        assert send(where, text=f"Words {number}").status_code == 302
    answer = send(where, text="The sixth words.")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert not answer.cookies
    assert "The sixth words." in page
    assert "mailto:operator@localhost" in page
    assert PublicReport.objects.count() == 5
    other = strict()
    assert other.post(where, {"category": "harm"}, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_double_click_is_one_report_and_one_place(where: str) -> None:
    first, second = tap(where), tap(where)
    assert PublicReport.objects.count() == 1
    for number in range(4):
        assert send(where, text=f"Words {number}").status_code == 302
    assert [each.status_code for each in (first, second, tap(where))] == [302, 302, 302]
    assert PublicReport.objects.count() == 5


def test_mailbox_of_a_stranger_is_not_filled(where: str) -> None:
    for number in range(8):
        strict().post(where, {"category": "harm", "email": READER}, REMOTE_ADDR=f"198.51.100.{number}")
    assert Message.objects.filter(to=READER).count() == 5
    more = re.search(r"more=([^&]+)", tap(where)["Location"])
    assert more is not None
    refused = strict().post(f"{where}sent/", {"more": more[1], "email": READER, "text": "Kept to copy"})
    assert refused.status_code == 429
    assert "Kept to copy" in refused.content.decode()


@pytest.mark.parametrize("token", ["", "invented", "a:b:c", "\x00", "é", "x" * 5000])
def test_words_for_no_report_are_given_back(where: str, token: str) -> None:
    answer = strict().post(f"{where}sent/", {"more": token, "text": "Typed words."})
    assert answer.status_code == 409
    assert "Typed words." in answer.content.decode()
    assert strict().get(f"{where}sent/", {"more": token}).status_code == 200


def test_added_words_that_cannot_be_kept_stay_in_the_form(where: str) -> None:
    more = re.search(r"more=([^&]+)", tap(where)["Location"])
    assert more is not None
    answer = strict().post(f"{where}sent/", {"more": more[1], "text": "x" * 2001, "email": READER})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Your report was kept. What you typed now is still below." in page
    assert READER in page
    assert more[1] in page
    empty = strict().post(f"{where}sent/", {"more": more[1], "text": " "})
    assert empty["Location"] == f"{where}sent/"


def test_nothing_of_a_report_is_on_a_public_page_or_the_providers(
    cast: Cast, listing: Listing, where: str, client: Client
) -> None:
    told(listing, email=READER)
    public = [where, where.removesuffix("report/"), f"{where}sent/", "/clinics/", "/transparency/"]
    pages = [client.get(path) for path in public]
    client.force_login(cast.owner)
    pages += [client.get(path) for path in ("/providers/", f"/providers/listings/{listing.pk}/")]
    for page in pages:
        assert page.status_code in (200, 404), page.request["PATH_INFO"]
        assert "CANARY" not in page.content.decode()
        assert READER not in page.content.decode()
    assert Entry.objects.count() == 1


def test_no_network_address_is_kept_or_logged(
    where: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []
    add = cache.add

    def heard(*said: Any) -> bool:
        keys.append(str(said))
        return bool(add(*said))

    monkeypatch.setattr(cache, "add", heard)
    for number in range(7):
        strict().post(where, {"category": "harm", "text": f"CANARY {number}"}, REMOTE_ADDR="203.0.113.77")
    assert keys
    assert "203.0.113.77" not in " ".join(keys)
    assert "CANARY" not in " ".join(keys)
    values = [str(value) for row in PublicReport.objects.values() for value in row.values()]
    assert "203.0.113.77" not in " ".join(values)
    assert "203.0.113.77" not in caplog.text
    assert "CANARY" not in caplog.text


def test_thanks_do_not_depend_on_the_report(where: str, django_assert_max_num_queries: Any) -> None:
    client = strict()
    with django_assert_max_num_queries(3):
        client.get(f"{where}sent/")
    with django_assert_max_num_queries(4):
        client.get(where)
