"""What a listing's accreditation rests on, for the person who looks it up."""

from dataclasses import dataclass

from django.db.models import Q

from directory.accreditation.facts import Qualification
from directory.accreditation.models import Affiliation, Credential, Verification
from directory.listings.content import Content

from ..forms.verification import VerificationForm
from ..models import Case


@dataclass(frozen=True)
class ShownCredential:
    """A claim, every look at it (newest first), and the form for the next one. `seen` is the newest look's id."""

    credential: Credential
    looks: list[Verification]
    form: VerificationForm
    used: bool

    @property
    def seen(self) -> str:
        return str(self.looks[0].pk) if self.looks else ""


@dataclass(frozen=True)
class Accreditation:
    """Everything about accreditation on the case page."""

    qualification: Qualification
    credentials: list[ShownCredential]
    affiliations: list[Affiliation]

    @property
    def missing(self) -> list[str]:
        """Each missing link once, in words."""
        return list(dict.fromkeys(gap.sentence for gap in self.qualification.missing))


def credentials_of(case: Case, document: Content) -> list[Credential]:
    """The provider's own credentials and those of practitioners named at the listing's places of care."""
    people = affiliations_of(case, document)
    rests = Q(provider_id=case.listing.provider_id) | Q(
        provider_id__in=[each.practitioner_id for each in people]
    )
    found = Credential.objects.filter(rests).select_related("register", "site", "provider")
    looks = "verifications__by", "verifications__note"
    return list(found.prefetch_related("verifications", *looks).order_by("provider_id", "created_at", "pk"))


def affiliations_of(case: Case, document: Content) -> list[Affiliation]:
    sites = [site.id for site in document.sites]
    named = Affiliation.objects.filter(
        organisation_id=case.listing.provider_id, site_id__in=sites, ended_at=None
    )
    return list(named.select_related("practitioner", "site").order_by("pk"))


def accreditation_of(
    case: Case, document: Content, qualification: Qualification, bound: VerificationForm | None = None
) -> Accreditation:
    """`bound` is a form that came back with problems; it takes the place of its credential's empty one."""
    used = {link.credential_id for link in qualification.chain}
    shown = [
        ShownCredential(
            credential=each,
            looks=sorted(each.verifications.all(), key=lambda look: look.at, reverse=True),
            form=bound if bound is not None and bound.auto_id == _ids(each) else form_for(each),
            used=each.pk in used,
        )
        for each in credentials_of(case, document)
    ]
    return Accreditation(qualification, shown, affiliations_of(case, document))


def form_for(credential: Credential, data: object = None) -> VerificationForm:
    return VerificationForm(credential.register, data, auto_id=_ids(credential))


def _ids(credential: Credential) -> str:
    return f"id_{credential.pk}_%s"
