"""The start page, a listing's page, and what follows a move, each with the queries they may take."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.accreditation import actions as accreditation
from directory.accreditation.models import Register
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions as moderation
from directory.moderation import applicant, renewal
from directory.submission import actions as submission
from directory.submission import upkeep
from tests.cast import Cast
from tests.submission.conftest import clinic_of


def _page(client: Client, name: str, *where: object) -> str:
    return client.get(reverse(name, args=where)).content.decode()


def test_clinic_that_moves_is_hidden_until_its_licence_is_seen_for_the_new_address(
    cast: Cast, owner: Client
) -> None:
    """The whole chain through actions: facility licence for the old address, affiliation, publication, move."""

    clinic, site = clinic_of(cast.owner)
    licence = accreditation.claim_credential(
        provider=clinic,
        register=Register.objects.get(pk="uk-cqc"),
        number="1-1234567890",
        site=site,
        by=cast.owner,
    )
    upkeep.confirm_affiliation(
        affiliation=accreditation.propose_affiliation(practitioner=cast.specialist, site=site, by=cast.owner),
        by=cast.owner,
    )
    case = submission.submit(
        provider=clinic,
        document=cast.content(kind="clinic", name="Canal House", sites=(submission.site_content(site),)),
        by=cast.owner,
    )
    renewal.verify(
        credential=licence, method="register", where="https://register.example/", result="confirmed",
        scopes=licence.register.scopes, valid_until=None, by=cast.ann,
    )  # fmt: skip
    case = cast.ready(case)
    moderation.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    cast.second(case)
    assert Entry.objects.filter(pk=case.listing_id).exists()
    form = {
        "name": site.name,
        "street": "9 New Street",
        "town": "Leeds",
        "postcode": "",
        "region": "GB-LDS",
        "moved": "on",
    }
    owner.post(reverse("edit_place", args=[site.pk]), form)
    assert not Entry.objects.filter(pk=case.listing_id).exists()
    assert Listing.objects.get(pk=case.listing_id).publication == "quarantined"
    assert "before the place moved" in _page(owner, "provider", clinic.pk)
    assert "The place has moved since you confirmed" in _page(owner, "provider", cast.specialist.pk)


def test_start_page_takes_the_same_queries_for_one_listing_and_for_many(cast: Cast, owner: Client) -> None:
    cast.publish()
    with CaptureQueriesContext(
        connection,
    ) as one:
        owner.get(reverse("provider_home"))
    for _number in range(4):
        cast.submit()
        clinic_of(cast.owner)
    with CaptureQueriesContext(connection) as many:
        page = owner.get(reverse("provider_home")).content.decode()
    assert len(many) <= len(one)
    assert page.count("card__kind") == 5
    assert len(many) <= 14


def test_listing_page_takes_the_same_queries_for_a_long_history(cast: Cast, owner: Client) -> None:

    case = cast.submit()
    with CaptureQueriesContext(connection) as short:
        owner.get(reverse("provider_listing", args=[case.listing_id]))
    for number in range(4):
        case.refresh_from_db()
        applicant.withdraw_case(case=case, by=cast.owner, version=case.version)
        case = submission.revise(
            listing=case.listing, document=cast.content(summary=f"S {number}"), by=cast.owner
        )
    with CaptureQueriesContext(connection) as long:
        owner.get(reverse("provider_listing", args=[case.listing_id]))
    assert len(long) <= len(short)


def test_listing_page_says_what_is_still_missing_and_not_what_only_waits_for_a_check(
    cast: Cast, owner: Client
) -> None:
    case = cast.submit()
    assert "What we still need from you" not in _page(owner, "provider_listing", case.listing_id)
    bare = accreditation.register_provider(name="Dr Bare", kind="person", country="GB", by=cast.owner)
    site = accreditation.add_site(provider=bare, name="House", town="Leeds", region="GB-LDS", by=cast.owner)

    other = submission.submit(
        provider=bare, document=cast.content(sites=(submission.site_content(site),)), by=cast.owner
    )
    page = _page(owner, "provider_listing", other.listing_id)
    assert "What we still need from you" in page
    assert "No current licence to practise of Dr Bare" in page
