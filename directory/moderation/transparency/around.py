"""Counting beside the log: what is public today, reports from readers, second looks."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from directory.catalogue.models import Entry, EntryEvidence

from ..quality.models import SecondLook
from ..reports.models import PublicReport
from .periods import Period, month_of
from .rows import Row

FRESH = timedelta(days=90)

LISTINGS = ("public", "checked_90_days", "confirmed_90_days")
REPORTS = tuple(PublicReport.Kind.values)
LOOKS = tuple(
    f"{occasion}_{answer}" for occasion in SecondLook.Occasion.values for answer in ("agreed", "disagreed")
)


def listings(live: QuerySet[Entry], period: Period) -> Iterator[Row]:
    """Checked: no link of the evidence was looked at longer than 90 days ago. Confirmed: by the provider."""
    fresh = period.today - FRESH
    old = EntryEvidence.objects.filter(entry=OuterRef("pk"), checked_on__lt=fresh)
    counted = live.order_by().aggregate(
        public=Count("pk"),
        checked_90_days=Count("pk", filter=~Q(Exists(old))),
        confirmed_90_days=Count("pk", filter=Q(attested_on__gte=fresh)),
    )
    for category in LISTINGS:
        yield Row("live_listings", str(period.today), category, counted[category], "listings")


def reports(period: Period) -> Iterator[Row]:
    """By month as they came."""
    came = (
        PublicReport.objects.filter(at__gte=period.since, at__lt=period.midnight)
        .order_by()
        .annotate(month=month_of("at"))
        .values_list("month", "kind")
        .annotate(n=Count("pk"))
    )
    by_month = Counter({(month, kind): count for month, kind, count in came})
    for month in period.months:
        for kind in REPORTS:
            yield Row("reports", month, kind, by_month[month, kind], "reports")


def second_looks(period: Period, *, fewest: int) -> Iterator[Row]:
    """Whether a colleague agreed, by what was looked at again; only from `fewest` on, since teams are small."""
    found = (
        SecondLook.objects.filter(at__gte=period.since, at__lt=period.midnight)
        .order_by()
        .values_list("occasion", "agrees")
        .annotate(n=Count("pk"))
    )
    counted = Counter(
        {f"{occasion}_{'agreed' if agrees else 'disagreed'}": n for occasion, agrees, n in found}
    )
    if counted.total() < fewest:
        return
    for category in LOOKS:
        yield Row("second_looks", period.name, category, counted[category], "looks")
