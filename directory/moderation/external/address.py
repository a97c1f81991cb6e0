"""Whether an address may be invited: it belongs to nobody with a part in the case, in the clinic or in the team."""

from allauth.account.models import EmailAddress
from django.db.models import Q

from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.listings.content import Invalid

from ..models import Case
from ..people import has_acted, in_the_house, tied_people
from ..reports.fingerprints import of_email
from ..reports.models import PublicReport


def comes_from_outside(case: Case, email: str) -> bool:
    """True where every account with the address may take part, and the address is neither the listing's own nor that
    of a reader who reported it.
    """
    by_address = EmailAddress.objects.filter(email__iexact=email).values("user_id")
    accounts = User.objects.filter(Q(email__iexact=email) | Q(pk__in=by_address))
    return (
        all(is_outsider(case, each) for each in accounts)
        and email not in _addresses_in(case)
        and not _reported(case, email)
    )


def is_outsider(case: Case, user: User) -> bool:
    """Active, no moderator, not the operator, without a tie to the provider, and never at work on the listing."""
    ours = user.has_role(Role.MODERATOR) or user.is_staff or user.is_superuser
    tied = user.pk in tied_people(case) or in_the_house(user, case.listing.provider_id)
    acted = user.pk == case.first_actor_id or has_acted(case, user.pk)
    return user.is_active and not (ours or tied or acted)


def has_address(user: User, email: str) -> bool:
    """Whether the address is one that this account has proven to read."""
    return bool(EmailAddress.objects.filter(user=user, verified=True, email__iexact=email).exists())


def _reported(case: Case, email: str) -> bool:
    return PublicReport.objects.filter(listing=case.listing_id, reporter=of_email(email)).exists()


def _addresses_in(case: Case) -> set[str]:
    try:
        return {case.revision.document().email.lower()} - {""}
    except Invalid:
        return set()
