"""A visit at home is told before: who comes, when, and the word that they say at the door (policy AP-23).

For actions: it is part of a transaction.
"""

from digibank import clock
from digibank.agenda.days import day_of
from digibank.agenda.models import Appointment, Where
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.comms.models import Channel
from digibank.organisations.working_days import working_day_before

# Three calls fit in them when nobody picks up (policy M-04).
WORKING_DAYS_BEFORE = 3


def announce(appointment: Appointment, *, by: Actor) -> None:
    """Put the call on the list: from three working days before on, so that it is made three times when it must.

    Nobody is told of a hidden appointment (policy AP-09).
    """
    slot = appointment.slot
    if appointment.where != Where.AT_HOME or appointment.hidden or slot is None:
        return
    taken = list(slot.engagements.standing().select_related("helper__user").order_by("pk"))
    message = comms.queue(
        "agenda/home_visit",
        to=appointment.person,
        by=by,
        about=[appointment, appointment.place],
        once="-".join(["home-visit", *(str(row.pk) for row in (appointment, slot, *taken))]),
        from_place=appointment.place,
        way=Channel.PHONE,
        names=[one.helper.first_name for one in taken],
        at=slot.starts_at,
        word=appointment.code_word,
    )
    first_on = working_day_before(day_of(slot), WORKING_DAYS_BEFORE, appointment.place.works_on)
    appointment.announcement = comms.call_from(message, day=max(first_on, clock.today()), by=by)
    appointment.save(update_fields=["announcement"])
