"""Somebody is reminded of an appointment, in their own way."""

from django.db import models, transaction

from digibank import clock
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import Appointment, Reminder, Where
from digibank.agenda.reminding import is_due
from digibank.agenda.steps import hush, locked
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.comms.models import Message


@transaction.atomic
def remind(appointment: Appointment, *, by: Actor) -> Message | None:
    """Tell somebody the place, the day, the hour and the number, never the topic (policy AP-13).

    None when it is not to be told any more: it was called off, moved or told since it was read.
    """
    found = locked(appointment)
    if not is_due(found) or found.reminders.filter(slot=found.slot).exists():
        return None
    assert found.slot is not None
    place = found.place
    message = comms.queue(
        "agenda/reminder", to=found.person, by=by, about=found, from_place=place,
        once=f"appointment-{found.pk}-{found.slot.pk}", place=place.name,
        address=found.where_to_come, starts_at=found.slot.starts_at, number=found.number,
        by_phone=found.where == Where.BY_PHONE,
    )  # fmt: skip
    Reminder.objects.create(appointment=found, slot=found.slot, message=message)
    record("agenda.reminded", found, by=by, about=[found.person, place])
    return message


@transaction.atomic
def end_reminders(*, by: Actor) -> int:
    """What nobody was told before the moment began, is told no more: no call about an hour that is over.

    Nor what was on its way when the appointment was called off or moved, and came back to be tried again.
    """
    holds = {"appointment__slot": models.F("slot"), "appointment__state": AppointmentState.PLANNED}
    over = Reminder.objects.exclude(**holds, slot__starts_at__gt=clock.now())
    return hush(Message.objects.filter(pk__in=over.values("message")), by=by)
