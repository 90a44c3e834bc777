"""Whom to remind of an appointment, and on which day (policy AP-13 to AP-15)."""

from datetime import date, time, timedelta

from django.db import models

from digibank import clock
from digibank.agenda.days import day_of
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import Appointment, Reminder, Where
from digibank.comms.channels import open_channels
from digibank.comms.models import Channel
from digibank.organisations.working_days import working_day_before

# So many working days before; a letter is on its way for up to three of them.
DAYS_BEFORE = 2
DAYS_BEFORE_BY_LETTER = 5
# Nobody is woken by a text message.
FIRST_HOUR, LAST_HOUR = time(9), time(19)
# Further ahead nothing is due, however many days a place is shut.
LOOKED_AHEAD = timedelta(days=60)


def is_waking_hour() -> bool:
    """Whether people may be told something now."""
    return FIRST_HOUR <= clock.now().astimezone(clock.BRUSSELS).time() < LAST_HOUR


def to_remind() -> list[Appointment]:
    """The appointments to remind of now, the first moment on top. As many queries for many as for one."""
    now = clock.now()
    told = Reminder.objects.filter(appointment=models.OuterRef("pk"), slot=models.OuterRef("slot"))
    rows = Appointment.objects.filter(
        ~models.Exists(told), state=AppointmentState.PLANNED, hidden=False, slot__starts_at__gt=now,
        slot__starts_at__lt=now + LOOKED_AHEAD,
    )  # fmt: skip
    rows = rows.exclude(where=Where.AT_HOME).select_related("person", "slot", "place").order_by("slot__starts_at", "pk")
    closures = ("place__closures__replacements", "place__closure_sets__closures__replacements")
    return [found for found in rows.prefetch_related(*closures, "person__addresses", "person__ways") if is_due(found)]


def is_due(appointment: Appointment) -> bool:
    """Whether somebody is to be told of this appointment today, when it was not done yet.

    Never of what is hidden (policy AP-09), nor to who chose the moment on the day of the reminder or after (AP-14). Who
    is visited at home is called about it already (AP-23).
    """
    if appointment.state != AppointmentState.PLANNED or appointment.hidden or appointment.slot is None:
        return False
    if appointment.where == Where.AT_HOME:
        return False
    chosen_on = appointment.chosen_at.astimezone(clock.BRUSSELS).date()
    return chosen_on < remind_on(appointment) <= clock.today() < day_of(appointment.slot)


def remind_on(appointment: Appointment) -> date:
    """The day to remind of an appointment with a moment: so many working days of its place before (policy AP-13)."""
    assert appointment.slot is not None
    by_letter = open_channels(appointment.person)[0] == Channel.LETTER
    count = DAYS_BEFORE_BY_LETTER if by_letter else DAYS_BEFORE
    return working_day_before(day_of(appointment.slot), count, appointment.place.works_on)
