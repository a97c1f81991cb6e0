"""From the first version to the answer: published, waiting, asked to change, refused, withdrawn."""

from datetime import timedelta

from directory.demo.desk import approve, approve_second, ask_for, examine, look_at_sources, refuse, take
from directory.demo.scene import Scene, revise, submit
from directory.demo.timeline import Steps
from directory.moderation import actions as moderation
from directory.moderation import applicant, publication

ATTESTS = timedelta(days=150)
"""How often a careful provider confirms its details; after 180 days they would be hidden."""


def pause(scene: Scene, base: int = 2) -> timedelta:
    """A few days, other for each provider, at another hour."""
    return timedelta(days=base + scene.draft.serial % 4, hours=scene.draft.serial % 7)


def checked_and_approved(scene: Scene, *, holds_for: int | None = None) -> Steps:
    """A moderator works the case; where two must agree the second follows a day later."""
    yield pause(scene)
    examine(scene, holds_for=holds_for)
    if not approve(scene):
        yield timedelta(days=1, hours=2)
        approve_second(scene)


def kept_up(scene: Scene) -> Steps:
    """The provider confirms its details in time, as long as the story lasts."""
    while True:
        yield ATTESTS
        publication.attest(listing=scene.listing, by=scene.owner)


def published(scene: Scene) -> Steps:
    submit(scene)
    yield from checked_and_approved(scene)
    yield from kept_up(scene)


def waiting(scene: Scene) -> Steps:
    """Nobody has looked yet."""
    submit(scene)
    yield timedelta()


def prp_declared(scene: Scene) -> Steps:
    """Declares platelet-rich plasma, which a person must judge."""
    submit(scene, treatments=(*scene.content.treatments, "prp"))
    yield timedelta()


def looked_at(scene: Scene) -> Steps:
    """A moderator verified the credentials and left the case for tomorrow."""
    submit(scene)
    yield timedelta(days=2)
    take(scene, scene.first)
    look_at_sources(scene, scene.first)
    note = "Credentials are in order. I am waiting for the practice to ring back."
    moderation.add_note(case=scene.case, text=note, by=scene.first)
    moderation.release(case=scene.case, by=scene.first)


def changes_asked(scene: Scene) -> Steps:
    submit(scene)
    yield timedelta(days=2)
    ask_for(
        scene,
        how_to_refer="Please say what a patient should bring, and whether a letter is needed.",
        languages="The register's page names one language more. Please tick it, or tell us that it is out of date.",
    )


def changes_answered(scene: Scene) -> Steps:
    yield from changes_asked(scene)
    yield timedelta(days=3)
    revise(scene, how_to_refer=f"{scene.content.how_to_refer} A list of your medicines is enough.")


def changes_then_live(scene: Scene) -> Steps:
    yield from changes_answered(scene)
    yield from checked_and_approved(scene)
    yield from kept_up(scene)


def second_look(scene: Scene) -> Steps:
    """One moderator knows the provider and says so; another approves first, and a second person must follow."""
    submit(scene)
    yield timedelta(days=1)
    moderation.declare_conflict(case=scene.case, by=scene.second, has_conflict=True)
    yield timedelta(days=1)
    examine(scene)
    approve(scene)


def takes_part_in_trial(scene: Scene) -> Steps:
    """Names a trial, so that two people decide."""
    submit(scene, trial_ids=("DEMO-0001",))
    yield timedelta(days=3)
    examine(scene)
    approve(scene)


def trial_of_cells(scene: Scene) -> Steps:
    """Names a trial of a cell product; two people see its authorisation, so the trial is listed, never a treatment."""
    submit(scene, trial_ids=("DEMO-0038",))
    yield from checked_and_approved(scene)
    yield from kept_up(scene)


def sent_back(scene: Scene) -> Steps:
    """The second person is not satisfied."""
    yield from second_look(scene)
    yield timedelta(days=2)
    by, case = scene.people["senior"], scene.refresh()
    moderation.declare_conflict(case=case, by=by, has_conflict=False)
    note = "The licence covers the old building. Please look once more."
    moderation.return_to_first(case=case, reasons=("incorrect",), note=note, by=by, version=case.version)


def refused(scene: Scene) -> Steps:
    submit(scene)
    yield pause(scene, base=3)
    refuse(scene, *_REASONS[scene.draft.serial % len(_REASONS)])


_REASONS = (
    ("accreditation", "The register shows no entry under this number, and no other under this name."),
    ("authority", "Nobody at the published number knew of this listing. We rang on three days."),
    ("not_headache", "The practice told us that it sees people with back pain only."),
    ("unproven_claim", "The practice's own leaflet promises freedom from attacks; the listing points to it."),
)


def refused_by_second(scene: Scene) -> Steps:
    yield from second_look(scene)
    yield timedelta(days=1)
    by, case = scene.people["senior"], scene.refresh()
    moderation.declare_conflict(case=case, by=by, has_conflict=False)
    moderation.reject(
        case=case,
        reasons=("incorrect",),
        explanation="The address is a letter box service.",
        by=by,
        version=case.version,
    )


def tries_again(scene: Scene) -> Steps:
    """A new version after a refusal: a new case, linked to the old one."""
    yield from refused(scene)
    yield timedelta(days=12)
    revise(scene, summary=f"{scene.content.summary} New patients welcome.")


def withdrawn(scene: Scene) -> Steps:
    submit(scene)
    yield timedelta(days=1)
    case = scene.refresh()
    applicant.withdraw_case(case=case, by=scene.owner, version=case.version)


def unanswered(scene: Scene) -> Steps:
    """Asked for changes, and fourteen days went by."""
    yield from changes_asked(scene)
    yield timedelta(days=14, hours=1)
    applicant.expire_overdue()


STORIES = (
    published, waiting, prp_declared, looked_at, changes_asked, changes_answered, changes_then_live, second_look,
    takes_part_in_trial, trial_of_cells, sent_back, refused, refused_by_second, tries_again, withdrawn, unanswered,
)  # fmt: skip
