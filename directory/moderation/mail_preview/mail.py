"""One kind of mail: what sends it, to whom, and how it reads with made-up data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise

Words = Callable[[], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Mail:
    """`template` is the path without ending: `email/published` has `.txt`, `.html` and `_subject.txt`.

    `sample` makes the context that the template is given, in made-up data; `link` and `site_name` are added. A
    template may stand here several times, once for each of its forms; `name` (a slug) differs.
    """

    name: str
    template: str
    trigger: str | Promise
    reader: str | Promise
    sample: Words = dict

    @property
    def of_account(self) -> bool:
        """allauth renders these: `_message.txt` and `_subject.txt`, the HTML is made from the text."""
        return self.template.startswith(("account/", "mfa/"))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail as it would leave."""

    subject: str
    text: str
    html: str


def rendered(mail: Mail) -> Rendered:
    """The mail with its made-up data."""
    if mail.of_account:
        return Rendered(*get_adapter().worded(mail.template, "reader@clinic.example", dict(mail.sample())))
    words = {"site_name": settings.SITE_NAME, "link": f"{settings.SITE_URL}/…", **mail.sample()}
    return Rendered(
        subject=render_to_string(f"{mail.template}_subject.txt", words).strip(),
        text=render_to_string(f"{mail.template}.txt", words).strip(),
        html=render_to_string(f"{mail.template}.html", words),
    )
