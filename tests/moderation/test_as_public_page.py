"""A version as the public would see it: the public page itself, before anything is public."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from directory.accreditation import actions as accreditation
from directory.accreditation.facts import Qualification
from directory.catalogue.models import Entry, EntryEvidence, EntrySite
from directory.listings.content import Invalid, SiteContent
from directory.listings.models import Revision
from directory.moderation import actions
from directory.moderation.checklist import qualification_of
from directory.submission.as_public import as_public
from tests.cast import Cast
from tests.moderation.pages import declared, in_second_review, page, signed_in


def words(html: str) -> str:
    """The article's text, without what only a published page offers."""
    tree = LexborHTMLParser(html)
    for part in tree.css("article .no-print"):
        part.decompose()
    article = tree.css_first("article")
    assert article is not None
    return " ".join(article.text(separator=" ").split())


def test_first_submission_is_shown_on_the_public_page_with_a_banner(cast: Cast) -> None:
    case = declared(cast.submit(phone="0113 496 0000"), cast.ann)

    shown = page(signed_in(cast.ann), "case_as_public", case.pk)

    assert "Not public: version 1" in shown
    for there in (
        "Dr Mira Aldous",
        "Cluster headache",
        "Leeds",
        "1 Canal Row",
        "0113 496 0000",
        "Why this clinic is listed",
    ):
        assert there in shown, there
    assert "It would stand under:" in shown
    assert "Something wrong with this listing?" not in shown
    assert not Entry.objects.exists()


def test_it_says_what_the_public_page_says_once_it_is_published(cast: Cast) -> None:
    case = in_second_review(cast)
    before = page(signed_in(cast.ben), "case_as_public", case.pk)
    actions.approve_second(case=case, by=cast.ben, version=case.version)
    case.refresh_from_db()

    public = signed_in(cast.stranger).get(reverse("clinic", args=[Entry.objects.get().slug])).content.decode()

    assert words(before) == words(public)


def test_several_places_are_shown_in_their_order(cast: Cast) -> None:
    first = cast.content().sites[0]
    other = accreditation.add_site(
        provider=cast.specialist,
        name="Harrogate Rooms",
        town="Harrogate",
        region="GB-NYK",
        street="2 Hill",
        by=cast.owner,
    )
    second = SiteContent(str(other.pk), other.version, other.name, other.street, other.town, "", "GB-NYK")
    case = declared(cast.submit(sites=(first, second)), cast.ann)

    shown = page(signed_in(cast.ann), "case_as_public", case.pk)

    assert shown.index("Leeds Consulting Rooms") < shown.index("Harrogate Rooms")


def test_it_needs_the_declaration_first(cast: Cast) -> None:
    case = cast.submit()

    response = signed_in(cast.ann).get(reverse("case_as_public", args=[case.pk]))

    assert response.status_code == 403
    assert "Aldous" not in response.content.decode()


def test_providers_and_strangers_do_not_see_it(cast: Cast) -> None:
    case = cast.submit()
    for person in (cast.owner, cast.stranger):
        assert signed_in(person).get(reverse("case_as_public", args=[case.pk])).status_code == 403


def test_erased_text_ends_in_a_sentence(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    Revision.objects.filter(pk=case.revision_id).update(content="")

    response = signed_in(cast.ann).get(reverse("case_as_public", args=[case.pk]))

    assert response.status_code == 409
    assert "was erased" in response.content.decode()


def test_place_in_a_region_that_is_not_known_ends_in_a_sentence(cast: Cast) -> None:
    document = cast.content()
    lost = replace(document, sites=(replace(document.sites[0], region="ZZ-ZZ"),))
    listing = cast.submit().listing
    unproven = Qualification(qualified=False, valid_until=None, chain=(), missing=())
    with pytest.raises(Invalid, match="region that is not known"):
        as_public(listing, lost, unproven)


def test_number_of_queries_does_not_grow_with_the_places_and_the_evidence(cast: Cast) -> None:
    bare = declared(cast.submit(), cast.ann)
    client = signed_in(cast.ann)
    page(client, "case_as_public", bare.pk)
    with CaptureQueriesContext(connection) as few:
        page(client, "case_as_public", bare.pk)
    cast.verify()
    with CaptureQueriesContext(connection) as many:
        page(client, "case_as_public", bare.pk)
    assert len(many) == len(few) <= 30


def test_nothing_can_be_sent_from_it(cast: Cast) -> None:
    case = declared(cast.submit(), cast.ann)
    tree = LexborHTMLParser(page(signed_in(cast.ann), "case_as_public", case.pk))
    main = tree.css_first("main")
    assert main is not None
    assert main.css("form, button") == []


_ONLY_PUBLISHED = {
    Entry: {
        "slug",
        "revision_sha256",
        "decision_seq",
        "content",
        "name_key",
        "published_at",
        "attestation_until",
    },
    EntrySite: {"id", "entry", "latitude", "longitude", "cell3", "cell5"},
    EntryEvidence: {"id", "entry"},
}
"""What a version has only once it is published, and what no page shows."""


def shown_fields(row: Entry | EntrySite | EntryEvidence) -> dict[str, object]:
    model = type(row)
    names = [field.name for field in model._meta.concrete_fields]
    assert _ONLY_PUBLISHED[model] <= set(names)
    return {name: getattr(row, name) for name in names if name not in _ONLY_PUBLISHED[model]}


def test_preview_and_published_entry_agree_in_every_field_that_a_page_can_show(cast: Cast) -> None:
    case = in_second_review(cast)
    preview = as_public(case.listing, case.revision.document(), qualification_of(case)).entry
    actions.approve_second(case=case, by=cast.ben, version=case.version)
    public = Entry.objects.get()

    assert shown_fields(preview) == shown_fields(public)
    for several in ("sites", "evidence"):
        before, after = (
            [shown_fields(row) for row in getattr(entry, several).all()] for entry in (preview, public)
        )
        assert before == after != []
