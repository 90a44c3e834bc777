"""How long a loan lasts, in days of the calendar."""

from datetime import date

from django.db.models import prefetch_related_objects

from digibank.dated import months_after
from digibank.organisations.models import HOURS, Place


def due_after(day: date, months: int, desk: Place) -> date:
    """The day to bring the device back: so many months later, or the first day after that the desk is open."""
    due_on = months_after(day, months)
    prefetch_related_objects([desk], *HOURS)
    return desk.next_open_day(due_on) or due_on
