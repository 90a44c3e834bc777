"""When places are open: hours come, change and go; days are closed and opened again, of one place or a set."""

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.editing import edit, renew
from digibank.errors import RuleBroken, refusing
from digibank.organisations.models import Closure, ClosureSet, OpeningHours, Place, ReplacementHours, Stop
from digibank.organisations.windows import Window

Hours = tuple[int, time, time]


@transaction.atomic
def set_hours(place: Place, *, hours: Sequence[Hours], by: Actor) -> Place:
    """Replace the plain weekly hours of a place by these: weekday (0 is Monday), opens, closes.

    Hours of some weeks, of a season, by appointment or at a stop stay as they are.
    """
    _lock(place)
    place.opening_hours.plain().delete()
    for weekday, opens, closes in hours:
        _write(OpeningHours(place=place, weekday=weekday, opens=opens, closes=closes))
    record("organisations.hours_set", place, by=by, stretches=len(hours))
    return place


@transaction.atomic
def add_hours(place: Place, *, by: Actor, **rule: Any) -> OpeningHours:
    """Open a stretch: each week or some weeks, for a time, without or by appointment, at the place or a stop."""
    _lock(place)
    hours = _write(OpeningHours(place=place, **rule))
    record("organisations.hours_added", place, by=by, weekday=hours.weekday)
    return hours


@transaction.atomic
def edit_hours(hours: OpeningHours, *, version: int, by: Actor, **changes: Any) -> OpeningHours:
    """Change a stretch; refused when it would overlap another one (policy OH-02)."""
    _lock(hours.place)
    for name, value in changes.items():
        setattr(hours, name, value)
    _refuse_unfit(hours)
    hours = OpeningHours.objects.select_related("place").get(pk=hours.pk)
    with _refusing_overlap():
        changed = edit(hours, version=version, **changes)
    if changed:
        record("organisations.hours_edited", hours.place, by=by, weekday=hours.weekday)
    return hours


@transaction.atomic
def drop_hours(hours: OpeningHours, *, by: Actor) -> Place:
    """Take a stretch away."""
    record("organisations.hours_dropped", hours.place, by=by, weekday=hours.weekday)
    hours.delete()
    return hours.place


@transaction.atomic
def add_stop(place: Place, *, by: Actor, **details: Any) -> Stop:
    """Say where a place that rides stands at some of its hours."""
    with _refusing_stop_name():
        stop = Stop.objects.create(place=place, **details)
    record("organisations.stop_added", place, by=by)
    return stop


@transaction.atomic
def edit_stop(stop: Stop, *, version: int, by: Actor, **changes: Any) -> Stop:
    """Change a stop's name or address."""
    with _refusing_stop_name():
        changed = edit(stop, version=version, **changes)
    if changed:
        record("organisations.stop_edited", stop.place, by=by, fields=".".join(changed))
    return stop


@transaction.atomic
def drop_stop(stop: Stop, *, by: Actor) -> Place:
    """Take a stop away at which no hours are left."""
    _lock(stop.place)
    coming = stop.replacements.filter(closure__until_on__gt=clock.today())
    if stop.hours.exists() or coming.exists():
        raise RuleBroken(_("There are hours at this stop. Take those away first, or move them."))
    record("organisations.stop_dropped", stop.place, by=by)
    stop.delete()
    return stop.place


@transaction.atomic
def close_days(place: Place, *, by: Actor, **days: Any) -> Closure:
    """Keep the place shut from `from_on` up to and including `last_on`, or open in the hours of `instead` only.

    `days` also has the `reason` that everybody reads, and perhaps an `internal_reason`.
    """
    closure = _close(Closure(place=place), **days)
    record("organisations.days_closed", place, by=by, from_on=closure.from_on, last_on=closure.last_on)
    return closure


@transaction.atomic
def reopen_days(closure: Closure, *, by: Actor) -> Place | ClosureSet:
    """Take a closure back: the place, or the set, that it was of."""
    owner = closure.place or closure.closure_set
    assert owner is not None
    record("organisations.days_reopened", owner, by=by, from_on=closure.from_on)
    closure.delete()
    return owner


@transaction.atomic
def add_closure_set(organisation: Any, *, name: str, by: Actor) -> ClosureSet:
    """Begin a set of days that places of the association close together."""
    with _refusing_set_name():
        closure_set = ClosureSet.objects.create(organisation=organisation, name=name)
    record("organisations.closure_set_added", closure_set, by=by, about=[organisation])
    return closure_set


@transaction.atomic
def edit_closure_set(
    closure_set: ClosureSet, *, version: int, name: str, places: Collection[Place], by: Actor
) -> ClosureSet:
    """Give the set another name, and say which places keep its days (policy OH-03)."""
    if any(closure_set.organisation_id not in _associations_of(place) for place in places):
        raise RuleBroken(_("A place follows the days of its own association only."), field="places")
    with _refusing_set_name():
        renew(closure_set, version=version, name=name)
    closure_set.places.set(places)
    record("organisations.closure_set_edited", closure_set, by=by, places=len(places))
    return closure_set


@transaction.atomic
def drop_closure_set(closure_set: ClosureSet, *, by: Actor) -> ClosureSet:
    """Take the set away with its days: the places that followed it open by their hours again."""
    record("organisations.closure_set_dropped", closure_set, by=by)
    closure_set.delete()
    return closure_set


@transaction.atomic
def close_set_days(closure_set: ClosureSet, *, by: Actor, **days: Any) -> Closure:
    """The same at each place that follows the set."""
    closure = _close(Closure(closure_set=closure_set), **days)
    record("organisations.set_days_closed", closure_set, by=by, from_on=closure.from_on, last_on=closure.last_on)
    return closure


def _lock(place: Place) -> None:
    """What the database cannot see, such as two seasons that overlap, is looked at by one colleague at a time.

    Hours that were read of this place before are forgotten.
    """
    Place.objects.select_for_update().get(pk=place.pk)
    place.refresh_from_db(fields=["opening_hours"])


def _write(hours: OpeningHours) -> OpeningHours:
    _refuse_unfit(hours)
    with _refusing_overlap():
        hours.save()
    return hours


def _refuse_unfit(hours: OpeningHours) -> None:
    if hours.closes <= hours.opens:
        raise RuleBroken(_("A closing hour lies before the opening hour. Turn them round."), field="closes")
    if hours.valid_from and hours.valid_until and hours.valid_until <= hours.valid_from:
        raise RuleBroken(_("The last day lies before the first day. Turn them round."), field="last_on")
    if hours.every_weeks > 1 and hours.week_of_month is not None:
        raise RuleBroken(
            _("Choose every so many weeks, or a week of the month. Both at once is not possible."),
            field="week_of_month",
        )
    if hours.every_weeks > 1 and hours.anchor_on is None:
        raise RuleBroken(_("Give a day in a week that counts."), field="anchor_on")
    if hours.stop and hours.stop.place_id != hours.place_id:
        raise RuleBroken(_("This stop is of another place. Choose a stop of this one."), field="stop")
    others = OpeningHours.objects.filter(place=hours.place_id).exclude(pk=hours.pk)
    if any(hours.clashes_with(other) for other in others):
        raise _overlap()


def _overlap() -> RuleBroken:
    return RuleBroken(_("Two stretches overlap on the same day. Make them one, or move one."))


def _refusing_overlap() -> Any:
    return refusing(OpeningHours, "hours_apart", _overlap().message)


def _refusing_stop_name() -> Any:
    words = _("This name is taken. Choose another name.")
    return refusing(Stop, "a_stop_name_once_per_place", words, field="name")


def _refusing_set_name() -> Any:
    words = _("This name is taken. Choose another name.")
    return refusing(ClosureSet, "a_closure_set_name_once", words, field="name")


def _close(
    closure: Closure,
    *,
    from_on: date,
    last_on: date,
    reason: str,
    internal_reason: str = "",
    instead: Sequence[Window] = (),
) -> Closure:
    if last_on < from_on:
        raise RuleBroken(_("The last day lies before the first day. Turn them round."), field="last_on")
    closure.from_on, closure.until_on = from_on, last_on + timedelta(days=1)
    closure.reason, closure.internal_reason = reason, internal_reason
    closure.save()
    for number, window in enumerate(instead):
        if window.closes <= window.opens:
            raise RuleBroken(
                _("A closing hour lies before the opening hour. Turn them round."), field=f"closes_{number}"
            )
        if window.stop and not _follows(window.stop.place, closure):
            raise RuleBroken(
                _("This stop is of a place that does not keep these days. Choose another one."), field=f"stop_{number}"
            )
        with refusing(ReplacementHours, "replacements_apart", _overlap().message, field=f"opens_{number}"):
            ReplacementHours.objects.create(
                closure=closure, opens=window.opens, closes=window.closes, kind=window.kind, stop=window.stop
            )
    return closure


def _follows(place: Place, closure: Closure) -> bool:
    """Whether the closure is of this place, or of a set that it follows."""
    if closure.closure_set is None:
        return closure.place_id == place.pk
    return closure.closure_set.places.filter(pk=place.pk).exists()


def _associations_of(place: Place) -> tuple[int | None, int]:
    return place.organisation.association_id, place.organisation_id
