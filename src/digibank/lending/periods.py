"""How long a loan lasts, in days of the calendar."""

from calendar import monthrange
from datetime import date

from django.db.models import prefetch_related_objects

from digibank.organisations.models import Place

MONTHS_IN_A_YEAR = 12


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of that month when it has no such day (31 January, 1 month)."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_after(day: date, months: int, desk: Place) -> date:
    """The day to bring the device back: so many months later, or the first day after that the desk is open."""
    due_on = months_after(day, months)
    prefetch_related_objects([desk], "opening_hours", "closures")
    return desk.next_open_day(due_on) or due_on
