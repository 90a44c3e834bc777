"""Who comes again gets the hour at the end of the visit; and the next lesson with the one that was held."""

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda import actions as agenda
from digibank.agenda.models import Appointment
from digibank.agenda.tests.factories import a_helper_there, a_moment, a_slot, a_wish, by_appointment
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.helpdesk import actions
from digibank.helpdesk.models import Handover, Outcome, Visit
from digibank.helpdesk.queries import to_do_after
from digibank.helpdesk.tests.factories import a_helper, a_visit, by, in_help, there
from digibank.helpdesk.tests.factories_following import a_session, called_off
from digibank.people.models import Person
from digibank.people.tests.factories import a_person
from digibank.workforce import actions as workforce
from digibank.workforce.models import Shift

pytestmark = pytest.mark.django_db

TEN = a_moment(24, "10:00")


def url(name, *keys):
    return reverse(f"helpdesk:{name}", args=keys)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def shift(mia, point) -> Shift:
    """Mia is there today, and tomorrow from ten to twelve."""
    workforce.plan_shift(mia, place=point, starts_at=TEN, ends_at=a_moment(24, "12:00"), by=an_actor())
    return there(mia, point)


def pressed(client, visit, **rest):
    return client.post(url("close", visit.pk), {"topic": "bank", "next_at": TEN.isoformat()} | rest)


@pytest.mark.rule("VB-13")
def test_two_taps_end_the_visit_and_book_the_next_one_with_the_same_helper(as_mia, shift, point, roza, receiver):
    a_helper_there(point, "Jo Maes", "09:00-17:00")
    a_visit(point, person=roza)
    visit = in_help(shift)

    page = text_of(as_mia.get(url("close", visit.pk)))
    answer = pressed(as_mia, visit)
    after = text_of(as_mia.get(url("helping")))

    made, outcome = Appointment.objects.get(), Outcome.objects.get()
    assert "Tuesday 24 November 2026, 10 o’clock · with you" in page
    assert (answer.status_code, made.person, made.topic, made.slot.starts_at, made.slot.minutes) == (
        303, roza, "bank", TEN, 30,
    )  # fmt: skip
    assert [one.helper.first_name for one in made.slot.engagements.all()] == ["Mia"]
    assert (outcome.solved, outcome.follow_up, outcome.next_visit) == ("partly", "second_visit", made)
    assert f"Comes again tomorrow, 10 o’clock, with number {made.number}." in after
    assert to_do_after(receiver, point) == []


@pytest.mark.rule("VB-13")
@pytest.mark.parametrize("told", [("Samira", "Samira"), ("", "Ticket B1 23/11/2026")])
def test_who_is_not_known_comes_again_by_a_first_name_or_the_number_of_the_ticket(as_mia, shift, point, town, told):
    called, name = told
    point.organisation.serves = town
    point.organisation.save()
    a_visit(point)
    visit = in_help(shift)

    pressed(as_mia, visit, called=called)

    made = Appointment.objects.get()
    visit.refresh_from_db()
    assert (made.person.name, made.person.home, made.person.prefers, visit.person) == (name, town, "card", None)


@pytest.mark.rule("VB-13")
def test_a_help_point_of_no_municipality_writes_nobody_down(as_mia, shift, point):
    a_visit(point)
    visit = in_help(shift)

    refused = pressed(as_mia, visit, called="Samira")

    assert (refused.status_code, Person.objects.count(), Visit.objects.get().state) == (422, 0, "in_help")
    assert "This help point is of no municipality." in text_of(refused)
    assert 'value="Samira"' in text_of(refused)


@pytest.mark.rule("VB-13")
@pytest.mark.parametrize(
    "refusal",
    [
        ({"next_at": a_moment(24, "13:00").isoformat()}, "No helper is free: tomorrow, 13 o’clock."),
        ({"next_at": "straks"}, "This hour is taken meanwhile."),
        ({"next_at": "", "solved": ""}, "Press how it ended."),
        ({"topic": ""}, "Choose what it was about."),
    ],
)
def test_an_hour_that_cannot_be_leaves_the_visit_in_hand(as_mia, shift, point, roza, refusal):
    sent, sentence = refusal
    a_visit(point, person=roza)
    visit = in_help(shift)

    refused = pressed(as_mia, visit, **sent)

    assert (refused.status_code, sentence in text_of(refused)) == (422, True)
    assert (Visit.objects.get().state, Appointment.objects.count(), Outcome.objects.count()) == ("in_help", 0, 0)


@pytest.mark.rule("VB-13")
def test_who_takes_done_back_takes_the_hour_back(as_mia, shift, point, roza):
    a_visit(point, person=roza)
    visit = in_help(shift)
    pressed(as_mia, visit)

    as_mia.post(url("help_step", visit.pk, "toch-niet"))
    booked_again = pressed(as_mia, visit)

    assert booked_again.status_code == 303
    assert [one.state for one in Appointment.objects.order_by("pk")] == ["cancelled", "planned"]
    assert [bool(one.taken_back_at) for one in Outcome.objects.order_by("pk")] == [True, False]


@pytest.mark.rule("AP-09")
def test_after_a_hidden_appointment_the_next_one_is_hidden(mia, point, roza):
    a_helper_there(point, "Jo Maes")
    hidden = agenda.book_with_helper(point, person=roza, wish=a_wish("10:00"), hidden=True, by=an_actor())
    with clock.at(TEN):
        shift = there(mia, point)
        actions.check_in(hidden, by=an_actor())
        visit = in_help(shift)
        wish = a_wish("11:00", prefers=shift.helper_id)
        actions.finish_for_now(visit, wish=wish, topic="bank", solved="partly", by=by(shift))

    assert [one.hidden for one in Appointment.objects.order_by("pk")] == [True, True]


def test_the_hours_follow_what_was_chosen_and_for_how_long(as_mia, shift, point, roza):
    a_visit(point, person=roza)
    visit = in_help(shift)

    refused = pressed(as_mia, visit, next_at=a_moment(24, "11:30").isoformat(), minutes="90")

    assert refused.status_code == 422
    assert "Tuesday 24 November 2026, 10 o’clock" in text_of(refused)


def test_without_a_free_hour_the_page_says_what_to_do(as_mia, mia, point):
    a_visit(point)
    visit = in_help(there(mia, point))

    assert "No hour is free in the next four weeks." in text_of(as_mia.get(url("close", visit.pk)))


@pytest.mark.rule("VB-08")
def test_only_who_has_the_visitor_in_hand_books_the_next_hour(shift, point, roza, ocmw):
    a_visit(point, person=roza)
    visit = in_help(shift)
    jos = a_helper(point, "Jos Aerts", 2)
    far = logged_in(a_user("piet", "Piet Elders", ocmw.association, Role.DIGIHELPER))

    answers = [pressed(client, visit).status_code for client in (logged_in(jos.helper.user), far)]

    assert (answers, Appointment.objects.count()) == ([404, 404], 0)


def test_the_closing_page_asks_as_much_for_three_helpers_as_for_one(as_mia, shift, point, town):
    by_appointment(point, "10:00", "12:00")
    a_visit(point, person=a_person(town, "Gast"))
    visit = in_help(shift)
    counts = []
    for number in range(3):
        a_helper_there(point, f"Jo{number} Er", topics=["bank"])
        with CaptureQueriesContext(connection) as asked:
            assert as_mia.get(url("close", visit.pk)).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] == counts[2]


@pytest.mark.rule("WO-17")
def test_the_next_lesson_is_planned_with_the_one_that_was_held(as_clerk, handover, help_point):
    called_off(handover)
    slot = a_slot(help_point)
    told = {"when": "came_by", "topics": ["device"], "hands": "together", "is_last": "no", "next_slot": str(slot.pk)}

    answer = as_clerk.post(url("hold_session", handover.pk), told)

    found = Handover.objects.get()
    assert answer.status_code == 303
    assert [(one.slot, one.state) for one in found.appointments().filter(state="planned")] == [(slot, "planned")]
    assert found.sessions.count() == 1


@pytest.mark.rule("WO-17")
def test_after_the_last_lesson_no_next_one_is_planned(as_clerk, handover, help_point):
    slot = a_slot(help_point)
    called_off(handover)
    told = {"when": "came_by", "topics": ["device"], "hands": "together", "is_last": "yes", "next_slot": str(slot.pk)}

    refused = as_clerk.post(url("hold_session", handover.pk), told)
    with pytest.raises(RuleBroken) as no:
        a_session(handover, is_last=True, next_slot=slot)

    assert (refused.status_code, no.value.field) == (422, "next_slot")
    assert "After the last time nothing is planned. Choose one of both." in text_of(refused)
    assert Handover.objects.get().sessions.count() == 0
