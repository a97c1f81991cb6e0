"""What waits for the operator stands on one page, with the links to invite."""

from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from tests.cast import Cast
from tests.moderation.external.team import (
    APPEAL,
    SECOND,
    appealed_to_nobody,
    invite,
    only,
    operator,
    outsider,
    waiting_for_second,
)
from tests.moderation.pages import page, signed_in

EMPTY = "Nothing is open to you now"


def needed(text: str) -> dict[str, str]:
    """Link by case and part."""
    rows = LexborHTMLParser(text).css("[data-needed]")
    links = {str(row.attributes["data-needed"]): row.css_first("a") for row in rows}
    return {key: str(link.attributes["href"]) if link else "" for key, link in links.items()}


def test_second_look_that_nobody_can_take_is_listed_for_the_operator_alone(cast: Cast) -> None:
    case = waiting_for_second(cast)
    key = f"{str(case.pk)[:8].upper()}-{SECOND}"
    text = page(signed_in(operator()), "invited")
    assert needed(text) == {key: reverse("invite", args=[case.pk, SECOND])}
    assert "Aldous" not in text
    assert needed(page(signed_in(outsider("olaf@outside.example")), "invited")) == {}
    invite(case, operator())
    assert "Somebody is invited until 6 December 2026." in page(signed_in(operator()), "invited")


def test_first_look_leads_to_the_accounts_and_an_appeal_to_its_invitation(cast: Cast) -> None:
    appeal = appealed_to_nobody(cast)
    waiting = cast.submit(name="Dr Mira Aldous, second rooms")
    only(cast)
    assert needed(page(signed_in(operator()), "invited")) == {
        f"{str(appeal.case_id)[:8].upper()}-{APPEAL}": reverse("invite", args=[appeal.case_id, APPEAL]),
        f"{str(waiting.pk)[:8].upper()}-first": reverse("admin:directory_user_changelist"),
    }


def test_nothing_stranded_reads_as_before(cast: Cast) -> None:
    cast.submit()
    assert EMPTY in page(signed_in(operator()), "invited")


def test_refusal_names_the_role_in_the_plural(cast: Cast) -> None:
    response = signed_in(operator()).get(reverse("queue"))
    assert response.status_code == 403
    assert "This page is for moderators." in response.content.decode()
