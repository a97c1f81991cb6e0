"""allauth's e-mails leave through the outbox, so that none is lost when the mail server is down."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import Group
from django.template.loader import render_to_string

from directory.outbox import actions as outbox

from .models import User
from .roles import Role


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sign-up makes a provider's account; mail goes through the outbox."""

    def save_user(self, request: Any, user: User, form: Any, commit: bool = True) -> User:
        saved: User = super().save_user(request, user, form, commit)
        if commit:
            saved.groups.add(Group.objects.get_or_create(name=Role.PROVIDER)[0])
        return saved

    def format_email_subject(self, subject: str) -> str:
        """As it is written: our subjects name the site where that helps."""
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        subject, text, html = self.worded(template_prefix, email, context)
        outbox.post(key=f"account:{uuid4()}", to=email, subject=subject, text=text, html=html)

    def worded(self, template_prefix: str, email: str, context: dict[str, Any]) -> tuple[str, str, str]:
        """Subject, text and HTML of a message about an account; the HTML is made from the text: both say the same."""
        words = {"site_name": settings.SITE_NAME, "email": email, **context}
        message = self.render_mail(template_prefix, email, words)
        parts = [part.strip() for part in message.body.split("\n\n")]
        html = render_to_string("email/from_text.html", {"subject": message.subject, "parts": parts})
        return message.subject, message.body, html
