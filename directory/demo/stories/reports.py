"""What readers report about a published listing, and what came of it. Nothing is hidden by a report."""

from datetime import timedelta

from directory.demo.desk import approve, approve_second, ask_for, examine, take
from directory.demo.scene import Scene, revise
from directory.demo.timeline import Steps
from directory.moderation.reports import actions as reports
from directory.moderation.reports.models import PublicReport

from .afterwards import live, until_days_before_end
from .review import checked_and_approved, kept_up, pause

_READER = "wren@readers.example"
_ANOTHER = "ellis@readers.example"


def _report(scene: Scene, kind: str, category: str, text: str = "", email: str = "") -> PublicReport:
    made = reports.report(
        listing_id=scene.case.listing_id, kind=kind, category=category, text=text, email=email
    )
    scene.case = made.case
    return made


def reported(scene: Scene) -> Steps:
    """Two details and one thing that could harm somebody: three reports wait in one recheck."""
    yield from live(scene)
    yield until_days_before_end(scene, 3)
    _report(scene, "correction", "wrong_number")
    yield timedelta(hours=9)
    _report(scene, "correction", "not_accepting", "They told me that their list is full until summer.")
    yield until_days_before_end(scene, 1)
    text = "I was given an infusion and left alone for an hour. Nobody came when I felt faint."
    _report(scene, "safety", "harm", text, _READER)


def reported_then_changed(scene: Scene) -> Steps:
    """The reader was right: the provider was asked, and what is published is another version now."""
    yield from live(scene)
    yield timedelta(days=45)
    found = _report(scene, "correction", "not_accepting", "I rang; there is a waiting list.", _READER)
    yield timedelta(days=1)
    take(scene, scene.first)
    _judge(scene, found, PublicReport.Outcome.CONFIRMED)
    ask_for(scene, accepting="A reader tells us that you take nobody new. Please say what is right.")
    yield timedelta(days=2)
    revise(scene, accepting=False)
    yield from checked_and_approved(scene)
    yield from kept_up(scene)


def reported_wrongly(scene: Scene) -> Steps:
    """The reader was mistaken: the listing stays as it is."""
    yield from live(scene)
    yield timedelta(days=40)
    found = _report(scene, "correction", "not_in_register", "I did not find this doctor there.", _ANOTHER)
    yield pause(scene, base=1)
    examine(scene)
    _judge(scene, found, PublicReport.Outcome.NOT_CONFIRMED)
    if not approve(scene):
        yield timedelta(days=1)
        approve_second(scene)
    yield from kept_up(scene)


def _judge(scene: Scene, found: PublicReport, outcome: PublicReport.Outcome) -> None:
    reports.judge(report=found, outcome=outcome, by=scene.first, version=scene.refresh().version)


STORIES = (reported, reported_then_changed, reported_wrongly)
