"""Every mail has a text, an HTML that says the same, and a preview with made-up data."""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from directory.moderation.mail_preview.accounts import ACCOUNTS, NEVER_SENT
from directory.moderation.mail_preview.every import BY_NAME, MAILS
from directory.moderation.mail_preview.mail import Mail, rendered
from tests.cast import Cast
from tests.moderation.pages import signed_in

pytestmark = pytest.mark.django_db

TEMPLATES = Path("templates")
PREVIEWED = {mail.template for mail in MAILS}
ADD = "add a Mail with made-up data to one of the tuples in directory/moderation/mail_preview (see every.py)"

every = pytest.mark.parametrize("mail", MAILS, ids=[mail.name for mail in MAILS])


def _templates() -> Iterator[str]:
    for subject in sorted(TEMPLATES.rglob("*_subject.txt")):
        yield subject.relative_to(TEMPLATES).as_posix().removesuffix("_subject.txt")


@pytest.mark.parametrize("template", list(_templates()))
def test_template_of_a_mail_is_previewed_and_complete(template: str) -> None:
    """A mail is whatever has a subject."""
    assert template in PREVIEWED, f"templates/{template}_subject.txt has no preview: {ADD}"
    if template.startswith(("account/", "mfa/")):
        assert (TEMPLATES / f"{template}_message.txt").exists(), f"{template} has no text"
        return
    for ending in (".txt", ".html"):
        assert (TEMPLATES / f"{template}{ending}").exists(), f"{template} has no {ending} part"


def test_names_are_unique() -> None:
    assert len({mail.name for mail in MAILS}) == len(MAILS)


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    for path in sorted(Path("directory").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield f"{path}:{node.lineno}", ast.unparse(node.func), node


def test_what_is_told_has_a_template_with_a_preview() -> None:
    """`tell(case, decision, "name")` sends the mail of that name."""
    told = [
        (where, f"email/{argument.value}")
        for where, called, node in _calls()
        if called.split(".")[-1] == "tell"
        for argument in node.args[2:3]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    assert len(told) >= 6
    assert [f"{where} tells {name}: {ADD}" for where, name in told if name not in PREVIEWED] == []


def test_whatever_is_posted_has_an_html_part() -> None:
    posts = [(where, node) for where, called, node in _calls() if called == "outbox.post"]
    assert len(posts) >= 5
    without = [where for where, node in posts if "html" not in {each.arg for each in node.keywords}]
    assert [f"{where}: pass html= too" for where in without] == []


def test_every_template_that_is_named_for_a_mail_exists_with_a_preview() -> None:
    """Names in `render_to_string("…_subject.txt")`, and what allauth sends with our settings."""
    named = set()
    for path in Path("directory").rglob("*.py"):
        named |= set(re.findall(r'"([\w/]+)_subject\.txt"', path.read_text()))
    for app in ("account", "mfa"):
        for path in (Path(allauth.__file__).parent / app).rglob("*.py"):
            named |= set(re.findall(rf'"({app}/email/\w+)"', path.read_text()))
    assert len(named) >= 15
    assert [f"{name}: {ADD}" for name in sorted(named - PREVIEWED - NEVER_SENT)] == []


def _links(text: str) -> set[str]:
    return {link.rstrip(".,)…") for link in re.findall(r"(?<!\")https?://[^\s<>\"]+", text)}


def _words(text: str) -> str:
    return " ".join(text.split())


@every
def test_html_says_what_the_text_says_with_the_same_links(mail: Mail) -> None:
    found = rendered(mail)
    page = LexborHTMLParser(found.html)
    body = page.css_first("body")
    assert body is not None
    assert _words(unescape(body.text(separator=" "))) == _words(found.text)
    assert {str(a.attributes["href"]).rstrip("…") for a in page.css("a")} == _links(found.text)


def test_address_that_a_stranger_put_into_a_message_is_no_link() -> None:
    words = {**ACCOUNTS[-1].sample(), "user_agent": "Sign in at https://elsewhere.example/ <b>now</b>"}
    _subject, text, html = get_adapter().worded(ACCOUNTS[-1].template, "reader@clinic.example", words)
    assert "https://elsewhere.example/" in text
    assert "<a " not in html
    assert "<b>" not in html


@every
def test_mail_reads_well_without_pictures_styles_and_in_the_dark(mail: Mail) -> None:
    found = rendered(mail)
    for part in ("<img", "<style", "style=", "<script", "<table", "bgcolor", "<font"):
        assert part not in found.html
    page = LexborHTMLParser(found.html)
    assert page.css_first("html[lang]") is not None
    assert page.css_first("meta[name=color-scheme][content='light dark']") is not None
    title = page.css_first("title")
    assert title is not None
    assert _words(unescape(title.text())) == found.subject


@every
def test_mail_is_whole_and_plain(mail: Mail) -> None:
    found = rendered(mail)
    assert 10 <= len(found.subject) <= 120
    assert "\n" not in found.subject
    assert "\n\n\n" not in found.text
    assert not re.search(r"&(#|amp|quot|lt)", found.text + found.subject)
    assert found.text.startswith("Hello,")
    assert found.text.endswith(settings.SITE_NAME)
    for word in ("{{", "{%", "None ", "illegal", "fraud", "()", " ,", " ."):
        assert word not in _words(found.text), word


def test_moderators_find_every_mail(cast: Cast) -> None:
    client = signed_in(cast.ann)
    page = client.get("/moderation/mail/").content.decode()
    for mail in MAILS:
        assert f'href="/moderation/mail/{mail.name}/"' in page
        shown = client.get(f"/moderation/mail/{mail.name}/")
        assert shown.status_code == 200
        assert rendered(mail).subject in unescape(shown.content.decode())
    assert client.get("/moderation/mail/no-such-mail/").status_code == 404


def test_html_is_shown_in_a_frame_that_can_do_nothing(cast: Cast) -> None:
    page = LexborHTMLParser(signed_in(cast.ann).get("/moderation/mail/published/").content.decode())
    frame = page.css_first("iframe")
    assert frame is not None
    assert frame.attributes["sandbox"] in ("", None)
    assert str(frame.attributes["srcdoc"]).strip() == rendered(BY_NAME["published"]).html.strip()
    assert "src" not in frame.attributes


def test_previews_are_for_moderators_alone(cast: Cast) -> None:
    for path in ("/moderation/mail/", "/moderation/mail/published/"):
        assert Client().get(path).status_code == 302
        assert signed_in(cast.owner).get(path).status_code == 403


def test_previews_ask_little_of_the_database(cast: Cast, django_assert_max_num_queries: object) -> None:
    client = signed_in(cast.ann)
    for path in ("/moderation/mail/", "/moderation/mail/removed/", "/moderation/mail/password-reset-key/"):
        with django_assert_max_num_queries(9):  # type: ignore[operator]
            client.get(path)
