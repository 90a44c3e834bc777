"""What happens to helpers and their shifts. The helper is locked first, then the shift.

That the visitor of a helper who leaves goes back to the queue is told above, by the chapter of the queue.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.organisations.models import Place
from digibank.workforce.models import Helper, HelperSkill, HelperTongue, Shift

# How long who comes without a plan stays, when the place says no hour at which it closes.
USUAL_HOURS = 3
LONGEST = timedelta(hours=12)


@transaction.atomic
def describe_helper(user: User, *, topics: Iterable[str], tongues: Iterable[str], by: Actor) -> Helper:
    """Write down what a helper knows well and in which languages; what was written before does not count any more."""
    helper = _helper_of(user)
    helper.skills.all().delete()
    helper.spoken.all().delete()
    HelperSkill.objects.bulk_create(HelperSkill(helper=helper, topic=topic) for topic in sorted(set(topics)))
    HelperTongue.objects.bulk_create(HelperTongue(helper=helper, tongue=tongue) for tongue in sorted(set(tongues)))
    record("workforce.helper_described", helper, by=by)
    return helper


@transaction.atomic
def plan_shift(user: User, *, place: Place, starts_at: datetime, ends_at: datetime, by: Actor) -> Shift:
    """Expect a helper at a place. Refused when it is over, very long, or the helper is planned elsewhere then."""
    helper = _helper_of(user)
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise RuleBroken(_("A shift ends after it begins, on the same day. Look at the hours."), field="ends")
    if ends_at <= clock.now():
        raise RuleBroken(_("This shift is over already. Choose another day or hour."), field="day")
    others = helper.shifts.filter(called_off_at__isnull=True, left_at__isnull=True)
    if others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise RuleBroken(_("%(name)s is planned then already.") % {"name": helper.first_name}, field="starts")
    shift = Shift.objects.create(helper=helper, place=place, starts_at=starts_at, ends_at=ends_at)
    record("workforce.shift_planned", shift, by=by, about=[place])
    return shift


@transaction.atomic
def call_shift_off(shift: Shift, *, by: Actor) -> Shift:
    """The helper does not come."""
    off = Shift.objects.filter(pk=shift.pk, came_at__isnull=True, called_off_at__isnull=True)
    if not off.update(called_off_at=clock.now()):
        raise RuleBroken(_("This helper came, or was called off already. Reload the page."))
    record("workforce.shift_called_off", shift, by=by, about=[shift.place])
    return shift


@transaction.atomic
def come(user: User, *, place: Place, table: int, by: Actor) -> Shift:
    """The helper is there: late, early, or without a plan. Said again, it is another table, or a longer stay."""
    helper, now = _helper_of(user), clock.now()
    # Who forgot to say so left when the shift ended; and nobody is at two places.
    for earlier in helper.shifts.filter(came_at__isnull=False, left_at__isnull=True):
        if earlier.place_id == place.pk and earlier.starts_at.astimezone(clock.BRUSSELS).date() == clock.today():
            return _stays(earlier, table, by)
        earlier.left_at = max(min(earlier.ends_at, now), earlier.came_at or now)
        earlier.save(update_fields=["left_at"])
    planned = helper.shifts.of_day(clock.today()).filter(place=place, came_at__isnull=True, ends_at__gt=now).first()
    shift = planned or Shift(helper=helper, place=place, starts_at=now, ends_at=_closes(place))
    shift.came_at, shift.table = now, table
    shift.save()
    record("workforce.came", shift, by=by, about=[place], table=table)
    return shift


@transaction.atomic
def leave(shift: Shift, *, by: Actor) -> Shift:
    """The helper goes, at the planned hour or before."""
    here = Shift.objects.filter(pk=shift.pk, came_at__isnull=False, left_at__isnull=True)
    # Not before they came, also when the clock was set back.
    now = models.Value(clock.now(), output_field=models.DateTimeField())
    if not here.update(left_at=Greatest("came_at", now)):
        raise RuleBroken(_("This helper left already. Reload the page."))
    record("workforce.left", shift, by=by, about=[shift.place])
    shift.refresh_from_db(fields=["left_at"])
    return shift


def _stays(shift: Shift, table: int, by: Actor) -> Shift:
    shift.table, shift.ends_at = table, max(shift.ends_at, _closes(shift.place))
    shift.save(update_fields=["table", "ends_at"])
    record("workforce.came", shift, by=by, about=[shift.place], table=table)
    return shift


def _closes(place: Place) -> datetime:
    """When the place closes today; some hours from now when it says no hour, or one that is over."""
    now = clock.now()
    until = place.open_until(now)
    if until is None:
        return now + timedelta(hours=USUAL_HOURS)
    return datetime.combine(clock.today(), until, clock.BRUSSELS)


def _helper_of(user: User) -> Helper:
    """The helper that this colleague is, under lock."""
    helper, _made = Helper.objects.get_or_create(user=user)
    return Helper.objects.select_for_update(of=("self",)).select_related("user").get(pk=helper.pk)
