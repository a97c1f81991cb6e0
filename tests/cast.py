"""A fixed cast and short ways to bring them into a situation. Everything goes through the product's own actions."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from directory import clock
from directory.accounts.models import User
from directory.accounts.roles import Role
from directory.accreditation import actions as accreditation
from directory.accreditation.models import Credential, Provider, Register, Site
from directory.listings.content import Content, SiteContent
from directory.listings.models import Listing
from directory.moderation import actions as moderation
from directory.moderation import renewal
from directory.moderation.models import Case
from directory.submission import actions as submission

PASSWORD = "correct horse battery"


def person(email: str, *roles: Role, name: str = "") -> User:
    user = User.objects.create_user(email, PASSWORD, name=name or email.split("@")[0].title())
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@dataclass
class Cast:
    """Who is in every story. `specialist` is a neurologist in Leeds whom `owner` and `mate` act for."""

    owner: User
    mate: User
    stranger: User
    ann: User
    ben: User
    senior: User
    second_senior: User
    specialist: Provider
    site: Site
    credentials: list[Credential] = field(default_factory=list)

    def content(self, **changes: Any) -> Content:
        return replace(plain_content(self.site), **changes)

    def verify(self, *, by: User | None = None, valid_until: date | None = None) -> None:
        """A moderator looks at every credential of the specialist and finds it in order."""
        for credential in self.credentials:
            renewal.verify(
                credential=credential,
                method="register",
                where=credential.register.lookup_url or "https://register.example/",
                result="confirmed",
                scopes=credential.register.scopes,
                valid_until=valid_until or clock.today() + timedelta(days=150),
                by=by or self.ann,
            )

    def submit(self, **changes: Any) -> Case:
        return submission.submit(provider=self.specialist, document=self.content(**changes), by=self.owner)

    def ready(self, case: Case, *, by: User | None = None) -> Case:
        """`by` (default Ann) takes the case, verifies and answers every question."""
        by = by or self.ann
        moderation.declare_conflict(case=case, by=by, has_conflict=False)
        moderation.take(case=case, by=by)
        self.verify(by=by)
        case.refresh_from_db()
        every = dict.fromkeys(("authority", "website", "text"), True)
        notes = {"website": "Before the worker came to it: read the start page, services and prices by hand."}
        moderation.answer_checklist(case=case, answers=every, notes=notes, by=by, version=case.version)
        case.refresh_from_db()
        return case

    def second(self, case: Case, *, by: User | None = None) -> None:
        by = by or self.ben
        moderation.declare_conflict(case=case, by=by, has_conflict=False)
        case.refresh_from_db()
        moderation.approve_second(case=case, by=by, version=case.version)
        case.refresh_from_db()

    def publish(self, **changes: Any) -> Listing:
        """All the way: submitted, checked by Ann, approved by Ben as well where the case is risky."""
        case = self.ready(self.submit(**changes))
        moderation.approve(case=case, by=self.ann, version=case.version)
        case.refresh_from_db()
        if case.status == Case.Status.SECOND_REVIEW:
            self.second(case)
        case.listing.refresh_from_db()
        return case.listing


def plain_content(site: Site) -> Content:
    """An honest listing of a specialist with one site."""
    return Content(
        kind="specialist",
        name="Dr Mira Aldous",
        summary="Neurologist with a headache clinic for adults.",
        description="I see adults with migraine and cluster headache and work with your family doctor.",
        sites=(
            SiteContent(
                str(site.pk), site.version, site.name, site.street, site.town, site.postcode, site.region_id
            ),
        ),
        headaches=("migraine-without-aura", "chronic-migraine", "cluster"),
        treatments=("assessment", "preventive-medicine", "nerve-block"),
        languages=("en", "fr"),
        ages=("adult",),
        referrals=("gp",),
        funding=("public",),
        how_to_refer="Ask your family doctor for a letter.",
        accepting=True,
        website="",
    )


def neurologist(
    owner: User, *, name: str, country: str, region: str, town: str
) -> tuple[Provider, Site, list[Credential]]:
    """A person on the GMC register with one site; the GMC entry shows licence and neurology."""
    provider = accreditation.register_provider(name=name, kind="person", country=country, by=owner)
    site = accreditation.add_site(
        provider=provider,
        name=f"{town} Consulting Rooms",
        town=town,
        region=region,
        street="1 Canal Row",
        by=owner,
    )
    gmc = Register.objects.get(pk="uk-gmc")
    credential = accreditation.claim_credential(provider=provider, register=gmc, number="7000001", by=owner)
    return provider, site, [credential]


def assemble() -> Cast:
    owner, mate = person("owner@clinic.example"), person("mate@clinic.example")
    provider, site, credentials = neurologist(
        owner, name="Dr Mira Aldous", country="GB", region="GB-LDS", town="Leeds"
    )
    accreditation.add_member(provider=provider, user=mate, by=owner)
    return Cast(
        owner=owner,
        mate=mate,
        stranger=person("stranger@elsewhere.example"),
        ann=person("ann@directory.example", Role.MODERATOR),
        ben=person("ben@directory.example", Role.MODERATOR),
        senior=person("senior@directory.example", Role.SENIOR),
        second_senior=person("second.senior@directory.example", Role.SENIOR),
        specialist=provider,
        site=site,
        credentials=credentials,
    )
