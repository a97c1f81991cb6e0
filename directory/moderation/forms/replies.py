"""The form for a reply that the team keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..reasons import REASONS
from .decisions import LONGEST
from .own_words import WordsToProvider


class ReplyForm(forms.Form):
    """For one reason, under a title by which colleagues find it."""

    reason = forms.ChoiceField(
        label=_("For which reason"),
        choices=[("", _("Choose")), *((each.code, each.title) for each in REASONS)],
    )
    title = WordsToProvider(label=_("Title, for colleagues"), max_length=80)
    text = WordsToProvider(
        label=_("Words to the provider"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "They are put into the explanation, where they can be changed. No name, no personal data."
        ),
    )
