"""What changes in accreditation. Every action is atomic and names who did it."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.regions.lookup import lookup
from directory.regions.models import Region

from .identifiers import check_number
from .models import (
    Affiliation,
    Credential,
    Exclusion,
    Membership,
    Provider,
    Register,
    Site,
    Verification,
    VerificationNote,
)

NUMBERED_BY_REGION = frozenset({"us-statelic", "us-nursing", "br-crm"})
"""Registers that stand for many: a number is unique within one state only."""


class AccreditationError(ValueError):
    """A wish that cannot be carried out; the text is a sentence for the person."""


@transaction.atomic
def register_provider(*, name: str, kind: str, country: str, by: User) -> Provider:
    """A new practitioner or organisation, for which `by` acts from now on."""
    provider = Provider.objects.create(name=name.strip(), kind=kind, country=Region.objects.get(pk=country))
    Membership.objects.create(user=by, provider=provider, since=clock.now())
    return provider


@transaction.atomic
def add_member(*, provider: Provider, user: User, by: User) -> Membership:
    """Lets `user` act for the provider. Raises `AccreditationError` when `by` does not act for it."""
    _act_for(provider, by)
    return Membership.objects.get_or_create(user=user, provider=provider, defaults={"since": clock.now()})[0]


@transaction.atomic
def add_site(
    *,
    provider: Provider,
    name: str,
    town: str,
    region: str,
    by: User,
    street: str = "",
    postcode: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
) -> Site:
    """A place of care. Without coordinates it stands where its postcode or town is, else at its region's centre."""
    _act_for(provider, by)
    where = Region.objects.get(pk=region)
    if latitude is None or longitude is None:
        latitude, longitude = _position(town, postcode, where)
    return Site.objects.create(
        provider=provider,
        name=name.strip(),
        street=street.strip(),
        town=town.strip(),
        postcode=postcode.strip(),
        region=where,
        latitude=latitude,
        longitude=longitude,
    )


@transaction.atomic
def change_site(*, site: Site, by: User, **changes: str | float | None) -> Site:
    """Change a site. A new address is a move: what was verified for the site no longer counts."""
    _act_for(site.provider, by)
    locked = Site.objects.select_for_update().get(pk=site.pk)
    region = changes.pop("region", None)
    if region is not None and region != locked.region_id:
        changes["region_id"] = region
    moved = any(getattr(locked, name) != value for name, value in changes.items() if name in _ADDRESS)
    given = changes.get("latitude") is not None
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.version += int(moved)
    if moved and not given:
        locked.latitude, locked.longitude = _position(locked.town, locked.postcode, locked.region)
    locked.save()
    return locked


def _position(town: str, postcode: str, region: Region) -> tuple[float | None, float | None]:
    """Where the postcode or the town lies (WGS 84 degrees), within the region's country; else the region's centre."""
    country = region.country_code
    for asked in (postcode, f"{town}, {region.name}", town):
        found = lookup(asked, country=country) if asked.strip() else []
        inside = [each for each in found if each.country == country and each.kind in ("postcode", "city")]
        if inside:
            return inside[0].lat, inside[0].lon
    return region.latitude, region.longitude


_ADDRESS = ("street", "town", "postcode", "region_id")


@transaction.atomic
def claim_credential(
    *,
    provider: Provider,
    register: Register,
    number: str,
    by: User,
    site: Site | None = None,
    jurisdiction: str = "",
) -> Credential:
    """The provider says it stands in a register. Raises `AccreditationError` for a number that cannot be one."""
    _act_for(provider, by)
    if site is not None and site.provider_id != provider.pk:
        raise AccreditationError(_("This place of care belongs to another provider."))
    if register.pk in NUMBERED_BY_REGION and not jurisdiction:
        raise AccreditationError(
            _("Say which state or province: this number means something only within it.")
        )
    checked = check_credential_number(register, number)
    credential, _new = Credential.objects.get_or_create(
        provider=provider,
        register=register,
        number=checked,
        site=site,
        jurisdiction=jurisdiction,
        defaults={"created_at": clock.now()},
    )
    return credential


def check_credential_number(register: Register, number: str) -> str:
    """The number as the register writes it. Raises `AccreditationError` with a sentence when it cannot be one."""
    checked = check_number(
        number, pattern=register.pattern, check_key=register.check_key, trusted=register.format_trusted
    )
    if checked.ok is False:
        raise AccreditationError(checked.problem)
    return checked.normalised


@transaction.atomic
def propose_affiliation(*, practitioner: Provider, site: Site, by: User) -> Affiliation:
    """An organisation says that a practitioner works at its site; it counts when the practitioner confirms."""
    _act_for(site.provider, by)
    return Affiliation.objects.get_or_create(
        practitioner=practitioner, site=site, defaults={"organisation": site.provider}
    )[0]


@transaction.atomic
def confirm_affiliation(*, affiliation: Affiliation, by: User) -> Affiliation:
    """The practitioner confirms working there, at the site's present address."""
    _act_for(affiliation.practitioner, by)
    affiliation.confirmed_at = clock.now()
    affiliation.confirmed_by = by
    affiliation.site_version = affiliation.site.version
    affiliation.ended_at = None
    affiliation.save()
    return affiliation


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: User) -> Affiliation:
    """Either side says that the practitioner no longer works there."""
    if not _acts_for(affiliation.organisation, by):
        _act_for(affiliation.practitioner, by)
    affiliation.ended_at = clock.now()
    affiliation.save()
    return affiliation


@transaction.atomic
def record_verification(
    *,
    credential: Credential,
    method: str,
    where: str,
    result: str,
    by: User,
    scopes: Collection[str] = (),
    valid_until: date | None = None,
    note: str = "",
) -> Verification:
    """`by` looked now, there, and saw this. Raises `AccreditationError` for one's own provider or an unknown scope.

    The moment is the clock's: nothing can be back-dated (NCQA: the decision date counts).
    """
    if not by.is_moderator:
        raise AccreditationError(_("Only moderators record verifications."))
    if _acts_for(credential.provider, by):
        raise AccreditationError(_("Nobody verifies a credential of their own organisation."))
    strange = set(scopes) - set(credential.register.scopes)
    if strange:
        raise AccreditationError(
            _("This register does not show: %(what)s.") % {"what": ", ".join(sorted(strange))}
        )
    verification = Verification.objects.create(
        credential=credential,
        at=clock.now(),
        by=by,
        method=method,
        where=where,
        result=result,
        scopes=sorted(scopes),
        valid_until=valid_until,
        site_version=credential.site.version if credential.site else None,
    )
    if note.strip():
        VerificationNote.objects.create(verification=verification, text=note.strip())
    return verification


@transaction.atomic
def note_exclusion(
    *, provider: Provider, source: str, since: date, by: User, until: date | None = None
) -> Exclusion:
    """A person has made sure that the provider is the one on the list. It bars publication while it stands."""
    if not by.is_moderator:
        raise AccreditationError(_("Only moderators record exclusions."))
    return Exclusion.objects.create(
        provider=provider, source=source, since=since, until=until, noted_at=clock.now()
    )


def rely_on(registers: Collection[str]) -> None:
    """From the first approval that rests on a register on, it is a known one."""
    Register.objects.filter(pk__in=registers, relied_on_since=None).update(relied_on_since=clock.now())


def _acts_for(provider: Provider, user: User) -> bool:
    return Membership.objects.filter(provider=provider, user=user).exists()


def _act_for(provider: Provider, user: User) -> None:
    if not _acts_for(provider, user):
        raise AccreditationError(_("Only people who act for this provider can do that."))
