"""Without a mouse: an appeal is answered, and a listing is hidden by one person and removed by another."""

from django.urls import reverse

from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation.models import Appeal, Decision
from tests.browser.conftest import Visitor
from tests.browser.keyboard import Keyboard
from tests.cast import Cast
from tests.moderation.pages import appealed


def _declare(keys: Keyboard) -> None:
    """The question and the file have one address: the file is there when the question has gone."""
    keys.tick('input[name="tie"][value="no"], input[name="tie"]')
    keys.reach("main form button[type=submit]")
    with keys.page.expect_navigation(wait_until="load"):
        keys.press("Enter")
    keys.page.locator('input[name="tie"][type="radio"]').first.wait_for(state="detached")


def test_senior_answers_an_appeal_by_keyboard_alone(visitor: Visitor, cast: Cast) -> None:
    appeal = appealed(cast)
    visitor.client.force_login(cast.senior)
    address = reverse("appeal", args=[appeal.pk])
    keys = Keyboard(visitor.open(f"{reverse('queue')}?tab=appeals"))

    keys.follow(f'a[href="{address}"]', until="Do you have a tie to this provider?")
    _declare(keys)
    keys.tick('input[name="outcome"][value="confirm"], input[name="outcome"]')
    keys.tick('input[name="reasons"][value="cell_product"]')
    keys.fill("textarea[name=answer]", "The sentence offers an infusion of cells.")
    keys.follow(
        f'form[action="{reverse("appeal_decide", args=[appeal.pk])}"] button', until="Confirmed. The provider"
    )

    appeal.refresh_from_db()
    assert appeal.status == Appeal.Status.CONFIRMED
    assert keys.unseen == []
    assert visitor.complaints == []


def test_two_people_hide_and_remove_a_listing_by_keyboard_alone(visitor: Visitor, cast: Cast) -> None:
    listing = cast.publish()
    visitor.client.force_login(cast.ann)
    keys = Keyboard(visitor.open(reverse("listings")))

    keys.follow(f'a[href="{reverse("listing", args=[listing.pk])}"]', until="Hide it at once")
    keys.unfold("Hide this listing")
    keys.tick('#id_hide_reasons_0, input[name="reasons"]')
    keys.follow(
        f'form[action="{reverse("listing_hide", args=[listing.pk])}"] button', until="Hidden. The provider"
    )
    assert not Entry.objects.exists()

    recheck = listing.cases.get(kind="recheck")
    visitor.client.force_login(cast.ben)
    visitor.open(reverse("case", args=[recheck.pk]))
    _declare(keys)
    keys.unfold("Remove for good")
    form = f'form[action="{reverse("listing_remove", args=[listing.pk])}"]'
    keys.tick(f'{form} input[name="reasons"]')
    keys.follow(f"{form} button", until="Removed")

    listing.refresh_from_db()
    assert listing.publication == Listing.Publication.DELISTED
    steps = Decision.objects.filter(lifecycle="publication").order_by("seq").values_list("action", "actor_id")
    assert list(steps)[1:] == [("quarantine", cast.ann.pk), ("delist", cast.ben.pk)]
    assert keys.unseen == []
    assert visitor.complaints == []
