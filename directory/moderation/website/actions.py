"""Readings are carried out, and have their consequences. Every status is still written by `transition()` alone."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from directory import clock
from directory.accounts.models import User
from directory.accreditation.models import Affiliation, Credential
from directory.catalogue.models import Entry
from directory.listings.models import Listing
from directory.screening.findings import Screening, Severity, Verdict

from ..cases import screen_and_route
from ..errors import NotAllowed, StaleVersion
from ..locks import lock_listings
from ..models import ACTIVE, Case, ScreeningFinding
from ..people import permit
from ..publication import quarantine
from ..reasons import reasons_of
from ..rulesets.modes import weigh
from ..rulesets.standing import modes_now
from ..screening_runs import screen_case
from ..tables import Actor
from .asking import ask
from .evidence import findings_of
from .judging import FIELD, Judged, Part, judge_pages, problems, stored
from .models import WebsitePage, WebsiteReading
from .pages import speaks_for_part
from .reader import Limits, World, read

log = logging.getLogger(__name__)

MONTH = timedelta(days=30)
STUCK = timedelta(days=1)
_AT_LEAST_A_DAY = 200
_HOSPITAL = ("confirmed", "unknown")


def carry_out(reading_id: int, *, world: World = World(), limits: Limits = Limits()) -> str:  # noqa: B008
    """Read the website of a waiting reading and apply what was found; the outcome. Outside any transaction."""
    reading = WebsiteReading.objects.select_related("listing", "revision").get(pk=reading_id)
    if reading.finished_at is None:
        judged = judge_pages(read(reading.address, world=world, limits=limits), part_of(reading))
        reading = finish(reading, judged)
    return reading.outcome


def part_of(reading: WebsiteReading) -> Part:
    """What of the site the listing speaks for.

    The whole of a practice's own site. On the site of a provider with a facility licence or accreditation (a hospital
    with other departments), and where the listing names a page inside a larger site, only the headache service's pages.
    """
    document = reading.revision.document()
    return Part(
        listed=reading.address,
        country=document.sites[0].region[:2] if document.sites else None,
        whole_site=not _at_a_hospital(reading.listing) and not speaks_for_part(reading.address),
    )


def _at_a_hospital(listing: Listing) -> bool:
    """Claimed is enough, refuted is not: whoever has other departments has their pages read by a person."""
    houses = Affiliation.objects.filter(practitioner_id=listing.provider_id, ended_at=None).values(
        "organisation_id"
    )
    facilities = Credential.objects.filter(
        Q(provider_id=listing.provider_id) | Q(provider_id__in=houses),
        register__standing="counts",
        register__kind__startswith="facility",
    )
    looks = [facility.verifications.last() for facility in facilities]
    return any(look is None or look.result in _HOSPITAL for look in looks)


@transaction.atomic
def finish(reading: WebsiteReading, judged: Iterable[Judged]) -> WebsiteReading:
    """Keep the evidence, screen the revision's cases again with it, and hide what is live and offers.

    A case that nobody holds and whose findings block is rejected by the system, as at submission; one that somebody
    holds, or that waits for its second person, only gains the findings, which stop its approval.
    """
    lock_listings([reading.listing_id])
    locked = WebsiteReading.objects.select_for_update().get(pk=reading.pk)
    if locked.finished_at is not None:
        return locked
    _keep(locked, list(judged))
    for case in Case.objects.filter(revision_id=reading.revision_id).order_by("pk"):
        if case.status in ACTIVE:
            screen_and_route(case)
        elif case.status == Case.Status.REJECTED:
            screen_case(case)
    _hide_if_it_offers(locked)
    return locked


def _keep(reading: WebsiteReading, judged: list[Judged]) -> None:
    WebsitePage.objects.bulk_create(_row(reading, position, each) for position, each in enumerate(judged))
    rows = [(each.page.address, each.page.outcome, each.page.detail) for each in judged]
    read_any = any(outcome == WebsitePage.Outcome.READ for _address, outcome, _detail in rows)
    partly = WebsiteReading.Outcome.PARTLY if problems(rows) else WebsiteReading.Outcome.READ
    reading.outcome = partly if read_any else WebsiteReading.Outcome.NOTHING
    reading.ruleset = next((each.ruleset for each in judged if each.ruleset), "")
    reading.finished_at = clock.now()
    reading.save(update_fields=["outcome", "ruleset", "finished_at"])


def _row(reading: WebsiteReading, position: int, judged: Judged) -> WebsitePage:
    page = judged.page
    return WebsitePage(
        reading=reading,
        position=position,
        address=page.address[:2000],
        outcome=page.outcome,
        detail=page.detail[:300],
        status=page.status,
        read_at=page.read_at,
        size=page.size,
        sha256=page.sha256,
        title=page.document.title[:200] if page.document else "",
        own=judged.own,
        findings=stored(judged.findings),
    )


def _hide_if_it_offers(reading: WebsiteReading) -> None:
    """Quarantine the live listing where its website offers what nobody has dismissed as a false alarm before."""
    listing = Listing.objects.get(pk=reading.listing_id)
    if listing.publication != Listing.Publication.LIVE or listing.live_revision_id != reading.revision_id:
        return
    answered = set(
        ScreeningFinding.objects.filter(run__revision_id=reading.revision_id, dismissed_at__isnull=False)
        .filter(field__startswith=FIELD)
        .values_list("rule", "field", "excerpt")
    )
    found = Screening(Verdict.REVIEW, reading.ruleset, findings_of(reading.revision))
    counted = weigh(found, modes_now()).screening.findings
    offers = [
        each
        for each in counted
        if each.severity is Severity.BLOCK and (each.rule, each.field, each.excerpt) not in answered
    ]
    reasons = reasons_of(each.rule for each in offers)
    if not reasons:
        return
    recheck = Case.objects.active().filter(listing=listing, kind=Case.Kind.RECHECK).first()
    if recheck is not None:
        screen_case(recheck)
    where = urlsplit(reading.address).hostname or ""
    quarantine(
        listing=listing,
        reasons=reasons,
        by=None,
        version=listing.version,
        explanation=_("We read the website %(site)s, which the listing names.") % {"site": where},
        ruleset=reading.ruleset,
    )


@transaction.atomic
def read_again(*, case: Case, by: User, version: int) -> WebsiteReading | None:
    """A moderator without a tie wants the website read once more; approval waits for it.

    Asking twice asks once. None where the revision names no website. Raises `StaleVersion` and `NotAllowed`.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    locked = Case.objects.select_related("listing", "revision").get(pk=case.pk)
    if locked.version != version:
        raise StaleVersion
    permit(locked, by, Actor.MODERATOR)
    if not locked.conflicts.filter(user=by, has_conflict=False).exists():
        raise NotAllowed(_("Please say first whether you have a conflict of interest in this case."))
    return ask(
        listing=locked.listing, revision=locked.revision, occasion=WebsiteReading.Occasion.AGAIN, by_id=by.pk
    )


def reread_live(*, limit: int | None = None) -> int:
    """Queue a reading for each live listing whose website was not read for thirty days; how many were queued.

    For `daily`; safe to run twice. At most `limit` a day (default: 200, or a twentieth of what is due where that is
    more), those that waited longest first, so that the whole directory is read within a month.
    """
    public = Entry.objects.live(on=clock.today()).exclude(website="").values("pk")
    due = (
        Listing.objects.filter(
            pk__in=public, publication=Listing.Publication.LIVE, live_revision__isnull=False
        )
        .annotate(last_asked=Max("live_revision__website_readings__asked_at"))
        .filter(Q(last_asked=None) | Q(last_asked__lte=clock.now() - MONTH))
        .select_related("live_revision")
        .order_by(F("last_asked").asc(nulls_first=True), "pk")
    )
    most = limit if limit is not None else max(_AT_LEAST_A_DAY, due.count() // 20)
    asked = 0
    for listing in due[:most]:
        revision = listing.live_revision
        if revision and ask(listing=listing, revision=revision, occasion=WebsiteReading.Occasion.MONTHLY):
            asked += 1
    return asked


def resume_stuck() -> int:
    """Queue again what was asked for more than a day ago and never finished; how many. For `daily`."""
    from .tasks import read_website

    stuck = WebsiteReading.objects.stuck(clock.now() - STUCK)
    for reading in stuck:
        log.warning("reading %s of a website was never finished; queued again", reading.pk)
        read_website.enqueue(reading.pk)
    return len(stuck)
