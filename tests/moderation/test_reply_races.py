"""Two moderators change a reply, or ask for a website, at the same moment: one result, a sentence for the rest."""

from directory.moderation import saved_replies
from directory.moderation.errors import ModerationError, StaleVersion, TransitionRefused
from directory.moderation.models import Case
from directory.moderation.saved import SavedReply
from directory.moderation.website.actions import read_again
from directory.moderation.website.models import WebsiteReading
from tests.cast import Cast
from tests.moderation.pages import declared
from tests.moderation.test_races import at_once
from tests.moderation.test_races import cast as cast  # the fixture: real transactions, PostgreSQL only
from tests.moderation.test_races import pytestmark as pytestmark


def test_same_title_kept_twice_at_once_is_kept_once(cast: Cast) -> None:
    def keep(text: str) -> object:
        return saved_replies.add(reason="accreditation", title="No entry", text=text, by=cast.ann)

    results = at_once(lambda: keep("One."), lambda: keep("Two."))

    assert [type(each) for each in results if isinstance(each, ModerationError)] == [TransitionRefused]
    assert SavedReply.objects.count() == 1


def test_reply_changed_twice_at_once_is_changed_once(cast: Cast) -> None:
    reply = saved_replies.add(reason="accreditation", title="No entry", text="Before.", by=cast.ann)
    seen = saved_replies.mark(reply)

    def change(text: str) -> object:
        return saved_replies.change(
            reply=reply, reason="accreditation", title="No entry", text=text, seen=seen, by=cast.ann
        )

    results = at_once(lambda: change("One."), lambda: change("Two."))

    assert [type(each) for each in results if isinstance(each, ModerationError)] == [StaleVersion]
    assert SavedReply.objects.get().text in ("One.", "Two.")


def test_website_asked_for_by_two_at_once_is_read_once(cast: Cast) -> None:
    case = declared(cast.submit(website="https://aldous.example/"), cast.ann, cast.ben)
    WebsiteReading.objects.all().delete()

    def ask(by: str) -> object:
        return read_again(case=Case.objects.get(pk=case.pk), by=getattr(cast, by), version=case.version)

    results = at_once(lambda: ask("ann"), lambda: ask("ben"))

    assert not [each for each in results if isinstance(each, Exception)]
    assert WebsiteReading.objects.count() == 1
