"""Reminders of appointments: on which day, in which way, in which words, once, and to whom never."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from digibank import clock
from digibank.agenda import actions, jobs
from digibank.agenda.models import Appointment, Reminder, Slot, local_moment
from digibank.agenda.reminding import remind_on, to_remind
from digibank.agenda.tests.factories import (
    a_helper_there,
    a_slot,
    a_wish,
    an_appointment,
    somebody_at_home,
    with_helper,
)
from digibank.agenda.tests.looking import verbs
from digibank.audit.tests.factories import an_actor
from digibank.comms import actions as comms
from digibank.comms.actions import by_worker
from digibank.comms.models import Message
from digibank.organisations import actions as organisations
from digibank.organisations.models import ClosureSet
from digibank.people.actions import Way
from digibank.people.tests.factories import MOBILE, a_person, an_address
from digibank.workforce.models import Shift

pytestmark = pytest.mark.django_db

# The appointments here are on Tuesday 24 November 2026.
THE_DAY = date(2026, 11, 24)
MADE_AT = local_moment(date(2026, 11, 9), time(10))


def on(day: date, at: str = "09:30") -> datetime:
    return local_moment(day, time.fromisoformat(at))


def reminded(day: date, at: str = "09:30") -> int:
    """How many the worker reminds on this day, at this hour."""
    with clock.at(on(day, at)):
        return jobs.remind(an_actor())


@pytest.fixture
def texted(town):
    with clock.at(MADE_AT):
        return a_person(town, "Farid Haddad", prefers="sms", ways=[Way("mobile", MOBILE)])


@pytest.fixture
def planned(help_point, texted) -> Appointment:
    """Made two weeks before, for help with a bank."""
    a_helper_there(help_point)
    with clock.at(MADE_AT):
        return actions.book_with_helper(help_point, person=texted, wish=a_wish(topic="bank"), by=an_actor())


@pytest.mark.rule("AP-13")
def test_somebody_is_reminded_two_working_days_before_in_their_own_way_and_once(planned, texted):
    told = [reminded(date(2026, 11, 19)), reminded(date(2026, 11, 20)), reminded(date(2026, 11, 20), "11:00")]

    message = Message.objects.get()
    assert told == [0, 1, 0]
    assert (message.to_person, message.channel, message.template) == (texted, "sms", "agenda/reminder")
    assert verbs(planned) == ["agenda.booked", "comms.queued", "agenda.reminded"]


@pytest.mark.rule("AP-13")
def test_the_words_name_place_day_hour_and_number_and_never_what_for(planned):
    reminded(date(2026, 11, 20))

    message = Message.objects.get()
    assert message.short == (
        f"Your appointment: Tuesday 24 November 2026, 10 o’clock, Digipunt Wilg. Number {planned.number}."
        f" Can you not come? Call {planned.place.phone}."
    )
    assert message.paragraphs == [
        "You have an appointment on Tuesday 24 November 2026, 10 o’clock.",
        f"Come to Digipunt Wilg, {planned.place.street}, {planned.place.postcode} {planned.place.town}.",
        f"Your number is {planned.number}. Show it when you come in.",
        f"Can you not come? Call {planned.place.phone}.",
    ]
    assert "bank" not in f"{message.subject} {message.body} {message.short} {message.ask}"


@pytest.mark.rule("AP-13")
@pytest.mark.parametrize(
    ("told", "channel", "day"),
    [
        ({"prefers": "email", "ways": [Way("email", "roza@example.be")]}, "email", date(2026, 11, 20)),
        ({"prefers": "phone", "ways": [Way("phone", "014 21 00 01")]}, "phone", date(2026, 11, 20)),
        ({"prefers": "letter", "address": an_address()}, "letter", date(2026, 11, 17)),
        ({"prefers": "card", "ways": [Way("desk")]}, "card", date(2026, 11, 20)),
    ],
)
def test_a_letter_leaves_five_working_days_before_and_each_other_way_two(help_point, town, told, channel, day):
    with clock.at(MADE_AT):
        an_appointment(a_slot(help_point), a_person(town, **told))

    assert (reminded(day - timedelta(days=1)), reminded(day)) == (0, 1)
    assert Message.objects.get().channel == channel


@pytest.mark.rule("AP-13")
def test_who_likes_to_be_called_stands_on_the_list_of_calls(help_point, town):
    with clock.at(MADE_AT):
        an_appointment(a_slot(help_point), a_person(town, prefers="phone", ways=[Way("phone", "014 21 00 01")]))

    reminded(date(2026, 11, 20))

    call = Message.objects.to_call().get()
    assert call.ask == "Can you come then? If not, we choose another hour together."


@pytest.mark.rule("AP-13")
def test_days_that_the_place_is_shut_are_no_working_days(planned):
    bridge = ClosureSet.objects.create(organisation=planned.place.organisation, name="Brugdagen")
    bridge.closures.create(from_on=date(2026, 11, 23), until_on=date(2026, 11, 24), reason="Brugdag")
    planned.place.closure_sets.add(bridge)
    friday = date(2026, 11, 20)
    organisations.close_days(planned.place, from_on=friday, last_on=friday, reason="Verlof", by=an_actor())

    assert remind_on(Appointment.objects.get()) == date(2026, 11, 18)
    assert (reminded(date(2026, 11, 17)), reminded(date(2026, 11, 18))) == (0, 1)


@pytest.mark.rule("AP-13")
def test_a_public_holiday_is_no_working_day(help_point, texted):
    """Between Thursday 12 November and the reminder lies Armistice Day."""
    with clock.at(local_moment(date(2026, 11, 2), time(10))):
        made = an_appointment(a_slot(help_point, starts_at=on(date(2026, 11, 12), "10:00")), texted)

    assert remind_on(made) == date(2026, 11, 9)


@pytest.mark.rule("AP-13")
def test_nobody_is_told_at_night_and_what_was_left_is_told_later(planned):
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)

    assert [reminded(friday, at) for at in ("08:59", "19:00", "23:30")] == [0, 0, 0]
    assert (reminded(sunday, "18:59"), Message.objects.count()) == (1, 1)


@pytest.mark.rule("AP-13")
def test_on_the_day_itself_it_is_too_late(planned):
    assert reminded(THE_DAY) == 0


@pytest.mark.rule("AP-13")
def test_a_place_that_rides_is_named_where_it_stands_then(planned):
    place = planned.place
    stop = place.stops.create(name="Kerkplein", street="Kerkplein 2", postcode="2399", town="Lindhout")
    place.opening_hours.filter(weekday=1).update(stop=stop)

    reminded(date(2026, 11, 20))

    assert "Come to Digipunt Wilg, Kerkplein 2, 2399 Lindhout." in Message.objects.get().body


@pytest.mark.rule("AP-14")
@pytest.mark.parametrize(("made_on", "told"), [(date(2026, 11, 19), 1), (date(2026, 11, 20), 0)])
def test_who_makes_an_appointment_within_those_days_needs_no_reminder(help_point, texted, made_on, told):
    with clock.at(on(made_on, "09:00")):
        an_appointment(a_slot(help_point), texted)

    assert reminded(date(2026, 11, 20)) + reminded(date(2026, 11, 23)) == told


@pytest.mark.rule("AP-14")
def test_who_moves_is_reminded_of_the_new_moment_and_of_the_old_one_no_more(help_point, texted):
    with clock.at(MADE_AT):
        made = an_appointment(a_slot(help_point), texted)
    reminded(date(2026, 11, 20))

    with clock.at(on(date(2026, 11, 20), "12:00")):
        later = a_slot(help_point, starts_at=on(date(2026, 12, 8), "14:00"))
        actions.move(made, slot=later, by=an_actor())

    assert [reminded(date(2026, 11, 23)), reminded(date(2026, 12, 4)), reminded(date(2026, 12, 7))] == [0, 1, 0]
    first, second = Message.objects.order_by("pk")
    assert (first.state, second.state) == ("cancelled", "queued")
    assert "Tuesday 8 December 2026, 14 o’clock" in second.body


@pytest.mark.rule("AP-14")
def test_who_moves_at_the_last_moment_needs_no_reminder(planned):
    with clock.at(on(date(2026, 11, 23), "08:30")):
        actions.move_with_helper(planned, place=planned.place, wish=a_wish("14:00"), by=an_actor())

    assert reminded(date(2026, 11, 23)) == 0


@pytest.mark.rule("AP-09")
def test_of_a_hidden_appointment_nobody_is_told_and_nobody_is_called(help_point, town):
    a_helper_there(help_point)
    with clock.at(MADE_AT):
        called = a_person(town, prefers="phone", ways=[Way("phone", "014 21 00 01")])
        hidden = with_helper(help_point, called, hidden=True)

    told = reminded(date(2026, 11, 20))
    with clock.at(on(date(2026, 11, 20))):
        asked = actions.remind(hidden, by=an_actor())

    assert (told, asked, Message.objects.count(), Reminder.objects.count()) == (0, None, 0, 0)


@pytest.mark.rule("AP-15")
def test_who_called_off_is_not_reminded_and_an_untold_reminder_is_taken_back(help_point, texted, town):
    with clock.at(MADE_AT):
        slot = a_slot(help_point, capacity=3, kind=Slot.Kind.GROUP)
        early, late, group = [an_appointment(slot, a_person(town, f"Persoon {n}")) for n in range(3)]
        actions.cancel(early, by=an_actor())

    told = reminded(date(2026, 11, 20))
    with clock.at(on(date(2026, 11, 21))):
        actions.cancel(late, by=an_actor())
        actions.cancel_slot(slot, reason="Te weinig mensen.", by=an_actor())

    assert told == 2
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    assert set(Reminder.objects.values_list("appointment", flat=True)) == {late.pk, group.pk}


@pytest.mark.rule("AP-15")
def test_nobody_is_called_about_an_hour_that_is_over(help_point, town):
    with clock.at(MADE_AT):
        an_appointment(a_slot(help_point), a_person(town, prefers="phone", ways=[Way("phone", "014 21 00 01")]))
    reminded(date(2026, 11, 20))

    ended = []
    for at in ("09:59", "10:00", "10:15"):
        with clock.at(on(THE_DAY, at)):
            ended.append(jobs.end_reminders(an_actor()))

    assert ended == [0, 1, 0]
    assert Message.objects.get().state == "cancelled"


@pytest.mark.rule("AP-15")
@pytest.mark.parametrize("then", ["moved", "called off", "to be called"])
def test_what_was_on_its_way_meanwhile_and_comes_back_is_not_tried_again(planned, then):
    """At the moment of the change the worker had the message; then the provider gave no answer."""
    reminded(date(2026, 11, 20))
    message, by = Message.objects.get(), an_actor()
    by_worker.start_sending(Message.objects.claim(1, for_seconds=60, by="worker")[0], by=by)
    acts = {
        "moved": lambda: actions.move_with_helper(planned, place=planned.place, wish=a_wish("14:00"), by=by),
        "called off": lambda: actions.cancel(planned, by=by),
        "to be called": lambda: actions.call_shift_off(Shift.objects.get(), by=by),
    }

    acts[then]()
    message.refresh_from_db()
    by_worker.put_off(message, because="no_answer", by=by)
    ended = [jobs.end_reminders(by) for _time in range(2)]

    message.refresh_from_db()
    assert (ended, message.state) == ([1, 0], "cancelled")


@pytest.mark.rule("AP-15")
def test_what_was_told_stays_told_when_the_appointment_is_called_off(planned):
    reminded(date(2026, 11, 20))
    message = Message.objects.get()
    Message.objects.filter(pk=message.pk).update(state="sent", due_at=None, done_at=clock.now())

    actions.cancel(planned, by=an_actor())

    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.rule("AP-15")
def test_the_database_itself_refuses_a_second_reminder_of_a_moment(planned):
    reminded(date(2026, 11, 20))
    first = Reminder.objects.get()

    with pytest.raises(DatabaseError), transaction.atomic():
        Reminder.objects.create(appointment=planned, slot=planned.slot, message=first.message)
    with pytest.raises(DatabaseError), transaction.atomic():
        Reminder.objects.all().delete()

    assert Reminder.objects.get() == first


class Killed(BaseException):
    """The worker dies here."""


@transaction.atomic
def remind_and_die(appointment: Appointment) -> None:
    actions.remind(appointment, by=an_actor())
    raise Killed


@pytest.mark.rule("AP-15")
def test_a_worker_that_dies_before_the_end_told_nobody_and_the_next_one_tells_once(planned):
    """What is written of a reminder is written together: at any point before the commit there is nothing."""
    with clock.at(on(date(2026, 11, 20))), pytest.raises(Killed):
        remind_and_die(planned)

    after_death = (Message.objects.count(), Reminder.objects.count())

    assert (after_death, reminded(date(2026, 11, 20)), Message.objects.count()) == ((0, 0), 1, 1)


def test_the_worker_asks_as_many_questions_for_three_as_for_one(help_point, town):
    counts = []
    for number in range(3):
        with clock.at(MADE_AT):
            slot = a_slot(help_point, starts_at=on(THE_DAY, f"{10 + number}:00"))
            an_appointment(slot, a_person(town, f"Persoon {number}", ways=[Way("mobile", MOBILE)], prefers="sms"))
        with clock.at(on(date(2026, 11, 20))), CaptureQueriesContext(connection) as asked:
            assert len(to_remind()) == number + 1
        counts.append(len(asked))

    assert counts[0] == counts[2]


def test_a_call_that_was_made_chooses_a_moment_of_which_one_is_reminded(help_point, texted):
    with clock.at(MADE_AT):
        call = actions.put_on_call_list(help_point, person=texted, reason="Kent zijn uren niet.", by=an_actor())
        actions.call_planned(call, slot=a_slot(help_point), by=an_actor())

    assert reminded(date(2026, 11, 20)) == 1


def test_a_call_that_was_made_already_is_not_taken_back(help_point, town):
    with clock.at(MADE_AT):
        made = an_appointment(a_slot(help_point), a_person(town, prefers="phone", ways=[Way("phone", "014 21 00 01")]))
    reminded(date(2026, 11, 20))
    call = Message.objects.get()
    comms.note_called(call, reached=True, by=an_actor())

    actions.cancel(made, by=an_actor())

    call.refresh_from_db()
    assert call.state == "done"


@pytest.mark.rule("AP-23")
def test_who_is_called_hears_that_we_call_and_who_is_visited_is_reminded_of_nothing_besides(help_point, texted, town):
    for name in ("Mia De Smet", "Jo Maes", "Ann Claes"):
        a_helper_there(help_point, name)
    with clock.at(MADE_AT):
        visited = somebody_at_home(town)
        call, visit = a_wish(where="by_phone"), a_wish("12:00", where="at_home")
        actions.book_with_helper(help_point, person=texted, wish=call, by=an_actor())
        actions.book_with_helper(help_point, person=visited, wish=visit, by=an_actor())

    reminded(date(2026, 11, 20))

    message = Message.objects.get(template="agenda/reminder")
    assert (message.to_person, message.short) == (
        texted, f"We call you on Tuesday 24 November 2026, 10 o’clock. Does it not suit you? Call {help_point.phone}.",
    )  # fmt: skip
