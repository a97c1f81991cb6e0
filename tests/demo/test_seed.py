"""When the demonstration is not made, and what an interrupted run leaves."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from directory import clock
from directory.accounts.models import User
from directory.accreditation.models import Register
from directory.demo.accounts import ACCOUNTS, PASSWORD, describe
from directory.demo.seed import SeedRefused, seed
from directory.demo.timeline import Steps, StoryEnds, play
from directory.listings.models import Listing
from directory.moderation.checkpoints import kept, keys
from directory.moderation.checkpoints.lines import Line
from directory.moderation.checkpoints.models import Checkpoint
from directory.moderation.external.models import Invitation
from directory.moderation.models import Decision
from directory.trials.models import Trial
from tests.cast import Cast

from .story import silent, told


def test_without_demo_the_command_refuses_with_a_sentence(db: None) -> None:
    with override_settings(DEMO=False), pytest.raises(CommandError, match="only where DEMO=1"):
        call_command("seed_demo")
    assert not User.objects.exists()


@override_settings(DEMO=True)
def test_beside_listings_of_others_it_refuses_and_leaves_them(cast: Cast) -> None:
    listing = cast.publish()
    with pytest.raises(SeedRefused, match="not demonstration data"):
        seed(progress=silent)
    assert list(Listing.objects.all()) == [listing]
    assert not User.objects.filter(email=ACCOUNTS[0].email).exists()


@override_settings(DEMO=True)
def test_without_reference_data_it_says_what_to_run(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Register.objects, "exists", lambda: False)
    with pytest.raises(SeedRefused, match="load_reference"):
        seed(progress=silent)


@override_settings(DEMO=True)
def test_an_interrupted_run_leaves_nothing(db: None, now: object) -> None:
    def interrupt(day: int, of: int) -> None:
        if day > 100:
            assert Decision.objects.exists()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(progress=interrupt, share=0)
    assert not User.objects.exists()
    assert not Decision.objects.exists()
    assert not Trial.objects.exists()


@override_settings(DEMO=True)
def test_an_interrupted_run_leaves_no_checkpoint_in_the_file(db: None, now: object) -> None:
    def interrupt(day: int, of: int) -> None:
        if Checkpoint.objects.exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(progress=interrupt, share=0)
    assert not Checkpoint.objects.exists()
    assert kept.lines() is None


@override_settings(REQUIRE_STAFF_MFA=True)
def test_second_factors_and_the_checkpoints_of_another_database_are_left_to_others(
    db: None, tmp_path: Path
) -> None:
    """The reviewer accepts when a factor is set up; two logs are not mixed in one file."""
    unsigned = Line(at="2026-11-01T04:00:00Z", hash="a" * 64, seq=7, site="https://other.example")
    other = replace(unsigned, public_key=keys.public_key(), signature=keys.sign(unsigned.signed))
    (tmp_path / "checkpoints.jsonl").write_text(f"{other}\n")
    with told(tmp_path, share=0) as made:
        assert made.ended == ()
        assert Invitation.objects.filter(user=None, ended_at=None).count() == 1
        assert not Checkpoint.objects.exists()
        assert kept.readable() == [other]


@override_settings(DEMO=True)
def test_an_account_that_is_there_means_it_is_done(db: None) -> None:
    User.objects.create_user(ACCOUNTS[0].email)
    assert seed(progress=silent) is None


def test_the_table_of_accounts_names_each_with_its_password() -> None:
    table = describe()
    assert table.count(PASSWORD) == len(ACCOUNTS)
    assert all(account.email in table and account.start in table for account in ACCOUNTS)


def test_stories_take_turns_in_the_order_of_time(now: object) -> None:
    told: list[tuple[str, int]] = []
    today = clock.now()

    def story(name: str, pauses: list[int]) -> Steps:
        for days in pauses:
            told.append((name, (clock.now() - today).days))
            yield timedelta(days=days)

    first = (today - timedelta(days=10), story("a", [4, 4, 4]))
    second = (today - timedelta(days=8), story("b", [1, 9, 1]))
    assert play([first, second], until=today, progress=silent) == []
    assert told == [("a", -10), ("b", -8), ("b", -7), ("a", -6), ("a", -2)]


def test_a_story_that_the_product_ends_is_said_and_stops_nobody_else(now: object) -> None:
    told: list[str] = []

    def refused() -> Steps:
        yield timedelta()
        raise StoryEnds("Larkfield (published): rejected")

    def goes_on() -> Steps:
        yield timedelta(days=1)
        told.append("to the end")

    today = clock.now()
    stories = [(today - timedelta(days=3), refused()), (today - timedelta(days=3), goes_on())]
    assert play(stories, until=today, progress=silent) == ["Larkfield (published): rejected"]
    assert told == ["to the end"]


def test_no_stories_take_no_time() -> None:
    assert play([], until=clock.now(), progress=silent) == []
