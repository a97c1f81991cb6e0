"""Changes of a provider's own details, carried through to what is published."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Affiliation, Membership, Provider, Site
from directory.moderation import renewal
from directory.outbox import actions as outbox

from .actions import SubmissionRefused


@transaction.atomic
def change_place(*, site: Site, by: User, **changes: str | float | None) -> Site:
    """Change a place of care. After a move, listings that rest on checks of the old address are hidden at once."""
    changed = accreditation.change_site(site=site, by=by, **changes)
    if changed.version != site.version:
        renewal.reconsider_provider(changed.provider)
    return changed


@transaction.atomic
def confirm_affiliation(*, affiliation: Affiliation, by: User) -> Affiliation:
    """The practitioner works there; the organisation's listings take it into account."""
    confirmed = accreditation.confirm_affiliation(affiliation=affiliation, by=by)
    renewal.reconsider_provider(confirmed.organisation)
    return confirmed


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: User) -> Affiliation:
    """The practitioner works there no longer, from tomorrow on; the organisation's listings follow."""
    ended = accreditation.end_affiliation(affiliation=affiliation, by=by)
    renewal.reconsider_provider(ended.organisation)
    return ended


@transaction.atomic
def add_team_mate(*, provider: Provider, email: str, by: User) -> Membership:
    """Let the account with this address act for the provider, and tell it so.

    Raises `SubmissionRefused` where there is no such account, and in the same words for accounts that decide on
    listings: else a provider could make every moderator partial by inviting them.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None or user.is_staff or user.has_role(Role.MODERATOR):
        raise SubmissionRefused(
            _(
                "We found no provider's account with this address. Ask your colleague to create one and to confirm the"
                " address; then add it here."
            )
        )
    membership = accreditation.add_member(provider=provider, user=user, by=by)
    _tell_new_member(membership)
    return membership


def _tell_new_member(membership: Membership) -> None:
    words = {
        "reference": str(membership.provider_id)[:8].upper(),
        "link": settings.SITE_URL + reverse("provider_home"),
        "site_name": settings.SITE_NAME,
    }
    outbox.post(
        key=f"member:{membership.pk}",
        to=membership.user.email,
        subject=render_to_string("email/team_added_subject.txt", words).strip(),
        text=render_to_string("email/team_added.txt", words),
        html=render_to_string("email/team_added.html", words),
    )
