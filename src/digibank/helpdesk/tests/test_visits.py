"""Who comes, who is called, and what may follow what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.helpdesk import actions
from digibank.helpdesk.models import Touch, Visit
from digibank.helpdesk.tests.factories import (
    a_helper,
    a_visit,
    an_appointment,
    at,
    by,
    called,
    done,
    in_help,
)
from digibank.organisations.tests.factories import a_desk
from digibank.workforce import actions as workforce
from digibank.workforce.models import Shift

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return {visit.number: visit.state for visit in Visit.objects.order_by("pk")}


def stretches(visit: Visit) -> list[tuple[str, int, int | None]]:
    """Who helped, and from and until which minute after nine."""
    nine = at(9)
    return [
        (
            touch.helper.first_name,
            int((touch.started_at - nine).total_seconds() // 60),
            int((touch.ended_at - nine).total_seconds() // 60) if touch.ended_at else None,
        )
        for touch in visit.touches.all()
    ]


def test_numbers_are_short_count_by_letter_and_begin_anew_each_day_and_place(point, town, roza):
    library = a_desk(town, kind="help_point", name="Bibliotheek")
    booked = an_appointment(point, roza, 11)

    first = [a_visit(point).number, a_visit(point).number, actions.check_in(booked, by=an_actor()).number]
    there = a_visit(library).number
    with clock.at(at(9) + timedelta(days=1)):
        tomorrow = a_visit(point).number

    assert (first, there, tomorrow) == (["B1", "B2", "A1"], "B1", "B1")


@pytest.mark.rule("VB-05")
def test_a_visit_needs_no_name_and_who_asks_for_another_gets_none(point, roza):
    anonymous = a_visit(point, came_for="another", topic="bank", tongue="ar", interpreter=True)
    with pytest.raises(RuleBroken, match="names nobody"):
        a_visit(point, came_for="another", person=roza)

    assert (anonymous.person, anonymous.first_name) == (None, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=anonymous.pk).update(person=roza)


def test_somebody_who_is_known_waits_once(point, roza):
    a_visit(point, person=roza)

    with pytest.raises(RuleBroken, match="number B1 already"):
        a_visit(point, person=roza)


def test_visitors_come_to_help_points_only(depot):
    with pytest.raises(RuleBroken, match="help point or a lending desk"):
        a_visit(depot)


def test_an_appointment_is_checked_in_once_and_on_its_day(point, roza):
    booked = an_appointment(point, roza, 11)

    visit = actions.check_in(booked, by=an_actor())

    assert (visit.person, visit.first_name, visit.state) == (roza, "Roza", "waiting")
    with pytest.raises(RuleBroken, match="number A1 already"):
        actions.check_in(booked, by=an_actor())
    with clock.at(at(9) + timedelta(days=1)), pytest.raises(RuleBroken, match="not today"):
        actions.check_in(booked, by=an_actor())


def test_an_appointment_that_was_called_off_is_not_checked_in(point, roza):
    booked = agenda.cancel(an_appointment(point, roza, 11), by=an_actor())

    with pytest.raises(RuleBroken, match="not today"):
        actions.check_in(booked, by=an_actor())


@pytest.mark.rule("VB-06")
def test_a_visit_goes_from_the_door_to_the_outcome_and_each_minute_of_help_counts_once(point, roza):
    mia = a_helper(point)
    a_visit(point, person=roza)

    visit = called(mia)
    with clock.at(at(9, 2)):
        visit = actions.start(visit, by=by(mia))
    with clock.at(at(9, 10)):
        visit = actions.pause(visit, by=by(mia))
    with clock.at(at(9, 20)):
        visit = actions.resume(visit, shift=mia, by=by(mia))
    with clock.at(at(9, 25)):
        visit = actions.finish(visit, topic="bank", solved="partly", by=by(mia))

    assert stretches(visit) == [("Mia", 2, 10), ("Mia", 20, 25)]
    assert (visit.state, visit.ended_at, visit.table) == ("done", at(9, 25), 1)
    assert [(out.topic, out.solved) for out in visit.outcomes.all()] == [("bank", "partly")]
    verbs = [event.verb.split(".")[1] for event in Event.objects.about(visit)]
    assert verbs == ["came", "called", "started", "paused", "resumed", "helped"]


def test_the_visitor_is_the_helpers_own(point):
    mia, jos = a_helper(point), a_helper(point, "Jos Aerts", 2)
    a_visit(point)
    visit = called(mia)

    with pytest.raises(RuleBroken, match="with a colleague now"):
        actions.start(visit, by=by(jos))


def test_a_helper_with_somebody_in_hand_calls_nobody_else(point):
    mia = a_helper(point)
    a_visit(point)
    a_visit(point)
    visit = called(mia)

    for _step in range(2):
        with pytest.raises(RuleBroken, match="You have B1 in hand"):
            called(mia)
        if visit.state == "called":
            visit = actions.start(visit, by=by(mia))
    actions.pause(visit, by=by(mia))

    assert called(mia).number == "B2"


def test_who_is_not_there_calls_nobody(point):
    mia = a_helper(point)
    a_visit(point)
    workforce.leave(mia, by=by(mia))

    with pytest.raises(RuleBroken, match="Say first that you are here"):
        called(mia)


@pytest.mark.rule("VB-04")
def test_who_does_not_come_is_called_again_missed_and_put_back_without_losing_the_place(point):
    mia = a_helper(point)
    a_visit(point)
    with clock.at(at(9, 1)):
        a_visit(point)

    with clock.at(at(9, 5)):
        visit = actions.call_again(called(mia), by=by(mia))
        visit = actions.miss(visit, by=by(mia))
    missed = (visit.calls, visit.state, visit.ended_at)
    with clock.at(at(9, 15)):
        visit = actions.put_back(visit, by=an_actor())
        again = called(mia)

    assert missed == (2, "missed", at(9, 5))
    assert (again, again.calls) == (visit, 3)


def test_only_who_is_called_is_called_again(point):
    mia = a_helper(point)
    a_visit(point)

    with pytest.raises(RuleBroken, match="not called now"):
        actions.call_again(in_help(mia), by=by(mia))


def test_who_left_while_waiting_can_come_back(point):
    visit = actions.leave(a_visit(point), by=an_actor())

    assert actions.put_back(visit, by=an_actor()).state == "waiting"


def test_who_left_and_came_in_anew_is_not_put_back_under_the_old_number_too(point, roza):
    left = actions.leave(a_visit(point, person=roza), by=an_actor())
    anew = a_visit(point, person=roza)

    with pytest.raises(RuleBroken, match=f"number {anew.number} already"):
        actions.put_back(left, by=an_actor())
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=left.pk).update(state="waiting", ended_at=None)

    assert list(Visit.objects.standing()) == [anew]


def test_who_was_helped_and_came_in_anew_is_not_helped_under_the_old_number_too(point, roza):
    mia = a_helper(point)
    a_visit(point, person=roza)
    helped = done(mia)
    anew = a_visit(point, person=roza)

    with pytest.raises(RuleBroken, match=f"number {anew.number} already"):
        actions.reopen(helped, by=by(mia))

    assert list(Visit.objects.standing()) == [anew]


@pytest.mark.rule("VB-04")
def test_when_a_helper_leaves_early_everybody_they_had_waits_again_at_their_place(point):
    mia = a_helper(point)
    a_visit(point)
    actions.pause(in_help(mia), by=by(mia))
    a_visit(point)
    in_help(mia)

    with clock.at(at(9, 30)):
        actions.go_home(mia, by=by(mia))

    assert states() == {"B1": "waiting", "B2": "waiting"}
    assert not Touch.objects.filter(ended_at=None).exists()
    assert Shift.objects.get().left_at == at(9, 30)
    jos = a_helper(point, "Jos Aerts", 2)
    assert called(jos).number == "B1"


def test_a_helper_who_leaves_with_somebody_called_puts_them_back(point):
    mia = a_helper(point)
    a_visit(point)
    called(mia)

    actions.go_home(mia, by=by(mia))

    assert states() == {"B1": "waiting"}


@pytest.mark.rule("VB-06")
def test_two_helpers_help_along_and_each_stretch_is_timed(point):
    mia, jos = a_helper(point), a_helper(point, "Jos Aerts", 2)
    a_visit(point)
    visit = in_help(mia)

    with clock.at(at(9, 5)):
        actions.join(visit, shift=jos, by=by(jos))
    with clock.at(at(9, 9)):
        actions.step_out(visit, by=by(jos))
    with pytest.raises(RuleBroken, match="do not help along"):
        actions.step_out(visit, by=by(mia))
    with clock.at(at(9, 12)):
        actions.join(visit, shift=jos, by=by(jos))
    with clock.at(at(9, 20)):
        actions.finish(visit, topic="itsme", solved="yes", by=by(mia))

    assert stretches(visit) == [("Mia", 0, 20), ("Jos", 5, 9), ("Jos", 12, 20)]


def test_nobody_helps_along_where_nobody_is_helped(point):
    mia = a_helper(point)

    with pytest.raises(RuleBroken, match="Nobody helps this visitor"):
        actions.join(a_visit(point), shift=mia, by=by(mia))


def test_passed_on_the_visitor_waits_for_who_knows_it_with_the_place_of_then(point):
    mia, jos = a_helper(point), a_helper(point, "Jos Aerts", 2, topics=("bank",))
    a_visit(point)
    visit = in_help(mia)
    with clock.at(at(9, 5)):
        a_visit(point)
    with clock.at(at(9, 10)):
        visit = actions.pass_on(visit, topic="bank", by=by(mia))

        assert (visit.state, visit.topic, visit.came_at) == ("waiting", "bank", at(9))
        assert called(mia).number == "B2"
        assert called(jos).number == "B1"


def test_a_helper_may_call_a_certain_visitor(point):
    mia = a_helper(point)
    a_visit(point)
    second = a_visit(point)

    assert actions.call_this(second, shift=mia, by=by(mia)).table == 1
    assert states() == {"B1": "waiting", "B2": "called"}


@pytest.mark.rule("VB-06")
def test_done_is_taken_back_within_a_minute_by_who_said_it(point):
    mia = a_helper(point)
    a_visit(point)
    visit = done(mia)

    with clock.at(at(9, 0) + timedelta(seconds=59)):
        visit = actions.reopen(visit, by=by(mia))
    again = actions.finish(visit, topic="work", solved="no", by=by(mia))

    said = [(out.topic, out.taken_back_at is None) for out in visit.outcomes.all()]
    assert said == [("itsme", False), ("work", True)]
    with clock.at(at(9, 3)), pytest.raises(RuleBroken, match="longer ago than a minute"):
        actions.reopen(again, by=by(mia))


def test_done_is_not_taken_back_while_somebody_else_is_called(point):
    mia = a_helper(point)
    a_visit(point)
    a_visit(point)
    visit = done(mia)
    called(mia)

    with pytest.raises(RuleBroken, match="You have B2 in hand"):
        actions.reopen(visit, by=by(mia))


@pytest.mark.rule("VB-06")
def test_a_stretch_that_ended_is_never_changed_and_the_database_refuses_a_second_visitor(point):
    mia = a_helper(point)
    a_visit(point)
    done(mia)
    a_visit(point)
    other = in_help(mia)

    with pytest.raises(IntegrityError), transaction.atomic():
        Touch.objects.filter(ended_at__isnull=False).update(ended_at=at(10))
    with pytest.raises(IntegrityError), transaction.atomic():
        Touch.objects.create(visit=other, helper=mia.helper)


def test_the_outcome_refuses_secrets_and_the_loan_of_somebody_else(point):
    mia = a_helper(point)
    a_visit(point)
    visit = in_help(mia)

    with pytest.raises(RuleBroken) as refused:
        actions.finish(visit, topic="itsme", solved="yes", note="pincode 1234", by=by(mia))

    assert refused.value.field == "note"
    assert states() == {"B1": "in_help"}


def test_an_appointment_whose_visitor_was_helped_took_place(point, roza):
    mia = a_helper(point)
    booked = an_appointment(point, roza, 9, 30)
    actions.check_in(booked, by=an_actor())

    with clock.at(at(9, 31)):
        done(mia)

    booked.refresh_from_db()
    assert booked.state == "done"


@pytest.mark.rule("VB-09")
def test_of_somebody_who_is_known_no_language_is_kept(point, roza):
    mia = a_helper(point)
    a_visit(point, person=roza, tongue="tr")
    a_visit(point, tongue="tr")

    done(mia)
    done(mia)
    actions.leave(a_visit(point, person=roza, tongue="ar"), by=an_actor())

    assert [visit.tongue for visit in Visit.objects.order_by("pk")] == ["", "tr", ""]
