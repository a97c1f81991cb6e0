"""The operator's window on the tables: to look, and to change only accounts, roles and when a register was re-checked.

Everything that a transition or an action owns is read-only here, for superusers too: a status, a verification or an
entry changes through the workbench or not at all.
"""

from typing import Any

from allauth.mfa import admin as mfa_admin
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from directory import models

_TO_LOOK_AT: tuple[type[Model], ...] = (
    models.Address, models.Affiliation, models.Appeal, models.Case, models.CatalogueVersion, models.ChangeRequest,
    models.Checkpoint, models.ConflictDeclaration, models.Credential, models.Decision, models.Entry,
    models.EntryEvidence, models.EntrySite, models.Exclusion, models.JurisdictionRule, models.Listing,
    models.LogHead, models.Membership, models.Provider, models.Region, models.Revision, models.RuleMode,
    models.RulesetActivation, models.RulesetConsent, models.RulesetRescreening, models.SavedFilter,
    models.SavedReply, models.ScreeningFinding, models.ScreeningRun, models.SecondLook, models.Site,
    models.StatementOfReasons, models.Trial, models.TrialSite, models.Verification, models.WebsitePage,
    models.WebsiteReading, models.WithheldFinding,
)  # fmt: skip


class ToLookAt(admin.ModelAdmin[Any]):
    """Nothing can be added, changed or deleted."""

    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.register(_TO_LOOK_AT, ToLookAt)


@admin.register(models.Invitation)
class InvitationAdmin(ToLookAt):
    """Who was asked from outside, and until when; nothing that the link could be compared with."""

    exclude = ("token_sha256",)
    list_display = ("case", "part", "email", "invited_at", "expires_at", "accepted_at", "ended_at")


@admin.register(models.PublicReport)
class PublicReportAdmin(ToLookAt):
    """What was reported and what came of it; not by whom."""

    exclude = ("email", "reporter")
    list_display = ("kind", "category", "listing", "at", "outcome", "judged_at", "told_at")


@admin.register(models.Message)
class MessageAdmin(ToLookAt):
    """Whether mail left; not what it says, since it may hold a link that opens an account."""

    fields = ("key", "to", "subject", "created_at", "next_attempt_at", "attempts", "sent_at", "last_error")
    list_display = ("key", "to", "created_at", "sent_at", "attempts", "last_error")


@admin.register(models.Register)
class RegisterAdmin(admin.ModelAdmin[models.Register]):
    """Rows come from the project's data; an operator notes when one was compared with its source."""

    list_display = ("code", "name", "jurisdiction", "standing", "rechecked_on", "rechecked_by")
    search_fields = ("code", "name")
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        editable = {"rechecked_on", "rechecked_by"}
        return [field.name for field in models.Register._meta.fields if field.name not in editable]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NewUserForm(AdminUserCreationForm):
    """An account is known by its e-mail address."""

    class Meta:
        model = models.User
        fields = ("email", "name")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


@admin.register(models.User)
class UserAdmin(DjangoUserAdmin[Any]):
    """Accounts and roles. An account that acted stays, without access: what it did names it."""

    add_form = NewUserForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff")
    search_fields = ("email", "name")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("groups",)
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        (_("Roles"), {"fields": ("groups", "is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.unregister(mfa_admin.Authenticator)


@admin.register(mfa_admin.Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin[Any]):
    """A second factor can be taken away from somebody who lost it; its secret is not shown."""

    fields = ("user", "type", "created_at", "last_used_at")
    list_display = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
