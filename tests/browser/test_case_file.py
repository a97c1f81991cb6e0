"""The case file in a real browser: each part of it accessible and narrow enough; replies put in where the cursor is."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from directory.accounts.models import User
from directory.moderation import actions, applicant, saved_replies
from directory.moderation.appeals import decide_appeal
from directory.moderation.models import Appeal, Case, Decision
from tests.browser.conftest import Visitor
from tests.browser.test_entrance_pages import RULES
from tests.cast import Cast
from tests.moderation.pages import CELLS, PRP, declared
from tests.moderation.website.test_case_section import HOME, OFFER, PLAIN, read, read_page

Place = Callable[[Cast], tuple[User, str]]


def _held(cast: Cast) -> tuple[User, str]:
    """Held by Ann: a finding in the text, an offer on the website, an unread page, an earlier case, a note, a reply."""
    cast.submit(name="Dr Mira Aldous, cells", description=CELLS)
    case = cast.ready(cast.submit(description=PRP, website=HOME))
    read(
        case,
        read_page("", PLAIN),
        read_page("prices", f"<title>Prices</title>{OFFER}"),
        read_page("a", "", "robots"),
    )
    actions.add_note(case=case, text="They ring back on Monday.", by=cast.ann)
    saved_replies.add(
        reason="accreditation", title="No entry", text="Please send the number again.", by=cast.ann
    )
    return cast.ann, reverse("case", args=[case.pk])


def _as_public(cast: Cast) -> tuple[User, str]:
    return cast.ann, reverse("case_as_public", args=[declared(cast.submit(), cast.ann).pk])


def _statement(cast: Cast) -> tuple[User, str]:
    case = declared(cast.submit(description=CELLS), cast.ann)
    return cast.ann, reverse("case_statement", args=[case.pk, case.statements.get().decision_seq])


def _answered(cast: Cast) -> tuple[User, str]:
    """The provider's own page, with the answer to an appeal."""
    case = cast.submit(description=CELLS)
    appeal = applicant.appeal(case=case, text="This was misread.", by=cast.owner)
    actions.declare_conflict(case=case, by=cast.senior, has_conflict=False)
    decide_appeal(
        appeal=appeal, overturn=False, reasons=("cell_product",), answer="We read it again.", by=cast.senior,
        version=Appeal.objects.get(pk=appeal.pk).version,
    )  # fmt: skip
    return cast.owner, reverse("provider_statement", args=[case.statements.get().decision_seq])


def _replies(cast: Cast) -> tuple[User, str]:
    saved_replies.add(
        reason="accreditation", title="No entry", text="Please send the number again.", by=cast.ann
    )
    return cast.ann, reverse("replies")


def _reply(cast: Cast) -> tuple[User, str]:
    kept = saved_replies.add(
        reason="accreditation", title="No entry", text="Please send it again.", by=cast.ann
    )
    return cast.ann, reverse("reply", args=[kept.pk])


PAGES: dict[str, Place] = {
    "case": _held, "as the public would see it": _as_public, "statement": _statement,
    "statement with an answered appeal": _answered, "replies": _replies, "reply": _reply,
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_with_everything_unfolded_and_fits(
    cast: Cast, gazetteer: object, visitor: Visitor, name: str
) -> None:
    user, path = PAGES[name](cast)
    visitor.client.force_login(user)
    page = visitor.open(path)
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")

    found = Axe().run(page, options=RULES).response["violations"]

    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert visitor.elsewhere == []
    assert visitor.complaints == []


def test_reply_goes_in_where_the_cursor_is_and_sends_nothing(
    cast: Cast, gazetteer: object, visitor: Visitor
) -> None:
    user, path = _held(cast)
    visitor.client.force_login(user)
    page = visitor.open(path)
    page.click("#reject > summary")
    page.click("#reject .replies > summary")
    page.fill("#id_reject_explanation", "Before.After.")
    page.evaluate("document.getElementById('id_reject_explanation').setSelectionRange(7, 7)")

    page.click("#reject [data-reply]")

    assert page.input_value("#id_reject_explanation") == "Before.\n\nPlease send the number again.\n\nAfter."
    assert page.evaluate("document.activeElement.id") == "id_reject_explanation"
    assert page.url.endswith(path)
    assert Decision.objects.filter(subject_id=Case.objects.get(lease_by=cast.ann).pk).count() == 0


def test_replies_of_other_reasons_are_folded_away_once_one_is_ticked(
    cast: Cast, gazetteer: object, visitor: Visitor
) -> None:
    saved_replies.add(reason="authority", title="Nobody knew", text="Nobody knew of it.", by=cast.ann)
    user, path = _held(cast)
    visitor.client.force_login(user)
    page = visitor.open(path)
    page.click("#reject > summary")
    page.click("#reject .replies > summary")
    shown = "#reject [data-replies-for]:not([hidden])"
    assert page.locator(shown).count() == 2

    page.check("#reject input[value=authority]")

    assert page.locator(shown).count() == 1
    assert "Nobody knew" in page.locator(shown).inner_text()
