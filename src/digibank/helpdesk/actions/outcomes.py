"""How a visit ends: with its outcome, which may be taken back within a minute."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.agenda.flows import AppointmentState
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.helpdesk.flows import VISIT_FLOW
from digibank.helpdesk.models import Outcome, Visit
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
        materials=sorted(set(materials)), loan=loan, note=note.strip(), said_by=by,
    )  # fmt: skip
    _note_kept(visit, by)
    person = [visit.person] if visit.person else []
    record("helpdesk.helped", visit, by=by, about=[visit.place, *person], topic=topic, solved=solved)
    return visit


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
    visit.outcomes.standing().update(taken_back_at=clock.now())
    touch(visit)
    record("helpdesk.reopened", visit, by=by, about=[visit.place])
    return visit


def _note_kept(visit: Visit, by: Actor) -> None:
    """Whose appointment it was came to it; who came so early that its hour has not begun is noted by the agenda."""
    appointment = visit.appointment
    if appointment and appointment.state == AppointmentState.PLANNED and appointment.may_be_noted:
        agenda.note_done(appointment, by=by)
