"""What happens to moments and appointments. Slots are locked first, in the order of their keys; then appointments."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.agenda.days import lock_day, refuse_full_day
from digibank.agenda.engaging import free_helpers
from digibank.agenda.flows import APPOINTMENT_FLOW, SLOT_FLOW, AppointmentState, SlotState
from digibank.agenda.models import (
    LONGEST_MINUTES,
    SHORTEST_MINUTES,
    Appointment,
    CalendarLink,
    DayLimit,
    Purpose,
    Slot,
    Where,
    local_moment,
)
from digibank.agenda.steps import give_back, last_day_to_call, locked, put_on_list, refuse_no_help_here, tell_no_more
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.numbers import fingerprint, secret
from digibank.organisations.models import Organisation, Place
from digibank.organisations.windows import HoursKind
from digibank.people.models import Person
from digibank.people.secrets import refuse_secrets

# Who is expected comes through the door: not in hours by telephone.
BOOKABLE_HOURS = (HoursKind.WALK_IN, HoursKind.APPOINTMENT)


@transaction.atomic
def open_slot(
    place: Place, *, starts_at: datetime, minutes: int, kind: str, capacity: int, by: Actor, note: str = ""
) -> Slot:
    """Open a moment with `capacity` places; it lies ahead, within the hours of the place (policy G-02)."""
    refuse_secrets(note, field="note")
    starts_at = starts_at.astimezone(UTC)
    _refuse_unfit(place, starts_at, minutes, capacity)
    with refusing(
        Slot,
        "a_moment_is_open_once",
        _("%(moment)s is open already. Choose another hour, or look at that moment.") % {"moment": _words(starts_at)},
        field="times",
    ):
        slot = Slot.objects.create(
            place=place, starts_at=starts_at, minutes=minutes, kind=kind, capacity=capacity, note=note
        )
    record("agenda.slot_opened", slot, by=by, about=[place], places=capacity)
    return slot


@transaction.atomic
def open_week(
    place: Place, *, monday: date, weekdays: Iterable[int], times: Iterable[time], by: Actor, **details: Any
) -> list[Slot]:
    """Open the same hours on several days of one week; all of them, or none when one does not fit.

    The hours are those of the clock in Brussels, also in the week that the clock changes. `details` are the
    minutes, kind, capacity and note of `open_slot`.
    """
    hours = sorted(set(times))
    days = [monday + timedelta(days=weekday) for weekday in sorted(set(weekdays))]
    return [open_slot(place, starts_at=local_moment(day, at), by=by, **details) for day in days for at in hours]


@transaction.atomic
def cancel_slot(slot: Slot, *, reason: str, by: Actor) -> Slot:
    """Call a moment off that has not begun. Who was expected goes to the list of people to call (policy G-04)."""
    _refuse_reason(reason)
    found = Slot.objects.select_for_update().get(pk=slot.pk)
    if found.has_begun:
        raise RuleBroken(_("This moment has begun. Note for each person how it went."))
    expected = list(found.appointments.filter(state=AppointmentState.PLANNED).select_related("person", "place"))
    SLOT_FLOW.move(found, "cancel", taken=0)
    free_helpers(found)
    for appointment in expected:
        put_on_list(appointment, reason, call_by_on=last_day_to_call())
        tell_no_more(appointment, by=by)
        record("agenda.put_on_call_list", appointment, by=by, about=[appointment.person, appointment.place])
    record("agenda.slot_cancelled", found, by=by, about=[found.place], expected=len(expected))
    return found


@transaction.atomic
def book(slot: Slot, *, person: Person, by: Actor, purpose: str = Purpose.WARM_HANDOVER) -> Appointment:
    """Expect somebody at this moment. Refused when it is full, called off or begun, or the person has a place."""
    lock_day(slot)
    refuse_full_day(slot)
    taken = _take_place(slot)
    with _refusing_twice():
        appointment = Appointment.objects.create(person=person, slot=taken, place=taken.place, purpose=purpose)
    record("agenda.booked", appointment, by=by, about=[person, taken.place, taken])
    return appointment


@transaction.atomic
def put_on_call_list(
    place: Place, *, person: Person, reason: str, by: Actor, purpose: str = Purpose.WARM_HANDOVER
) -> Appointment:
    """Call this person within five working days to choose a moment; with the reason why that is not done now."""
    _refuse_reason(reason)
    refuse_no_help_here(place)
    appointment = Appointment.objects.create(
        person=person, place=place, purpose=purpose, reason=reason, call_by_on=last_day_to_call()
    )
    record("agenda.put_on_call_list", appointment, by=by, about=[person, place])
    return appointment


@transaction.atomic
def call_planned(appointment: Appointment, *, slot: Slot, by: Actor) -> Appointment:
    """The person was called and chose a moment; that may be at another place."""
    lock_day(slot)
    found = locked(appointment, slot)
    if found.call_by_on is None:
        raise RuleBroken(_("This person has a moment already. Reload the page to see which."))
    tell_no_more(found, by=by)
    _change_slot(found, slot)
    record("agenda.call_planned", found, by=by, about=[found.person, found.place])
    return found


@transaction.atomic
def move(appointment: Appointment, *, slot: Slot, by: Actor) -> Appointment:
    """Expect the person at another moment; the place in the first one is free again."""
    lock_day(slot)
    found = locked(appointment, slot)
    earlier = found.slot
    if earlier is None:
        raise RuleBroken(_("This person is on the list of people to call. Reload the page, and choose a moment."))
    if earlier.pk == slot.pk:
        raise RuleBroken(_("This person has this moment already. Choose another one."), field="slot")
    tell_no_more(found, by=by)
    _change_slot(found, slot)
    give_back(earlier)
    record("agenda.moved", found, by=by, about=[found.person, found.place, earlier])
    return found


@transaction.atomic
def cancel(appointment: Appointment, *, by: Actor) -> Appointment:
    """Expect the person no longer; the place in the moment is free again."""
    found = locked(appointment)
    APPOINTMENT_FLOW.move(found, "cancel")
    tell_no_more(found, by=by)
    if found.slot:
        give_back(found.slot)
    record("agenda.cancelled", found, by=by, about=[found.person, found.place])
    return found


@transaction.atomic
def note_done(appointment: Appointment, *, by: Actor) -> Appointment:
    """The person came; also when they came by while on the list of people to call."""
    found = _noted(appointment, "note_done")
    record("agenda.done", found, by=by, about=[found.person, found.place])
    return found


@transaction.atomic
def note_missed(appointment: Appointment, *, by: Actor) -> Appointment:
    """The person did not come."""
    if appointment.slot_id is None:
        raise RuleBroken(_("This person has no moment to miss yet. Call first, and choose a moment together."))
    found = _noted(appointment, "note_missed")
    record("agenda.missed", found, by=by, about=[found.person, found.place])
    return found


@transaction.atomic
def set_day_limits(place: Place, *, limits: Mapping[int, int | None], by: Actor) -> Place:
    """Say by day of the week how many hand-overs fit this place; None for no limit (policy C-02).

    What is planned already stays planned.
    """
    refuse_no_help_here(place)
    for weekday, count in sorted(limits.items()):
        rows = DayLimit.objects.filter(place=place, weekday=weekday)
        if count is None:
            rows.delete()
        else:
            DayLimit.objects.update_or_create(place=place, weekday=weekday, defaults={"handovers": count})
    record("agenda.day_limits_set", place, by=by, days=sum(count is not None for count in limits.values()))
    return place


@transaction.atomic
def give_calendar(
    *, organisation: Organisation, by: Actor, place: Place | None = None, user: User | None = None
) -> str:
    """Make the secret address of a calendar, of a place or of a colleague; the one before it ends (policy C-03).

    The secret is returned once and kept nowhere.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    CalendarLink.objects.open().filter(place=place, user=user).update(ended_at=clock.now())
    made = secret()
    link = CalendarLink.objects.create(
        organisation=organisation, place=place, user=user, fingerprint=fingerprint(made), made_by=by
    )
    record("agenda.calendar_given", link, by=by, about=[place] if place else [])
    return made


@transaction.atomic
def end_calendar(link: CalendarLink, *, by: Actor) -> CalendarLink:
    """Let the address open nothing any more."""
    if not CalendarLink.objects.open().filter(pk=link.pk).update(ended_at=clock.now()):
        raise RuleBroken(_("This address ended already. Reload the page."))
    record("agenda.calendar_ended", link, by=by)
    return link


def _noted(appointment: Appointment, step: str) -> Appointment:
    found = locked(appointment)
    if not found.may_be_noted:
        raise RuleBroken(_("This moment has not begun yet. Come back when it has, or call the appointment off."))
    APPOINTMENT_FLOW.move(found, step)
    return found


def _take_place(slot: Slot) -> Slot:
    """Count one place more, when there is one: in one statement, so that it never counts beyond the last."""
    free = Slot.objects.free().filter(pk=slot.pk)
    # `taken` is asked and counted by the same statement; no lock is held while nothing is done.
    took = free.update(taken=models.F("taken") + 1)
    found = Slot.objects.select_related("place").get(pk=slot.pk)
    if took:
        return found
    if found.state != SlotState.OPEN or found.has_begun:
        raise RuleBroken(_("This moment is called off or has begun. Choose another one."), field="slot")
    raise RuleBroken(_("This moment is full. Choose another one, or put the person on the call list."), field="slot")


def _change_slot(found: Appointment, slot: Slot) -> None:
    """Give a planned appointment a place in this slot; the reason of a call that was made stays to read."""
    if found.state != AppointmentState.PLANNED:
        raise RuleBroken(_("This appointment is over. Make a new one."))
    refuse_full_day(slot, besides=found)
    taken = _take_place(slot)
    found.slot, found.place, found.call_by_on, found.chosen_at = taken, taken.place, None, clock.now()
    # A moment that a place opened is at that place.
    found.helper_lost_at, found.where, found.code_word = None, Where.AT_POINT, ""
    with _refusing_twice():
        found.save(update_fields=["slot", "place", "call_by_on", "chosen_at", "helper_lost_at", "where", "code_word"])


def _refusing_twice() -> Any:
    return refusing(Appointment, "a_person_once_in_a_slot", _("This person has a place at this moment already."))


def _refuse_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Write down why."), field="reason")
    refuse_secrets(reason, field="reason")


def _refuse_unfit(place: Place, starts_at: datetime, minutes: int, capacity: int) -> None:
    refuse_no_help_here(place)
    if not SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES:
        raise RuleBroken(_("A moment lasts from 5 minutes to 8 hours."), field="minutes")
    if capacity < 1:
        raise RuleBroken(_("A moment has at least one place."), field="capacity")
    words = {"moment": _words(starts_at), "place": place.name}
    if starts_at <= clock.now():
        raise RuleBroken(_("%(moment)s is over already. Choose a moment that lies ahead.") % words, field="first_on")
    if not place.hours_on(starts_at.astimezone(clock.BRUSSELS).date(), BOOKABLE_HOURS):
        raise RuleBroken(_("%(place)s is closed on %(moment)s. Choose another day.") % words, field="first_on")
    if not _within_hours(place, starts_at, minutes):
        raise RuleBroken(
            _("%(place)s is not open all through %(moment)s. Choose an hour within its opening hours.") % words,
            field="times",
        )


def _within_hours(place: Place, starts_at: datetime, minutes: int) -> bool:
    """Whether the place is open from the first minute to the last, by the clock on its wall."""
    first = starts_at.astimezone(clock.BRUSSELS)
    last = (starts_at + timedelta(minutes=minutes)).astimezone(clock.BRUSSELS)
    stretches = place.hours_on(first.date(), BOOKABLE_HOURS)
    return first.date() == last.date() and any(h.opens <= first.time() and last.time() <= h.closes for h in stretches)


def _words(moment: datetime) -> str:
    """A moment as people write it: 24/11/2026 9.30."""
    local = moment.astimezone(clock.BRUSSELS)
    return f"{local:%d/%m/%Y} {local.hour}.{local:%M}"
