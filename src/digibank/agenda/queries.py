"""What one looks up in the agenda: places, free moments, a week, a day, and who may be named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import models
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda.days import full_days, not_on
from digibank.agenda.flows import HOLDING, SlotState
from digibank.agenda.models import BOOKABLE_KINDS, Appointment, Slot, local_moment
from digibank.errors import RuleBroken
from digibank.organisations.models import Organisation, Place
from digibank.people.models import Person


@dataclass(frozen=True)
class Seat:
    """An appointment as a colleague sees it: with the name and the reason only when they may see the person."""

    appointment: Appointment
    shows_person: bool

    @property
    def shows_name(self) -> bool:
        """The name stays away from lists and paper when the person is protected; the number leads to the person."""
        return self.shows_person and not self.appointment.person.protected


@dataclass(frozen=True)
class Session:
    """A slot with those who hold a place in it, and how many of them the colleague may not see."""

    slot: Slot
    seats: list[Seat]

    @property
    def unseen(self) -> int:
        """How many are expected besides."""
        return self.slot.taken - len(self.seats)


def own_places(user: User) -> models.QuerySet[Place]:
    """Help points and lending desks where the user may open moments and call them off."""
    return _help().filter(organisation__in=user.reach[Can.PLAN])


def bookable_places(user: User) -> models.QuerySet[Place]:
    """Where the user may book a resident: each help point and desk of the same association (policy G-03).

    With a badge only those of the organisation behind whose counter it opened (policy B-03).
    """
    if user.confined_to:
        return own_places(user)
    own = Organisation.objects.filter(pk__in=user.reach[Can.PLAN]).values_list("pk", "association")
    around = {association or key for key, association in own}
    return _help().filter(models.Q(organisation__in=around) | models.Q(organisation__association__in=around))


def next_slots(places: Iterable[Place], *, count: int, from_on: date | None = None) -> list[Slot]:
    """The first `count` free moments at these places, from this day; what a form offers first."""
    found = list(places)
    free = Slot.objects.free().filter(not_on(full_days(found)), place__in=found).select_related("place__organisation")
    if from_on:
        free = free.filter(starts_at__gte=local_moment(from_on, time.min))
    return list(free[:count])


def slots_between(places: Iterable[Place], first_on: date, until_on: date) -> list[Slot]:
    """Open moments on the days from `first_on`, before `until_on`, in order; begun and full ones too."""
    return list(_open_between(places, first_on, until_on).select_related("place"))


def call_list(user: User) -> list[Seat]:
    """Whom the user may know of and somebody must call: the red ones on top."""
    rows = Appointment.objects.visible_to(user, Can.PLAN).to_call()
    return seen_by(user, rows.select_related("person", "place"))


def without_helper(user: User) -> list[Seat]:
    """Who comes at an hour of which the helper does not come, and is not called for it (policy AP-17)."""
    rows = Appointment.objects.visible_to(user, Can.PLAN).without_helper().filter(slot__isnull=False)
    return seen_by(user, rows.select_related("person", "place", "slot").order_by("slot__starts_at", "pk"))


def today(user: User) -> list[Session]:
    """Today's moments at the user's places with who comes; for paper, so without what is hidden (policy AP-09)."""
    day = clock.today()
    slots = without_hidden(slots_between(own_places(user), day, day + timedelta(days=1)))
    shown = sessions(user, slots)
    return [Session(one.slot, [seat for seat in one.seats if not seat.appointment.hidden]) for one in shown]


def without_hidden(slots: Iterable[Slot]) -> list[Slot]:
    """Without the moments that were made for a hidden appointment."""
    found = list(slots)
    rows = Appointment.objects.filter(slot__in=found, hidden=True, slot__kind=Slot.Kind.WITH_HELPER)
    hidden = set(rows.values_list("slot", flat=True))
    return [slot for slot in found if slot.pk not in hidden]


def expected_today(user: User) -> int:
    """How many people are expected today at the places where the user plans."""
    day = clock.today()
    slots = _open_between(own_places(user), day, day + timedelta(days=1))
    return slots.aggregate(total=models.Sum("taken"))["total"] or 0


def sessions(user: User, slots: list[Slot]) -> list[Session]:
    """These slots with those who hold a place and whom the user may know of."""
    rows = Appointment.objects.visible_to(user, Can.PLAN).filter(slot__in=slots, state__in=HOLDING)
    by_slot: dict[int | None, list[Seat]] = {slot.pk: [] for slot in slots}
    for seat in seen_by(user, rows.select_related("person", "place", "slot")):
        by_slot[seat.appointment.slot_id].append(seat)
    return [Session(slot, by_slot[slot.pk]) for slot in slots]


def seen_by(user: User, rows: Iterable[Appointment]) -> list[Seat]:
    """These appointments, each with whether the user may see the person."""
    appointments = list(rows)
    keys = {appointment.person_id for appointment in appointments}
    seen = set(Person.objects.visible_to(user, Can.SEE_PEOPLE).filter(pk__in=keys).values_list("pk", flat=True))
    return [Seat(appointment, appointment.person_id in seen) for appointment in appointments]


def find_person(user: User, typed: str) -> Person:
    """The one person whom the user may see and who fits the typed number, name or telephone, else RuleBroken."""
    found = list(Person.objects.visible_to(user, Can.SEE_PEOPLE).matching(typed.strip())[:2])
    if not found:
        sentence = _("Nobody like this is known here. Type the number on the card, or register the person first.")
        raise RuleBroken(sentence, field="person")
    if len(found) > 1:
        sentence = _("Several people fit. Type the number on the card, such as IN-000042-1.")
        raise RuleBroken(sentence, field="person")
    return found[0]


def _open_between(places: Iterable[Place], first_on: date, until_on: date) -> models.QuerySet[Slot]:
    stretch = {
        "starts_at__gte": local_moment(first_on, time.min),
        "starts_at__lt": local_moment(until_on, time.min),
    }
    return Slot.objects.filter(place__in=places, state=SlotState.OPEN, held_until__isnull=True, **stretch)


def _help() -> models.QuerySet[Place]:
    return Place.objects.in_use().filter(kind__in=BOOKABLE_KINDS).select_related("organisation")
