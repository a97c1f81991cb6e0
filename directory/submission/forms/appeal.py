"""An appeal."""

from django.utils.translation import gettext_lazy

from .careful import CarefulForm
from .fields import PlainTextField


class AppealForm(CarefulForm):
    """Why a decision should not stand."""

    text = PlainTextField(
        limit=5000,
        rows=8,
        label=gettext_lazy("What is wrong with the decision?"),
        help_text=gettext_lazy(
            "In your own words, at most 5,000 characters. Nothing about single patients, please."
        ),
    )
