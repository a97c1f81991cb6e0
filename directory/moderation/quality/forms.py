"""What a second look says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms.own_words import OwnWords
from .actions import LONGEST_NOTE


class LookForm(forms.Form):
    """Agree or disagree; a disagreement says why."""

    answer = forms.ChoiceField(
        label=_("Would you have decided the same?"),
        choices=[("agree", _("Yes, I agree")), ("disagree", _("No, I disagree"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you agree.")},
    )
    note = OwnWords(
        label=_("Note for moderators"),
        help_text=_("Private. If you disagree: what you see differently."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["answer"] == "agree")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "disagree" and not self.errors and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say what you see differently."))
        return cleaned
