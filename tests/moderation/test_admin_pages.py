"""The operator's admin: a superuser looks at everything and changes no status, entry, verification or decision."""

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from directory import models
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.moderation import saved_filters, saved_replies
from directory.moderation.checkpoints.models import Checkpoint
from directory.moderation.models import Case, Decision
from directory.moderation.quality.models import SecondLook
from directory.moderation.reports import actions as reports
from directory.moderation.reports.models import PublicReport
from tests.cast import PASSWORD, Cast
from tests.moderation.external.team import invite, operator, waiting_for_second
from tests.moderation.pages import signed_in

OPERATOR_MAY_CHANGE = {models.User, models.Register, Group}


@pytest.fixture
def root(cast: Cast) -> Client:
    return signed_in(User.objects.create_superuser("root@directory.example", PASSWORD))


def ours() -> list[type[Model]]:
    return [model for model in admin.site._registry if model._meta.app_label == "directory"]


def address(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:directory_{model._meta.model_name}_{page}", args=args)


def test_whatever_holds_the_public_side_is_read_only() -> None:
    held = {
        models.Entry, models.EntrySite, models.EntryEvidence, models.Case, models.Decision, models.LogHead,
        models.Listing, models.Revision, models.Verification, models.Appeal, models.StatementOfReasons,
        models.ScreeningFinding, models.Trial, models.Credential, models.Membership, models.Affiliation,
        models.Invitation, models.PublicReport, models.SecondLook, models.Checkpoint, models.SavedFilter,
        models.SavedReply,
    }  # fmt: skip

    assert held <= set(ours())
    assert not held & OPERATOR_MAY_CHANGE


def test_superuser_adds_changes_and_deletes_nothing(cast: Cast, root: Client) -> None:
    cast.publish()
    for model in ours():
        if model in OPERATOR_MAY_CHANGE:
            continue
        assert root.get(address(model, "changelist")).status_code == 200, model
        assert root.post(address(model, "add"), {}).status_code == 403, model
        row = model._default_manager.first()
        if row is None:
            continue
        assert root.get(address(model, "change", row.pk)).status_code == 200, model
        assert root.post(address(model, "change", row.pk), {}).status_code == 403, model
        assert root.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403, model


def test_superuser_cannot_publish_a_case_by_form(cast: Cast, root: Client) -> None:
    case = cast.ready(cast.submit())

    response = root.post(
        address(models.Case, "change", case.pk),
        {"status": "approved", "version": case.version + 1, "risks": "[]"},
    )

    case.refresh_from_db()
    assert response.status_code == 403
    assert case.status == Case.Status.OPEN
    assert not Entry.objects.exists()


def test_superuser_cannot_change_what_is_published(cast: Cast, root: Client) -> None:
    listing = cast.publish()

    for model, sent in (
        (models.Entry, {"treatments": 1 << 19, "name": "Harbour Cells"}),
        (models.Listing, {"publication": "delisted"}),
    ):
        assert root.post(address(model, "change", listing.pk), sent).status_code == 403

    assert Entry.objects.get().name == "Dr Mira Aldous"
    assert Listing.objects.get().publication == Listing.Publication.LIVE


def test_superuser_cannot_delete_from_a_list(cast: Cast, root: Client) -> None:
    cast.publish()
    before = Decision.objects.count()

    for model in (models.Decision, models.Entry, models.Verification):
        rows = list(model._default_manager.values_list("pk", flat=True))
        sent = {"action": "delete_selected", "_selected_action": rows, "post": "yes"}
        root.post(address(model, "changelist"), sent)
        assert model._default_manager.count() == len(rows) > 0
    assert Decision.objects.count() == before


def test_operator_notes_only_when_a_register_was_checked_again(cast: Cast, root: Client) -> None:
    sent = {
        "rechecked_on": "2026-11-20",
        "rechecked_by": "R. Operator",
        "standing": "never",
        "shows": "everything",
    }

    root.post(address(models.Register, "change", "uk-gmc"), sent)

    register = models.Register.objects.get(pk="uk-gmc")
    assert (register.rechecked_on, register.rechecked_by) == (date(2026, 11, 20), "R. Operator")
    assert (register.standing, register.shows) == ("counts", "licence,neurology")
    assert root.post(address(models.Register, "delete", "uk-gmc"), {"post": "yes"}).status_code == 403


def test_operator_makes_an_account_and_gives_it_a_role(cast: Cast, root: Client) -> None:
    group = Group.objects.get(name=Role.MODERATOR)
    secret = "a long enough secret"

    root.post(
        address(models.User, "add"),
        {
            "email": "New@Directory.example", "name": "New", "usable_password": "true",
            "password1": secret, "password2": secret,
        },
    )  # fmt: skip
    user = User.objects.get(email="new@directory.example")
    root.post(
        address(models.User, "change", user.pk),
        {"email": user.email, "name": "New", "groups": [group.pk], "is_active": "on"},
    )

    assert User.objects.get(pk=user.pk).has_role(Role.MODERATOR)


def test_account_that_acted_is_not_deleted(cast: Cast, root: Client) -> None:
    assert root.post(address(models.User, "delete", cast.ann.pk), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=cast.ann.pk).exists()


def test_mail_and_second_factors_are_listed_without_their_secrets(cast: Cast, root: Client) -> None:
    from allauth.mfa.models import Authenticator

    from directory.outbox import actions as outbox

    message = outbox.post(key="k", to="a@b.example", subject="s", text="TOKEN-IN-A-LINK")
    factor = Authenticator.objects.create(user=cast.ann, type="totp", data={"secret": "TOTP-SECRET"})

    shown = root.get(address(models.Message, "change", message.pk)).content.decode()
    other = root.get(reverse("admin:mfa_authenticator_change", args=[factor.pk])).content.decode()

    assert "TOKEN-IN-A-LINK" not in shown
    assert "TOTP-SECRET" not in other


def test_reports_are_listed_without_who_sent_them(cast: Cast, root: Client) -> None:
    listing = cast.publish()
    report = reports.report(
        listing_id=listing.pk, kind="safety", category="harm", text="I fainted.", email="wren@reader.example"
    )

    for page in (
        address(models.PublicReport, "changelist"),
        address(models.PublicReport, "change", report.pk),
    ):
        shown = root.get(page).content.decode()
        assert "wren@reader.example" not in shown
        assert report.reporter not in shown
        assert report.category in shown
    assert (
        root.post(address(models.PublicReport, "change", report.pk), {"outcome": "confirmed"}).status_code
        == 403
    )
    assert PublicReport.objects.get().outcome == ""


def test_invitations_are_listed_without_what_their_link_is_compared_with(cast: Cast, root: Client) -> None:
    invitation = invite(waiting_for_second(cast), operator())

    for page in (
        address(models.Invitation, "changelist"),
        address(models.Invitation, "change", invitation.pk),
    ):
        shown = root.get(page).content.decode()
        assert invitation.token_sha256 not in shown
        assert invitation.email in shown
    assert root.post(address(models.Invitation, "delete", invitation.pk), {"post": "yes"}).status_code == 403


def test_what_the_workbench_keeps_is_shown_and_changed_by_nobody_here(cast: Cast, root: Client) -> None:
    listing = cast.publish()
    approval = Decision.objects.filter(lifecycle="case").latest("seq")
    kept = [
        SecondLook.objects.create(decision_seq=approval.seq, case=listing.cases.get(), occasion="alone"),
        Checkpoint.objects.create(seq=approval.seq, hash=approval.hash, public_key="key", signature="signed"),
        saved_filters.keep(name="Reported", query="tab=waiting&why=unsafe", by=cast.ann),
        saved_replies.add(reason="authority", title="Nobody knew", text="Please ring us.", by=cast.ann),
    ]

    for row in kept:
        model = type(row)
        assert root.get(address(model, "change", row.pk)).status_code == 200, model
        assert root.post(address(model, "change", row.pk), {}).status_code == 403, model
        assert root.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403, model
        assert model._default_manager.filter(pk=row.pk).exists()


def test_staff_without_rights_and_moderators_do_not_get_in(cast: Cast) -> None:
    for person in (cast.ann, cast.owner):
        assert signed_in(person).get("/admin/").status_code in (302, 403)
        assert signed_in(person).get(address(models.Case, "changelist")).status_code in (302, 403)
