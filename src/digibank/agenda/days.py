"""How many hand-overs fit a day at a place, and on which days no more fit (policy C-02)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda.flows import HOLDING
from digibank.agenda.models import Appointment, DayLimit, Purpose, Slot, local_moment
from digibank.errors import RuleBroken
from digibank.organisations.models import Place

type DayAt = tuple[int, date]


def day_of(slot: Slot) -> date:
    """The day of a moment, by the clock on the wall."""
    return slot.starts_at.astimezone(clock.BRUSSELS).date()


def full_days(places: Iterable[Place]) -> set[DayAt]:
    """The coming days on which no more hand-overs fit, by the key of the place. Two queries, however many places."""
    limits = {
        (place, weekday): count
        for place, weekday, count in DayLimit.objects.filter(place__in=places).values_list(
            "place", "weekday", "handovers"
        )
    }
    if not limits:
        return set()
    today = clock.today()
    slots = Slot.objects.coming().filter(place__in={place for place, _weekday in limits})
    days = {(slot.place_id, day_of(slot)) for slot in slots}
    planned = _planned(slots.values("place"), today)
    return {(place, day) for place, day in days if planned[place, day] >= limits.get((place, day.weekday()), 10**6)}


def not_on(days: Iterable[DayAt]) -> models.Q:
    """Moments on other days than these."""
    wanted = models.Q()
    for place, day in sorted(days):
        wanted &= ~models.Q(place=place, **_on(day, "starts_at"))
    return wanted


def lock_day(slot: Slot) -> None:
    """Nobody else plans a hand-over on such a day there until the transaction ends. Before any moment is locked."""
    list(DayLimit.objects.select_for_update().filter(place=slot.place_id, weekday=day_of(slot).weekday()))


def refuse_full_day(slot: Slot, besides: Appointment | None = None) -> None:
    """Raise RuleBroken when no hand-over fits that day any more; `besides` is one that moves and counts no more.

    The caller locked the day.
    """
    day = day_of(slot)
    limit = DayLimit.objects.filter(place=slot.place_id, weekday=day.weekday()).first()
    if limit is None:
        return
    there = Appointment.objects.filter(_handovers(), slot__place=slot.place_id, **_on(day, "slot__starts_at"))
    if there.exclude(pk=besides.pk if besides else 0).count() < limit.handovers:
        return
    said = {"place": slot.place.name, "day": date_format(day, "l j F"), "count": limit.handovers}
    later = Slot.objects.free().filter(not_on(full_days([slot.place]) | {(slot.place_id, day)}), place=slot.place_id)
    following = later.filter(starts_at__gt=slot.starts_at).first()
    if following is None:
        raise RuleBroken(
            _("On %(day)s %(place)s has its %(count)s hand-overs. Open moments on another day.") % said, field="slot"
        )
    said["next"] = date_format(day_of(following), "l j F")
    raise RuleBroken(
        _("On %(day)s %(place)s has its %(count)s hand-overs. The next day with room is %(next)s.") % said,
        field="slot",
    )


def _handovers() -> models.Q:
    return models.Q(purpose=Purpose.WARM_HANDOVER, state__in=HOLDING)


def _planned(places: Any, today: date) -> Counter[DayAt]:
    rows = Appointment.objects.filter(_handovers(), slot__place__in=places)
    rows = rows.filter(slot__starts_at__gte=local_moment(today, time.min))
    starts = rows.order_by().values_list("slot__place", "slot__starts_at")
    return Counter((place, at.astimezone(clock.BRUSSELS).date()) for place, at in starts)


def _on(day: date, field: str) -> dict[str, object]:
    after = day + timedelta(days=1)
    return {f"{field}__gte": local_moment(day, time.min), f"{field}__lt": local_moment(after, time.min)}
