"""The whole way through the actions: from a proposal to the catalogue and out of it."""

from datetime import timedelta

from directory import clock
from directory.catalogue.models import Entry
from directory.moderation.models import Case, Decision
from tests.cast import Cast


def test_listing_is_live_after_two_people_approved_the_first_from_a_register(cast: Cast) -> None:
    listing = cast.publish()

    entry = Entry.objects.live(on=clock.today()).get()
    assert entry.pk == listing.pk
    assert {line.link for line in entry.evidence.all()} == {"licence", "qualification"}
    assert Decision.objects.filter(lifecycle="case").values_list("to_status", flat=True)[0] == "second_review"


def test_declared_cell_product_is_rejected_at_once(cast: Cast) -> None:
    case = cast.submit(treatments=("assessment", "cell-based"))

    assert case.status == Case.Status.REJECTED
    assert case.statements.get().reasons == ["cell_product"]
    assert not Entry.objects.exists()


def test_entry_vanishes_when_its_evidence_ends(cast: Cast) -> None:
    cast.publish()
    last = Entry.objects.get().valid_until

    assert Entry.objects.live(on=last).exists()
    assert not Entry.objects.live(on=last + timedelta(days=1)).exists()
