"""Makes the whole demonstration in one transaction, or nothing of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from directory import clock
from directory.accounts.models import User
from directory.accreditation.models import Provider, Register
from directory.listings.models import Listing
from directory.moderation.checkpoints import kept
from directory.moderation.checkpoints.actions import all_lines
from directory.moderation.errors import ModerationError
from directory.trials.actions import import_records
from directory.trials.demo_records import demo_studies

from . import accounts, house, mail
from .drafts import SPREAD, Draft, drafts
from .scene import enrol
from .stories import STORIES
from .timeline import Progress, Steps, StoryEnds, play


class SeedRefused(Exception):
    """The demonstration is not made here; carries a sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What was made. `ended` holds a sentence for each story that the product ended otherwise than planned."""

    listings: int
    trials: int
    ended: tuple[str, ...]


def seed(*, progress: Progress, share: float = 1.0) -> Seeded | None:
    """Makes the demonstration as of now; None when it is there already.

    `share` of the plain providers are made (the hand-shaped ones always). Raises `SeedRefused`.
    """
    if not settings.DEMO:
        raise SeedRefused(
            "Demonstration data are made only where DEMO=1 is set, so that they never mix with real listings."
            " Nothing was changed."
        )
    if accounts.exist():
        return None
    _refuse_beside_real_data()
    with transaction.atomic():
        made = _make(share, progress, signed=not kept.readable())
    return replace(made, ended=(*made.ended, *_write_checkpoints()))


def _refuse_beside_real_data() -> None:
    if Listing.objects.exists() or Provider.objects.exists():
        raise SeedRefused(
            "This database holds listings that are not demonstration data. Nothing was changed."
            " Use an empty database: set DATABASE_URL to a new one."
        )
    if not Register.objects.exists():
        raise SeedRefused(
            "The reference data are missing. Run manage.py load_reference first, then this again."
        )


def _write_checkpoints() -> tuple[str, ...]:
    """The file is no part of the transaction: what it lacks is written once the database holds it."""
    try:
        kept.add_missing(all_lines())
    except kept.NotKept as error:
        return (error.sentence,)
    return ()


def _make(share: float, progress: Progress, *, signed: bool) -> Seeded:
    """`signed` unless the file of checkpoints tells of another database's log, which it is not mixed with."""
    now = clock.now()
    cast = drafts(share=share)
    with clock.set_to(now - timedelta(days=SPREAD + 8)):
        people = accounts.create()
    registers = {register.pk: register for register in Register.objects.all()}
    report = import_records(demo_studies(now.date()), on=now.date(), fetched_at=now, demo=True)
    with mail.counted_as_delivered():
        told = [(_beginning(draft, now), _told(draft, people, registers)) for draft in cast]
        ended = play([*_house(people, now, signed=signed), *told], until=now, progress=progress)
    return Seeded(listings=Listing.objects.count(), trials=report.counts["new"], ended=tuple(ended))


def _house(people: dict[str, User], now: datetime, *, signed: bool) -> Iterator[tuple[datetime, Steps]]:
    first = now - timedelta(days=SPREAD + 8)
    yield first, house.opens(people)
    yield first, house.second_looks(people)
    if signed:
        early = now.replace(hour=4, minute=5, second=0, microsecond=0)
        yield early - timedelta(days=house.CHECKPOINTS), house.checkpoints_signed()


def _beginning(draft: Draft, now: datetime) -> datetime:
    return now - timedelta(days=draft.starts, minutes=draft.serial * 17 % 400)


def _told(draft: Draft, people: dict[str, User], registers: dict[str, Register]) -> Steps:
    """The provider appears on the day its story begins. What the product refuses ends the story, and is said."""
    try:
        yield from STORIES[draft.story](enrol(draft, people, registers))
    except (ModerationError, StoryEnds) as error:
        raise StoryEnds(f"{draft.content.name} ({draft.story}): {error}") from error
