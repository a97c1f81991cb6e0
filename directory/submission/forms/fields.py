"""Fields that refuse what cannot be shown and say so in a sentence, without cutting off what was typed."""

import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.trials.registry_ids import parse

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NEEDED = gettext_lazy("This is needed.")
NOT_A_CHOICE = gettext_lazy("One of these is not on the list. Please choose again.")
MOST_TRIALS = 20

_TURNED = "\u202d\u202e"
_UNREADABLE = "\ufffd"


def _shown(sign: str) -> bool:
    return sign in "\n\t" or (unicodedata.category(sign) not in ("Cc", "Cs", "Co") and sign not in _TURNED)


def refuse_unprintable(text: str) -> None:
    """Raise `ValidationError` for control characters, lone surrogates, private signs and what was no UTF-8."""
    if _UNREADABLE in text:
        raise ValidationError(
            _(
                "Some characters did not arrive in a readable form (shown as %(sign)s). Please type them again."
            )
            % {"sign": _UNREADABLE}
        )
    if not all(_shown(sign) for sign in text):
        raise ValidationError(
            _(
                "This holds invisible control characters, perhaps copied from another program."
                " Please type the text anew, or paste it as plain text."
            )
        )


class PlainTextField(forms.CharField):
    """Text without markup, at most `limit` characters. Browsers are not told the limit: they would cut silently."""

    free_text = True
    """Whether what looks like a patient's number is taken out before anything reads it."""

    def __init__(self, *, limit: int, rows: int = 1, **options: Any) -> None:
        options.setdefault("error_messages", {"required": NEEDED})
        if rows > 1:
            options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)
        self.limit, self.rows = limit, rows
        # Django's own refusal of null characters is one of several in to_python().
        self.validators = []

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
        text = text.strip() if self.rows > 1 else " ".join(text.split(" ")).strip()
        refuse_unprintable(text)
        if self.rows == 1 and ("\n" in text or "\t" in text):
            raise ValidationError(_("Please write this on one line."))
        if len(text) > self.limit:
            raise ValidationError(
                _("Please use at most %(limit)s characters. There are %(count)s now.")
                % {"limit": f"{self.limit:,}", "count": f"{len(text):,}"}
            )
        return text


class NumberField(PlainTextField):
    """A telephone's or register's number: its form decides elsewhere whether it may be one."""

    free_text = False


class WebsiteField(PlainTextField):
    """An http or https address; one without either is taken as https."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        address = text if ":" in text.split("/")[0] else f"https://{text}"
        try:
            parts = urlsplit(address)
            URLValidator(schemes=["http", "https"])(address)
        except (ValueError, ValidationError) as error:
            raise ValidationError(_("Give a web address such as https://www.clinic.example.")) from error
        if parts.username is not None or parts.password is not None:
            raise ValidationError(_("Give the web address without a name or password in it."))
        if len(address) > self.limit:
            raise ValidationError(_("Please use at most %(limit)s characters.") % {"limit": self.limit})
        return address


class TrialIdsField(PlainTextField):
    """Numbers of registered trials, one a line; cleaned to a tuple in the registries' own spelling."""

    def clean(self, value: Any) -> Any:
        text: str = super().clean(value)
        typed = [
            part.strip() for part in text.replace(",", "\n").replace(";", "\n").split("\n") if part.strip()
        ]
        if len(typed) > MOST_TRIALS:
            raise ValidationError(_("Please name at most %(most)s trials.") % {"most": MOST_TRIALS})
        return tuple(dict.fromkeys(self._number(part) for part in typed))

    def _number(self, typed: str) -> str:
        found = parse(typed)
        if found is None:
            raise ValidationError(
                _("“%(typed)s” has no form that a trial registry uses. An example: NCT01234567.")
                % {"typed": typed[:40]}
            )
        if not found.registers:
            raise ValidationError(
                _(
                    "%(number)s is a number that anyone can draw, not a registration. Give the registry's number."
                )
                % {"number": found.value}
            )
        return found.value


def choices_field(
    choices: list[Any],
    *,
    label: "StrOrPromise",
    required: bool = True,
    help_text: "StrOrPromise" = "",
    columns: bool = False,
) -> forms.MultipleChoiceField:
    """Several of a list, as boxes to tick."""
    attrs = {"class": "columns"} if columns else {}
    return forms.MultipleChoiceField(
        choices=choices, label=label, required=required, help_text=help_text,
        widget=forms.CheckboxSelectMultiple(attrs=attrs),
        error_messages={"required": gettext_lazy("Choose at least one."), "invalid_choice": NOT_A_CHOICE},
    )  # fmt: skip


def one_of(
    choices: list[Any],
    *,
    label: "StrOrPromise",
    required: bool = True,
    help_text: "StrOrPromise" = "",
    radio: bool = True,
) -> forms.ChoiceField:
    """One of a list, as round boxes, or as a menu where the list is long."""
    return forms.ChoiceField(
        choices=choices, label=label, required=required, help_text=help_text,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": gettext_lazy("Choose one."), "invalid_choice": NOT_A_CHOICE},
    )  # fmt: skip
