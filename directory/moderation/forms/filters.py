"""The form under which a filter of the queue is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..saved import SavedFilter
from .own_words import OwnWords


class KeepForm(forms.Form):
    """A name for the filters in use."""

    name = OwnWords(
        label=_("Name for these filters"),
        max_length=SavedFilter._meta.get_field("name").max_length,
        error_messages={"required": _("Give the filter a name.")},
    )
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
