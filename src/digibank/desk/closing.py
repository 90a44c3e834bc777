"""What a closure shuts: moments of the agenda that fall in it, by count. Nothing of them is changed (policy OH-11)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digibank import clock
from digibank.agenda.flows import SlotState
from digibank.agenda.models import Slot
from digibank.errors import RuleBroken
from digibank.organisations.models import Closure, Place
from digibank.organisations.windows import Window


@dataclass(frozen=True)
class Days:
    """The days of a closure that stands or is thought of, and the hours that are open instead."""

    places: Sequence[Place]
    from_on: date
    until_on: date
    instead: Sequence[Window] = ()
    shared: bool = False


def shut(days: Days, slots: Iterable[Slot]) -> list[Slot]:
    """Those of these moments that would find the door closed."""
    return [slot for slot in slots if _falls_in(days, slot)]


def coming(places: Iterable[Place]) -> list[Slot]:
    """All open moments of these places that have not begun, with the closures of their place."""
    rows = Slot.objects.filter(place__in=places, state=SlotState.OPEN, starts_at__gt=clock.now())
    return list(rows.select_related("place").prefetch_related("place__closures"))


def in_words(slots: Sequence[Slot]) -> str:
    """3 moments, 2 people expected."""
    moments = ngettext("%(count)s moment", "%(count)s moments", len(slots)) % {"count": len(slots)}
    taken = sum(slot.taken for slot in slots)
    people = ngettext("%(count)s person expected", "%(count)s people expected", taken) % {"count": taken}
    return f"{moments}, {people}"


def refuse_unseen(days: Days, *, sure: bool) -> None:
    """Say what a closure shuts before it is there; who knows it closes all the same."""
    falls = shut(days, coming(days.places))
    if falls and not sure:
        raise RuleBroken(
            _("In these days fall: %(what)s. Tick that you know it. You move or call them off yourself in the agenda.")
            % {"what": in_words(falls)},
            field="sure",
        )


def told(closures: Sequence[Closure], places: Sequence[Place]) -> list[dict[str, object]]:
    """Each closure with what falls in it, for a list; as many queries for three as for one."""
    slots = coming(places) if closures else []
    return [{"closure": closure, "shuts": in_words(falls) if (falls := shut(days_of(closure, places), slots)) else ""}
            for closure in closures]  # fmt: skip


def days_of(closure: Closure, places: Sequence[Place]) -> Days:
    """The days of this closure at the places that keep them."""
    instead = [one.window for one in closure.replacements.all()]
    return Days(places, closure.from_on, closure.until_on, instead, shared=closure.closure_set_id is not None)


def _falls_in(days: Days, slot: Slot) -> bool:
    starts, ends = (moment.astimezone(clock.BRUSSELS) for moment in (slot.starts_at, slot.ends_at))
    if not days.from_on <= starts.date() < days.until_on:
        return False
    # What a place says of itself wins over a set.
    if days.shared and any(closure.covers(starts.date()) for closure in slot.place.closures.all()):
        return False
    there = [window for window in days.instead if window.stop is None or window.stop.place_id == slot.place_id]
    return not any(_within(starts, ends, window) for window in there)


def _within(starts: datetime, ends: datetime, window: Window) -> bool:
    return window.opens <= starts.time() and ends.time() <= window.closes and ends - starts < timedelta(days=1)
