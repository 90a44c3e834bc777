"""Handovers, talks and outreach for tests, made through the actions."""

from datetime import date
from typing import Any

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.agenda.models import Appointment
from digibank.agenda.tests.factories import a_slot
from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions
from digibank.helpdesk.models import Handover, Session, SkillsTalk
from digibank.helpdesk.tasks import NEWEST, tasks_of
from digibank.lending.models import Loan
from digibank.organisations.models import Place
from digibank.people.models import Person


def a_handover(loan: Loan) -> Handover:
    return actions.open_handover(loan, by=an_actor())


def a_session(handover: Handover, **details: Any) -> Session:
    """Somebody came by; they practised together, and it was not the last time, unless said otherwise."""
    about: dict[str, Any] = {"hands": "together", "topics": ["device"], "is_last": False} | details
    return actions.hold_session(handover, by=an_actor(), **about)


def called_off(handover: Handover) -> Handover:
    """Nothing is planned any more."""
    for planned in handover.appointments().filter(state="planned"):
        agenda.cancel(planned, by=an_actor())
    return Handover.objects.get(pk=handover.pk)


def a_call_due(handover: Handover) -> Handover:
    """The last session was today; in two weeks somebody calls."""
    a_session(called_off(handover), is_last=True)
    return Handover.objects.get(pk=handover.pk)


def concluded(handover: Handover, **details: Any) -> Handover:
    """It came to its end today: the person can do it alone, unless said otherwise."""
    found = a_call_due(handover)
    return actions.conclude(found, by=an_actor(), **{"to": "independent"} | details)


def planned(handover: Handover, place: Place, **details: Any) -> Appointment:
    """The next time is planned in a new moment of this place."""
    return actions.plan_next(called_off(handover), slot=a_slot(place, **details), by=an_actor())


def missed(handover: Handover, place: Place, day: int, by: Any = None) -> None:
    """A moment on this day of November 2026 that the person did not come to."""
    appointment = actions.plan_next(handover, slot=a_slot(place, starts_at=moment_of(day)), by=by or an_actor())
    with clock.at(moment_of(day)):
        agenda.note_missed(appointment, by=an_actor())


def moment_of(day: int) -> Any:
    from_day = date(2026, 11, day)
    return clock.now().replace(month=from_day.month, day=from_day.day, hour=10)


def a_talk(person: Person, place: Place, says: str = "not_yet", **details: Any) -> SkillsTalk:
    """A finished talk in which each task was answered the same, typed over from paper."""
    answers = {task.code: says for task in tasks_of(NEWEST)} | details.pop("answers", {})
    return actions.type_over(person, place=place, wording=NEWEST, answers=answers, by=an_actor(), **details)
