"""What a provider says: submit a listing, revise it, confirm it."""

from dataclasses import replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accreditation.models import Provider, Site
from directory.listings import content
from directory.listings.content import Content, SiteContent
from directory.listings.models import Listing, Revision
from directory.moderation import applicant
from directory.moderation.cases import open_case
from directory.moderation.locks import lock_listings
from directory.moderation.models import Case
from directory.moderation.reports import actions as reports


class SubmissionRefused(Exception):
    """The listing cannot be taken as it stands; carries a sentence for the provider."""


class AlreadySubmitted(SubmissionRefused):
    """The same form arrived a second time, by a double click or a reload; the first one counts."""


@transaction.atomic
def submit(*, provider: Provider, document: Content, by: User, listing_id: UUID | None = None) -> Case:
    """A new listing: freeze its first revision and open a case, which may already be rejected when this returns.

    `listing_id` was drawn with the form, so that sending it twice makes one listing. Raises `content.Invalid` with
    a sentence a field, `AlreadySubmitted`, and `SubmissionRefused` for somebody else's provider or site.
    """
    _act_for(provider, by)
    listing_id = listing_id or uuid4()
    Provider.objects.select_for_update().get(pk=provider.pk)
    if Listing.objects.filter(pk=listing_id).exists():
        raise AlreadySubmitted(_("This was sent already."))
    listing = Listing.objects.create(
        id=listing_id, provider=provider, kind=document.kind, created_at=clock.now()
    )
    return open_case(listing=listing, revision=_freeze(listing, document, by))


@transaction.atomic
def revise(*, listing: Listing, document: Content, by: User) -> Case:
    """A new version of a listing. What is published stays until the new version is approved.

    Answers every request for changes that waits, by an edit and by a recheck alike, else opens a new case; of two
    answered cases the one that asked last is returned. Raises as `submit`, and
    `moderation.errors.TransitionRefused` while another version is being looked at.
    """
    _act_for(listing.provider, by)
    listing = lock_listings([listing.pk])[0]
    if listing.publication == Listing.Publication.DELISTED:
        raise SubmissionRefused(_("This listing was removed for good. You can submit a new one."))
    waiting = list(listing.cases.filter(status=Case.Status.CHANGES_REQUESTED).order_by("status_since", "pk"))
    hidden = listing.publication == Listing.Publication.QUARANTINED
    if hidden and not waiting and listing.cases.active().exists():
        raise SubmissionRefused(
            _(
                "This listing is hidden while we look at it again, and nothing was asked of you yet. Wait for the"
                " answer, or take the listing down and send it anew."
            )
        )
    revision = _freeze(listing, document, by)
    for asked in waiting:
        applicant.resubmit(case=asked, revision=revision, by=by)
    if waiting:
        return waiting[-1]
    kind = Case.Kind.RECHECK if hidden else Case.Kind.SUBMISSION
    opened = open_case(listing=listing, revision=revision, kind=kind)
    reports.take_up(opened)
    return opened


def _freeze(listing: Listing, document: Content, by: User) -> Revision:
    whole = replace(document, sites=tuple(_site(listing.provider, site.id) for site in document.sites))
    content.check(whole)
    text = content.dumps(whole)
    last = (
        Listing.objects.select_for_update(no_key=True)
        .get(pk=listing.pk)
        .revisions.order_by("-number")
        .first()
    )
    return Revision.objects.create(
        listing=listing,
        number=last.number + 1 if last else 1,
        content=text,
        sha256=content.digest(text),
        treatments=content.vocabularies()["treatments"].mask(whole.treatments),
        submitted_by_id=by.pk,
        created_at=clock.now(),
    )


def _site(provider: Provider, site_id: str) -> SiteContent:
    """The site as it is stored now. Raises `SubmissionRefused` when it is not this provider's."""
    site = Site.objects.filter(pk=site_id, provider=provider).first()
    if site is None:
        raise SubmissionRefused(
            _("One of the places of care is not yours or no longer exists. Please choose again.")
        )
    return site_content(site)


def site_content(site: Site) -> SiteContent:
    """A stored site as a revision names it."""
    return SiteContent(
        id=str(site.pk),
        version=site.version,
        name=site.name,
        street=site.street,
        town=site.town,
        postcode=site.postcode,
        region=site.region_id,
        latitude=site.latitude,
        longitude=site.longitude,
    )


def _act_for(provider: Provider, by: User) -> None:
    if not provider.memberships.filter(user=by).exists():
        raise SubmissionRefused(_("Only people who act for this provider can do that."))
