"""What the mailbox holds after each decision: the decision, the way on, and nothing of the listing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directory import clock
from directory.moderation import actions as moderation
from directory.moderation import appeals, applicant, publication
from directory.moderation.models import Case
from directory.outbox.models import Message
from directory.submission import actions as submission
from directory.submission.upkeep import add_team_mate
from tests.cast import Cast

CANARY = "Quixotine Velarium"
OFFER = f"{CANARY}: we inject stem cells from your own fat against migraine."


@pytest.fixture
def canary(cast: Cast) -> dict[str, str]:
    """Content whose every text carries the canary."""
    return {"name": CANARY, "summary": f"{CANARY} summary", "description": f"{CANARY} sees adults with migraine.",
            "how_to_refer": f"Write to {CANARY}."}  # fmt: skip


def _mails(template: str) -> list[Message]:
    return list(Message.objects.filter(key__contains=f":{template}:").order_by("pk"))


def _mail(template: str, cast: Cast) -> Message:
    """The one to the owner, after it was checked that the team mate got the same."""
    found = _mails(template)
    assert {message.to for message in found} == {cast.owner.email, cast.mate.email}
    assert len({message.text for message in found}) == 1
    message = found[0]
    whole = message.subject + message.text + message.html
    for secret in (CANARY, "Aldous", "Leeds", "Canal Row", "stem cell", "7000001", "ann@", "CANARY"):
        assert secret not in whole, secret
    for word in ("illegal", "fraud", "<img", "style=", "<script"):
        assert word not in whole.lower()
    assert "http://127.0.0.1:8000/providers/" in message.text
    assert 'href="http://127.0.0.1:8000/providers/' in message.html
    assert "To reach a person, reply to this message" in message.text
    assert "\n\n\n" not in message.text.strip()
    assert "&#x27;" not in message.text and "&amp;" not in message.text  # noqa: PT018
    return message


def _reference(case: Case) -> str:
    return str(case.pk)[:8].upper()


def test_mail_of_automatic_rejection_says_all_of_it(cast: Cast, canary: dict[str, str]) -> None:
    case = cast.submit(**canary | {"description": OFFER}, treatments=("cell-based",))
    mail = _mail("statement", cast)
    assert mail.subject == f"Your listing was not accepted (reference {_reference(case)})"
    for words in (
        "The listing you sent is not published.", "Listing policy 2.1", "stand on your page",
        "No such product has a marketing authorisation for any headache disorder",
        "An automatic check found it and decided", "our own checks", "A person should look",
        "Appeal until 25 May 2027", "in every country and language", "Until you send a version that is accepted",
        reverse("provider_statement", args=[case.statements.get().decision_seq]),
    ):  # fmt: skip
        assert words in mail.text, words


def test_mail_of_a_persons_rejection_offers_an_appeal_only(cast: Cast, canary: dict[str, str]) -> None:
    case = cast.ready(cast.submit(**canary))
    moderation.reject(
        case=case, reasons=("incorrect",), explanation="CANARY", by=cast.ann, version=case.version
    )
    mail = _mail("statement", cast)
    assert "A person noticed it, and a person decided" in mail.text
    assert "A person should look" not in mail.text
    assert "Details are not right" in mail.text
    assert "The words of whoever decided stand on your page." in mail.text
    assert "passages" not in mail.text


def test_mail_of_a_rejected_edit_says_that_the_public_version_stays(
    cast: Cast, canary: dict[str, str]
) -> None:
    listing = cast.publish(**canary)
    submission.revise(
        listing=listing,
        document=cast.content(**canary | {"description": OFFER}, treatments=("cell-based",)),
        by=cast.owner,
    )
    assert "What is public now stays as it is." in _mail("statement", cast).text


def test_mails_of_hiding_and_removing_say_so(cast: Cast, canary: dict[str, str]) -> None:
    listing = cast.publish(**canary)
    publication.quarantine(listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version)
    hidden = _mail("statement", cast)
    assert hidden.subject.startswith("Your listing is hidden while we check")
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)
    removed = _mails("statement")[-1]
    assert removed.subject.startswith("Your listing was removed")
    assert "For good." in removed.text
    assert CANARY not in removed.text + removed.html


def test_mail_of_questions_names_the_day(cast: Cast, canary: dict[str, str]) -> None:
    case = cast.submit(**canary)
    moderation.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    case = moderation.take(case=case, by=cast.ann)
    moderation.request_changes(case=case, requests={"summary": CANARY}, by=cast.ann, version=case.version)
    assert "by 6 December 2026" in _mail("changes_requested", cast).text
    with clock.set_to(clock.now() + timedelta(days=15)):
        applicant.expire_overdue()
    closed = _mail("withdrawn_unanswered", cast)
    assert "automatically" in closed.text and "not a rejection" in closed.text  # noqa: PT018


def test_mails_of_publishing_and_taking_down(cast: Cast, canary: dict[str, str]) -> None:
    listing = cast.publish(**canary)
    assert "it is published now" in _mail("published", cast).text
    publication.unpublish(listing=listing, by=cast.owner, version=listing.version)
    assert "no longer public" in _mail("unpublished", cast).text


@pytest.mark.parametrize(("overturn", "words"), [(True, "back in the queue"), (False, "confirmed it")])
def test_mails_of_an_appeal(cast: Cast, canary: dict[str, str], overturn: bool, words: str) -> None:
    case = cast.submit(**canary | {"description": OFFER}, treatments=("cell-based",))
    appeal = applicant.appeal(case=case, text=f"CANARY {CANARY}", by=cast.owner)
    assert "within 15 working days" in _mail("appeal_received", cast).text
    appeals.decide_appeal(
        appeal=appeal,
        overturn=overturn,
        reasons=("cell_product",),
        answer=CANARY,
        by=cast.senior,
        version=appeal.version,
    )
    mail = _mail("appeal_decided", cast)
    assert words in mail.text
    assert "Listing policy 2.1" in mail.text


def test_mail_to_a_new_colleague_names_no_provider(cast: Cast) -> None:
    add_team_mate(provider=cast.specialist, email=cast.stranger.email, by=cast.owner)
    message = Message.objects.get(to=cast.stranger.email)
    assert "added your account" in message.text
    assert "Aldous" not in message.subject + message.text + message.html
