"""Earlier cases of what may be the same people: found by what ties them, shown with how they ended, never by name."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Register
from directory.moderation import actions, applicant, publication
from directory.moderation.models import Case
from directory.moderation.views.history import EarlierCase, digits, history_of, host_of
from directory.submission import actions as submission
from tests.cast import Cast, neurologist, person, plain_content
from tests.moderation.pages import CELLS, declared, page, signed_in


def elsewhere(by: User, *, name: str = "Dr Else", number: str = "7000009", **changes: Any) -> Case:
    """A submission of another provider for whom `by` acts."""
    provider, site, _credentials = neurologist(by, name=name, country="GB", region="GB-LDS", town="Hull")
    gmc = Register.objects.get(pk="uk-gmc")
    if number != "7000001":
        provider.credentials.all().delete()
        accreditation.claim_credential(provider=provider, register=gmc, number=number, by=by)
    document = replace(
        plain_content(site), **{"name": name, "description": f"{name} writes otherwise.", **changes}
    )
    return submission.submit(provider=provider, document=document, by=by)


def earlier(case: Case, cast: Cast) -> list[EarlierCase]:
    found = history_of(case, case.revision.document(), cast.credentials, cast.ann, looks_alike=False)
    return found.earlier


def ties(case: Case, cast: Cast) -> dict[str, list[str]]:
    return {str(each.case.pk): each.ties for each in earlier(case, cast)}


@pytest.fixture
def outsider() -> User:
    return person("outsider@other.example")


def test_case_without_anything_in_common_is_not_shown(cast: Cast, outsider: User) -> None:
    elsewhere(outsider)
    assert ties(cast.submit(), cast) == {}


def test_other_case_of_the_same_provider_is_tied_by_the_provider(cast: Cast) -> None:
    first = cast.submit(description=CELLS)
    assert ties(cast.submit(), cast) == {str(first.pk): ["same provider"]}


def test_case_of_another_provider_for_whom_the_same_person_acts_is_tied_by_the_person(cast: Cast) -> None:
    other = elsewhere(cast.mate)
    assert ties(cast.submit(), cast)[str(other.pk)][0] == "same person acts for both"


def test_same_register_entry_ties(cast: Cast, outsider: User) -> None:
    other = elsewhere(outsider, number="7000001")
    assert ties(cast.submit(), cast) == {str(other.pk): ["same register entry"]}


@pytest.mark.parametrize("written", ["+44 113 496 0000", "(0113) 4960000", "0113.496.0000"])
def test_same_telephone_ties_however_it_is_written(cast: Cast, outsider: User, written: str) -> None:
    other = elsewhere(outsider, phone=written)
    assert ties(cast.submit(phone="0113 496 0000"), cast) == {str(other.pk): ["same telephone"]}


def test_number_that_only_stands_in_the_text_ties_nobody(cast: Cast, outsider: User) -> None:
    elsewhere(outsider, description="Ring 0113 496 0000 for the blood test.")
    assert ties(cast.submit(phone="0113 496 0000"), cast) == {}


def test_same_website_ties_with_and_without_www(cast: Cast, outsider: User) -> None:
    other = elsewhere(outsider, website="https://www.aldous-clinic.example/head")
    found = ties(cast.submit(website="https://aldous-clinic.example/"), cast)
    assert found == {str(other.pk): ["same website"]}


def test_website_that_only_ends_alike_ties_nobody(cast: Cast, outsider: User) -> None:
    elsewhere(outsider, website="https://not-aldous.example/")
    assert ties(cast.submit(website="https://aldous.example/"), cast) == {}


def test_page_on_a_platform_ties_nobody(cast: Cast, outsider: User) -> None:
    elsewhere(outsider, website="https://www.facebook.com/one")
    assert ties(cast.submit(website="https://facebook.com/other"), cast) == {}


def test_website_of_many_providers_is_a_platform_and_ties_nobody(cast: Cast, outsider: User) -> None:
    for number in range(6):
        elsewhere(
            outsider, name=f"Dr Nr {number}", number=f"700001{number}", website="https://hospital.example/"
        )
    assert ties(cast.submit(website="https://hospital.example/head"), cast) == {}


def test_same_mail_domain_ties_and_a_mail_providers_does_not(cast: Cast) -> None:
    colleague = person("desk@clinic.example")
    other = elsewhere(colleague)
    assert ties(cast.submit(), cast) == {str(other.pk): ["same e-mail domain of the people who act for it"]}


def test_mail_provider_ties_nobody(cast: Cast) -> None:
    accreditation.add_member(provider=cast.specialist, user=person("mira@gmail.com"), by=cast.owner)
    elsewhere(person("else@gmail.com"))
    assert ties(cast.submit(), cast) == {}


def test_closest_tie_comes_first(cast: Cast, outsider: User) -> None:
    by_provider = cast.submit(description=CELLS)
    by_phone = elsewhere(outsider, phone="0113 496 0000")
    found = earlier(cast.submit(phone="0113 496 0000"), cast)
    assert [each.case.pk for each in found] == [by_provider.pk, by_phone.pk]


def test_page_shows_the_outcome_and_no_name_that_was_not_opened(cast: Cast, outsider: User) -> None:
    other = elsewhere(outsider, name="Canary Clinic", phone="0113 496 0000", treatments=("cell-based",))
    case = declared(cast.submit(phone="0113 496 0000"), cast.ann)
    client = signed_in(cast.ann)

    before = page(client, "case", case.pk)
    declared(other, cast.ann)
    after = page(client, "case", case.pk)

    assert reverse("case", args=[other.pk]) in before
    assert "same telephone" in before
    assert "rejected before" in before
    assert "Canary Clinic" not in before
    assert "Canary Clinic" in after


def test_page_says_when_there_is_nothing(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    assert "No other case of the same provider" in page(signed_in(cast.ann), "case", case.pk)


def test_case_after_a_removal_says_so(cast: Cast) -> None:
    listing = cast.publish()
    publication.quarantine(listing=listing, reasons=("incorrect",), by=cast.ann, version=listing.version)
    listing.refresh_from_db()
    publication.delist(listing=listing, reasons=("incorrect",), by=cast.ben, version=listing.version)
    case = declared(cast.submit(), cast.ann)
    assert "The listing was removed for good." in page(signed_in(cast.ann), "case", case.pk)


def test_number_of_queries_does_not_grow_with_what_is_found(cast: Cast, outsider: User) -> None:
    elsewhere(outsider, phone="0113 496 0000", website="https://aldous.example/")
    case = cast.submit(phone="0113 496 0000", website="https://aldous.example/")
    document = case.revision.document()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            history_of(case, document, cast.credentials, cast.ann, looks_alike=False)
        return len(queries)

    few = asked()
    for number in range(3):
        elsewhere(outsider, name=f"Dr Nr {number}", number=f"700001{number}", phone="0113 496 0000")
    assert asked() == few <= 7


def test_erased_versions_are_passed_over(cast: Cast, outsider: User) -> None:
    other = elsewhere(outsider, phone="0113 496 0000")
    type(other.revision).objects.filter(pk=other.revision_id).update(content="")
    assert ties(cast.submit(phone="0113 496 0000"), cast) == {}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("+44 113 496 0000", "134960000"),
        ("12345", ""),
        ("", ""),
        ("ext. only", ""),
        ("0113 4960000", "134960000"),
    ],
)
def test_digits_of_a_telephone(written: str, found: str) -> None:
    assert digits(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("https://www.Clinic.example/a", "clinic.example"),
        ("clinic.example/a", "clinic.example"),
        ("", ""),
        ("https://[broken", ""),
        ("https://clinic.example:8443", "clinic.example"),
    ],
)
def test_host_of_a_website(written: str, found: str) -> None:
    assert host_of(written) == found


def test_ties_hold_after_an_appeal_and_whatever_the_status(cast: Cast) -> None:
    first = cast.submit(description=CELLS)
    applicant.ask_person(case=first, by=cast.owner, version=first.version)
    actions.declare_conflict(case=first, by=cast.ann, has_conflict=False)
    second = cast.submit()
    (found,) = earlier(second, cast)
    assert (found.case.status, found.name) == (Case.Status.OPEN, "Dr Mira Aldous")
