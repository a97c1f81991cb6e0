"""Hours of work due in the next 30 days: what waits, by kind and week, times how long one takes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

AHEAD = timedelta(days=30)
ENOUGH = 5
"""Measured times from which their median is believed."""
SHORTEST = 1.0
"""Minutes below which a decision was made for many at once, or by hand-over: it tells nothing about one review."""
CAP = 120.0
"""Minutes beyond which a measured time holds a pause; it counts as so many."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work, and the minutes assumed for it until enough were measured."""

    code: str
    label: str | Promise
    assumed: int


KINDS = (
    Kind("submission", gettext_lazy("New and changed listings"), 20),
    Kind("recheck", gettext_lazy("Rechecks"), 15),
    Kind("second", gettext_lazy("Second looks"), 10),
    Kind("appeal", gettext_lazy("Appeals"), 30),
    Kind("renewal", gettext_lazy("Checks to renew"), 10),
)


@dataclass(frozen=True, slots=True)
class Due:
    """So many of one kind (a `Kind.code`) are due on a day."""

    kind: str
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one of a kind takes; `examples` is 0 where that is assumed."""

    kind: Kind
    minutes: int
    examples: int

    def __str__(self) -> str:
        each = ngettext("%(count)s minute each", "%(count)s minutes each", self.minutes)
        words = {"kind": self.kind.label, "each": each % {"count": self.minutes}}
        if self.examples:
            return _("%(kind)s: %(each)s, the median of the last %(count)s.") % {
                **words,
                "count": self.examples,
            }
        return _("%(kind)s: %(each)s, assumed until %(enough)s were measured.") % {**words, "enough": ENOUGH}


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Sunday, or everything that was due before today; each of `KINDS` with how many are due."""

    label: str
    named: tuple[tuple[Kind, int], ...]
    minutes: int

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due, week by week, and the pace that was taken for each kind."""

    weeks: tuple[Week, ...]
    paces: tuple[Pace, ...]
    minutes: int

    @property
    def hours(self) -> str:
        return in_hours(self.minutes)


def pace(kind: Kind, measured: Sequence[float]) -> Pace:
    """The median of the measured minutes, each at most `CAP`; the assumed ones where too few tell anything."""
    told = [min(each, CAP) for each in measured if each >= SHORTEST]
    if len(told) < ENOUGH:
        return Pace(kind, kind.assumed, 0)
    return Pace(kind, round(median(told)), len(told))


def plan(due: Iterable[Due], measured: Mapping[str, Sequence[float]], today: date) -> Plan:
    """What is due until 30 days from today, late work first. `measured` holds minutes by `Kind.code`."""
    paces = tuple(pace(kind, measured.get(kind.code, ())) for kind in KINDS)
    by_week: dict[date, dict[str, int]] = {}
    for each in due:
        if each.day <= today + AHEAD:
            counts = by_week.setdefault(_week_of(each.day, today), {})
            counts[each.kind] = counts.get(each.kind, 0) + each.count
    weeks = tuple(_week(monday, by_week[monday], paces, today) for monday in sorted(by_week))
    return Plan(weeks, paces, sum(week.minutes for week in weeks))


def in_hours(minutes: int) -> str:
    """Rounded as an estimate should be: minutes below an hour, else hours and halves."""
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    halves = round(minutes / 30)
    whole, half = divmod(halves, 2)
    if half:
        return _("%(count)s½ hours") % {"count": whole}
    return ngettext("%(count)s hour", "%(count)s hours", whole) % {"count": whole}


def _week_of(day: date, today: date) -> date:
    """Its Monday; `date.min` for what was due before today."""
    return date.min if day < today else day - timedelta(days=day.weekday())


def _week(monday: date, found: Mapping[str, int], paces: tuple[Pace, ...], today: date) -> Week:
    named = tuple((each.kind, found.get(each.kind.code, 0)) for each in paces)
    minutes = sum(found.get(each.kind.code, 0) * each.minutes for each in paces)
    return Week(_label(monday, today), named, minutes)


def _label(monday: date, today: date) -> str:
    if monday == date.min:
        return _("Late already")
    if monday <= today:
        return _("This week")
    return _("Week of %(day)s") % {"day": date_format(monday, "j F")}
