"""The provider's way through HTTP: rejected with reasons, asking for a person, appealing, editing, taking down."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory import clock
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import actions as moderation
from directory.moderation import publication
from directory.moderation.models import Appeal, Case, StatementOfReasons
from tests.cast import Cast

Typed = dict[str, Any]
OFFER = "We inject stem cells from your own fat against migraine."


def _page(client: Client, name: str, *where: object) -> str:
    return client.get(reverse(name, args=where)).content.decode()


@pytest.fixture
def rejected(cast: Cast, owner: Client, typed: Typed) -> Case:
    owner.post(
        reverse("new_listing", args=[cast.specialist.pk]),
        {**typed, "description": OFFER, "treatments": ["cell-based"]},
    )
    return Case.objects.get()


def test_cell_clinic_is_rejected_told_why_in_full_and_nothing_is_public(
    owner: Client, rejected: Case
) -> None:
    assert rejected.status == "rejected"
    assert not Entry.objects.exists()
    statement = StatementOfReasons.objects.get()
    listing = _page(owner, "provider_listing", rejected.listing_id)
    assert "Not accepted" in listing
    assert "A person should look" in listing
    page = _page(owner, "provider_statement", statement.decision_seq)
    for words in (
        "The listing you sent is not published.", "In the whole directory", "Until you send a version that is accepted",
        "Through our own checks", "An automatic check found it and decided", "Listing policy 2.1",
        "Offers an unapproved cell product", "What would change it", "reply to the message", "Appeal until 25 May 2027",
        "A person should look", statement.ruleset,
    ):  # fmt: skip
        assert words in page, words
    assert "Treatments you offer" in page
    for word in ("illegal", "fraud"):
        assert word not in page.lower()


def test_provider_asks_for_a_person_once(owner: Client, rejected: Case) -> None:
    address = reverse("ask_person", args=[rejected.pk])
    assert owner.post(address, {"version": rejected.version}).status_code == 302
    rejected.refresh_from_db()
    assert rejected.status == "open"
    assert rejected.person_asked_at == clock.now()
    again = owner.post(address, {"version": rejected.version})
    assert again.status_code == 409
    assert "Nothing was changed" in again.content.decode()
    assert "A person should look" not in _page(owner, "provider_listing", rejected.listing_id)


@pytest.mark.parametrize("version", ["", "x", "0", "99999999999999999999"])
def test_asking_from_a_stale_page_changes_nothing(owner: Client, rejected: Case, version: str) -> None:
    answer = owner.post(reverse("ask_person", args=[rejected.pk]), {"version": version})
    assert answer.status_code == 409
    rejected.refresh_from_db()
    assert rejected.status == "rejected"


def test_asking_for_an_older_version_while_a_newer_one_waits_is_refused(
    owner: Client, rejected: Case, typed: Typed
) -> None:
    owner.post(reverse("revise_listing", args=[rejected.listing_id]), typed)
    assert (
        owner.post(reverse("ask_person", args=[rejected.pk]), {"version": rejected.version}).status_code
        == 409
    )


def test_appeal_is_filed_kept_and_shown(cast: Cast, owner: Client, rejected: Case) -> None:
    seq = StatementOfReasons.objects.get().decision_seq
    assert "Until 25 May 2027" in _page(owner, "file_appeal", seq)
    owner.post(reverse("file_appeal", args=[seq]), {"text": "We never offered this to patients."})
    assert Appeal.objects.get().filed_by_id == cast.owner.pk
    page = _page(owner, "provider_listing", rejected.listing_id)
    assert "We never offered this to patients." in page
    assert "You appealed" in page
    second = owner.post(reverse("file_appeal", args=[seq]), {"text": "Second try with other words."})
    assert second.status_code == 409
    assert "Second try with other words." in second.content.decode()


def test_appeal_without_words_or_with_a_patients_number_is_not_filed(owner: Client, rejected: Case) -> None:
    address = reverse("file_appeal", args=[StatementOfReasons.objects.get().decision_seq])
    assert "This is needed" in owner.post(address, {"text": "  "}).content.decode()
    page = owner.post(address, {"text": "My patient 943 476 5919 was glad."}).content.decode()
    assert "476 5919" not in page
    assert "was glad" in page
    assert not Appeal.objects.exists()


def test_appeal_after_the_deadline_is_refused(owner: Client, rejected: Case) -> None:
    statement = StatementOfReasons.objects.get()
    with clock.set_to(clock.now() + timedelta(days=185)):
        answer = owner.get(reverse("file_appeal", args=[statement.decision_seq]))
        late = owner.post(reverse("file_appeal", args=[statement.decision_seq]), {"text": "Late."})
        page = _page(owner, "provider_listing", rejected.listing_id)
    assert answer.status_code == late.status_code == 409
    assert "Late." in late.content.decode()
    assert "Appeal (until" not in page


def test_appeal_page_says_when_nobody_uninvolved_is_there(cast: Cast, owner: Client, rejected: Case) -> None:
    address = reverse("file_appeal", args=[StatementOfReasons.objects.get().decision_seq])
    assert "external reviewer" not in owner.get(address).content.decode()
    for senior in (cast.senior, cast.second_senior):
        senior.is_active = False
        senior.save()
    assert "external reviewer" in owner.get(address).content.decode()


def test_edit_waits_while_the_old_version_stays_public(cast: Cast, owner: Client, typed: Typed) -> None:
    listing = cast.publish()
    before = Entry.objects.get().content
    owner.post(reverse("revise_listing", args=[listing.pk]), {**typed, "summary": "A changed summary."})
    assert Entry.objects.get().content == before
    page = _page(owner, "provider_listing", listing.pk)
    assert "Public now" in page
    assert "A changed summary." in page
    assert "Neurologist with a headache clinic for adults." in page
    case = cast.ready(Case.objects.get(status="open"))
    moderation.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    if case.status == "second_review":
        cast.second(case)
    assert Entry.objects.get().summary == "A changed summary."


def test_edit_that_changes_nothing_is_refused_with_a_sentence(
    cast: Cast, owner: Client, typed: Typed
) -> None:
    owner.post(reverse("new_listing", args=[cast.specialist.pk]), typed)
    case = cast.ready(Case.objects.get())
    moderation.approve(case=case, by=cast.ann, version=case.version)
    case.refresh_from_db()
    cast.second(case)
    answer = owner.post(reverse("revise_listing", args=[case.listing_id]), typed)
    assert answer.status_code == 409
    assert "published already" in answer.content.decode()


def test_second_version_while_one_waits_is_refused_and_keeps_what_was_typed(
    cast: Cast, owner: Client, typed: Typed
) -> None:
    case = cast.submit()
    answer = owner.post(
        reverse("revise_listing", args=[case.listing_id]), {**typed, "summary": "Typed with care."}
    )
    assert answer.status_code == 409
    assert "Typed with care." in answer.content.decode()
    assert case.listing.revisions.count() == 1


def test_question_of_a_moderator_stands_at_its_field_and_is_answered(
    cast: Cast, owner: Client, typed: Typed
) -> None:
    case = cast.submit()
    moderation.declare_conflict(case=case, by=cast.ann, has_conflict=False)
    case = moderation.take(case=case, by=cast.ann)
    asked = {
        "summary": "Please say which ages you see.",
        "sites-0": "Which floor?",
        "odd": "And one more thing.",
    }
    moderation.request_changes(case=case, requests=asked, by=cast.ann, version=case.version)
    page = _page(owner, "provider_listing", case.listing_id)
    assert "Please say which ages you see." in page
    assert "by 6 December 2026" in page
    form = _page(owner, "revise_listing", case.listing_id)
    for words in asked.values():
        assert form.count(words) == 1
    assert form.index("Please say which ages you see.") < form.index('id="id_summary"')
    owner.post(reverse("revise_listing", args=[case.listing_id]), {**typed, "summary": "Adults only."})
    case.refresh_from_db()
    assert case.status == "open"
    assert case.revision.document().summary == "Adults only."
    assert "Please say which ages" not in _page(owner, "provider_listing", case.listing_id)


def test_withdrawing_asks_first_and_a_stale_page_changes_nothing(cast: Cast, owner: Client) -> None:
    case = cast.submit()
    address = reverse("withdraw_submission", args=[case.pk])
    assert "Withdraw what you sent?" in owner.get(address).content.decode()
    assert owner.post(address, {"version": case.version + 1}).status_code == 409
    assert owner.post(address, {"version": case.version}).status_code == 302
    case.refresh_from_db()
    assert case.status == "withdrawn"


def test_taking_down_asks_first_and_then_nothing_is_public(cast: Cast, owner: Client) -> None:
    listing = cast.publish()
    address = reverse("unpublish_listing", args=[listing.pk])
    assert "Take the listing down?" in owner.get(address).content.decode()
    assert Entry.objects.exists()
    assert owner.post(address, {"version": listing.version - 1}).status_code == 409
    assert owner.post(address, {"version": listing.version}).status_code == 302
    assert not Entry.objects.exists()
    assert Listing.objects.get().publication == "none"


def test_details_are_confirmed_when_due(cast: Cast, owner: Client) -> None:
    listing = cast.publish()
    assert "Are all details still right?" not in _page(owner, "provider_listing", listing.pk)
    later = clock.now() + timedelta(days=90)
    with clock.set_to(later):
        assert "are they still right?" in _page(owner, "provider_home")
        assert "Are all details still right?" in _page(owner, "provider_listing", listing.pk)
        assert owner.post(reverse("confirm_details", args=[listing.pk]), {"version": "77"}).status_code == 409
        owner.post(reverse("confirm_details", args=[listing.pk]), {"version": listing.version})
        assert "Are all details still right?" not in _page(owner, "provider_listing", listing.pk)
    assert Entry.objects.get().attested_on == later.date()


def test_hidden_listing_can_be_appealed_but_no_new_version_is_sent_past_the_recheck(
    cast: Cast, owner: Client, typed: Typed
) -> None:
    listing = cast.publish()
    publication.quarantine(listing=listing, reasons=("safety_report",), by=cast.ann, version=listing.version)
    page = _page(owner, "provider_listing", listing.pk)
    assert "Hidden while we check" in page
    assert "Appeal (until" in page
    assert owner.get(reverse("revise_listing", args=[listing.pk])).status_code == 302
    answer = owner.post(reverse("revise_listing", args=[listing.pk]), {**typed, "summary": "Kept words."})
    assert answer.status_code == 409
    assert "Kept words." in answer.content.decode()
    seq = StatementOfReasons.objects.get().decision_seq
    assert "Until a second look at it is finished" in _page(owner, "provider_statement", seq)


def test_history_names_no_moderator_and_shows_no_private_note(cast: Cast, owner: Client) -> None:
    case = cast.ready(cast.submit())
    moderation.add_note(case=case, text="CANARY note", by=cast.ann)
    moderation.reject(
        case=case,
        reasons=("incorrect",),
        explanation="The street is not right.",
        by=cast.ann,
        version=case.version,
    )
    statement = StatementOfReasons.objects.get()
    pages = _page(owner, "provider_listing", case.listing_id) + _page(
        owner, "provider_statement", statement.decision_seq
    )
    assert "a person of the directory" in pages
    assert "The street is not right." in pages
    assert "A person noticed it, and a person decided" in pages
    for secret in ("CANARY", "ann@", "Ann<", "lease"):
        assert secret not in pages
