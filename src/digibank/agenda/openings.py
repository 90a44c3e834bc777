"""Which hours are offered for an appointment with a helper: computed each time, stored nowhere (decision 26).

The hours of the place, less what is closed; the helpers who are planned there and know what is asked; less when these
are taken. `offered` is the rule; `plans_of` reads what it needs.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import models

from digibank import clock
from digibank.agenda.flows import SlotState
from digibank.agenda.models import Engagement, Slot, Where, local_moment
from digibank.organisations.models import Place
from digibank.organisations.windows import HoursKind
from digibank.workforce.models import Helper, Shift
from digibank.workforce.topics import Topic

STEP = timedelta(minutes=15)


@dataclass(frozen=True)
class Stretch:
    """From and until which moment."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, other: "Stretch") -> bool:
        """Whether all of the other falls within."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def with_way(self, way: timedelta) -> "Stretch":
        """With the way there before it, and the way back after it."""
        return Stretch(self.starts_at - way, self.ends_at + way)

    def meets(self, other: "Stretch") -> bool:
        """Whether they overlap."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True)
class Hand:
    """A helper on a day: when they are there, when they are taken, what they know and speak."""

    helper: int
    there: tuple[Stretch, ...]
    taken: tuple[Stretch, ...] = ()
    topics: frozenset[str] = frozenset()
    tongues: frozenset[str] = frozenset()

    def is_there(self, when: Stretch) -> bool:
        """Whether they are there from the first minute to the last."""
        return any(shift.holds(when) for shift in self.there)

    def is_free(self, when: Stretch) -> bool:
        """Whether they are there, and no appointment takes them."""
        return self.is_there(when) and not any(one.meets(when) for one in self.taken)

    def can(self, topic: str, tongue: str) -> bool:
        """Whether they know this and speak that. Who wrote nothing down knows a bit of everything (policy AP-03)."""
        knows = not self.topics or topic in ("", Topic.OTHER) or topic in self.topics
        return knows and (not tongue or tongue in self.tongues)


@dataclass(frozen=True)
class DayPlan:
    """A day at a place: when people may come, who helps, and the moments that the place opened by hand."""

    windows: tuple[Stretch, ...] = ()
    hands: tuple[Hand, ...] = ()
    moments: tuple[Stretch, ...] = ()
    # In hours without appointment somebody stays for who walks in.
    walk_in: bool = False


@dataclass(frozen=True)
class Opening:
    """An hour that is offered, who can take it, the least booked first, and how many times it can be given."""

    starts_at: datetime
    helpers: tuple[int, ...] = field(compare=False)
    left: int = 1


def openings(
    place: Place, day: date, minutes: int, *, topic: str = "", tongue: str = "", helpers: int = 1, travel: int = 0
) -> list[Opening]:
    """The hours at which an appointment of `minutes` can begin on this day, for `helpers` who know and speak that.

    `travel` is how many minutes the helpers are under way before it, and after it again (policy AP-21).
    """
    plan = plans_of(place, [day])[day]
    return offered(plan, minutes, topic=topic, tongue=tongue, helpers=helpers, travel=travel)


def offered(
    plan: DayPlan, minutes: int, *, topic: str = "", tongue: str = "", helpers: int = 1, travel: int = 0
) -> list[Opening]:
    """The rule: nothing that has begun, nothing that runs past closing, never more than there are helpers."""
    way = timedelta(minutes=travel)
    found = (
        _opening(plan, when, topic, tongue, way)
        for when in starts_in(plan.windows, minutes)
        if when.starts_at - way > clock.now()
    )
    return [opening for opening in found if opening.left >= helpers]


def starts_in(windows: Iterable[Stretch], minutes: int) -> list[Stretch]:
    """Each stretch of `minutes` that begins on a quarter of an hour after opening and ends before closing."""
    lasts, found = timedelta(minutes=minutes), set()
    for window in windows:
        at = window.starts_at
        while at + lasts <= window.ends_at:
            found.add((at, at + lasts))
            at += STEP
    return [Stretch(*when) for when in sorted(found)]


def plans_of(place: Place, days: Sequence[date], where: str = Where.AT_POINT) -> dict[date, DayPlan]:
    """What is known of each of these days at this place. As many queries for a week as for a day.

    A place with hours by appointment gives appointments in those only; any other in its hours without appointment.
    Who is called may be called in the hours by telephone besides.
    """
    place = Place.objects.with_hours().get(pk=place.pk)
    by_appointment = any(hours.kind == HoursKind.APPOINTMENT for hours in place.opening_hours.all())
    kinds = [HoursKind.APPOINTMENT if by_appointment else HoursKind.WALK_IN]
    if where == Where.BY_PHONE:
        kinds.append(HoursKind.PHONE)
    span = Stretch(local_moment(min(days), time.min), local_moment(max(days) + timedelta(days=1), time.min))
    hands, moments = _hands(place, span), _moments(place, span)
    plans = {}
    for day in days:
        windows = tuple(Stretch(*moments_of) for moments_of in place.moments_on(day, kinds))
        plans[day] = DayPlan(windows, hands, moments, walk_in=not by_appointment)
    return plans


def _opening(plan: DayPlan, when: Stretch, topic: str, tongue: str, way: timedelta) -> Opening:
    away = when.with_way(way)
    free = [hand for hand in plan.hands if hand.is_free(away)]
    fit = sorted((hand for hand in free if hand.can(topic, tongue)), key=lambda hand: (len(hand.taken), hand.helper))
    several = sum(hand.is_there(away) for hand in plan.hands) > 1
    # Who goes out leaves somebody behind for who walks in, also when that takes the only helper (policy AP-21).
    stays = plan.walk_in and (several or bool(way))
    room = len(free) - sum(one.meets(away) for one in plan.moments) - stays
    return Opening(when.starts_at, tuple(hand.helper for hand in fit), max(0, min(len(fit), room)))


def _hands(place: Place, span: Stretch) -> tuple[Hand, ...]:
    """Who is planned there in these days, with all that takes them, at other places too."""
    there: defaultdict[Helper, list[Stretch]] = defaultdict(list)
    shifts = Shift.objects.filter(place=place, called_off_at__isnull=True, **_within(span)).select_related("helper")
    for shift in shifts.prefetch_related("helper__skills", "helper__spoken").order_by("starts_at"):
        ends_at = min(shift.ends_at, shift.left_at or shift.ends_at)
        there[shift.helper].append(Stretch(shift.starts_at, ends_at))
    taken: defaultdict[int, list[Stretch]] = defaultdict(list)
    for one in Engagement.objects.standing().filter(helper__in=there, **_within(span)):
        taken[one.helper_id].append(Stretch(one.starts_at, one.ends_at))
    return tuple(
        Hand(
            helper.pk, _joined(there[helper]), tuple(taken[helper.pk]),
            frozenset(helper.topics), frozenset(helper.tongues),
        )
        for helper in sorted(there, key=lambda helper: helper.pk)
    )  # fmt: skip


def _moments(place: Place, span: Stretch) -> tuple[Stretch, ...]:
    """What the place opened by hand: each takes a helper, we know not whom."""
    by_hand = ~models.Q(kind=Slot.Kind.WITH_HELPER)
    began = {"starts_at__gte": span.starts_at - timedelta(days=1), "starts_at__lt": span.ends_at}
    rows = Slot.objects.filter(by_hand, place=place, state=SlotState.OPEN, **began)
    return tuple(Stretch(slot.starts_at, slot.ends_at) for slot in rows)


def _within(span: Stretch) -> dict[str, datetime]:
    return {"starts_at__lt": span.ends_at, "ends_at__gt": span.starts_at}


def _joined(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Shifts that follow at once are one."""
    found: list[Stretch] = []
    for one in stretches:
        if found and one.starts_at <= found[-1].ends_at:
            found[-1] = Stretch(found[-1].starts_at, max(found[-1].ends_at, one.ends_at))
        else:
            found.append(one)
    return tuple(found)
