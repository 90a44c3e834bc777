"""How a visit ends: with its outcome, which may be taken back within a minute."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.agenda.engaging import Wish
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import Appointment
from digibank.agenda.newcomers import municipality_of
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.helpdesk.flows import VISIT_FLOW
from digibank.helpdesk.models import FollowUp, Outcome, Visit
from digibank.helpdesk.steps import (
    end_touches,
    lock_day,
    mine,
    refuse_busy,
    refuse_second_number,
    touch,
    without_tongue,
)
from digibank.lending.models import Loan
from digibank.people.actions import Way, register
from digibank.people.models import ContactWay, Person
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def finish(
    visit: Visit,
    *,
    topic: str,
    solved: str,
    by: Actor,
    autonomy: str = "",
    passed_to: str = "",
    follow_up: str = "",
    materials: Iterable[str] = (),
    loan: Loan | None = None,
    note: str = "",
    next_visit: Appointment | None = None,
) -> Visit:
    """Help is done: what it was about, whether it is solved; the rest may stay empty (policy VB-06)."""
    refuse_secrets(note, field="note")
    visit = mine(visit, by)
    if loan and loan.person_id != visit.person_id:
        raise RuleBroken(_("This loan is of somebody else. Choose a loan of this visitor."), field="loan")
    VISIT_FLOW.move(visit, "finish", ended_at=clock.now(), **without_tongue(visit))
    end_touches(visit)
    Outcome.objects.create(
        visit=visit, topic=topic, solved=solved, autonomy=autonomy, passed_to=passed_to, follow_up=follow_up,
        materials=sorted(set(materials)), loan=loan, note=note.strip(),
        next_visit=next_visit, said_by=by,
    )  # fmt: skip
    _note_kept(visit, by)
    person = [visit.person] if visit.person else []
    record("helpdesk.helped", visit, by=by, about=[visit.place, *person], topic=topic, solved=solved)
    return visit


@transaction.atomic
def finish_for_now(visit: Visit, *, wish: Wish, by: Actor, called: str = "", **said: Any) -> Visit:
    """Help is done for now, and the hour at which the visitor comes again is booked with it (policy VB-13).

    `called` is how we call who is not known: a first name; without one it is the number on the ticket. `said` is what
    `finish` takes.
    """
    visit = mine(visit, by)
    person = visit.person or _written_down(visit, called, by)
    hidden = visit.appointment is not None and visit.appointment.hidden
    made = agenda.book_with_helper(visit.place, person=person, wish=wish, hidden=hidden, by=by)
    return finish(visit, by=by, next_visit=made, **{**said, "follow_up": FollowUp.SECOND_VISIT})


@transaction.atomic
def reopen(visit: Visit, *, by: Actor) -> Visit:
    """Take "done" back within a minute: help goes on, and what was said of it does not count."""
    day = lock_day(visit.place)
    visit = mine(visit, by)
    refuse_second_number(day, visit.person, but=visit)
    if not visit.may_be_reopened:
        raise RuleBroken(_("This is longer ago than a minute. Call the visitor again as a new visit."))
    if visit.helper:
        refuse_busy(visit.helper)
    VISIT_FLOW.move(visit, "reopen", ended_at=None)
    _call_off_next(visit, by)
    visit.outcomes.standing().update(taken_back_at=clock.now())
    touch(visit)
    record("helpdesk.reopened", visit, by=by, about=[visit.place])
    return visit


def _written_down(visit: Visit, called: str, by: Actor) -> Person:
    """Who comes again and is not known: expected by a first name or the number of today, and by nothing else.

    The visit itself stays without a person (policy VB-05).
    """
    home = municipality_of(visit.place)
    if home is None:
        raise RuleBroken(_("This help point is of no municipality. Write down who it is first, then plan the hour."))
    name = called.strip() or _("Ticket %(number)s") % {"number": f"{visit.number} {visit.day.on:%d/%m/%Y}"}
    return register(home=home, name=name, prefers=Person.Channel.CARD, ways=[Way(ContactWay.Kind.DESK)], by=by)


def _call_off_next(visit: Visit, by: Actor) -> None:
    """Help goes on after all: nobody is expected at the hour that was booked with the end."""
    rows = Appointment.objects.filter(promised_in__in=visit.outcomes.standing(), state=AppointmentState.PLANNED)
    for appointment in rows:
        agenda.cancel(appointment, by=by)


def _note_kept(visit: Visit, by: Actor) -> None:
    """Whose appointment it was came to it; who came so early that its hour has not begun is noted by the agenda."""
    appointment = visit.appointment
    if appointment and appointment.state == AppointmentState.PLANNED and appointment.may_be_noted:
        agenda.note_done(appointment, by=by)
