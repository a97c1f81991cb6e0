"""What senior moderators type about rules and rulesets."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .modes import Mode

MODES: dict[Mode, str | Promise] = {
    Mode.ACTIVE: _("Active: counts as the rule says"),
    Mode.REVIEW_ONLY: _("Review only: what it would reject goes to a person"),
    Mode.SHADOW: _("Shadow: is counted here, weighs nothing and is shown nowhere else"),
}
_LONGEST = 2000


def _why(hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("Why?"),
        help_text=hint,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )


class ModeForm(forms.Form):
    """Another mode for a rule."""

    mode = forms.ChoiceField(
        label=_("How much should it count from now on?"),
        choices=[(mode.value, words) for mode, words in MODES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    why = _why()


class RollbackForm(forms.Form):
    """Giving an activation up."""

    why = _why(_("Moderators read it in the note on each recheck."))
