"""Moments, who is expected and was reminded, and when helpers are taken."""

from digibank.agenda.models.engaged import BookedDay, Engagement
from digibank.agenda.models.moments import (
    BOOKABLE_KINDS,
    LONGEST_MINUTES,
    NUMBERS,
    SHORTEST_MINUTES,
    Appointment,
    CalendarLink,
    DayLimit,
    Purpose,
    Slot,
    Through,
    local_moment,
)
from digibank.agenda.models.reminders import Reminder
from digibank.agenda.models.where import OUTSIDE, Where

__all__ = [
    "BOOKABLE_KINDS",
    "LONGEST_MINUTES",
    "NUMBERS",
    "OUTSIDE",
    "SHORTEST_MINUTES",
    "Appointment",
    "BookedDay",
    "CalendarLink",
    "DayLimit",
    "Engagement",
    "Purpose",
    "Reminder",
    "Slot",
    "Through",
    "Where",
    "local_moment",
]
