"""One provider's part of the story, and what its own people do: enrol, submit, revise."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from directory import clock
from directory.accounts.models import User
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Credential, Provider, Register, Site
from directory.listings.content import Content
from directory.listings.models import Listing
from directory.moderation.models import Case
from directory.submission import actions as submission
from directory.submission.actions import site_content

from . import accounts
from .drafts import Doctor, Draft
from .numbers import number_for

_BY_REGION = accreditation.NUMBERED_BY_REGION


@dataclass
class Scene:
    """Who is on the stage. `first` and `second` are the moderators of this case; `last_look` is when they verified."""

    draft: Draft
    people: dict[str, User]
    owner: User
    provider: Provider
    site: Site
    content: Content
    credentials: list[Credential] = field(default_factory=list)
    case: Case = field(init=False)
    last_look: date | None = None
    began: date = field(default_factory=clock.today)

    @property
    def first(self) -> User:
        return self._moderators[self.draft.serial % 2]

    @property
    def second(self) -> User:
        return self._moderators[(self.draft.serial + 1) % 2]

    @property
    def _moderators(self) -> tuple[User, User]:
        return self.people["moderator"], self.people["second.moderator"]

    @property
    def listing(self) -> Listing:
        """As it is stored now."""
        return Listing.objects.get(pk=self.case.listing_id)

    def refresh(self) -> Case:
        self.case = Case.objects.select_related("listing", "revision").get(pk=self.case.pk)
        return self.case


def enrol(draft: Draft, people: dict[str, User], registers: dict[str, Register]) -> Scene:
    """The provider's office opens an account, enters the provider, its place and what it claims to hold."""
    owner = people[draft.account] if draft.account else accounts.office(draft.serial)
    person = draft.content.kind in ("specialist", "other")
    provider = accreditation.register_provider(
        name=draft.content.name,
        kind=Provider.Kind.PERSON if person else Provider.Kind.ORGANISATION,
        country=draft.town.region[:2],
        by=owner,
    )
    site = accreditation.add_site(
        provider=provider,
        name=draft.content.name,
        street=draft.street,
        town=draft.town.name,
        region=draft.town.region,
        latitude=draft.town.latitude + _offset(draft.serial),
        longitude=draft.town.longitude + _offset(draft.serial * 7),
        by=owner,
    )
    since = (
        (clock.today() - timedelta(days=20 + draft.serial % 90)).isoformat()
        if draft.content.accepting
        else ""
    )
    content = replace(draft.content, sites=(site_content(site),), accepting_since=since)
    scene = Scene(draft, people, owner, provider, site, content)
    own = [registers[code] for code in draft.registers]
    scene.credentials += [_claim(scene, provider, register, owner) for register in own]
    if draft.doctor is not None:
        scene.credentials += _engage(scene, draft.doctor, registers)
    return scene


def _offset(serial: int) -> float:
    """Up to two kilometres from the town's centre, so that neighbours do not stand on one point (degrees)."""
    return (serial % 37 - 18) / 1000


def _claim(scene: Scene, holder: Provider, register: Register, by: User) -> Credential:
    draft = scene.draft
    personal = register.holder == Register.Holder.PERSON
    return accreditation.claim_credential(
        provider=holder,
        register=register,
        number=number_for(register, serial=draft.serial, region=draft.town.region),
        site=None if personal else scene.site,
        jurisdiction=draft.town.region if register.pk in _BY_REGION else "",
        by=by,
    )


def _engage(scene: Scene, doctor: Doctor, registers: dict[str, Register]) -> list[Credential]:
    """The practitioner at the place, who speaks for themselves and confirms working there."""
    user = accounts.practitioner(scene.draft.serial, doctor.name)
    practitioner = accreditation.register_provider(
        name=doctor.name, kind=Provider.Kind.PERSON, country=scene.draft.town.region[:2], by=user
    )
    bond = accreditation.propose_affiliation(practitioner=practitioner, site=scene.site, by=scene.owner)
    accreditation.confirm_affiliation(affiliation=bond, by=user)
    return [_claim(scene, practitioner, registers[code], user) for code in doctor.registers]


def submit(scene: Scene, **changes: Any) -> None:
    scene.content = replace(scene.content, **changes)
    scene.case = submission.submit(provider=scene.provider, document=scene.content, by=scene.owner)


def revise(scene: Scene, **changes: Any) -> None:
    """A new version: an answer to a request for changes, or a new case."""
    scene.content = replace(scene.content, **changes)
    scene.case = submission.revise(listing=scene.listing, document=scene.content, by=scene.owner)
    scene.refresh()
