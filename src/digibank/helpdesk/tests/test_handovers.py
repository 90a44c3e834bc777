"""A handover from the loan to its end, as the rules say."""

from datetime import date, timedelta

import pytest

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import Appointment
from digibank.agenda.tests.factories import a_help_point, a_slot
from digibank.agenda.tests.looking import refusal, verbs
from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions, following
from digibank.helpdesk.jobs import end_handovers, open_handovers
from digibank.helpdesk.models import FollowCall, Handover, Result, Session
from digibank.helpdesk.tests.factories_following import (
    a_call_due,
    a_handover,
    a_session,
    called_off,
    concluded,
    missed,
    moment_of,
    planned,
)
from digibank.inventory.tests.factories import at_desk
from digibank.lending.tests.factories import a_loan, a_prepared_loan, came_back
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def fresh(handover: Handover) -> Handover:
    return Handover.objects.with_agenda().get(pk=handover.pk)


def names(lines) -> list[tuple[str, date, bool]]:
    return [(line.handover.person.name, line.by_on, line.is_red) for line in lines]


@pytest.mark.rule("WO-01")
def test_each_loan_that_began_is_followed_once_and_what_did_not_begin_is_not(roza, loan, desk, depot, laptop_class):
    prepared = a_prepared_loan(roza, at_desk(desk, laptop_class, depot=depot))

    done = [open_handovers(an_actor()), open_handovers(an_actor())]

    assert done == [1, 0]
    assert list(Handover.objects.values_list("loan", "person", "place", "state")) == [
        (loan.pk, roza.pk, loan.handover.place_id, "planned")
    ]
    assert a_handover(loan).pk == Handover.objects.get().pk
    assert refusal(lambda: a_handover(prepared))[0] == "This loan did not begin yet. Hand the device over first."
    assert verbs(Handover.objects.get()) == ["helpdesk.handover_opened"]


@pytest.mark.rule("WO-01")
def test_who_borrowed_nothing_is_followed_at_a_help_point_and_once(roza, help_point, depot):
    made = actions.open_without_loan(roza, place=help_point, by=an_actor())

    assert (made.loan, made.place, made.state) == (None, help_point, "planned")
    assert refusal(lambda: actions.open_without_loan(roza, place=help_point, by=an_actor()))[0] == (
        "Somebody follows this person already. Open that handover."
    )
    assert refusal(lambda: actions.open_without_loan(roza, place=depot, by=an_actor()))[1] == "place"


@pytest.mark.rule("WO-02")
def test_who_came_while_on_the_call_list_is_done_in_the_agenda_and_written_down(handover):
    call = handover.appointments().get()

    session = a_session(
        handover, appointment=call, topics=["bank", "device"], hands="alone", learned="Kan zelf een foto sturen.",
        next_time="Bankieren.",
    )  # fmt: skip

    assert (session.topics, session.hands, session.held_on) == (["bank", "device"], "alone", TODAY)
    assert Appointment.objects.get(pk=call.pk).state == AppointmentState.DONE
    assert fresh(handover).state == "going_on"
    assert verbs(handover)[-1] == "helpdesk.session_held"


@pytest.mark.rule("WO-02")
def test_a_session_is_written_down_once_and_never_before_it_was(handover, help_point, roza):
    call = handover.appointments().get()
    a_session(handover, appointment=call)
    elsewhere = agenda.book(a_slot(help_point), person=a_person(roza.home, "Nora Stil"), by=an_actor())

    assert refusal(lambda: a_session(handover, appointment=call)) == (
        "This session is written down already. Reload the page to see it.", None
    )  # fmt: skip
    assert refusal(lambda: a_session(handover, appointment=elsewhere))[0] == (
        "This appointment is not of this handover, or the person did not come. Reload the page."
    )
    assert refusal(lambda: a_session(handover, held_on=TODAY + timedelta(days=1)))[1] == "held_on"
    assert refusal(lambda: a_session(handover, topics=[]))[1] == "topics"
    assert refusal(lambda: a_session(handover, learned="pincode 1234"))[1] == "learned"
    assert Session.objects.count() == 1


@pytest.mark.rule("WO-03")
def test_who_has_nothing_planned_is_to_be_planned_within_five_working_days_and_then_red(handover, clerk):
    assert following.to_plan(clerk) == []
    called_off(handover)

    today = names(following.to_plan(clerk))
    with clock.at(moment_of(30)):
        on_the_last_day = names(following.to_plan(clerk))
    with clock.at(clock.now() + timedelta(days=8)):
        a_day_later = names(following.to_plan(clerk))

    assert today == [("Roza Peeters", date(2026, 11, 30), False)]
    assert on_the_last_day == [("Roza Peeters", date(2026, 11, 30), False)]
    assert a_day_later == [("Roza Peeters", date(2026, 11, 30), True)]


@pytest.mark.rule("WO-03")
def test_the_next_time_is_planned_once_in_a_moment_or_on_the_list_and_moves_the_handover_there(handover, help_point):
    appointment = planned(handover, help_point)

    again = refusal(lambda: actions.plan_next(handover, call_reason="Belt zelf.", by=an_actor()))[0]

    assert (appointment.place, appointment.state) == (help_point, "planned")
    assert fresh(handover).place == help_point
    assert again == "This person is expected already. Move that appointment, or call it off first."
    assert list(fresh(handover).appointments())[-1] == appointment


@pytest.mark.rule("WO-03")
def test_who_was_on_the_call_list_gets_the_moment_that_they_chose(handover, help_point):
    call = handover.appointments().get()

    made = actions.plan_next(handover, slot=a_slot(help_point), by=an_actor())

    assert (made, made.place, made.call_by_on) == (call, help_point, None)
    assert fresh(handover).place == help_point


@pytest.mark.rule("WO-03")
def test_what_a_colleague_plans_in_the_agenda_itself_counts_as_well(handover, help_point, clerk, roza):
    called_off(handover)
    agenda.book(a_slot(help_point), person=roza, by=an_actor())

    assert following.to_plan(clerk) == []
    assert fresh(handover).is_expected


@pytest.mark.rule("WO-03")
def test_after_three_misses_in_a_row_only_who_follows_it_plans_the_next_time(handover, help_point, clerk):
    called_off(handover)
    for day in (24, 25, 26):
        missed(handover, help_point, day)
    slot = a_slot(help_point, starts_at=moment_of(27))

    no = refusal(lambda: actions.plan_next(handover, slot=slot, by=an_actor()))[0]
    actions.follow(handover, colleague=clerk, by=an_actor())
    still_no = refusal(lambda: actions.plan_next(handover, slot=slot, by=an_actor()))[0]
    made = actions.plan_next(handover, slot=slot, by=clerk.actor)

    assert no == still_no
    assert no == "This person did not come three times. Who follows it calls first, and plans the next one."
    assert made.slot == slot


@pytest.mark.rule("WO-03")
def test_who_came_in_between_has_missed_nothing_in_a_row(handover, help_point):
    called_off(handover)
    missed(handover, help_point, 24)
    missed(handover, help_point, 25)
    assert fresh(handover).misses_in_a_row() == 2

    with clock.at(moment_of(26)):
        a_session(handover)

    assert fresh(handover).misses_in_a_row() == 0


def test_a_missed_moment_is_noted_in_the_agenda_once_it_began(handover, help_point):
    appointment = planned(handover, help_point)
    too_early = refusal(lambda: actions.note_missed(handover, by=an_actor()))[0]

    with clock.at(moment_of(24) + timedelta(hours=1)):
        actions.note_missed(handover, by=an_actor())

    assert too_early == "No planned moment has begun. Reload the page and look what is planned."
    assert Appointment.objects.get(pk=appointment.pk).state == AppointmentState.MISSED


@pytest.mark.rule("WO-04")
def test_a_device_that_comes_back_ends_a_handover_only_when_nothing_is_planned(handover, loan, help_point, clerk):
    appointment = planned(handover, help_point)
    came_back(loan)

    with_a_plan = end_handovers(an_actor())
    agenda.cancel(appointment, by=an_actor())
    without = end_handovers(an_actor())

    found = fresh(handover)
    assert (with_a_plan, without) == (0, 1)
    assert (found.state, found.because, found.ended_on) == ("stopped", "loan_ended", TODAY)
    assert following.to_plan(clerk) == []


@pytest.mark.rule("WO-04")
def test_after_the_device_came_back_the_person_still_comes_and_goes_on(handover, loan, help_point):
    appointment = planned(handover, help_point)
    came_back(loan)

    with clock.at(moment_of(24) + timedelta(hours=1)):
        a_session(handover, appointment=appointment, is_last=True)

    assert fresh(handover).state == "call_due"
    assert end_handovers(an_actor()) == 0


@pytest.mark.rule("WO-05")
def test_two_weeks_after_the_last_time_somebody_calls_and_the_line_turns_red_the_day_after(handover, clerk):
    found = a_call_due(handover)

    with clock.at(clock.now() + timedelta(days=14)):
        that_day = names(following.to_call(clerk))
    with clock.at(clock.now() + timedelta(days=15)):
        the_day_after = names(following.to_call(clerk))

    assert found.call_by_on == date(2026, 12, 7)
    assert that_day == [("Roza Peeters", date(2026, 12, 7), False)]
    assert the_day_after == [("Roza Peeters", date(2026, 12, 7), True)]


@pytest.mark.rule("WO-05")
def test_the_last_time_is_not_the_last_while_somebody_is_expected(handover, help_point):
    planned(handover, help_point)

    assert refusal(lambda: a_session(handover, is_last=True))[1] == "is_last"
    assert fresh(handover).state == "planned"


@pytest.mark.rule("WO-05")
@pytest.mark.parametrize(
    ("brought", "session", "state", "call_by_on"),
    [
        ("goes_well", False, "independent", None),
        ("question", False, "call_due", date(2026, 12, 7)),
        ("question", True, "going_on", None),
        ("not_reached", False, "call_due", date(2026, 11, 25)),
    ],
)
def test_a_call_brings_an_end_a_question_or_another_call(handover, brought, session, state, call_by_on):
    found = a_call_due(handover)

    actions.note_call(found, brought=brought, session=session, note="Hoe zet ik wifi aan?", by=an_actor())

    assert (fresh(found).state, fresh(found).call_by_on) == (state, call_by_on)
    assert list(FollowCall.objects.values_list("brought", "due_on", "note")) == [
        (brought, date(2026, 12, 7), "Hoe zet ik wifi aan?")
    ]


@pytest.mark.rule("WO-05")
def test_a_question_has_words_and_no_call_is_noted_when_none_is_due(handover):
    no_call = refusal(lambda: actions.note_call(handover, brought="goes_well", by=an_actor()))[0]
    found = a_call_due(handover)

    assert no_call == "No call is due here now. Reload the page to see what is possible."
    assert refusal(lambda: actions.note_call(found, brought="question", by=an_actor()))[1] == "note"
    assert refusal(lambda: actions.note_call(found, brought="question", note="wachtwoord zon1", by=an_actor()))[1] == (
        "note"
    )
    assert not FollowCall.objects.exists()


@pytest.mark.rule("WO-06")
@pytest.mark.parametrize(
    ("to", "typed", "field"),
    [
        ("course", {}, "where_to"),
        ("course", {"where_to": "CVO, smartphone 1"}, "ask_course_on"),
        ("course", {"where_to": "CVO", "ask_course_on": TODAY}, "ask_course_on"),
        ("home_help", {}, "where_to"),
        ("stopped", {}, "because"),
    ],
)
def test_an_end_without_what_belongs_to_it_is_refused(handover, to, typed, field):
    found = a_call_due(handover)

    assert refusal(lambda: actions.conclude(found, to=to, by=an_actor(), **typed))[1] == field
    assert fresh(found).state == "call_due"


@pytest.mark.rule("WO-06")
def test_on_to_a_course_is_asked_after_on_its_day(handover, clerk):
    asks = TODAY + timedelta(days=30)
    concluded(handover, to="course", where_to="CVO, smartphone 1", ask_course_on=asks)

    lines = names(following.to_ask_after_course(clerk))
    actions.note_course(handover, went="Gaat elke week.", by=an_actor())

    assert lines == [("Roza Peeters", asks, False)]
    assert following.to_ask_after_course(clerk) == []
    assert fresh(handover).course_went == "Gaat elke week."
    again = refusal(lambda: actions.note_course(handover, went="Nog eens.", by=an_actor()))[0]
    assert again == "No question about a course is open here. Reload the page to see what is possible."


@pytest.mark.rule("WO-06")
def test_stopping_calls_off_what_was_planned_and_looks_back_on_nothing(handover, help_point):
    appointment = planned(handover, help_point)

    actions.conclude(handover, to="stopped", because="own_wish", by=an_actor())

    found = fresh(handover)
    assert Appointment.objects.get(pk=appointment.pk).state == AppointmentState.CANCELLED
    assert (found.state, found.because, found.look_back_on) == ("stopped", "own_wish", None)
    assert refusal(lambda: actions.look_back(found, reached=True, by=an_actor()))[0] == (
        "This handover goes on, or was stopped: there is nothing to look back on."
    )


@pytest.mark.rule("WO-07")
def test_three_months_later_somebody_asks_from_that_day_on_and_red_a_week_after(handover, clerk):
    found = concluded(handover)
    day = date(2027, 2, 22)

    shown = {}
    for days in (90, 91, 98, 99):
        with clock.at(clock.now() + timedelta(days=days)):
            shown[days] = names(following.to_look_back(clerk))

    assert found.look_back_on == day
    assert shown == {
        90: [],
        91: [("Roza Peeters", day, False)],
        98: [("Roza Peeters", day, False)],
        99: [("Roza Peeters", day, True)],
    }


@pytest.mark.rule("WO-07")
def test_the_look_back_keeps_what_was_said_and_only_that(handover, clerk):
    concluded(handover)
    contradiction = refusal(lambda: actions.look_back(handover, reached=False, alone="self", by=an_actor()))

    actions.look_back(handover, reached=True, still_uses="sometimes", by=an_actor())

    assert contradiction[1] == "reached"
    assert list(Result.objects.values_list("reached", "still_uses", "alone")) == [(True, "sometimes", "")]
    with clock.at(clock.now() + timedelta(days=100)):
        assert following.to_look_back(clerk) == []
    assert refusal(lambda: actions.look_back(handover, reached=True, by=an_actor()))[0] == (
        "The look back is written down already. Reload the page to see it."
    )


@pytest.mark.rule("WO-08")
def test_the_help_point_follows_a_number_the_town_a_name_and_a_neighbour_nothing(
    handover, help_point, helper, clerk, stranger
):
    planned(handover, help_point)
    called_off(handover)

    lines = {who.username: following.to_plan(who) for who in (helper, clerk, stranger)}

    assert {who: [(line.shows_name, line.handover.pk) for line in seen] for who, seen in lines.items()} == {
        "hilde": [(False, handover.pk)],
        "lies": [(True, handover.pk)],
        "hugo": [],
    }


@pytest.mark.rule("WO-08")
def test_of_who_is_protected_only_the_own_town_knows_a_handover_and_lists_carry_no_name(
    roza, laptop, help_point, helper, clerk
):
    hidden = a_person(roza.home, "Nora Stil", protected=True)
    loan = a_loan(hidden, laptop, slot=a_slot(help_point))
    called_off(a_handover(loan))

    assert [line.shows_name for line in following.to_plan(clerk)] == [False]
    assert following.to_plan(helper) == []


def test_a_colleague_from_elsewhere_cannot_follow_it(handover, stranger, help_point, clerk):
    refused = refusal(lambda: actions.follow(handover, colleague=stranger, by=an_actor()))

    actions.follow(handover, colleague=clerk, by=an_actor())

    assert refused[1] == "colleague"
    assert fresh(handover).followed_by == clerk
    assert list(following.colleagues_for(handover)) == [clerk]


def test_a_second_loan_has_its_own_first_time_and_shares_what_is_planned_since(
    handover, depot, laptop_class, help_point
):
    second = a_handover(a_loan(handover.person, at_desk(handover.place, laptop_class, depot=depot)))
    called_off(second)

    assert [fresh(one).is_expected for one in (handover, second)] == [True, False]

    planned(second, a_help_point(help_point.organisation, name="Digipunt Berk"))

    assert [fresh(one).is_expected for one in (handover, second)] == [True, True]


def test_the_board_counts_what_the_lists_show_in_red(loan, handover, roza, help_point, clerk):
    def counted() -> dict[str, int]:
        reds = {name: sum(line.is_red for line in lines(clerk, None)) for name, lines in following.LISTS.items()}
        assert following.red_counts(clerk) == reds
        return reds

    own = actions.open_without_loan(a_person(roza.home, "Stan Stil"), place=help_point, by=an_actor())
    call = handover.appointments().get()
    agenda.note_done(call, by=an_actor())
    a_call_due(own)
    later = actions.open_without_loan(a_person(roza.home, "Farid Haddad"), place=help_point, by=an_actor())
    concluded(later, to="course", where_to="CVO", ask_course_on=TODAY + timedelta(days=1))
    actions.open_without_loan(a_person(roza.home, "Nora Stil"), place=help_point, by=an_actor())

    shown = {}
    for days in (0, 30, 200):
        with clock.at(clock.now() + timedelta(days=days)):
            shown[days] = counted()

    assert shown == {
        0: {"plan": 0, "tell": 0, "call": 0, "course": 0, "look_back": 0},
        30: {"plan": 1, "tell": 1, "call": 1, "course": 1, "look_back": 0},
        200: {"plan": 1, "tell": 1, "call": 1, "course": 1, "look_back": 1},
    }
