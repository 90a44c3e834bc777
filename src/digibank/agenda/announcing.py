"""A visit at home is told before: who comes, when, and the word that they say at the door (policy AP-23).

For actions: each of these is part of a transaction.
"""

from datetime import date, timedelta

from digibank import clock
from digibank.agenda.models import Appointment, Where
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.comms.flows import MESSAGE_FLOW
from digibank.comms.models import Channel, Message
from digibank.organisations.working_days import is_working_day

# Three calls fit in them when nobody picks up (policy M-04).
WORKING_DAYS_BEFORE = 3


def announce(appointment: Appointment, *, by: Actor) -> None:
    """Put the call on the list: from three working days before on, so that it is made three times when it must.

    Nobody is told of a hidden appointment (policy AP-09).
    """
    slot = appointment.slot
    if appointment.where != Where.AT_HOME or appointment.hidden or slot is None:
        return
    names = [taken.helper.first_name for taken in slot.engagements.select_related("helper__user")]
    message = comms.queue(
        "agenda/home_visit",
        to=appointment.person,
        by=by,
        about=[appointment, appointment.place],
        once=f"home-visit-{appointment.pk}-{slot.pk}",
        from_place=appointment.place,
        way=Channel.PHONE,
        names=names,
        at=slot.starts_at,
        word=appointment.code_word,
    )
    first_on = _first_day_to_call(slot.starts_at.astimezone(clock.BRUSSELS).date())
    appointment.announcement = comms.call_from(message, day=first_on, by=by)
    appointment.save(update_fields=["announcement"])


def announce_no_more(appointment: Appointment, *, by: Actor) -> None:
    """What was not told yet about an earlier hour is not told any more."""
    if appointment.announcement_id is None:
        return
    message = Message.objects.get(pk=appointment.announcement_id)
    if MESSAGE_FLOW.allows(message, "cancel"):
        comms.cancel(message, by=by)
    appointment.announcement = None
    appointment.save(update_fields=["announcement"])


def _first_day_to_call(day: date) -> date:
    left = WORKING_DAYS_BEFORE
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day)
    return max(day, clock.today())
