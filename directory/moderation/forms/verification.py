"""What a moderator saw in a register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory import clock
from directory.accreditation.models import Register, Verification

from .own_words import OwnWords


class VerificationForm(forms.Form):
    """One look at one credential's source. The moment is the clock's: nothing can be back-dated."""

    method = forms.ChoiceField(
        label=_("How you looked"), choices=Verification.Method.choices, initial=Verification.Method.REGISTER
    )
    where = forms.CharField(
        label=_("Where"), max_length=300, help_text=_("Address of the entry, or which document or contact.")
    )
    result = forms.ChoiceField(label=_("Result"), choices=[("", _("Choose")), *Verification.Result.choices])
    scopes = forms.MultipleChoiceField(
        label=_("What the entry showed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    valid_until = forms.DateField(
        label=_("Valid until, as the register says"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Last valid day. Leave empty when the register gives none."),
    )
    note = OwnWords(
        label=_("Private note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, register: Register, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope, scope) for scope in register.scopes]  # type: ignore[attr-defined]
        self.fields["where"].initial = register.lookup_url
        if not register.scopes:
            del self.fields["scopes"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        confirmed = cleaned.get("result") == Verification.Result.CONFIRMED
        if confirmed and "scopes" in self.fields and not cleaned.get("scopes"):
            self.add_error("scopes", _("Tick what the entry showed. Without it the entry proves nothing."))
        until = cleaned.get("valid_until")
        if confirmed and until is not None and until < clock.today():
            self.add_error("valid_until", _('This day is over: choose "expired" as the result.'))
        return cleaned
