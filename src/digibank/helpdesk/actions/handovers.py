"""What happens to a handover: opened, planned, held, called about, brought to its end, and looked back on.

Locked in this order: person, loan, handover, moment in the agenda.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda import actions as agenda
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import BOOKABLE_KINDS, Appointment, Slot
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.helpdesk.flows import HANDOVER_FLOW, HandoverState
from digibank.helpdesk.models import FollowCall, Handover, Result, Session
from digibank.helpdesk.models.handovers import MISSES_BEFORE_A_CALL
from digibank.lending.flows import NEVER_BEGAN
from digibank.lending.models import Loan
from digibank.organisations.models import Place
from digibank.organisations.working_days import add_working_days, is_working_day
from digibank.people.models import Person
from digibank.people.secrets import refuse_secrets, refuse_secrets_in
from digibank.workforce.topics import Topic

CALL_AFTER = timedelta(days=14)
CALL_AGAIN_DAYS = 2
LOOK_BACK_AFTER = timedelta(days=91)

_TOLD_ALREADY = gettext_lazy("This session is written down already. Reload the page to see it.")
_TO = {
    HandoverState.INDEPENDENT: "become_independent",
    HandoverState.COURSE: "go_to_course",
    HandoverState.HOME_HELP: "get_home_help",
    HandoverState.STOPPED: "stop",
}


@transaction.atomic
def open_handover(loan: Loan, *, by: Actor) -> Handover:
    """Follow the borrower of a loan that began. A second time it is the one that is there (policy WO-01)."""
    # One at a time for a loan: two workers at once would both find none.
    Loan.objects.select_for_update().get(pk=loan.pk)
    found = Loan.objects.select_related("person", "handover__place").get(pk=loan.pk)
    if found.state in NEVER_BEGAN:
        raise RuleBroken(_("This loan did not begin yet. Hand the device over first."))
    there = Handover.objects.filter(loan=found).first()
    if there:
        return there
    place = found.handover.place
    made = Handover.objects.create(person=found.person, loan=found, place=place, opened_at=found.prepared_at)
    record("helpdesk.handover_opened", made, by=by, about=[found.person, found, place])
    return made


@transaction.atomic
def open_without_loan(person: Person, *, place: Place, by: Actor) -> Handover:
    """Follow somebody who borrowed nothing, such as who came by referral with a device of their own."""
    _refuse_no_help_here(place)
    sentence = _("Somebody follows this person already. Open that handover.")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Handover.objects.of_person(person).open().exists():
        raise RuleBroken(sentence)
    with refusing(Handover, "one_open_handover_without_a_loan", sentence):
        made = Handover.objects.create(person=person, place=place)
    record("helpdesk.handover_opened", made, by=by, about=[person, place])
    return made


@transaction.atomic
def follow(handover: Handover, *, colleague: User | None, by: Actor) -> Handover:
    """Say which colleague follows it; None for nobody in particular."""
    found = _locked(handover)
    if colleague and not colleague.reach[Can.FOLLOW_HANDOVERS] & {found.place.organisation_id, found.person.home_id}:
        raise RuleBroken(_("This colleague does not work at this help point. Choose another one."), field="colleague")
    found.followed_by = colleague
    found.save(update_fields=["followed_by"])
    record("helpdesk.followed", found, by=by, about=[found.person])
    return found


@transaction.atomic
def plan_next(handover: Handover, *, by: Actor, slot: Slot | None = None, call_reason: str = "") -> Appointment:
    """Expect the person again: in this moment, or on the list of people to call with the reason (policy WO-03).

    Who is on that list gets the moment that they chose when they were called.

    After three moments in a row that the person did not come to, only who follows it plans the next one: somebody
    has to have spoken with them first.
    """
    found = _locked(handover)
    _refuse_ended(found)
    planned = found.appointments().filter(state=AppointmentState.PLANNED).first()
    if planned and (planned.slot or not slot):
        raise RuleBroken(_("This person is expected already. Move that appointment, or call it off first."))
    if found.misses_in_a_row() >= MISSES_BEFORE_A_CALL and (not found.followed_by or found.followed_by.actor != by):
        raise RuleBroken(_("This person did not come three times. Who follows it calls first, and plans the next one."))
    if slot:
        made = (
            agenda.call_planned(planned, slot=slot, by=by) if planned else agenda.book(slot, person=found.person, by=by)
        )
        found.place = made.place
        found.save(update_fields=["place"])
    else:
        made = agenda.put_on_call_list(found.place, person=found.person, reason=call_reason, by=by)
    record("helpdesk.planned", found, by=by, about=[found.person, made])
    return made


@transaction.atomic
def note_missed(handover: Handover, *, by: Actor) -> Handover:
    """The person did not come to the moment that was planned and has begun; it stands in the agenda."""
    found = _locked(handover)
    begun = found.appointments().filter(state=AppointmentState.PLANNED, slot__starts_at__lte=clock.now()).first()
    if begun is None:
        raise RuleBroken(_("No planned moment has begun. Reload the page and look what is planned."))
    agenda.note_missed(begun, by=by)
    return found


@transaction.atomic
def hold_session(
    handover: Handover,
    *,
    hands: str,
    topics: Collection[str],
    is_last: bool,
    by: Actor,
    appointment: Appointment | None = None,
    held_on: date | None = None,
    learned: str = "",
    next_time: str = "",
    next_slot: Slot | None = None,
) -> Session:
    """Write down one time that we practised: at this appointment, or on this day for who came by (policy WO-02).

    Who came to the appointment is noted in the agenda with it. After the last one a call follows in two weeks; before
    it the next one may be planned with it, in the moment `next_slot` (policy WO-17).
    """
    if is_last and next_slot:
        raise RuleBroken(_("After the last time nothing is planned. Choose one of both."), field="next_slot")
    _refuse_unfit_words(topics, learned=learned, next_time=next_time)
    found = _locked(handover)
    if not found.is_learning:
        raise RuleBroken(_("No session is due here now. Look at what was decided last."))
    if appointment:
        held_on = _came_to(found, appointment, by)
    held_on = held_on or clock.today()
    if held_on > clock.today():
        raise RuleBroken(_("This day is still to come. Write the session down when it is over."), field="held_on")
    with refusing(Session, "one_session_per_appointment", _TOLD_ALREADY):
        made = Session.objects.create(
            handover=found, appointment=appointment, held_on=held_on, place=found.place, topics=sorted(set(topics)),
            hands=hands, learned=learned, next_time=next_time, is_last=is_last, by=by,
        )  # fmt: skip
    if is_last:
        _refuse_still_expected(found)
        HANDOVER_FLOW.move(found, "hold_last_session", call_by_on=_working_day(held_on + CALL_AFTER))
    else:
        HANDOVER_FLOW.move(found, "hold_session")
    record("helpdesk.session_held", found, by=by, about=[found.person, found.place], last=is_last)
    if next_slot:
        plan_next(found, slot=next_slot, by=by)
    return made


@transaction.atomic
def note_call(handover: Handover, *, brought: str, by: Actor, note: str = "", session: bool = False) -> FollowCall:
    """Write down what the call after two weeks brought (policy WO-05).

    It goes well: the person can do it alone. A question: answered on the telephone, and we call again in two weeks; or
    with `session` there is another session to plan. Not reached: we call again in two working days.
    """
    refuse_secrets(note, field="note")
    found = _locked(handover)
    if found.call_by_on is None:
        raise RuleBroken(_("No call is due here now. Reload the page to see what is possible."))
    if brought == FollowCall.Brought.QUESTION and not note.strip():
        raise RuleBroken(_("Write the question down in a few words."), field="note")
    made = FollowCall.objects.create(handover=found, due_on=found.call_by_on, brought=brought, note=note, by=by)
    record("helpdesk.called_after", found, by=by, about=[found.person], brought=str(brought))
    today = clock.today()
    if brought == FollowCall.Brought.GOES_WELL:
        _end(found, HandoverState.INDEPENDENT, by)
    elif brought == FollowCall.Brought.NOT_REACHED:
        HANDOVER_FLOW.move(found, "call_again", call_by_on=add_working_days(today, CALL_AGAIN_DAYS))
    elif session:
        HANDOVER_FLOW.move(found, "go_on", call_by_on=None)
    else:
        HANDOVER_FLOW.move(found, "call_again", call_by_on=_working_day(today + CALL_AFTER))
    return made


@transaction.atomic
def conclude(
    handover: Handover,
    *,
    to: str,
    by: Actor,
    where_to: str = "",
    because: str = "",
    ask_course_on: date | None = None,
) -> Handover:
    """Bring a handover to its end: alone, on to a course, helped at home, or stopped with the reason (policy WO-06).

    `where_to` says which course and where, or who helps; with a course a day on which we ask how it goes. What was
    still planned is called off.
    """
    refuse_secrets(where_to, field="where_to")
    found = _locked(handover)
    if to == HandoverState.COURSE and not where_to.strip():
        raise RuleBroken(_("Write which course, and where."), field="where_to")
    if to == HandoverState.COURSE and (ask_course_on is None or ask_course_on <= clock.today()):
        raise RuleBroken(_("Choose a day that lies ahead, on which we ask how the course goes."), field="ask_course_on")
    if to == HandoverState.HOME_HELP and not where_to.strip():
        raise RuleBroken(_("Write who helps at home, such as a service or a relative."), field="where_to")
    if to == HandoverState.STOPPED and not because:
        raise RuleBroken(_("Choose why it stops."), field="because")
    for planned in found.appointments().filter(state=AppointmentState.PLANNED):
        agenda.cancel(planned, by=by)
    return _end(
        found,
        HandoverState(to),
        by,
        where_to=where_to,
        because=because if to == HandoverState.STOPPED else "",
        ask_course_on=ask_course_on if to == HandoverState.COURSE else None,
    )


@transaction.atomic
def end_with_loan(handover: Handover, *, by: Actor) -> bool:
    """Stop a handover of which the device came back and nothing is planned any more; False when it goes on (WO-04)."""
    found = _locked(handover)
    if not Handover.objects.ended_with_the_loan().filter(pk=found.pk).exists():
        return False
    _end(found, HandoverState.STOPPED, by, because=Handover.Because.LOAN_ENDED)
    return True


@transaction.atomic
def note_course(handover: Handover, *, went: str, by: Actor) -> Handover:
    """Write down how it goes with the course that the person went on to."""
    refuse_secrets(went, field="went")
    found = _locked(handover)
    if found.state != HandoverState.COURSE or found.course_told_on:
        raise RuleBroken(_("No question about a course is open here. Reload the page to see what is possible."))
    if not went.strip():
        raise RuleBroken(_("Write in a few words how the course goes."), field="went")
    found.course_told_on, found.course_went = clock.today(), went
    found.save(update_fields=["course_told_on", "course_went"])
    record("helpdesk.course_asked", found, by=by, about=[found.person])
    return found


@transaction.atomic
def look_back(
    handover: Handover, *, reached: bool, by: Actor, still_uses: str = "", alone: str = "", note: str = ""
) -> Result:
    """Write down how it is three months later; what the person did not say stays empty (policy WO-07)."""
    refuse_secrets(note, field="note")
    found = _locked(handover)
    if found.look_back_on is None:
        raise RuleBroken(_("This handover goes on, or was stopped: there is nothing to look back on."))
    if Result.objects.filter(handover=found).exists():
        raise RuleBroken(_("The look back is written down already. Reload the page to see it."))
    if not reached and (still_uses or alone):
        raise RuleBroken(_("Who was not reached told nothing. Leave the other answers empty."), field="reached")
    made = Result.objects.create(handover=found, reached=reached, still_uses=still_uses, alone=alone, note=note, by=by)
    record("helpdesk.looked_back", found, by=by, about=[found.person], reached=reached)
    return made


def _end(found: Handover, to: HandoverState, by: Actor, **changes: Any) -> Handover:
    today = clock.today()
    looks_back = None if to == HandoverState.STOPPED else _working_day(today + LOOK_BACK_AFTER)
    HANDOVER_FLOW.move(found, _TO[to], call_by_on=None, ended_on=today, look_back_on=looks_back, **changes)
    record("helpdesk.handover_ended", found, by=by, about=[found.person, found.place], to=str(to))
    return found


def _locked(handover: Handover) -> Handover:
    """The handover as it is now; nobody else moves it until the transaction ends."""
    # First the lock, then the rows around it: PostgreSQL does not find a locked row whose joined row was changed.
    Handover.objects.select_for_update().get(pk=handover.pk)
    return Handover.objects.select_related("person", "place", "loan", "followed_by__actor").get(pk=handover.pk)


def _came_to(found: Handover, appointment: Appointment, by: Actor) -> date:
    """Note in the agenda that the person came, unless it says so already; the day on which that was."""
    planned = found.appointments().filter(pk=appointment.pk).first()
    if planned is None or planned.state in (AppointmentState.MISSED, AppointmentState.CANCELLED):
        raise RuleBroken(_("This appointment is not of this handover, or the person did not come. Reload the page."))
    if Session.objects.filter(appointment=planned).exists():
        raise RuleBroken(_TOLD_ALREADY)
    if planned.state == AppointmentState.PLANNED:
        agenda.note_done(planned, by=by)
    return planned.slot.starts_at.astimezone(clock.BRUSSELS).date() if planned.slot else clock.today()


def _working_day(day: date) -> date:
    """This day when it is a working day, else the next one."""
    return day if is_working_day(day) else add_working_days(day, 1)


def _refuse_ended(found: Handover) -> None:
    if found.is_learning:
        return
    if found.is_open:
        raise RuleBroken(_("The last session was held. Write down the call first, and say that a session is needed."))
    raise RuleBroken(_("This handover is over. Open a new one for this person."))


def _refuse_still_expected(found: Handover) -> None:
    if found.appointments().filter(state=AppointmentState.PLANNED).exists():
        raise RuleBroken(
            _("This person is still expected. Call that appointment off first, or say that it was not the last time."),
            field="is_last",
        )


def _refuse_unfit_words(topics: Collection[str], **typed: str) -> None:
    refuse_secrets_in(typed)
    if not topics:
        raise RuleBroken(_("Tick what you practised, or “something else”."), field="topics")
    if not set(topics) <= set(Topic.values):
        raise RuleBroken(_("One of these topics is not known. Reload the page and tick again."), field="topics")


def _refuse_no_help_here(place: Place) -> None:
    if place.kind not in BOOKABLE_KINDS:
        raise RuleBroken(_("People are helped at a help point or a lending desk only. Choose one."), field="place")
