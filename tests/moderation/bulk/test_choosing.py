"""From the queue and from the published listings to the preview and through it, in a browser without script."""

from urllib.parse import urlencode
from uuid import UUID

from directory.catalogue.models import Entry
from directory.moderation import actions
from directory.moderation.models import Case
from tests.cast import Cast
from tests.moderation.pages import asked_again, in_second_review
from tests.visitor import Visitor

from .world import live, waiting


def tick(page: Visitor, *ids: UUID) -> Visitor:
    """Tick the boxes of these and press the button below the list, to whose form the boxes belong."""
    form = page.page.css_first("form#bulk")
    assert form is not None
    assert form.attributes["method"] == "get"
    for each in ids:
        box = page.page.css_first(f'input[type="checkbox"][form="bulk"][name="id"][value="{each}"]')
        assert box is not None, each
    return page.open(f"{form.attributes['action']}?{urlencode([('id', each) for each in ids])}")


def hidden(page: Visitor, *names: str) -> dict[str, list[str]]:
    """Every value of fields that a form repeats, as a browser sends them."""
    return {
        name: list({str(field.attributes["value"]): None for field in page.page.css(f'input[name="{name}"]')})
        for name in names
    }


def visitor(person: object) -> Visitor:
    found = Visitor()
    found.client.force_login(person)  # type: ignore[arg-type]
    asked_again(found.client)
    return found


def test_cases_ticked_in_the_queue_are_previewed_and_rejected(cast: Cast) -> None:
    first, second, third = waiting(cast, 3)
    ann = visitor(cast.ann).open("/moderation/")

    tick(ann, first.pk, third.pk)
    previewed = ann.text
    ann.send("bulk/reject/run", reasons=["not_headache"], **hidden(ann, "item"))

    assert "2 can be decided." in previewed
    assert "Done: 2. Not done: 0." in ann.text
    assert Case.objects.get(status="open") == second


def test_listings_ticked_are_previewed_and_hidden(cast: Cast) -> None:
    first, second = live(cast, 2)
    ann = visitor(cast.ann).open("/moderation/listings/")

    tick(ann, second.pk)
    ann.send("bulk/hide/run", reasons=["safety_report"])

    assert "Done: 1. Not done: 0." in ann.text
    assert Entry.objects.get().pk == first.pk


def test_way_from_nothing_said_to_decided(cast: Cast) -> None:
    cases = [cast.submit(name=f"Rooms number {number}") for number in range(2)]
    ann = visitor(cast.ann).open("/moderation/")

    tick(ann, *(case.pk for case in cases))
    ann.send("bulk/reject/declare", none="on", **hidden(ann, "id", "shown"))
    ann.send("bulk/reject/run", reasons=["not_headache"], **hidden(ann, "item"))

    assert "Done: 2. Not done: 0." in ann.text


def test_every_box_says_what_it_chooses(cast: Cast) -> None:
    case = in_second_review(cast)
    ann = visitor(cast.ann).open("/moderation/?tab=second")

    (label,) = ann.page.css(f'label[for="choose-{case.pk}"]')

    assert label.text().strip() == f"Choose {str(case.pk)[:8].upper()}"


def test_tied_moderator_and_waiting_provider_have_no_box(cast: Cast) -> None:
    case = in_second_review(cast)
    actions.declare_conflict(case=case, by=cast.senior, has_conflict=True)
    asked = cast.ready(cast.submit(name="Other rooms"))
    actions.request_changes(case=asked, requests={"name": "x"}, by=cast.ann, version=asked.version)

    for tab in ("second", "changes"):
        assert not visitor(cast.senior).open(f"/moderation/?tab={tab}").page.css('input[form="bulk"]')
