"""allauth's e-mails leave through the outbox, so that none is lost when the mail server is down."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import Group
from django.core.mail import EmailMultiAlternatives

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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        html = ""
        if isinstance(message, EmailMultiAlternatives) and message.alternatives:
            html = str(message.alternatives[0][0])
        outbox.post(key=f"account:{uuid4()}", to=email, subject=message.subject, text=message.body, html=html)
