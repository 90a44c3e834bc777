"""Help at home and by telephone: it begins without a queue, and ends as every visit does (policy VB-14)."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.agenda import actions as agenda
from digibank.agenda.at_home import known_to_helper
from digibank.agenda.models import Appointment, Where
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.helpdesk.flows import VISIT_FLOW
from digibank.helpdesk.models import Origin, Visit
from digibank.helpdesk.steps import came, day_of, is_busy, lock_day, refuse_busy, touch
from digibank.workforce.models import Helper

ORIGINS = {Where.AT_HOME: Origin.AT_HOME, Where.BY_PHONE: Origin.BY_PHONE}


@transaction.atomic
def begin_outside(appointment: Appointment, *, by: Actor) -> Visit:
    """Help begins at home or by telephone, and its time counts for each helper who came along.

    A colleague who still has a visitor in hand at the help point is left out: nobody helps two people at once.
    """
    day = lock_day(appointment.place)
    found = _mine(appointment, by)
    if day_of(found) != day.on:
        raise RuleBroken(_("This visit is not today. Look at the day and the hour."))
    helpers = {helper.user.actor_id: helper for helper in _taken(found)}
    me = helpers[by.pk]
    refuse_busy(me)
    visit = came(day, ORIGINS[Where(found.where)], by, person=found.person, appointment=found)
    VISIT_FLOW.move(visit, "call", helper=me, called_at=clock.now())
    VISIT_FLOW.move(visit, "start")
    for helper in helpers.values():
        if helper == me or not is_busy(helper):
            touch(visit, helper)
    record("helpdesk.started", visit, by=by, about=[visit.place])
    return visit


@transaction.atomic
def find_nobody(appointment: Appointment, *, by: Actor) -> Appointment:
    """Nobody opened the door, or picked up: the person was not helped, and the agenda says so."""
    lock_day(appointment.place)
    return agenda.note_missed(_mine(appointment, by), by=by)


def _mine(appointment: Appointment, by: Actor) -> Appointment:
    """The appointment as it is now, when this helper goes there and help did not begin."""
    user = User.objects.get(actor=by)
    found = known_to_helper(user).filter(pk=appointment.pk).first()
    if found is None:
        raise RuleBroken(_("You do not go there any more: it is over, moved or called off. Look at your list."))
    if Visit.objects.filter(appointment=found).exists():
        raise RuleBroken(_("This visit has begun already. Reload the page."))
    return found


def _taken(found: Appointment) -> list[Helper]:
    """Who goes there."""
    assert found.slot is not None
    rows = found.slot.engagements.filter(released_at__isnull=True).select_related("helper__user")
    return [one.helper for one in rows.order_by("pk")]
