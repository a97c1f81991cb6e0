"""What is asked once for all that were chosen."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoTiesForm(forms.Form):
    """One declaration for every provider that the page names beside it."""

    none = forms.BooleanField(
        label=_("I have no tie to any of these providers."),
        error_messages={
            "required": _("Tick this only if it is so. With a tie to one of them, leave that one out.")
        },
    )
