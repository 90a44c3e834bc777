"""What several acts of the agenda do alike. For actions: each of these is part of a transaction."""

from contextlib import suppress
from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda.engaging import let_go
from digibank.agenda.models import BOOKABLE_KINDS, Appointment, Slot
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.comms.flows import State
from digibank.comms.models import Message
from digibank.errors import RuleBroken
from digibank.organisations.models import Place
from digibank.organisations.working_days import add_working_days

DAYS_TO_CALL = 5
# A message that people or the worker have before them still.
UNTOLD = (State.QUEUED, State.TO_DO, State.UNCERTAIN)


def locked(appointment: Appointment, *slots: Slot) -> Appointment:
    """The appointment as it is now, under lock, after its slot and `slots`.

    Booking locks a slot before it adds an appointment; in the other order two colleagues could wait for each other.
    """
    keys = {slot.pk for slot in slots}
    if appointment.slot_id is not None:
        keys.add(appointment.slot_id)
    list(Slot.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    # First the lock, then the rows around it: PostgreSQL does not find a locked row whose joined row was changed.
    Appointment.objects.select_for_update().get(pk=appointment.pk)
    found = Appointment.objects.select_related("person", "place", "slot").get(pk=appointment.pk)
    if found.slot_id != appointment.slot_id:
        raise RuleBroken(_("Someone else changed this just now. Reload the page and look again."))
    return found


def give_back(slot: Slot) -> None:
    """Count one place less; a moment that was made for one appointment with a helper ends with it."""
    Slot.objects.filter(pk=slot.pk).update(taken=models.F("taken") - 1)
    if slot.is_with_helper:
        let_go(slot)


def last_day_to_call() -> date:
    """By when somebody is called who comes on the list today (policy G-04)."""
    return add_working_days(clock.today(), DAYS_TO_CALL)


def put_on_list(appointment: Appointment, reason: str, *, call_by_on: date) -> None:
    """Who was expected is to be called instead. The caller called the moment off, or gave the place in it back."""
    appointment.slot, appointment.call_by_on, appointment.reason = None, call_by_on, reason
    appointment.save(update_fields=["slot", "call_by_on", "reason", "helper_lost_at"])


def hush(messages: models.QuerySet[Message], *, by: Actor) -> int:
    """What was not told yet of moments that hold no more is told no more (policy AP-15); how many messages."""
    ended = 0
    for message in messages.filter(state__in=UNTOLD):
        with suppress(RuleBroken):  # It was told, or is being told at this moment.
            comms.cancel(message, by=by)
            ended += 1
    return ended


def tell_no_more(appointment: Appointment, *, by: Actor) -> None:
    """Of the moment it had until now: no reminder, and no call that says who comes (policies AP-15 and AP-23)."""
    told = models.Q(pk__in=appointment.reminders.values("message")) | models.Q(pk=appointment.announcement_id)
    hush(Message.objects.filter(told), by=by)
    if appointment.announcement_id:
        appointment.announcement = None
        appointment.save(update_fields=["announcement"])


def refuse_no_help_here(place: Place) -> None:
    """Raise RuleBroken when nobody is expected at this place."""
    if place.kind not in BOOKABLE_KINDS:
        raise RuleBroken(_("People are expected at a help point or a lending desk only. Choose one."), field="place")
    if place.given_up_on is not None:
        raise RuleBroken(_("This place was given up. Choose another one."), field="place")
