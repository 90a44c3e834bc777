"""The shift of a helper is called off: who was expected gets another helper, or is called; hidden ones only colleagues see."""

from datetime import date, time
from functools import partial

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.agenda import actions, queries
from digibank.agenda.models import Appointment, Engagement, local_moment
from digibank.agenda.openings import openings
from digibank.agenda.tests.factories import (
    a_helper_there,
    a_moment,
    a_wish,
    by_appointment,
    somebody_at_home,
    with_helper,
)
from digibank.agenda.tests.looking import refusal, verbs
from digibank.audit.tests.factories import an_actor
from digibank.comms.models import Message
from digibank.organisations import actions as organisations
from digibank.people.tests.factories import a_person
from digibank.work.tests.at_once import all_at_once
from digibank.workforce import actions as workforce

pytestmark = [pytest.mark.django_db, pytest.mark.rule("AP-17")]

REASON = "The helper does not come: Tuesday 24 November 2026, 10 o’clock."


@pytest.fixture
def point(help_point):
    return by_appointment(help_point, "09:00", "15:00")


@pytest.fixture
def mia(point):
    return a_helper_there(point)


def called_off(helper) -> None:
    actions.call_shift_off(helper.shifts.filter(called_off_at=None).first(), by=an_actor())


def helpers_of(made: Appointment) -> list[str]:
    made.refresh_from_db()
    rows = Engagement.objects.standing().filter(slot=made.slot).select_related("helper__user")
    return sorted(one.helper.first_name for one in rows)


def test_another_helper_who_is_free_takes_over(point, roza, mia):
    made = with_helper(point, roza)
    a_helper_there(point, "Jo Maes")

    called_off(mia)

    assert (helpers_of(made), made.slot.starts_at, made.helper_lost_at) == (["Jo"], a_moment(24, "10:00"), None)
    assert verbs(made) == ["agenda.booked", "agenda.helper_changed"]
    assert mia.engagements.standing().count() == 0


def test_nobody_is_given_to_who_does_not_know_the_topic_or_is_taken(point, roza, farid, mia, town):
    with_helper(point, farid, "11:00")
    asked = actions.book_with_helper(point, person=roza, wish=a_wish(topic="bank"), by=an_actor())
    a_helper_there(point, "Jo Maes", topics=["itsme"])

    called_off(mia)

    asked.refresh_from_db()
    other = Appointment.objects.get(person=farid)
    assert (asked.slot, helpers_of(other)) == (None, ["Jo"])


def test_two_appointments_at_one_hour_are_not_both_given_to_the_same_helper(point, roza, farid, mia):
    first, jo = with_helper(point, roza), a_helper_there(point, "Jo Maes")
    second = with_helper(point, farid)
    assert helpers_of(second) == ["Jo"]

    called_off(mia)
    called_off(jo)

    for one in (first, second):
        one.refresh_from_db()
    assert [(one.slot, bool(one.call_by_on)) for one in (first, second)] == [(None, True), (None, True)]


def test_where_nobody_is_free_the_person_is_called_before_the_day_with_the_reason(point, roza, mia, clerk):
    made = with_helper(point, roza)
    slot = made.slot

    called_off(mia)

    made.refresh_from_db()
    slot.refresh_from_db()
    assert (made.state, made.slot, made.call_by_on, made.reason) == ("planned", None, date(2026, 11, 23), REASON)
    assert (slot.state, slot.taken) == ("cancelled", 0)
    assert verbs(made) == ["agenda.booked", "agenda.put_on_call_list"]
    page = " ".join(logged_in(clerk).get(reverse("agenda:week")).content.decode().split())
    assert (REASON in page, "helper does not come" in page) == (True, True)


def test_who_is_expected_today_is_called_today(point, roza, mia):
    made = with_helper(point, roza, "14:00")

    with clock.at(a_moment(24, "08:30")):
        called_off(mia)

    made.refresh_from_db()
    assert made.call_by_on == date(2026, 11, 24)


def test_a_reminder_that_lies_ready_is_told_no_more(point, town, mia):
    with clock.at(local_moment(date(2026, 11, 9), time(10))):
        made = with_helper(point, a_person(town))
    with clock.at(a_moment(20, "10:00")):
        actions.remind(made, by=an_actor())
        called_off(mia)

    assert Message.objects.get().state == "cancelled"


def test_who_is_hidden_is_not_called_and_keeps_the_hour_where_colleagues_see_it(point, roza, mia, clerk, helper):
    made = with_helper(point, roza, hidden=True)

    called_off(mia)

    assert (helpers_of(made), made.slot.state, made.call_by_on) == ([], "open", None)
    assert verbs(made) == ["agenda.booked", "agenda.helper_lost"]
    assert ([seat.appointment for seat in queries.without_helper(clerk)], queries.call_list(clerk)) == ([made], [])
    assert Message.objects.count() == 0
    page = logged_in(helper).get(reverse("agenda:week")).content.decode()
    assert ("Do not call: it is hidden" in page, "Roza" in page) == (True, False)
    with clock.at(a_moment(24, "10:00")):
        assert queries.without_helper(clerk) == []


def test_who_chooses_another_hour_has_a_helper_again(point, roza, farid, mia):
    called, hidden = with_helper(point, roza), with_helper(point, farid, "11:00", hidden=True)
    called_off(mia)
    a_helper_there(point, "Jo Maes")

    called.refresh_from_db()
    hidden.refresh_from_db()
    actions.move_with_helper(called, place=point, wish=a_wish("12:00"), by=an_actor())
    actions.move_with_helper(hidden, place=point, wish=a_wish("11:00"), by=an_actor())

    assert (helpers_of(called), helpers_of(hidden)) == (["Jo"], ["Jo"])
    assert list(Appointment.objects.without_helper()) == []


def test_what_another_shift_of_the_helper_holds_and_what_has_begun_stays(point, roza, farid, mia):
    begun, later = with_helper(point, roza, "09:00"), with_helper(point, farid, "14:00")
    morning = mia.shifts.get()
    type(morning).objects.filter(pk=morning.pk).update(ends_at=a_moment(24, "14:15"))
    whole = workforce.plan_shift(
        mia.user, place=point, starts_at=a_moment(24, "14:15"), ends_at=a_moment(24, "18:00"), by=an_actor()
    )
    type(whole).objects.filter(pk=whole.pk).update(starts_at=a_moment(24, "13:00"))

    with clock.at(a_moment(24, "09:10")):
        actions.call_shift_off(morning, by=an_actor())

        assert (helpers_of(begun), helpers_of(later)) == (["Mia"], ["Mia"])


def test_in_a_visit_of_two_helpers_one_goes_and_another_comes(point, roza, mia):
    a_helper_there(point, "Jo Maes")
    made = actions.book_with_helper(point, person=roza, wish=a_wish(helpers=2), by=an_actor())
    a_helper_there(point, "An Wit")

    called_off(mia)

    assert helpers_of(made) == ["An", "Jo"]


def test_an_hour_that_somebody_on_the_website_holds_is_let_go(point, mia, roza):
    kept = actions.hold(point, wish=a_wish(), by=an_actor())

    called_off(mia)

    late = refusal(lambda: actions.confirm(kept, person=roza, topic="bank", by=an_actor()))
    assert late[0].startswith("We kept this hour for a quarter of an hour.")
    assert verbs(kept) == ["agenda.held", "agenda.hold_ended"]


def test_who_came_is_not_called_off_and_nothing_moves(point, roza, mia):
    made = with_helper(point, roza)
    with clock.at(a_moment(24, "09:00")):
        workforce.come(mia.user, place=point, table=1, by=an_actor())
        refused = refusal(lambda: called_off(mia))

    assert refused == ("This helper came, or was called off already. Reload the page.", None)
    assert helpers_of(made) == ["Mia"]


def test_the_week_asks_as_many_questions_for_three_without_a_helper_as_for_one(point, town, clerk):
    counts, client = [], logged_in(clerk)
    for number in range(3):
        helper = a_helper_there(point, f"Help{number} Er")
        with_helper(point, a_person(town, f"Persoon {number}"), f"{10 + number}:00", hidden=True)
        called_off(helper)
        client.get(reverse("agenda:week"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("agenda:week"))
        counts.append(len(asked))

    assert counts[0] == counts[2]


@pytest.mark.django_db(transaction=True)
def test_while_many_book_and_a_shift_is_called_off_nobody_keeps_a_helper_who_does_not_come(point, town):
    mia, jo = a_helper_there(point), a_helper_there(point, "Jo Maes")
    people, actor = [a_person(town, f"Persoon {number}") for number in range(12)], an_actor()
    hours = [f"{9 + number // 2:02d}:{number % 2 * 30:02d}" for number in range(12)]
    book = [
        partial(actions.book_with_helper, point, person=person, wish=a_wish(at), by=actor)
        for person, at in zip(people, hours, strict=True)
    ]
    off = partial(actions.call_shift_off, mia.shifts.get(), by=actor)

    came = all_at_once([*book[:6], off, *book[6:]])

    planned = Appointment.objects.filter(state="planned")
    assert came == {"yes": 13}
    assert mia.engagements.standing().count() == 0
    assert jo.engagements.standing().count() == planned.filter(slot__isnull=False).count() == 12
    assert openings(point, date(2026, 11, 24), 30) == []


@pytest.mark.rule("AP-23")
def test_at_home_another_helper_goes_along_with_the_way_there_and_is_told_with_the_same_word(point, town, mia):
    jo, ann = a_helper_there(point, "Jo Maes"), a_helper_there(point, "Ann Claes")
    wish = a_wish(where="at_home")
    made = actions.book_with_helper(point, person=somebody_at_home(town), wish=wish, by=an_actor())
    assert ann.engagements.standing().count() == 0

    called_off(jo)

    made.refresh_from_db()
    taken = {(one.starts_at, one.ends_at) for one in Engagement.objects.standing()}
    messages = [(one.state, one.body.splitlines()[0]) for one in Message.objects.order_by("pk")]
    assert (helpers_of(made), taken) == (["Ann", "Mia"], {(a_moment(24, "09:40"), a_moment(24, "10:50"))})
    assert messages == [
        ("cancelled", "Mia and Jo come to you at home on Tuesday 24 November 2026, at 10 o’clock."),
        ("to_do", "Mia and Ann come to you at home on Tuesday 24 November 2026, at 10 o’clock."),
    ]
    assert (made.announcement.state, made.code_word in made.announcement.body) == ("to_do", True)


@pytest.mark.rule("AP-20")
def test_to_a_home_nobody_goes_alone_when_the_other_helper_does_not_come(point, town, mia):
    jo = a_helper_there(point, "Jo Maes")
    wish = a_wish(where="at_home")
    made = actions.book_with_helper(point, person=somebody_at_home(town), wish=wish, by=an_actor())

    called_off(jo)

    made.refresh_from_db()
    assert (made.slot, made.call_by_on, made.where) == (None, date(2026, 11, 23), "at_home")
    assert [message.state for message in Message.objects.all()] == ["cancelled"]
    assert mia.engagements.standing().count() == 0


def test_who_is_called_in_the_hours_by_telephone_gets_another_helper_then(point, town, mia):
    organisations.add_hours(point, opens=time(17), closes=time(18), kind="phone", weekday=1, by=an_actor())
    wish = a_wish("17:00", where="by_phone")
    made = actions.book_with_helper(point, person=somebody_at_home(town), wish=wish, by=an_actor())
    a_helper_there(point, "Jo Maes")

    called_off(mia)

    assert helpers_of(made) == ["Jo"]


def gone_home(helper, at: str) -> None:
    """The helper came at eight and goes home at this hour."""
    shift = helper.shifts.get()
    with clock.at(a_moment(24, "08:00")):
        workforce.come(helper.user, place=shift.place, table=1, by=an_actor())
    with clock.at(a_moment(24, at)):
        actions.leave(shift, by=an_actor())


def test_who_goes_home_early_leaves_the_rest_of_the_day_to_who_is_free(point, roza, farid, mia):
    over, later = with_helper(point, roza, "09:00"), with_helper(point, farid, "14:00")
    a_helper_there(point, "Jo Maes")

    gone_home(mia, "12:00")

    assert (helpers_of(over), helpers_of(later)) == (["Mia"], ["Jo"])


def test_where_nobody_is_free_the_hour_of_who_comes_stays_and_colleagues_see_it(point, roza, mia, clerk):
    made = with_helper(point, roza, "14:00")

    gone_home(mia, "12:00")

    with clock.at(a_moment(24, "12:05")):
        seen = [seat.appointment for seat in queries.without_helper(clerk)]
    assert (helpers_of(made), made.slot.state, seen, queries.call_list(clerk)) == ([], "open", [made], [])


@pytest.mark.rule("AP-20")
def test_a_visit_at_home_later_that_day_is_called_off_by_telephone(point, town, mia):
    a_helper_there(point, "Jo Maes")
    wish = a_wish("14:00", where="at_home")
    made = actions.book_with_helper(point, person=somebody_at_home(town), wish=wish, by=an_actor())

    gone_home(mia, "12:00")

    made.refresh_from_db()
    assert (made.slot, made.call_by_on) == (None, date(2026, 11, 24))
