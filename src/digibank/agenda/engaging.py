"""How a helper is taken for an appointment, and let go. For actions: each of these is part of a transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda.flows import SLOT_FLOW, SlotState
from digibank.agenda.models import LONGEST_MINUTES, SHORTEST_MINUTES, BookedDay, Engagement, Slot, Where
from digibank.agenda.openings import DayPlan, Opening, Stretch, offered, plans_of, starts_in
from digibank.comms.channels import numbers_to_call
from digibank.errors import RuleBroken, refusing
from digibank.organisations.models import Place, Regulation
from digibank.people.models import Person
from digibank.ui.templatetags.ui import moment
from digibank.workforce.models import Helper, Shift


@dataclass(frozen=True)
class Wish:
    """When somebody comes, for how many minutes, and what the helper has to know and speak."""

    starts_at: datetime
    minutes: int
    topic: str = ""
    # Only to choose the helper: a language is kept of nobody (policy VB-09).
    tongue: str = ""
    helpers: int = 1
    # The key of the helper who is taken when they are free: who comes again sees the same face.
    prefers: int | None = None
    where: str = Where.AT_POINT
    # How many minutes the helpers are under way before it, and after it again.
    travel: int = 0

    @property
    def day(self) -> date:
        """The day, by the clock on the wall."""
        return self.starts_at.astimezone(clock.BRUSSELS).date()

    @property
    def when(self) -> Stretch:
        """From and until which moment."""
        return Stretch(self.starts_at, self.starts_at + timedelta(minutes=self.minutes))

    @property
    def away(self) -> Stretch:
        """From and until which moment it takes its helpers."""
        return self.when.with_way(timedelta(minutes=self.travel))


def needs_of(where: str, *, place: Place, person: Person, day: date) -> dict[str, int]:
    """How many helpers it takes, and how many minutes they travel: in twos where the rules of the town say so (AP-20).

    The council votes whether one goes alone; how far it is depends on where one leaves from, so that stands on the
    place. A town that voted nothing yet goes in twos.
    """
    if where != Where.AT_HOME:
        return {"helpers": 1, "travel": 0}
    rules = Regulation.objects.holding(person.home, day)
    return {"helpers": 2 if rules is None or rules.home_in_twos else 1, "travel": place.travel_minutes}


def as_held(wish: Wish, *, place: Place, person: Person) -> Wish:
    """The wish with all that it takes; RuleBroken when this person cannot be helped there (policy AP-22)."""
    if wish.where == Where.AT_POINT:
        return wish
    if person.protected:
        raise RuleBroken(_("We go to nobody who is protected, and call nobody who is. Plan it here."), field="where")
    if wish.where == Where.AT_HOME and not person.address:
        raise RuleBroken(_("We know no address of this person. Write it down first, or plan it here."), field="where")
    if wish.where == Where.BY_PHONE and not numbers_to_call(person):
        raise RuleBroken(_("We know no telephone of this person. Write it down first, or plan it here."), field="where")
    needs = needs_of(wish.where, place=place, person=person, day=wish.day)
    return replace(wish, helpers=needs["helpers"], travel=needs["travel"])


def lock_helpers(place: Place, day: date) -> None:
    """Nobody else books a helper there on that day until the transaction ends: first the day, then each helper."""
    BookedDay.objects.get_or_create(place=place, on=day)
    BookedDay.objects.select_for_update().get(place=place, on=day)
    planned = Shift.objects.of_day(day).filter(place=place).values("helper")
    list(Helper.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=planned).order_by("pk"))


def take(place: Place, wish: Wish, *, despite: str = "", held_until: datetime | None = None) -> Slot:
    """The moment of this wish, with its helpers taken. The same function says yes that offered it (policy AP-05).

    Refused when nobody is free, unless `despite` says why it is done all the same (policy AP-07): then it has no
    helper. Refused always when it has begun, or is not within the hours. The caller locked the helpers.
    """
    if not SHORTEST_MINUTES <= wish.minutes <= LONGEST_MINUTES:
        raise RuleBroken(_("A moment lasts from 5 minutes to 8 hours."), field="minutes")
    plan = plans_of(place, [wish.day], wish.where)[wish.day]
    _refuse_outside(plan, wish)
    opening = opening_for(plan, wish)
    if opening is None and not despite:
        raise RuleBroken(_nobody_free(wish), field="starts_at")
    slot = Slot.objects.create(
        place=place, starts_at=wish.starts_at, minutes=wish.minutes, kind=Slot.Kind.WITH_HELPER,
        taken=0 if held_until else 1, held_until=held_until,
    )  # fmt: skip
    if opening:
        engage(slot, opening, wish)
    return slot


def engage(slot: Slot, opening: Opening, wish: Wish) -> None:
    """The first helpers of this opening are taken by this moment, as many as are wished. The caller locked them."""
    helpers = _chosen(opening, wish)
    _end_lapsed_holds(helpers)
    with refusing(Engagement, "a_helper_is_taken_once", _nobody_free(wish), field="starts_at"):
        for helper in helpers:
            Engagement.objects.create(
                helper_id=helper, slot=slot, starts_at=wish.away.starts_at, ends_at=wish.away.ends_at
            )


def opening_for(plan: DayPlan, wish: Wish) -> Opening | None:
    """What is offered at the hour of this wish; None when it is not offered."""
    asked = {"topic": wish.topic, "tongue": wish.tongue}
    found = offered(plan, wish.minutes, helpers=wish.helpers, travel=wish.travel, **asked)
    return next((opening for opening in found if opening.starts_at == wish.starts_at), None)


def _chosen(opening: Opening, wish: Wish) -> list[int]:
    """Who is taken of those who are free: first who is preferred, then who has the fewest visitors."""
    return sorted(opening.helpers, key=lambda helper: helper != wish.prefers)[: wish.helpers]


def let_go(slot: Slot) -> None:
    """A moment with a helper is over before it began: the helper is free again. The caller locked the moment."""
    free_helpers(slot)
    SLOT_FLOW.move(slot, "cancel", taken=0)


def free_helpers(slot: Slot) -> None:
    """Who was taken by this moment is free again."""
    slot.engagements.filter(released_at__isnull=True).update(released_at=clock.now())


def lapsed_holds() -> list[Slot]:
    """Moments that were kept for somebody who did not go on, under lock."""
    rows = Slot.objects.select_for_update().filter(state=SlotState.OPEN, held_until__lte=clock.now())
    return list(rows.order_by("pk"))


def _nobody_free(wish: Wish) -> str:
    return _("No helper is free: %(moment)s. Choose another hour.") % {"moment": moment(wish.starts_at)}


def _refuse_outside(plan: DayPlan, wish: Wish) -> None:
    if wish.starts_at <= clock.now():
        raise RuleBroken(_("This hour is over already. Choose an hour that lies ahead."), field="starts_at")
    if wish.when not in starts_in(plan.windows, wish.minutes):
        raise RuleBroken(
            _("There are no appointments at that hour, or it would last past closing. Choose another hour."),
            field="starts_at",
        )


def _end_lapsed_holds(helpers: Iterable[int]) -> None:
    """A hold that ran out keeps nobody, also when no job ended it yet."""
    theirs = Engagement.objects.filter(helper__in=helpers, released_at__isnull=True).values("slot")
    held = Slot.objects.select_for_update().filter(pk__in=theirs, state=SlotState.OPEN, held_until__lte=clock.now())
    for slot in held.order_by("pk"):
        let_go(slot)
