"""A helper does not come: who was expected by them gets another one, or is called."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda.announcing import announce
from digibank.agenda.days import day_of
from digibank.agenda.engaging import Wish, engage, let_go, lock_helpers, opening_for
from digibank.agenda.flows import AppointmentState, SlotState
from digibank.agenda.models import Appointment, Engagement, Slot, Where
from digibank.agenda.openings import Stretch, plans_of
from digibank.agenda.steps import last_day_to_call, locked, put_on_list, tell_no_more
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.organisations.working_days import working_day_before
from digibank.ui.templatetags.ui import hour, weekday
from digibank.workforce import actions as workforce
from digibank.workforce.models import Shift


@transaction.atomic
def call_shift_off(shift: Shift, *, by: Actor) -> Shift:
    """The helper does not come. Each appointment to come gets another helper who is free and knows the topic.

    Where nobody is, the person is to be called; what is hidden keeps its hour, on a list of colleagues (policy AP-17).
    """
    lock_helpers(shift.place, _day_of(shift))
    workforce.call_shift_off(shift, by=by)
    _hand_over(shift, by, calls=True)
    return shift


@transaction.atomic
def leave(shift: Shift, *, by: Actor) -> Shift:
    """The helper goes home, perhaps before the planned hour. Who comes later gets another one who knows the topic.

    Where nobody is free, the hour stays and colleagues see that it has no helper: who comes is helped by who is there.
    Only a visit at home is called off, for nobody goes there without being free (policies AP-17 and AP-20).
    """
    lock_helpers(shift.place, _day_of(shift))
    workforce.leave(shift, by=by)
    _hand_over(shift, by, calls=False)
    return shift


def _day_of(shift: Shift) -> date:
    return shift.starts_at.astimezone(clock.BRUSSELS).date()


def _hand_over(shift: Shift, by: Actor, *, calls: bool) -> None:
    for slot, lost in _left_alone(shift):
        planned = slot.appointments.filter(state=AppointmentState.PLANNED).first()
        if planned:
            found = locked(planned)
            called = not found.hidden and (calls or found.where == Where.AT_HOME)
            if not _has_another(found, slot, lost, by):
                _lose_helper(found, slot, by, called=called)
        else:
            # Somebody on the website still answers questions: the hour is free no more, and they are told so.
            let_go(slot)
            record("agenda.hold_ended", slot, by=by)


def _left_alone(shift: Shift) -> list[tuple[Slot, Engagement]]:
    """The moments to come that took this helper in this shift, under lock; not those within another shift of theirs."""
    theirs = shift.helper.engagements.standing().filter(
        slot__place=shift.place, starts_at__gt=clock.now(), starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at
    )
    taken = {row.slot_id: row for row in theirs}
    rows = Slot.objects.select_for_update(of=("self",)).filter(pk__in=taken, state=SlotState.OPEN)
    slots = list(rows.select_related("place").order_by("pk"))
    plans = plans_of(shift.place, [day_of(slot) for slot in slots]) if slots else {}
    there = [hand for plan in plans.values() for hand in plan.hands if hand.helper == shift.helper_id]
    pairs = [(slot, taken[slot.pk]) for slot in slots]
    return [
        (slot, lost)
        for slot, lost in pairs
        if not any(hand.is_there(Stretch(lost.starts_at, lost.ends_at)) for hand in there)
    ]


def _has_another(found: Appointment, slot: Slot, lost: Engagement, by: Actor) -> bool:
    """The same function that offers an hour says who is free (policy AP-05); of a visit in twos one goes, one comes."""
    Engagement.objects.filter(pk=lost.pk).update(released_at=clock.now())
    way = (slot.starts_at - lost.starts_at) // timedelta(minutes=1)
    wish = Wish(slot.starts_at, slot.minutes, topic=found.topic, where=found.where, travel=way)
    opening = opening_for(plans_of(found.place, [wish.day], wish.where)[wish.day], wish)
    if opening is None:
        return False
    engage(slot, opening, wish)
    record("agenda.helper_changed", found, by=by, about=[found.person, found.place, slot])
    if found.where == Where.AT_HOME:  # Another first name says the word at the door.
        tell_no_more(found, by=by)
        announce(found, by=by)
    return True


def _lose_helper(found: Appointment, slot: Slot, by: Actor, *, called: bool) -> None:
    """Nobody else is free: the person is called before that day, or the hour stays where colleagues see it."""
    about = [found.person, found.place, slot]
    found.helper_lost_at = clock.now()
    if not called:
        found.save(update_fields=["helper_lost_at"])
        record("agenda.helper_lost", found, by=by, about=about)
        return
    let_go(slot)
    # Before the day itself, or today when it is that day.
    before = working_day_before(day_of(slot), 1, found.place.works_on)
    reason = _("The helper does not come: %(day)s, %(hour)s.")
    put_on_list(
        found, reason % {"day": weekday(slot.starts_at), "hour": hour(slot.starts_at)},
        call_by_on=max(clock.today(), min(before, last_day_to_call())),
    )  # fmt: skip
    tell_no_more(found, by=by)
    record("agenda.put_on_call_list", found, by=by, about=about)
