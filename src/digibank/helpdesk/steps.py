"""What the actions on visits have in common: locks, touches, and the way back to the queue."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda.models import Appointment
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.helpdesk.flows import VISIT_FLOW, VisitState
from digibank.helpdesk.models import Origin, QueueDay, Touch, Visit
from digibank.organisations.models import Place
from digibank.people.models import Person
from digibank.workforce.models import Helper, Shift

_COUNTERS = {
    Origin.WALK_IN: "last_walk_in",
    Origin.APPOINTMENT: "last_appointment",
    Origin.AT_HOME: "last_outside",
    Origin.BY_PHONE: "last_outside",
}


def lock_day(place: Place) -> QueueDay:
    """Today at this place: nobody else gives a number or calls somebody here until the transaction ends."""
    day, _made = QueueDay.objects.get_or_create(place=place, on=clock.today())
    # PostgreSQL waits here. SQLite has one writer: IMMEDIATE made it us.
    QueueDay.objects.select_for_update().get(pk=day.pk)
    return QueueDay.objects.select_related("place__organisation").get(pk=day.pk)


def locked(visit: Visit) -> Visit:
    """The visit as it is now, under lock."""
    Visit.objects.select_for_update().get(pk=visit.pk)
    # First the lock, then the rows around it: PostgreSQL does not find a locked row whose joined row was changed.
    around = ("day__place__organisation", "helper__user", "person", "appointment__slot")
    return Visit.objects.select_related(*around).get(pk=visit.pk)


def mine(visit: Visit, by: Actor) -> Visit:
    """The same, when this helper has the visitor in hand."""
    found = locked(visit)
    if found.helper is None or found.helper.user.actor_id != by.pk:
        raise RuleBroken(_("This visitor is with a colleague now. Reload the page."))
    return found


def present(shift: Shift) -> Shift:
    """The shift as it is now; RuleBroken when the helper left, or should have left long ago (policy VB-01)."""
    rows = Shift.objects.present().select_related("helper__user", "place__organisation")
    here = rows.prefetch_related("helper__skills", "helper__spoken").filter(pk=shift.pk).first()
    if here is None:
        raise RuleBroken(_("Your shift is over. Say first that you are here."))
    return here


def refuse_busy(helper: Helper) -> None:
    """Raise RuleBroken when this helper helps somebody, or called somebody already."""
    busy = _in_hand(helper)
    if busy:
        raise RuleBroken(_("You have %(number)s in hand. Finish or pause that first.") % {"number": busy.number})


def is_busy(helper: Helper) -> bool:
    """Whether this helper helps somebody, or called somebody."""
    return _in_hand(helper) is not None


def _in_hand(helper: Helper) -> Visit | None:
    open_touch = helper.touches.filter(ended_at__isnull=True).select_related("visit").first()
    return open_touch.visit if open_touch else Visit.objects.filter(helper=helper, state=VisitState.CALLED).first()


def refuse_outside(visit: Visit) -> None:
    """Raise RuleBroken for a visit at home or by telephone: it has no queue to go back to."""
    if visit.is_outside:
        raise RuleBroken(_("This is at home or by telephone. It only ends, with “Done”."))


def refuse_second_number(
    day: QueueDay, person: Person | None, *, but: Visit | None = None, field: str | None = None
) -> None:
    """Raise RuleBroken when this person waits or is helped under another number today."""
    if person is None:
        return
    earlier = next((other for other in day.visits.standing().filter(person=person) if other != but), None)
    if earlier:
        raise RuleBroken(_("This visitor has number %(number)s already.") % {"number": earlier.number}, field=field)


def came(day: QueueDay, origin: str, by: Actor, **about: Any) -> Visit:
    """A new visit with the next number of the day; the caller locked the day."""
    counter = _COUNTERS[Origin(origin)]
    QueueDay.objects.filter(pk=day.pk).update(**{counter: models.F(counter) + 1})
    serial = QueueDay.objects.values_list(counter, flat=True).get(pk=day.pk)
    visit = Visit.objects.create(day=day, origin=origin, serial=serial, **about)
    record("helpdesk.came", visit, by=by, about=[day.place], number=visit.number)
    return visit


def call(visit: Visit, shift: Shift, by: Actor) -> None:
    """Show the number, with the table of this helper."""
    with refusing(Visit, "a_helper_calls_one_at_a_time", _("You called somebody already. Reload the page.")):
        VISIT_FLOW.move(
            visit, "call", helper=shift.helper, table=shift.table, called_at=clock.now(), calls=visit.calls + 1
        )
    record("helpdesk.called", visit, by=by, about=[visit.place], table=shift.table)


def touch(visit: Visit, helper: Helper | None = None) -> Touch:
    """Time begins to count: of this helper, else of whose visitor it is."""
    helper = helper or visit.helper
    assert helper is not None
    busy = _("You help somebody else now. Finish or pause that first.")
    with refusing(Touch, "a_helper_helps_one_at_a_time", busy):
        return Touch.objects.create(visit=visit, helper=helper)


def end_touches(visit: Visit) -> None:
    """Time stops to count, for all who helped."""
    ended(visit.touches.all())


def ended(touches: models.QuerySet[Touch]) -> int:
    """End those of these that still count; how many. None ends before it began, also when the clock was set back."""
    now = models.Value(clock.now(), output_field=models.DateTimeField())
    return touches.filter(ended_at__isnull=True).update(ended_at=Greatest("started_at", now))


def back_to_queue(visit: Visit, step: str, **changes: Any) -> None:
    """The visitor waits again. When they came stays, so they keep the place of then (policy VB-04)."""
    refuse_outside(visit)
    end_touches(visit)
    VISIT_FLOW.move(visit, step, helper=None, table=None, called_at=None, **changes)


def without_tongue(visit: Visit) -> dict[str, Any]:
    """What changes when a visit ends: of somebody who is known no language is kept (policy VB-09)."""
    return {"tongue": ""} if visit.person_id else {}


def day_of(appointment: Appointment) -> date | None:
    """The day of its moment, by the clock on the wall."""
    return appointment.slot.starts_at.astimezone(clock.BRUSSELS).date() if appointment.slot else None
