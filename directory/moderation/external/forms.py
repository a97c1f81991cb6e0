"""The form by which somebody from outside is invited."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms.own_words import OwnWords
from .actions import DAYS, MOST_DAYS


class InvitationForm(forms.Form):
    """Whom, why they are independent, and for how long."""

    email = forms.EmailField(
        label=_("E-mail address of the person"),
        help_text=_("The link in the message works for this address alone."),
        max_length=254,
    )
    why_independent = OwnWords(
        label=_("Who this is, and why nothing ties them to the case"),
        help_text=_("Kept with the case. The person invited does not read it, nor does the provider."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        help_text=_("At most 30. After that the access ends by itself."),
        initial=DAYS,
        min_value=1,
        max_value=MOST_DAYS,
    )
