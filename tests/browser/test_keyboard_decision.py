"""A whole decision without a mouse: sign in, find the case, say there is no tie, take it, look, answer, approve."""

from django.urls import reverse

from directory.catalogue.models import Entry
from directory.moderation.models import Case, Decision
from tests.browser.conftest import Visitor
from tests.browser.keyboard import Keyboard
from tests.cast import PASSWORD, Cast


def test_two_people_publish_a_listing_by_keyboard_alone(visitor: Visitor, cast: Cast) -> None:
    case = cast.submit()
    keys = Keyboard(visitor.open("/accounts/login/"))

    _sign_in(keys, cast.ann.email)
    visitor.open(reverse("queue"))
    _open_and_take(keys)
    _look_at_the_credential(keys)
    _answer_the_checklist(keys)
    keys.follow(
        f'form[action="{reverse("case_approve", args=[case.pk])}"] button', until="A second person must"
    )
    _approve_as_second(visitor, keys, cast, case)

    case.refresh_from_db()
    assert case.status == Case.Status.APPROVED
    assert Entry.objects.filter(pk=case.listing_id).exists()
    actors = Decision.objects.filter(lifecycle="case").order_by("seq").values_list("actor_id", flat=True)
    assert list(actors) == [cast.ann.pk, cast.ben.pk]
    assert keys.unseen == []
    assert visitor.complaints == []


def test_case_is_rejected_by_keyboard_alone(visitor: Visitor, cast: Cast) -> None:
    case = cast.submit()
    visitor.client.force_login(cast.ann)
    keys = Keyboard(visitor.open(reverse("queue")))

    _open_and_take(keys)
    keys.unfold("Reject")
    keys.tick('input[name="reasons"][value="incorrect"]')
    keys.fill("#id_reject_explanation", "The street does not exist in this town.")
    keys.follow(".panel--decide details[open] button", until="What the provider will read")
    keys.follow("button.govuk-button--warning", until="Rejected. The provider is told why")

    case.refresh_from_db()
    assert case.status == Case.Status.REJECTED
    assert keys.unseen == []


def _sign_in(keys: Keyboard, email: str) -> None:
    keys.fill('input[name="login"]', email)
    keys.fill('input[name="password"]', PASSWORD)
    keys.press("Enter")
    keys.page.get_by_text("Sign out").first.wait_for(timeout=15_000)


def _open_and_take(keys: Keyboard) -> None:
    keys.follow("table.queue th a", until="Do you have a tie to this provider?")
    keys.tick('input[name="tie"][value="no"], input[name="tie"]')
    keys.follow("main form button[type=submit]", until="Take the case")
    keys.follow("[data-lease] button", until="The case is yours")


def _look_at_the_credential(keys: Keyboard) -> None:
    keys.unfold("Record what you saw")
    keys.reach("select[name=result]")
    keys.page.keyboard.type("conf")
    for _scope in range(keys.page.locator("input[name=scopes]").count()):
        keys.tick("input[name=scopes]:not(:checked)")
    keys.follow("form[action*='/credentials/'] button[type=submit]", until="What you saw is kept")


def _answer_the_checklist(keys: Keyboard) -> None:
    keys.tick("input[name=yes_authority]")
    keys.fill("input[name=note_authority]", "Rang the number that the register publishes.")
    keys.tick("input[name=yes_text]")
    keys.follow("form[action$='/checklist/'] button", until="Your answers are kept")


def _approve_as_second(visitor: Visitor, keys: Keyboard, cast: Cast, case: Case) -> None:
    visitor.client.force_login(cast.ben)
    visitor.open(f"{reverse('queue')}?tab=second")
    keys.follow("table.queue th a", until="Do you have a tie to this provider?")
    keys.tick('input[name="tie"][value="no"], input[name="tie"]')
    keys.follow("main form button[type=submit]", until="Approve as the second person")
    keys.follow(f'form[action="{reverse("case_approve_second", args=[case.pk])}"] button', until="assword")
    keys.fill('input[name="password"]', PASSWORD)
    keys.press("Enter")
    keys.page.get_by_text("Approved by two people").first.wait_for(timeout=15_000)
