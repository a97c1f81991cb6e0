"""What happens to a published listing: edited, hidden, brought back, removed, lapsed."""

from datetime import timedelta

from directory import clock
from directory.accreditation import actions as accreditation
from directory.demo.desk import approve, approve_second, examine, refuse
from directory.demo.scene import Scene, revise, submit
from directory.demo.timeline import Steps
from directory.moderation import publication, renewal

from .review import checked_and_approved, kept_up


def live(scene: Scene, *, holds_for: int | None = None) -> Steps:
    submit(scene)
    yield from checked_and_approved(scene, holds_for=holds_for)


def edit_waiting(scene: Scene) -> Steps:
    """A new version waits while the old one stays public."""
    yield from live(scene)
    yield until_days_before_end(scene, 3)
    revise(scene, telehealth=not scene.content.telehealth, accepting=False)


def edit_approved(scene: Scene) -> Steps:
    yield from live(scene)
    yield timedelta(days=40)
    revise(scene, summary=f"{scene.content.summary} Now also in the evening.")
    yield from checked_and_approved(scene)
    yield from kept_up(scene)


def edit_refused(scene: Scene) -> Steps:
    """The edit is refused; what was published stays."""
    yield from live(scene)
    yield timedelta(days=50)
    revise(scene, summary="The leading headache practice of the region, second to none.")
    yield timedelta(days=2)
    refuse(scene, "unproven_claim", "“Second to none” cannot be shown. What is published stays as it is.")


def hidden(scene: Scene) -> Steps:
    """A report on safety: hidden at once, the recheck waits."""
    yield from live(scene)
    yield until_days_before_end(scene, 6)
    _hide(scene)


def _hide(scene: Scene) -> None:
    listing = scene.listing
    scene.case = publication.quarantine(
        listing=listing,
        reasons=("safety_report",),
        explanation="A patient told us of an infusion with nobody present to help. We are asking you both.",
        by=scene.first,
        version=listing.version,
    )


def licence_lost(scene: Scene) -> Steps:
    """A later look finds the licence suspended: the system hides the listing."""
    yield from live(scene)
    yield until_days_before_end(scene, 9)
    credential = scene.credentials[0]
    renewal.verify(
        credential=credential,
        method="register",
        where=credential.register.lookup_url or "https://register.example/",
        result="restricted",
        by=scene.second,
    )


def excluded(scene: Scene) -> Steps:
    """Named on an exclusion list since."""
    yield from live(scene)
    yield until_days_before_end(scene, 13)
    accreditation.note_exclusion(
        provider=scene.provider, source="Fictional exclusion list", since=clock.today(), by=scene.second
    )
    renewal.reconsider_provider(scene.provider)


def restored(scene: Scene) -> Steps:
    """The recheck, by two people, finds nothing, and the listing comes back."""
    yield from live(scene)
    yield timedelta(days=60)
    _hide(scene)
    yield timedelta(days=5)
    examine(scene, scene.people["senior"])
    approve(scene, scene.people["senior"])
    yield timedelta(days=1)
    approve_second(scene)
    yield from kept_up(scene)


def removed(scene: Scene) -> Steps:
    """Hidden by one person, its recheck rejected by a second, removed for good by a third."""
    yield from live(scene)
    yield timedelta(days=70)
    _hide(scene)
    yield timedelta(days=9)
    refuse(
        scene,
        "safety_report",
        "Two reports were confirmed, and the provider did not answer.",
        by=scene.second,
    )
    yield timedelta(days=1)
    listing = scene.listing
    publication.delist(
        listing=listing,
        reasons=("safety_report",),
        explanation="Two reports were confirmed, and the provider did not answer.",
        by=scene.people["senior"],
        version=listing.version,
    )


def taken_down(scene: Scene) -> Steps:
    """The provider takes its listing down."""
    yield from live(scene)
    yield timedelta(days=75)
    listing = scene.listing
    publication.unpublish(listing=listing, by=scene.owner, version=listing.version)


def lapsed(scene: Scene) -> Steps:
    """The evidence ended and nobody has looked again."""
    yield from live(scene, holds_for=scene.draft.starts // 2)
    yield from kept_up(scene)


def not_confirmed(scene: Scene) -> Steps:
    """Nobody has confirmed the details for half a year."""
    yield from live(scene)


def until_days_before_end(scene: Scene, days: int) -> timedelta:
    """How long to wait so that the next step comes `days` before the day on which the demonstration was made."""
    done = (clock.today() - scene.began).days
    return timedelta(days=max(scene.draft.starts - done - days, 1))


STORIES = (
    edit_waiting, edit_approved, edit_refused, hidden, licence_lost, excluded, restored, removed, taken_down, lapsed,
    not_confirmed,
)  # fmt: skip
