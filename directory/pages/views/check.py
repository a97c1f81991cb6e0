"""Check a clinic or a claim: the pasted text is read once, answered, and forgotten."""

from __future__ import annotations

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from directory.catalogue.caching import public_page
from directory.pages.checking import LONGEST, check_text


class CheckForm(forms.Form):
    """The text to check; nothing else is asked, so that nothing else can be known."""

    text = forms.CharField(
        label=_("Paste what the clinic says"),
        help_text=_("From its website, a letter, an advertisement or a message. Leave out your own details."),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Paste a text first.")},
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if len(text) > LONGEST:
            sentence = _(
                "This text has %(length)s characters; at most %(most)s can be checked at once. Paste a part of it."
            )
            raise forms.ValidationError(sentence, params={"length": len(text), "most": LONGEST})
        return text


@csrf_exempt  # nothing is stored or changed, and a public page sets no cookie that a token could rest on
def check(request: HttpRequest) -> HttpResponse:
    return _answer(request) if request.method == "POST" else _ask(request)


@public_page()
def _ask(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/check.html", {"form": CheckForm()})


@require_POST
def _answer(request: HttpRequest) -> HttpResponse:
    try:
        form = CheckForm(request.POST)
    except RequestDataTooBig:
        form = CheckForm({"text": ""})
        form.fields["text"].required = False
        form.add_error(
            "text", _("This text is too large to be read. Nothing of it was kept. Paste a part of it.")
        )
    checked = check_text(form.cleaned_data["text"]) if form.is_valid() else None
    response = render(request, "pages/check.html", {"form": form, "checked": checked})
    response["Cache-Control"] = "no-store"
    return response
