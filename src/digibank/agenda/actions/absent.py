"""A helper does not come: who was expected by them gets another one, or is called."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda.days import day_of
from digibank.agenda.engaging import Wish, engage, let_go, lock_helpers, opening_for
from digibank.agenda.flows import AppointmentState, SlotState
from digibank.agenda.models import Appointment, Slot
from digibank.agenda.openings import Stretch, plans_of
from digibank.agenda.steps import hush, last_day_to_call, locked, put_on_list
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.organisations.working_days import working_day_before
from digibank.ui.templatetags.ui import hour, weekday
from digibank.workforce import actions as workforce
from digibank.workforce.models import Helper, Shift


@transaction.atomic
def call_shift_off(shift: Shift, *, by: Actor) -> Shift:
    """The helper does not come. Each appointment to come gets another helper who is free and knows the topic.

    Where nobody is, the person is to be called; what is hidden keeps its hour, on a list of colleagues (policy AP-17).
    """
    lock_helpers(shift.place, shift.starts_at.astimezone(clock.BRUSSELS).date())
    workforce.call_shift_off(shift, by=by)
    for slot in _left_alone(shift):
        planned = slot.appointments.filter(state=AppointmentState.PLANNED).first()
        if planned:
            _find_another(locked(planned), slot, shift.helper, by)
        else:
            # Somebody on the website still answers questions: the hour is free no more, and they are told so.
            let_go(slot)
            record("agenda.hold_ended", slot, by=by)
    return shift


def _left_alone(shift: Shift) -> list[Slot]:
    """The moments to come of this helper in this shift, under lock; not those within another shift of theirs."""
    theirs = shift.helper.engagements.standing().filter(
        slot__place=shift.place, starts_at__gt=clock.now(), starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at
    )
    rows = Slot.objects.select_for_update(of=("self",)).filter(pk__in=theirs.values("slot"), state=SlotState.OPEN)
    slots = list(rows.select_related("place").order_by("pk"))
    plans = plans_of(shift.place, [day_of(slot) for slot in slots]) if slots else {}
    there = [hand for plan in plans.values() for hand in plan.hands if hand.helper == shift.helper_id]
    return [slot for slot in slots if not any(hand.is_there(Stretch(slot.starts_at, slot.ends_at)) for hand in there)]


def _find_another(found: Appointment, slot: Slot, helper: Helper, by: Actor) -> None:
    """The same function that offers an hour says who is free (policy AP-05); of a visit in twos one goes, one comes."""
    slot.engagements.filter(helper=helper, released_at__isnull=True).update(released_at=clock.now())
    wish = Wish(slot.starts_at, slot.minutes, topic=found.topic)
    opening = opening_for(plans_of(found.place, [wish.day])[wish.day], wish)
    about = [found.person, found.place, slot]
    if opening:
        engage(slot, opening, wish)
        record("agenda.helper_changed", found, by=by, about=about)
        return
    found.helper_lost_at = clock.now()
    if found.hidden:
        found.save(update_fields=["helper_lost_at"])
        record("agenda.helper_lost", found, by=by, about=about)
        return
    let_go(slot)
    # Before the day itself, or today when it is that day.
    before = working_day_before(wish.day, 1, found.place.works_on)
    reason = _("The helper does not come: %(day)s, %(hour)s.")
    put_on_list(
        found, reason % {"day": weekday(slot.starts_at), "hour": hour(slot.starts_at)},
        call_by_on=max(clock.today(), min(before, last_day_to_call())),
    )  # fmt: skip
    hush(found.reminders.all(), by=by)
    record("agenda.put_on_call_list", found, by=by, about=about)
