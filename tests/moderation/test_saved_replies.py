"""Replies that the team keeps: kept with who and when, used without deciding anything, and never with a wrong word."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory import clock
from directory.moderation import actions, saved_replies
from directory.moderation.errors import NotAllowed, StaleVersion, TransitionRefused
from directory.moderation.models import Decision
from directory.moderation.saved import SavedReply
from tests.cast import Cast
from tests.moderation.pages import page, send, signed_in

WORDS = "The register shows no entry under this number. Please send the number as the register prints it."


@pytest.fixture
def reply(cast: Cast) -> SavedReply:
    return saved_replies.add(reason="accreditation", title="No entry", text=WORDS, by=cast.ann)


def test_reply_is_kept_through_the_page_with_who_and_when(cast: Cast) -> None:
    client = signed_in(cast.ann)

    response = send(client, "replies", reason="accreditation", title="No entry", text=WORDS)

    kept = SavedReply.objects.get()
    assert response.status_code == 302
    assert (kept.by_id, kept.at) == (cast.ann.pk, clock.now())
    shown = page(signed_in(cast.ben), "replies")
    assert WORDS in shown
    assert "Ann, 22 November 2026" in shown


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("This is illegal here.", "Take out “illegal”"),
        ("It looks FRAUDULENT to us.", "Take out “fraud”"),
        ("Her NHS number is 943 476 5919.", "patient&#x27;s number"),
        ("", "This field is required."),
    ],
)
def test_reply_with_words_nobody_may_send_is_refused_and_comes_back(cast: Cast, text: str, why: str) -> None:
    response = send(signed_in(cast.ann), "replies", reason="accreditation", title="Kept title", text=text)

    shown = response.content.decode()
    assert response.status_code == 422
    assert why in shown
    assert text in shown
    assert "Kept title" in shown
    assert not SavedReply.objects.exists()


def test_explanation_says_nothing_about_the_law_or_honesty(cast: Cast) -> None:
    case = cast.ready(cast.submit())

    response = send(
        signed_in(cast.ann), "case_reject", case.pk, version=case.version, reasons=["incorrect"],
        explanation="We think that this is illegal.",
    )  # fmt: skip

    assert response.status_code == 422
    assert "We think that this is illegal." in response.content.decode()
    assert Decision.objects.count() == 0


def test_same_title_for_the_same_reason_is_refused_with_a_sentence(cast: Cast, reply: SavedReply) -> None:
    response = send(
        signed_in(cast.ben), "replies", reason="accreditation", title="No entry", text="Other words."
    )

    assert response.status_code == 409
    assert "Choose another title" in response.content.decode()
    assert "Other words." in response.content.decode()
    assert SavedReply.objects.count() == 1


def test_change_keeps_who_and_when(cast: Cast, reply: SavedReply) -> None:
    with clock.set_to(clock.now() + timedelta(hours=1)):
        send(
            signed_in(cast.ben), "reply", reply.pk, seen=saved_replies.mark(reply), reason="authority",
            title="Nobody knew", text="Other words.",
        )  # fmt: skip
        now = clock.now()

    reply.refresh_from_db()
    assert (reply.reason, reply.title, reply.text) == ("authority", "Nobody knew", "Other words.")
    assert (reply.by_id, reply.at) == (cast.ben.pk, now)


def test_two_who_change_the_same_reply_do_not_overwrite_each_other(cast: Cast, reply: SavedReply) -> None:
    seen = saved_replies.mark(reply)
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        saved_replies.change(
            reply=reply, reason="accreditation", title="No entry", text="Ann's words.", seen=seen, by=cast.ann
        )
        late = send(
            signed_in(cast.ben), "reply", reply.pk, seen=seen, reason="accreditation", title="No entry",
            text="Ben's words.",
        )  # fmt: skip

    shown = late.content.decode()
    assert late.status_code == 409
    assert "Ann&#x27;s words." in shown
    assert "Ben&#x27;s words." in shown
    reply.refresh_from_db()
    assert reply.text == "Ann's words."


def test_reply_is_removed_once_and_a_second_click_is_harmless(cast: Cast, reply: SavedReply) -> None:
    client = signed_in(cast.ben)

    answers = [send(client, "reply_remove", reply.pk).status_code for _again in range(2)]

    assert answers == [302, 302]
    assert not SavedReply.objects.exists()
    assert client.get(reverse("reply", args=[reply.pk])).status_code == 404


def test_reading_the_address_of_removal_removes_nothing(cast: Cast, reply: SavedReply) -> None:
    assert signed_in(cast.ann).get(reverse("reply_remove", args=[reply.pk])).status_code == 302
    assert SavedReply.objects.exists()


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_only_moderators_see_or_keep_replies(cast: Cast, reply: SavedReply, who: str) -> None:
    client = signed_in(getattr(cast, who))
    for name, ids in (("replies", ()), ("reply", (reply.pk,)), ("reply_remove", (reply.pk,))):
        assert client.get(reverse(name, args=ids)).status_code == 403
        assert send(client, name, *ids).status_code == 403
    with pytest.raises(NotAllowed):
        saved_replies.add(reason="accreditation", title="x", text="y", by=getattr(cast, who))
    assert SavedReply.objects.count() == 1


def test_action_refuses_an_unknown_reason_a_gone_reply_and_too_many(
    cast: Cast, reply: SavedReply, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TransitionRefused):
        saved_replies.add(reason="nonsense", title="x", text="y", by=cast.ann)
    monkeypatch.setattr(saved_replies, "MOST", 1)
    with pytest.raises(TransitionRefused, match="already"):
        saved_replies.add(reason="authority", title="x", text="y", by=cast.ann)
    saved_replies.remove(reply=reply, by=cast.ann)
    with pytest.raises(StaleVersion):
        saved_replies.change(
            reply=reply, reason="authority", title="x", text="y", seen=saved_replies.mark(reply), by=cast.ann
        )


def test_reply_goes_into_the_explanation_and_nothing_typed_is_lost(cast: Cast, reply: SavedReply) -> None:
    case = cast.ready(cast.submit())
    client = signed_in(cast.ann)

    response = send(
        client, "case_reject", case.pk, version=case.version, reasons=["incorrect"], explanation="My own words.",
        use=reply.pk,
    )  # fmt: skip

    form = response.context["reasons_form"]
    assert response.status_code == 200
    assert form["explanation"].value() == f"My own words.\n\n{WORDS}"
    assert form["reasons"].value() == ["incorrect", "accreditation"]
    assert "“No entry” is in the form now" in response.content.decode()
    assert Decision.objects.count() == 0


def test_reply_used_twice_stands_once(reply: SavedReply) -> None:
    once = saved_replies.joined("", reply)
    assert saved_replies.joined(once, reply) == once == WORDS


def test_reply_goes_into_the_field_that_was_chosen_for_changes(cast: Cast, reply: SavedReply) -> None:
    case = cast.ready(cast.submit())

    response = send(
        signed_in(cast.ann), "case_changes", case.pk, version=case.version, summary="Name the days.", website="",
        into="website", use=reply.pk,
    )  # fmt: skip

    form = response.context["changes_form"]
    assert form["summary"].value() == "Name the days."
    assert form["website"].value() == WORDS
    assert Decision.objects.count() == 0


def test_reply_goes_into_the_explanation_of_a_hiding_and_hides_nothing(cast: Cast, reply: SavedReply) -> None:
    listing = cast.publish()

    response = send(
        signed_in(cast.ann),
        "listing_hide",
        listing.pk,
        version=listing.version,
        explanation="Mine.",
        use=reply.pk,
    )

    listing.refresh_from_db()
    assert response.context["hide_form"]["explanation"].value() == f"Mine.\n\n{WORDS}"
    assert (response.status_code, listing.publication) == (200, "live")


@pytest.mark.parametrize("number", ["gone", "x", "9" * 30, "-1"])
def test_reply_that_is_gone_decides_nothing_and_keeps_what_was_typed(
    cast: Cast, reply: SavedReply, number: str
) -> None:
    case = cast.ready(cast.submit())
    use = reply.pk if number == "gone" else number
    saved_replies.remove(reply=reply, by=cast.ben)
    client = signed_in(cast.ann)

    rejecting = send(
        client, "case_reject", case.pk, version=case.version, explanation="An hour's work.", use=use
    )
    asking = send(client, "case_changes", case.pk, version=case.version, summary="An hour's work.", use=use)

    for response in (rejecting, asking):
        assert response.status_code == 409
        assert "no longer kept" in response.content.decode()
        assert "An hour&#x27;s work." in response.content.decode()
    assert Decision.objects.count() == 0


def test_reply_on_a_stale_page_is_refused_with_what_was_typed(cast: Cast, reply: SavedReply) -> None:
    case = cast.ready(cast.submit())
    seen = case.version
    actions.request_changes(case=case, requests={"name": "Your own."}, by=cast.ann, version=seen)

    response = send(
        signed_in(cast.ann), "case_reject", case.pk, version=seen, explanation="Mine.", use=reply.pk
    )

    assert response.status_code == 409
    assert "Mine." in response.content.decode()


def test_list_asks_the_database_no_more_for_more_replies(cast: Cast, reply: SavedReply) -> None:
    client = signed_in(cast.ann)
    page(client, "replies")
    with CaptureQueriesContext(connection) as few:
        page(client, "replies")
    for number in range(5):
        saved_replies.add(reason="authority", title=f"Reply {number}", text="Words.", by=cast.ben)
    with CaptureQueriesContext(connection) as many:
        page(client, "replies")

    assert len(many) == len(few) <= 12
