"""Forms by which moderators decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.moderation.reasons import REASONS

from .fields import LABELS
from .own_words import OwnWords, WordsToProvider

LONGEST = 4000
"""Characters of one answer or explanation."""


def _text(
    label: Any,
    *,
    rows: int = 3,
    hint: Any = "",
    required: bool = True,
    field: type[OwnWords] = OwnWords,
) -> forms.CharField:
    return field(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _reasons(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(reason.code, reason.title) for reason in REASONS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one reason.")},
    )


class DeclarationForm(forms.Form):
    """Asked before the file opens."""

    tie = forms.ChoiceField(
        label=_("Do you have a tie to this provider?"),
        help_text=_(
            "Work or family, money, competition, a dispute, or anything that would make a stranger doubt your"
            " judgement. A declared tie stays with the case: somebody else decides, and two people must approve."
        ),
        choices=[("no", _("No, I have none")), ("yes", _("Yes, or I am not sure"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you have a tie. The file opens after that.")},
    )

    @property
    def has_conflict(self) -> bool:
        return bool(self.cleaned_data["tie"] == "yes")


class DismissalForm(forms.Form):
    """Why a finding is a false alarm."""

    reason = _text(_("Why is this a false alarm?"), rows=2)


class NoteForm(forms.Form):
    """A note that never leaves the moderators' side."""

    text = _text(_("Add a note"), rows=2)


class ChecklistForm(forms.Form):
    """One box and one line for notes for each question; `questions` is {key: question}."""

    def __init__(self, questions: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, question in questions.items():
            self.fields[f"yes_{key}"] = forms.BooleanField(label=question, required=False)
            self.fields[f"note_{key}"] = OwnWords(
                label=_("How you made sure"), required=False, max_length=1000
            )
        self.questions = questions

    def answers(self) -> dict[str, bool]:
        return {key: bool(self.cleaned_data[f"yes_{key}"]) for key in self.questions}

    def notes(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"note_{key}"] for key in self.questions}


class ChangesForm(forms.Form):
    """What the provider should change, field by field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in LABELS.items():
            self.fields[name] = _text(words, rows=2, required=False, field=WordsToProvider)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Say for at least one field what should change."))
        return cleaned

    def requests(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if text}


class ReturnForm(forms.Form):
    """The second person sends a case back."""

    reasons = _reasons(_("What speaks against it"))
    note = _text(_("Note to the first person (private)"))


class ReasonsForm(forms.Form):
    """Coded reasons and an explanation: for rejecting, hiding and removing."""

    reasons = _reasons(_("Reasons the provider is told"))
    explanation = _text(
        _("Explanation for the provider"),
        rows=5,
        required=False,
        field=WordsToProvider,
        hint=_(
            "Say what was found and why the term applies. No personal data of others, and not a word about the law:"
            " the directory decides on its own terms."
        ),
    )


class RecheckForm(forms.Form):
    """Why a published listing should be looked at again."""

    why = _text(_("What should be looked at again? (private)"))


class AppealForm(forms.Form):
    """An uninvolved senior moderator answers an appeal."""

    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("confirm", _("Confirm the decision")),
            ("overturn", _("Overturn it: the case is open again. Nothing is published by that.")),
        ],
        widget=forms.RadioSelect,
    )
    reasons = _reasons(_("Reasons your answer rests on"))
    answer = _text(_("Your answer to the provider"), rows=6, field=WordsToProvider)
