"""Taking a second look: who may, once, and what follows from it."""

from collections.abc import Callable

import pytest
from django.conf import settings

from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Affiliation
from directory.catalogue.models import Entry
from directory.moderation import actions, applicant, people
from directory.moderation.errors import ModerationError, NotAllowed, TransitionRefused
from directory.moderation.models import Case, Decision
from directory.moderation.quality.actions import look
from directory.moderation.quality.models import SecondLook
from directory.moderation.quality.ties import ties
from directory.moderation.quality.waiting import rows_of
from directory.outbox.models import Message
from tests.cast import Cast, neurologist
from tests.moderation.pages import declared

from .world import approved_alone, drawn_for, looked, rejected_automatically

pytestmark = pytest.mark.usefixtures("lot_falls")


def test_colleague_agrees_and_nothing_else_changes(cast: Cast) -> None:
    case = approved_alone(cast)
    before = (Decision.objects.count(), Case.objects.get(pk=case.pk).version, Entry.objects.count())

    taken = looked(case, cast.ben)

    assert (taken.agrees, taken.by, taken.note) == (True, cast.ben, "")
    assert taken.at is not None
    assert not SecondLook.objects.waiting().exists()
    assert before == (Decision.objects.count(), Case.objects.get(pk=case.pk).version, Entry.objects.count())
    assert not Message.objects.filter(key__startswith="second-look").exists()
    assert not case.notes.exists()


def test_disagreement_with_a_rejection_changes_nothing_and_tells_the_seniors(cast: Cast) -> None:
    case = rejected_automatically(cast)

    looked(case, cast.ben, agrees=False, note="This declines such treatment, it does not offer it.")

    assert Case.objects.get(pk=case.pk).status == Case.Status.REJECTED
    note = case.notes.get()
    assert (note.by, "does not offer it" in note.text) == (cast.ben, True)
    sent = Message.objects.filter(key__startswith="second-look")
    assert set(sent.values_list("to", flat=True)) == {cast.senior.email, cast.second_senior.email}
    for message in sent:
        told = message.subject + message.text + message.html
        assert f"/moderation/quality/{drawn_for(case).decision_seq}/" in told
        assert "Aldous" not in told
        assert "declines" not in told


def test_without_a_free_senior_the_operator_is_told(cast: Cast) -> None:
    case = rejected_automatically(cast)
    cast.second_senior.groups.clear()

    looked(case, cast.senior, agrees=False, note="No offer.")

    sent = Message.objects.filter(key__startswith="second-look")
    assert [message.to for message in sent] == [settings.OPERATOR_EMAIL]


def test_disagreement_needs_a_note(cast: Cast) -> None:
    case = declared(rejected_automatically(cast), cast.ben)

    with pytest.raises(TransitionRefused, match="see differently"):
        look(second_look=drawn_for(case), agrees=False, note="  ", by=cast.ben)
    with pytest.raises(TransitionRefused, match="too long"):
        look(second_look=drawn_for(case), agrees=True, note="x" * 2001, by=cast.ben)

    assert drawn_for(case).agrees is None


def test_second_answer_is_refused_and_the_first_stands(cast: Cast) -> None:
    case = approved_alone(cast)
    looked(case, cast.ben)

    with pytest.raises(TransitionRefused, match="already"):
        looked(case, cast.senior, agrees=False, note="I would not have.")

    assert drawn_for(case).by == cast.ben
    assert drawn_for(case).agrees


def _tied(cast: Cast) -> User:
    actions.declare_conflict(case=Case.objects.get(), by=cast.ben, has_conflict=True)
    return cast.ben


def _member(cast: Cast) -> User:
    accreditation.add_member(provider=cast.specialist, user=cast.ben, by=cast.owner)
    return cast.ben


def _retired(cast: Cast) -> User:
    cast.ben.groups.clear()
    return cast.ben


@pytest.mark.parametrize(
    "who",
    [lambda cast: cast.ann, _tied, _member, _retired, lambda cast: cast.owner],
    ids=["decided it", "declared a tie", "own organisation", "no moderator any more", "the provider"],
)
def test_who_may_not_look_is_refused(cast: Cast, who: Callable[[Cast], User]) -> None:
    case = approved_alone(cast)
    person = who(cast)
    actions.declare_conflict(case=case, by=person, has_conflict=False)

    with pytest.raises(NotAllowed):
        look(second_look=drawn_for(case), agrees=True, note="", by=person)

    assert drawn_for(case).agrees is None


def test_look_needs_the_declaration(cast: Cast) -> None:
    case = approved_alone(cast)

    with pytest.raises(NotAllowed, match="conflict of interest"):
        look(second_look=drawn_for(case), agrees=True, note="", by=cast.ben)


def test_who_decided_after_the_machine_cannot_look_at_its_rejection(cast: Cast) -> None:
    case = rejected_automatically(cast)
    applicant.ask_person(case=case, by=cast.owner, version=case.version)
    case = cast.ready(Case.objects.get(pk=case.pk))
    actions.reject(case=case, reasons=("cell_product",), explanation="", by=cast.ann, version=case.version)

    with pytest.raises(NotAllowed, match="part in this decision"):
        look(second_look=drawn_for(case), agrees=True, note="", by=cast.ann)
    assert looked(case, cast.ben).agrees


def test_team_of_one_is_told_that_nobody_can_look(cast: Cast) -> None:
    case = approved_alone(cast)
    alone = rows_of([drawn_for(case)], cast.ben)[0].nobody
    User.objects.filter(pk__in=[cast.ben.pk, cast.senior.pk, cast.second_senior.pk]).update(is_active=False)

    (row,) = rows_of([drawn_for(case)], cast.ann)

    assert not alone
    assert row.nobody
    assert row.why_not


def test_ties_are_those_of_the_other_pages(cast: Cast) -> None:
    """The set over many is the same as the question about one, for every way of belonging to a house."""
    other, _site, _credentials = neurologist(
        cast.stranger, name="Dr Ola Brandt", country="GB", region="GB-LDS", town="Leeds"
    )
    house = accreditation.register_provider(
        name="Canal Street Clinic", kind="organisation", country="GB", by=cast.mate
    )
    site = accreditation.add_site(
        provider=house, name="Canal Street", town="Leeds", region="GB-LDS", street="2 Canal Row", by=cast.mate
    )
    Affiliation.objects.create(practitioner=cast.specialist, organisation=house, site=site)
    accreditation.add_member(provider=house, user=cast.ben, by=cast.mate)
    accreditation.add_member(provider=cast.specialist, user=cast.senior, by=cast.owner)
    actions.declare_conflict(case=cast.submit(), by=cast.ann, has_conflict=True)
    team = [cast.ann, cast.ben, cast.senior, cast.second_senior, cast.owner, cast.stranger]
    providers = [cast.specialist, other, house]

    near = ties([each.pk for each in team], [each.pk for each in providers])

    for person in team:
        for provider in providers:
            pair = (person.pk, provider.pk)
            assert (pair in near.house) == people.in_the_house(person, provider.pk), pair
            assert (pair in near.declared) == (person.pk in people.tied_to(provider.pk)), pair
    assert (cast.ben.pk, cast.specialist.pk) in near.house
    assert (cast.senior.pk, house.pk) in near.house


def test_every_refusal_is_a_sentence(cast: Cast) -> None:
    case = approved_alone(cast)

    with pytest.raises(ModerationError) as refused:
        look(second_look=drawn_for(case), agrees=True, note="", by=cast.ann)

    assert refused.value.sentence.endswith(".")
