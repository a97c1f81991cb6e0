"""Spans of months on the calendar. Pure."""

import calendar
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the month's last; `date.max` when the calendar ends before."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
