"""What one looks up of helpers and their appointments: the next hours that are offered, and a week in columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda.flows import HOLDING
from digibank.agenda.models import Appointment, Engagement, Slot, Where, local_moment
from digibank.agenda.openings import Opening, offered, plans_of
from digibank.agenda.queries import Seat, seen_by, slots_between
from digibank.organisations.models import Place
from digibank.workforce.models import Helper, Shift

LOOKED_AHEAD = 28
DAYS_OFFERED = 3
# So many hours for who comes again, and so many of them with the same helper when there are.
OFFERED_AGAIN, OFFERED_WITH_SAME = 4, 2


@dataclass(frozen=True)
class Offer:
    """An hour for who comes again, and whether the helper of this time is free then."""

    starts_at: datetime
    same_helper: bool


@dataclass
class Visit:
    """An appointment in the column of a helper: the seat is None for who may not know of it."""

    slot: Slot
    seat: Seat | None
    # The helper was called off, or is planned at other hours.
    helper_is_there: bool = True


@dataclass
class Cell:
    """A day of a helper, or of those without one: when they are there, and who comes to them."""

    helper: Helper | None = None
    shifts: list[Shift] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


@dataclass(frozen=True)
class Week:
    """The helpers of a week, and for each day a cell for each of them; at the end those without a helper."""

    helpers: list[Helper]
    days: list[tuple[date, list[Cell]]]


def next_hours(place: Place, *, minutes: int, from_on: date, **asked: Any) -> list[datetime]:
    """The hours offered on the first days that have any, one after the other so that no quarter is lost."""
    found = days_with_hours(place, minutes=minutes, from_on=from_on, **asked)
    return [at for _day, hours in found[:DAYS_OFFERED] for at in hours]


def hours_to_come_again(place: Place, *, minutes: int, topic: str, helper: int | None) -> list[Offer]:
    """The first hours from tomorrow on for who comes again, one a day, those with the same helper among them."""
    days = [clock.today() + timedelta(days=1 + ahead) for ahead in range(LOOKED_AHEAD)]
    plans = plans_of(place, days)
    same, others = [], []
    for day in days:
        found = offered(plans[day], minutes, topic=topic)
        with_same = next((opening for opening in found if helper in opening.helpers), None)
        if with_same:
            same.append(Offer(with_same.starts_at, same_helper=True))
        elif found:
            others.append(Offer(found[0].starts_at, same_helper=False))
    chosen = [*same[:OFFERED_WITH_SAME], *others, *same[OFFERED_WITH_SAME:]][:OFFERED_AGAIN]
    return sorted(chosen, key=lambda offer: offer.starts_at)


def days_with_hours(
    place: Place, *, minutes: int, from_on: date, where: str = Where.AT_POINT, **asked: Any
) -> list[tuple[date, list[datetime]]]:
    """The days of the next four weeks on which something is offered, each with its hours.

    `asked` is what `offered` takes: topic, tongue, helpers, travel.
    """
    days = [max(from_on, clock.today()) + timedelta(days=ahead) for ahead in range(LOOKED_AHEAD)]
    plans = plans_of(place, days, where)
    found = ((day, side_by_side(offered(plans[day], minutes, **asked), minutes)) for day in days)
    return [(day, hours) for day, hours in found if hours]


def side_by_side(openings: Sequence[Opening], minutes: int) -> list[datetime]:
    """Of openings that overlap the first: who takes 9.15 of nine to ten leaves two pieces that serve nobody."""
    hours: list[datetime] = []
    for opening in openings:
        if not hours or opening.starts_at >= hours[-1] + timedelta(minutes=minutes):
            hours.append(opening.starts_at)
    return hours


def week_of(user: User, place: Place, monday: date) -> Week:
    """Who helps at this place in this week, and who comes to whom. As many queries for three helpers as for one."""
    days = [monday + timedelta(days=ahead) for ahead in range(7)]
    slots = [slot for slot in slots_between([place], monday, days[-1] + timedelta(days=1)) if slot.is_with_helper]
    shifts = [shift for shift in _shifts(place, days) if shift.called_off_at is None]
    taken = _taken(slots)
    helpers = {shift.helper_id: shift.helper for shift in shifts} | {one.pk: one for _slot, one in taken}
    order = sorted(helpers.values(), key=lambda helper: (helper.first_name, helper.pk))
    cells = {(day, key): Cell(helpers[key] if key else None) for day in days for key in [*helpers, None]}
    for shift in shifts:
        cells[_day(shift.starts_at), shift.helper_id].shifts.append(shift)
    seats = _seats(user, slots)
    for slot in slots:
        theirs: list[int | None] = [helper.pk for one, helper in taken if one == slot.pk] or [None]
        for key in theirs:
            cell = cells[_day(slot.starts_at), key]
            there = any(one.starts_at <= slot.starts_at and slot.ends_at <= one.ends_at for one in cell.shifts)
            cell.visits.append(Visit(slot, seats.get(slot.pk), there))
    keys = [*(helper.pk for helper in order), None]
    return Week(order, [(day, [cells[day, key] for key in keys]) for day in days])


def _shifts(place: Place, days: Sequence[date]) -> list[Shift]:
    from_at, until_at = days[0], days[-1] + timedelta(days=1)
    rows = Shift.objects.filter(place=place, starts_at__gte=_begin(from_at), starts_at__lt=_begin(until_at))
    return list(rows.select_related("helper__user"))


def _taken(slots: Sequence[Slot]) -> list[tuple[int, Helper]]:
    rows = Engagement.objects.standing().filter(slot__in=slots).select_related("helper__user")
    return [(one.slot_id, one.helper) for one in rows]


def _seats(user: User, slots: Sequence[Slot]) -> dict[int | None, Seat]:
    rows = Appointment.objects.visible_to(user, Can.PLAN).filter(slot__in=slots, state__in=HOLDING)
    return {seat.appointment.slot_id: seat for seat in seen_by(user, rows.select_related("person", "slot"))}


def _day(at: datetime) -> date:
    return at.astimezone(clock.BRUSSELS).date()


def _begin(day: date) -> datetime:
    return local_moment(day, time.min)
