"""Listings that offer cell products, and two that only seem to."""

from datetime import timedelta

from directory.demo.desk import ask_for, refuse
from directory.demo.scene import Scene, revise, submit
from directory.demo.timeline import Steps
from directory.moderation import applicant

from .appeals import appeal, decide
from .review import checked_and_approved, kept_up


def offers_cells(scene: Scene) -> Steps:
    """Rejected by the system, with reasons."""
    submit(scene)
    yield timedelta()


def offers_cells_person_refuses(scene: Scene) -> Steps:
    """Asks for a person; the person reads it and decides the same."""
    submit(scene)
    yield timedelta(days=2)
    _ask_person(scene)
    yield timedelta(days=3)
    refuse(
        scene,
        "cell_product",
        "I read the whole text. It offers a product that has no marketing authorisation.",
    )


def offers_cells_appeals(scene: Scene) -> Steps:
    submit(scene)
    yield timedelta(days=5)
    appeal(scene, "Our method uses the patient's own tissue, so no authorisation is needed.")


def offers_cells_appeal_confirmed(scene: Scene) -> Steps:
    yield from offers_cells_appeals(scene)
    yield timedelta(days=11)
    answer = "That the tissue is the patient's own does not change what the product is. The decision stands."
    decide(scene, overturn=False, reason="cell_product", answer=answer)


def ticked_by_mistake(scene: Scene) -> Steps:
    """An honest clinic ticked the wrong box, was rejected by the system, and asked for a person."""
    honest = scene.content.treatments
    submit(scene, treatments=(*honest, "cell-based"))
    yield timedelta(days=1)
    _ask_person(scene)


def ticked_then_live(scene: Scene) -> Steps:
    honest = scene.content.treatments
    yield from ticked_by_mistake(scene)
    yield timedelta(days=2)
    ask_for(
        scene,
        treatments="You ticked cell-based products. If that was a mistake, please send a version without.",
    )
    yield timedelta(days=1)
    revise(scene, treatments=honest)
    yield from checked_and_approved(scene)
    yield from kept_up(scene)


def _ask_person(scene: Scene) -> None:
    case = scene.refresh()
    applicant.ask_person(case=case, by=scene.owner, version=case.version)


STORIES = (
    offers_cells, offers_cells_person_refuses, offers_cells_appeals, offers_cells_appeal_confirmed, ticked_by_mistake,
    ticked_then_live,
)  # fmt: skip
