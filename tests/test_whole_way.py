"""The whole way as people walk it, through the forms that the pages show: submitted, checked, found by a patient."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.catalogue.models import Entry
from directory.moderation.models import Case
from directory.outbox.models import Message
from tests.cast import PASSWORD, person
from tests.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "gazetteer")]

HONEST = "I see adults with migraine and cluster headache and write to your family doctor after each visit."
OFFER = "Our clinic injects umbilical cord stem cells against migraine. Book your treatment week now."


def sign_up(email: str) -> Visitor:
    visitor = Visitor().open("/accounts/signup/")
    visitor.send("signup", email=email, password1=PASSWORD, password2=PASSWORD)
    letter = Message.objects.get(to=email)
    found = re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", letter.text)
    assert found, letter.text
    visitor.open(found[1]).send("confirm-email")
    if "/login" in visitor.path:
        visitor.send("login", login=email, password=PASSWORD)
    return visitor


def registered(visitor: Visitor) -> Visitor:
    """A neurologist in Leeds with a place of care and an entry in the GMC's register."""
    visitor.open("/providers/new/").send("new", name="Dr Nell Ashby", kind="person", country="GB")
    home = visitor.path
    visitor.open(f"{home}places/new/").send(
        "places/new",
        name="Canal Rooms",
        street="1 Canal Row",
        town="Leeds",
        postcode="LS1 4DY",
        region="GB-LDS",
    )
    visitor.open(f"{home}entries/new/?country=GB")
    visitor.send("entries/new", register="uk-gmc", number="7000001")
    return visitor.open(home)


def submit(visitor: Visitor, description: str) -> Visitor:
    home = visitor.path
    visitor.open(f"{home}listings/new/")
    place = visitor.page.css_first('input[name="sites"]')
    assert place is not None
    return visitor.send(
        "listings/new",
        kind="specialist",
        name="Dr Nell Ashby",
        summary="Neurologist for adults with headache.",
        description=description,
        sites=[place.attributes["value"]],
        headaches=["migraine-without-aura", "cluster"],
        treatments=["assessment", "preventive-medicine"],
        languages=["en"],
        ages=["adult"],
        referrals=["gp"],
        funding=["public"],
        how_to_refer="A letter from your family doctor.",
    )


def moderator(email: str, *roles: Role) -> Visitor:
    person(email, *roles)
    return Visitor().sign_in(email, PASSWORD)


def check(visitor: Visitor, case: Case) -> None:
    """Declare, take, look the entry up in its register, answer the questions."""
    visitor.open(f"/moderation/cases/{case.pk}/").send("declare", tie="no")
    visitor.send("take")
    visitor.send(
        "credentials/",
        method="register",
        where="https://register.example/7000001",
        result="confirmed",
        scopes=["licence", "neurology"],
        valid_until=(clock.today() + timedelta(days=200)).isoformat(),
    )
    form = visitor.form("checklist")
    answers = {str(f.attributes["name"]): "on" for f in form.css('input[type="checkbox"]')}
    visitor.send("checklist", **answers)


def test_from_sign_up_to_the_patient_who_finds_it() -> None:
    provider = submit(registered(sign_up("nell@clinic.example")), HONEST)
    assert Case.objects.exists(), provider.text
    case = Case.objects.get()
    assert case.status == Case.Status.OPEN, provider.text
    assert Visitor().open("/clinics/?region=GB-LDS").page.css("[data-result]") == []

    first = moderator("first@directory.example", Role.MODERATOR)
    check(first, case)
    first.send("approve")
    case.refresh_from_db()
    assert case.status == Case.Status.SECOND_REVIEW, first.text

    second = moderator("second@directory.example", Role.MODERATOR)
    second.open(f"/moderation/cases/{case.pk}/").send("declare", tie="no")
    second.send("approve-second").send("reauthenticate", password=PASSWORD)
    case.refresh_from_db()
    assert case.status == Case.Status.APPROVED, second.text

    patient = Visitor().open("/").send("clinics", place="LS1 4DY", headache="cluster")
    results = patient.page.css("[data-result]")
    assert [result.attributes["data-result"] for result in results] == ["dr-nell-ashby-leeds"]
    assert float(results[0].attributes["data-distance-km"] or "99") < 5
    patient.follow("Dr Nell Ashby")
    for words in ("Why this", "General Medical Council", "7000001", "Canal Rooms"):
        assert words in patient.text, patient.text
    assert Message.objects.filter(to="nell@clinic.example").count() >= 2


def test_stem_cell_clinic_is_rejected_with_reasons_and_a_way_to_a_person() -> None:
    provider = submit(registered(sign_up("sales@cells.example")), OFFER)
    case = Case.objects.get()
    assert (case.status, case.automatic) == (Case.Status.REJECTED, True), provider.text
    assert "A person should look" in provider.open(f"/providers/listings/{case.listing_id}/").text
    assert not Entry.objects.exists()
    for address in ("/clinics/?q=Nell", "/clinics/?region=GB-LDS", "/regions/GB-LDS/"):
        assert "Ashby" not in Visitor().open(address).text

    provider.send("ask-a-person")
    case.refresh_from_db()
    assert case.status == Case.Status.OPEN
    reader = moderator("first@directory.example", Role.MODERATOR)
    assert "Headache specialist" in reader.open("/moderation/").text


def test_moderator_who_was_made_provider_of_the_clinic_is_kept_out() -> None:
    submit(registered(sign_up("nell@clinic.example")), HONEST)
    insider = User.objects.get(email="nell@clinic.example")
    insider.groups.add(Group.objects.get_or_create(name=Role.MODERATOR)[0])
    case = Case.objects.get()
    visitor = Visitor().sign_in(insider.email, PASSWORD).open(f"/moderation/cases/{case.pk}/")
    assert visitor.status == 403 or "own organisation" in visitor.text
    assert Case.objects.get().lease_by is None
