"""What happens to who comes. The day of the place is locked first, then the visit: so nobody is called twice."""

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import BOOKABLE_KINDS, Appointment, Where
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.helpdesk.flows import IN_HAND, VISIT_FLOW, VisitState
from digibank.helpdesk.models import OUTSIDE, CameFor, Origin, Touch, Visit
from digibank.helpdesk.order import in_order, next_for
from digibank.helpdesk.steps import (
    back_to_queue,
    call,
    came,
    day_of,
    end_touches,
    ended,
    lock_day,
    locked,
    mine,
    present,
    refuse_busy,
    refuse_outside,
    refuse_second_number,
    touch,
    without_tongue,
)
from digibank.organisations.models import Place
from digibank.people.models import Person
from digibank.workforce.models import Shift
from digibank.workforce.queries import present_at


@transaction.atomic
def check_in(appointment: Appointment, *, by: Actor) -> Visit:
    """Who has an appointment today is there, and gets a number that begins with A."""
    day = lock_day(appointment.place)
    found = Appointment.objects.select_related("slot", "person").get(pk=appointment.pk)
    if found.state != AppointmentState.PLANNED or found.slot is None or day_of(found) != day.on:
        raise RuleBroken(_("This appointment is not today. Come in without one, or ask at the counter."))
    if found.where != Where.AT_POINT:
        raise RuleBroken(_("This person is helped at home or by telephone. Let them come in without an appointment."))
    earlier = Visit.objects.filter(appointment=found).first()
    if earlier:
        raise RuleBroken(_("This appointment has number %(number)s already.") % {"number": earlier.number})
    return came(day, Origin.APPOINTMENT, by, person=found.person, appointment=found)


@transaction.atomic
def walk_in(
    place: Place,
    *,
    by: Actor,
    person: Person | None = None,
    came_for: str = CameFor.ONESELF,
    topic: str = "",
    tongue: str = "",
    interpreter: bool = False,
) -> Visit:
    """Somebody comes without an appointment, and gets a number that begins with B. Nobody has to be known for it."""
    if place.kind not in BOOKABLE_KINDS or place.given_up_on is not None:
        raise RuleBroken(_("Visitors come to a help point or a lending desk that is in use. Choose one."))
    if person and came_for == CameFor.ANOTHER:
        raise RuleBroken(_("Who asks for somebody else names nobody. Leave the number empty."), field="person")
    day = lock_day(place)
    refuse_second_number(day, person, field="person")
    wished = {"came_for": came_for, "topic": topic, "tongue": tongue, "interpreter": interpreter}
    return came(day, Origin.WALK_IN, by, person=person, **wished)


@transaction.atomic
def call_next(shift: Shift, *, by: Actor) -> Visit:
    """Call who is next for this helper to their table. Two who press at once never call the same visitor (VB-02)."""
    day = lock_day(shift.place)
    here = present(shift)
    refuse_busy(here.helper)
    waiting = day.visits.waiting().select_related("appointment__slot", "day__place", "person")
    visit = next_for(here.helper, waiting, [other.helper for other in present_at(shift.place)])
    if visit is None:
        raise RuleBroken(_no_one(waiting))
    call(visit, here, by)
    return visit


@transaction.atomic
def call_this(visit: Visit, *, shift: Shift, by: Actor) -> Visit:
    """Call this visitor, whoever is next: the helper knows why."""
    lock_day(visit.place)
    here = present(shift)
    refuse_busy(here.helper)
    visit = locked(visit)
    call(visit, here, by)
    return visit


@transaction.atomic
def call_again(visit: Visit, *, by: Actor) -> Visit:
    """Show the number anew on the screen."""
    visit = mine(visit, by)
    if visit.state != VisitState.CALLED:
        raise RuleBroken(_("This visitor is not called now. Reload the page."))
    visit.called_at, visit.calls = clock.now(), visit.calls + 1
    visit.save(update_fields=["called_at", "calls"])
    record("helpdesk.called_again", visit, by=by, about=[visit.place], calls=visit.calls)
    return visit


@transaction.atomic
def start(visit: Visit, *, by: Actor) -> Visit:
    """The visitor is at the table: help begins, and its time counts."""
    visit = mine(visit, by)
    VISIT_FLOW.move(visit, "start")
    touch(visit)
    record("helpdesk.started", visit, by=by, about=[visit.place])
    return visit


@transaction.atomic
def join(visit: Visit, *, shift: Shift, by: Actor) -> Touch:
    """A second helper helps along."""
    lock_day(visit.place)
    here = present(shift)
    refuse_busy(here.helper)
    visit = locked(visit)
    if visit.state != VisitState.IN_HELP:
        raise RuleBroken(_("Nobody helps this visitor now. Reload the page."))
    refuse_outside(visit)
    made = touch(visit, here.helper)
    record("helpdesk.joined", visit, by=by, about=[visit.place])
    return made


@transaction.atomic
def step_out(visit: Visit, *, by: Actor) -> Visit:
    """The second helper stops; whose visitor it is goes on."""
    visit = locked(visit)
    if not ended(visit.touches.filter(helper__user__actor=by).exclude(helper=visit.helper)):
        raise RuleBroken(_("You do not help along with this visitor. Reload the page."))
    record("helpdesk.stepped_out", visit, by=by, about=[visit.place])
    return visit


@transaction.atomic
def pause(visit: Visit, *, by: Actor) -> Visit:
    """The visitor fetches or fills in something and comes back; the helper may help somebody else meanwhile."""
    visit = mine(visit, by)
    refuse_outside(visit)
    VISIT_FLOW.move(visit, "pause")
    end_touches(visit)
    record("helpdesk.paused", visit, by=by, about=[visit.place])
    return visit


@transaction.atomic
def resume(visit: Visit, *, shift: Shift, by: Actor) -> Visit:
    """The visitor is back: with the same helper, or with a colleague who is free."""
    lock_day(visit.place)
    here = present(shift)
    refuse_busy(here.helper)
    visit = locked(visit)
    VISIT_FLOW.move(visit, "resume", helper=here.helper, table=here.table)
    touch(visit)
    record("helpdesk.resumed", visit, by=by, about=[visit.place])
    return visit


@transaction.atomic
def pass_on(visit: Visit, *, by: Actor, topic: str = "") -> Visit:
    """A colleague helps further: the visitor waits again, with the place of who came then, for who knows `topic`."""
    visit = mine(visit, by)
    back_to_queue(visit, "pass_on", topic=topic or visit.topic)
    record("helpdesk.passed_on", visit, by=by, about=[visit.place])
    return visit


@transaction.atomic
def put_back(visit: Visit, *, by: Actor) -> Visit:
    """Who was called in vain, or seemed to have left, waits again without losing the place (policy VB-04)."""
    day = lock_day(visit.place)
    visit = locked(visit)
    refuse_second_number(day, visit.person, but=visit)
    back_to_queue(visit, "put_back", ended_at=None)
    record("helpdesk.put_back", visit, by=by, about=[visit.place])
    return visit


@transaction.atomic
def miss(visit: Visit, *, by: Actor) -> Visit:
    """Who was called did not come."""
    visit = locked(visit)
    VISIT_FLOW.move(visit, "miss", ended_at=clock.now(), **without_tongue(visit))
    record("helpdesk.missed", visit, by=by, about=[visit.place], calls=visit.calls)
    return visit


@transaction.atomic
def leave(visit: Visit, *, by: Actor) -> Visit:
    """The visitor went away before it was done."""
    visit = locked(visit)
    VISIT_FLOW.move(visit, "leave", ended_at=clock.now(), **without_tongue(visit))
    record("helpdesk.left", visit, by=by, about=[visit.place])
    return visit


@transaction.atomic
def go_home(shift: Shift, *, by: Actor) -> Shift:
    """A helper leaves, at any hour. Whom they called or helped waits again, with the place of who came then (VB-04).

    Who is expected by them later that day gets another helper who is free (policy AP-17).
    """
    lock_day(shift.place)
    own = models.Q(helper=shift.helper) & models.Q(state__in=IN_HAND)
    for key in Visit.objects.at_the_place().filter(own, day__place=shift.place).values_list("pk", flat=True):
        visit = locked(Visit(pk=key))
        back_to_queue(visit, "put_back" if visit.state == VisitState.CALLED else "pass_on")
        record("helpdesk.put_back", visit, by=by, about=[visit.place])
    ended(shift.helper.touches.exclude(visit__origin__in=OUTSIDE))
    return agenda.leave(shift, by=by)


def _no_one(waiting: Iterable[Visit]) -> str:
    """Why nobody is called: nobody waits, or all wait for the language of a colleague."""
    line = in_order(waiting)
    if not line:
        return _("Nobody waits now.")
    return _("%(number)s waits for a colleague who speaks %(language)s.") % {
        "number": line[0].number,
        "language": line[0].get_tongue_display(),
    }
