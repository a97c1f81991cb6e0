"""Pages on which moderators and operators read every mail before anybody gets it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ..views.answering import moderators
from .accounts import ACCOUNTS
from .every import BY_NAME, MAILS
from .mail import rendered


@moderators
def mails(request: HttpRequest) -> HttpResponse:
    context = {
        "directory": [mail for mail in MAILS if mail not in ACCOUNTS],
        "accounts": ACCOUNTS,
        "here": "mail",
    }
    return render(request, "moderation/mail_preview/mails.html", context)


@moderators
def mail(request: HttpRequest, name: str) -> HttpResponse:
    found = BY_NAME.get(name)
    if found is None:
        raise Http404
    context = {"mail": found, "rendered": rendered(found), "here": "mail"}
    return render(request, "moderation/mail_preview/mail.html", context)
