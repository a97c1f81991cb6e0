"""A claim to stand in a register."""

from typing import Any

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.accreditation.actions import AccreditationError, check_credential_number
from directory.accreditation.identifiers import find_patient_numbers, looks_like_patient_number
from directory.accreditation.models import Provider, Register, Site

from ..registers import offered, scope_words
from .careful import CarefulForm
from .fields import NumberField, one_of
from .regions import region_choices


class CredentialForm(CarefulForm):
    """A claim to stand in a register that is kept in `country` or internationally."""

    register = one_of([], label=gettext_lazy("Register, licence or certificate"))
    number = NumberField(
        limit=160,
        required=False,
        label=gettext_lazy("Your number there"),
        help_text=gettext_lazy("Leave it empty where the register has no numbers. Never a patient's number."),
    )
    site = one_of(
        [],
        required=False,
        radio=False,
        label=gettext_lazy("For which place of care?"),
        help_text=gettext_lazy("A licence or seal counts for the place it was given for."),
    )
    jurisdiction = one_of(
        [],
        required=False,
        radio=False,
        label=gettext_lazy("State or region, where the register is kept by state"),
        help_text=gettext_lazy("For instance a licence of a state medical board."),
    )

    def __init__(
        self, data: QueryDict | None = None, *, provider: Provider, country: str, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.registers = {register.pk: register for register in offered(provider.kind, country)}
        self.places = {str(site.pk): site for site in provider.sites.order_by("name")}
        self.offer("register", [(key, _register_line(each)) for key, each in self.registers.items()])
        if provider.kind == Provider.Kind.PERSON:
            del self.fields["site"]
            self.offer("jurisdiction", [("", _("The whole country")), *region_choices(country)])
        else:
            del self.fields["jurisdiction"]
            self.offer(
                "site",
                [("", _("Choose a place")), *((key, str(each)) for key, each in self.places.items())],
            )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        register = self.registers.get(cleaned.get("register", ""))
        self._check_number(register, cleaned.get("number"))
        if register is not None and register.holder != Register.Holder.PERSON and not cleaned.get("site"):
            self.add_error(
                "site", _("Choose the place that this was given for. Add the place first if it is missing.")
            )
        return cleaned

    def _check_number(self, register: Register | None, number: str | None) -> None:
        typed = self.data.get("number", "")
        pattern = register.pattern if register else ""
        if looks_like_patient_number(typed, pattern=pattern) or find_patient_numbers(typed):
            self.forget("number")
        if register is None or number is None:
            return
        if not number and register.pattern:
            self.add_error("number", _("Give the number under which you stand in this register."))
            return
        try:
            check_credential_number(register, number)
        except AccreditationError as error:
            self.add_error("number", str(error))

    @property
    def chosen_site(self) -> Site | None:
        return self.places.get(self.cleaned_data.get("site", ""))


def _register_line(register: Register) -> Any:
    facts = [scope_words(register)]
    if register.identifier_label:
        facts.append(_("number: %(label)s") % {"label": register.identifier_label})
    return format_html(
        "<span>{}<br><span class='small quiet'>{}</span></span>", register.name, "; ".join(facts)
    )
