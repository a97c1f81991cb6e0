"""Targets in working days: when something is due and how late it is. Pure; knows weekends, but no public holidays."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Target:
    """Within how many working days something should be done; `near` of them left, it is due soon."""

    label: str | Promise
    days: int
    near: int

    @property
    def within(self) -> str:
        """As a sentence says it: "10 working days"."""
        return ngettext("%(count)s working day", "%(count)s working days", self.days) % {"count": self.days}


SAFETY = Target(gettext_lazy("Safety report"), days=1, near=1)
FIRST_LOOK = Target(gettext_lazy("First look"), days=2, near=1)
DECISION = Target(gettext_lazy("Decision"), days=10, near=2)
APPEAL = Target(gettext_lazy("Answer"), days=15, near=2)


@dataclass(frozen=True, slots=True)
class Clock:
    """One target running since a day (UTC date), seen on another."""

    target: Target
    since: date
    today: date

    @property
    def days(self) -> int:
        """Working days that have passed."""
        return working_days(self.since, self.today)

    @property
    def due(self) -> date:
        return due_on(self.since, self.target.days)

    @property
    def late(self) -> bool:
        return self.days > self.target.days

    @property
    def near(self) -> bool:
        return not self.late and self.target.days - self.days <= self.target.near

    @property
    def tone(self) -> str:
        """As `components/tag.html` takes it."""
        return "stop" if self.late else "wait" if self.near else ""

    def __str__(self) -> str:
        return _("%(what)s: %(when)s") % {"what": self.target.label, "when": self._when()}

    def _when(self) -> str:
        if self.late:
            over = self.days - self.target.days
            return ngettext("late by %(count)s working day", "late by %(count)s working days", over) % {
                "count": over
            }
        if self.due <= self.today:
            return _("due today") if self.due == self.today else _("due before the next working day")
        if self.due == self.today + _DAY:
            return _("due tomorrow")
        return _("due %(day)s") % {"day": date_format(self.due, "l j F")}


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays after `start`, up to and including `end`; 0 when `end` is not later."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    extra = sum((start + timedelta(days=step)).weekday() < 5 for step in range(1, rest + 1))
    return weeks * 5 + extra


def due_on(start: date, days: int) -> date:
    """The working day on which so many working days (at least one) after `start` have passed."""
    weeks, rest = divmod(days - 1, 5)
    day = _next_working_day(start + timedelta(weeks=weeks))
    for _step in range(rest):
        day = _next_working_day(day)
    return day


def _next_working_day(day: date) -> date:
    return day + timedelta(days=max(1, 7 - day.weekday()) if day.weekday() >= 4 else 1)


def earliest_start(today: date, days: int) -> date:
    """The first day since which at most `days` working days have passed: what began before it has waited longer."""
    day = today + _DAY
    while working_days(day - _DAY, today) <= days:
        day -= _DAY
    return day
