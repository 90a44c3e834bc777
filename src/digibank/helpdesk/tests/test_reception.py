"""The reception: who waits, who is expected, who helps; a number in two presses; nothing of others."""

from datetime import timedelta

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import GRANTS, Can, Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda.models import Engagement
from digibank.agenda.tests.factories import a_helper_there, with_helper
from digibank.helpdesk import actions, queries
from digibank.helpdesk.models import Visit
from digibank.helpdesk.tests.factories import a_digihelper, a_helper, a_visit, an_appointment, at, by, done, in_help
from digibank.organisations.tests.factories import a_desk, a_member
from digibank.people.tests.factories import a_person
from digibank.workforce.models import Helper, Shift

pytestmark = pytest.mark.django_db


def url(name, *keys):
    return reverse(f"helpdesk:{name}", args=keys)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def states() -> list[str]:
    return [f"{visit.number} {visit.state}" for visit in Visit.objects.order_by("pk")]


@pytest.mark.rule("VB-08")
def test_who_receives_and_who_helps_may_do_that_and_no_more():
    assert GRANTS[Role.RECEPTION] == {Can.SEE_OWN_WORK, Can.RECEIVE}
    assert GRANTS[Role.DIGIHELPER] == {Can.SEE_OWN_WORK, Can.HELP}


def test_a_walk_in_is_two_presses_and_a_ticket(as_receiver, point):
    page = text_of(as_receiver.get(url("reception")))
    opened = as_receiver.get(url("walk_in", point.pk))
    given = as_receiver.post(url("walk_in", point.pk), {})

    ticket = text_of(as_receiver.get(given["Location"]))
    assert url("walk_in", point.pk) in page
    assert (opened.status_code, given.status_code, states()) == (200, 303, ["B1 waiting"])
    assert "Nobody goes before you." in ticket
    assert "We do not know yet how long it takes." in ticket


def test_the_same_press_twice_gives_one_number(as_receiver, point):
    sent = {"once": "0b6a4b6a-4b7a-4a53-9c79-7a1c5c2f7d11", "topic": "bank"}

    first, second = (as_receiver.post(url("walk_in", point.pk), sent) for _time in range(2))

    assert (first["Location"], states()) == (second["Location"], ["B1 waiting"])


def test_the_ticket_is_also_a_piece_of_paper(as_receiver, point):
    paper = as_receiver.get(url("ticket_paper", a_visit(point).pk))

    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"person": "IN-999999-4"}, "We do not know this number."),
        ({"person": "Roza Peeters"}, "We do not know this number."),
        ({"topic": "zingen"}, "Select a valid choice."),
    ],
)
def test_a_walk_in_that_cannot_be_comes_back_as_typed(as_receiver, point, roza, typed, sentence):
    answer = as_receiver.post(url("walk_in", point.pk), {"tongue": "tr"} | typed)

    assert (answer.status_code, states()) == (422, [])
    assert sentence in text_of(answer)
    assert '<option value="tr" selected>' in text_of(answer)


@pytest.mark.rule("VB-05")
def test_who_asks_for_another_with_a_card_is_told_why_not(as_receiver, point, roza):
    answer = as_receiver.post(url("walk_in", point.pk), {"person": roza.number, "came_for": "another"})

    assert answer.status_code == 422
    assert "Who asks for somebody else names nobody." in text_of(answer)


def test_who_is_expected_is_checked_in_with_one_press(as_receiver, point, roza):
    booked = an_appointment(point, roza, 10)
    before = text_of(as_receiver.get(url("reception")))

    answer = as_receiver.post(url("check_in", booked.pk))
    again = as_receiver.post(url("check_in", booked.pk))

    assert booked.number in before
    assert (answer.status_code, states()) == (303, ["A1 waiting"])
    assert "number A1 already" in text_of(again)
    assert "Nobody with an appointment is expected any more." in text_of(as_receiver.get(url("reception")))


@pytest.mark.rule("VB-08")
def test_reception_reads_no_name_and_a_clerk_of_the_town_does(as_receiver, point, town, roza):
    clerk = a_user("fien", "Fien Loket", town, Role.LENDING_CLERK)
    for organisation_role in (Role.RECEPTION,):
        a_user("kim", "Kim Ook", point.organisation, organisation_role, place=point)
    an_appointment(point, roza, 10)
    a_visit(point, person=roza)
    guests = queries.guests(clerk, Visit.objects.all())

    page = text_of(as_receiver.get(url("reception")))

    assert "Roza" not in page
    assert "has a card" in page
    assert [guest.name for guest in guests] == ["Roza Peeters"]


@pytest.mark.rule("VB-08")
def test_of_who_is_protected_reception_learns_nothing(as_receiver, point, town):
    hidden = a_person(town, "Nora Stil", protected=True)
    booked = an_appointment(point, hidden, 10)

    page = text_of(as_receiver.get(url("reception")))

    assert [words for words in ("Nora", booked.number, hidden.number) if words in page] == []
    assert as_receiver.post(url("check_in", booked.pk)).status_code == 404


def test_visitors_go_away_do_not_come_and_come_back_with_one_press(as_receiver, point):
    mia = a_helper(point)
    first = a_visit(point)
    second = a_visit(point)
    actions.call_next(mia, by=by(mia))

    as_receiver.post(url("queue_step", first.pk, "gemist"))
    as_receiver.post(url("queue_step", second.pk, "weg"))
    gone = states()
    as_receiver.post(url("queue_step", first.pk, "terug"))

    assert (gone, states()) == (["B1 missed", "B2 left"], ["B1 waiting", "B2 left"])
    assert as_receiver.post(url("queue_step", first.pk, "dansen")).status_code == 404
    refused = as_receiver.post(url("queue_step", second.pk, "gemist"))
    assert (refused.status_code, "This is not possible now" in text_of(refused)) == (422, True)


@pytest.mark.rule("VB-08")
def test_another_organisation_finds_nothing(as_stranger, association, point, roza):
    mia = a_helper(point)
    visit, booked = a_visit(point), an_appointment(point, roza, 10)
    elsewhere = logged_in(
        a_user("ria", "Ria Elders", a_member(association, name="OCMW Elders", kind="ocmw"), Role.RECEPTION)
    )
    get = [url("walk_in", point.pk), url("ticket", visit.pk), url("ticket_paper", visit.pk), url("team", point.pk)]
    get += [url("helper", mia.helper.user.pk)]
    post = [url("check_in", booked.pk), url("queue_step", visit.pk, "weg"), url("helper_left", mia.pk)]
    post += [url("call_shift_off", mia.pk), url("give_screen", point.pk)]

    for client in (elsewhere, as_stranger):
        assert [client.get(at).status_code for at in get] == [404] * len(get)
        assert [client.post(at).status_code for at in post] == [404] * len(post)
        assert point.name not in text_of(client.get(url("reception")))


def test_who_may_not_receive_is_refused_and_who_is_not_logged_in_is_sent_to_the_door(client, as_mia, point):
    pages = [url("reception"), url("walk_in", point.pk), url("team", point.pk), url("screens")]

    assert [as_mia.get(page).status_code for page in pages] == [403] * 4
    assert [client.get(page).status_code for page in pages] == [302] * 4


def test_reception_sees_who_is_with_whom_and_what_was_promised(as_receiver, point):
    mia = a_helper(point)
    a_visit(point)
    done(mia, follow_up="home_visit")
    a_visit(point)
    in_help(mia)

    page = text_of(as_receiver.get(url("reception")))

    assert "Mia, table 1" in page
    assert "a visit at home" in page
    assert "1 visitor was helped today." in page


def test_reception_asks_as_much_for_three_as_for_one(as_receiver, point, town):
    def filled(number: int) -> int:
        shift = a_helper(point, f"Hulp{number} Er", number)
        a_visit(point)
        in_help(shift)
        a_visit(point, person=a_person(town, f"Gast {number}"))
        an_appointment(point, a_person(town, f"Komt {number}"), 10 + number)
        actions.leave(a_visit(point), by=by(shift))
        done_by = a_helper(point, f"Klaar{number} Er", 50 + number)
        done(done_by, follow_up="home_visit")
        a_visit(point)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert as_receiver.get(url("reception")).status_code == 200
        return len(asked)

    counts = [filled(number) for number in (1, 2, 3)]

    assert counts[0] == counts[1] == counts[2]


def test_a_receiver_plans_helpers_says_what_they_know_and_sends_them_home(as_receiver, point):
    user = a_digihelper(point)
    hours = {"helper": user.pk, "day": "2026-11-24", "starts": "10:00", "ends": "12:00"}

    planned = as_receiver.post(url("team", point.pk), hours)
    double = as_receiver.post(url("team", point.pk), hours)
    as_receiver.post(url("helper", user.pk), {"topics": ["bank"], "tongues": ["ar"]})
    page = text_of(as_receiver.get(url("team", point.pk)))
    off = as_receiver.post(url("call_shift_off", Shift.objects.get().pk))

    assert [answer.status_code for answer in (planned, double, off)] == [303, 422, 303]
    assert "Mia is planned then already." in text_of(double)
    assert "bank, العربية" in page
    assert Helper.objects.get().topics == {"bank"}


@pytest.mark.rule("AP-17")
def test_reception_says_that_a_helper_does_not_come_and_a_colleague_takes_the_appointment(as_receiver, point, roza):
    mia = a_helper_there(point)
    made = with_helper(point, roza)
    a_helper_there(point, "Jo Maes")

    as_receiver.post(url("call_shift_off", mia.shifts.get().pk))

    assert [one.helper.first_name for one in Engagement.objects.standing().filter(slot=made.slot)] == ["Jo"]


@pytest.mark.rule("VB-04")
def test_reception_lets_a_helper_go_home_and_the_visitor_waits_again(as_receiver, point):
    mia = a_helper(point)
    a_visit(point)
    in_help(mia)

    answer = as_receiver.post(url("helper_left", mia.pk))
    again = as_receiver.post(url("helper_left", mia.pk))

    assert (answer.status_code, again.status_code, states()) == (303, 422, ["B1 waiting"])
    assert "left already" in text_of(again)


def test_with_a_role_for_the_whole_organisation_one_chooses_the_place(ocmw, point):
    library = a_desk(ocmw, kind="help_point", name="Bibliotheek")
    client = logged_in(a_user("an", "An Overal", ocmw, Role.RECEPTION))

    first, other = (text_of(client.get(url("reception"), {"plaats": place.pk})) for place in (point, library))

    assert ("Reception: Digipunt Wilg" in first, "Reception: Bibliotheek" in other) == (True, True)


def test_who_works_at_no_help_point_is_told_so(depot, association):
    client = logged_in(a_user("jo", "Jo Nergens", association, Role.RECEPTION, place=depot))

    assert "You work at no help point or lending desk" in text_of(client.get(url("reception")))


@pytest.mark.rule("B-03")
def test_with_a_badge_only_the_place_of_the_counter_is_seen(ocmw, point):
    library = a_desk(ocmw, kind="help_point", name="Bibliotheek")
    user = a_user("an", "An Overal", ocmw, Role.RECEPTION)
    user.confine_to(library)

    assert list(queries.own_places(user, Can.RECEIVE)) == [library]


def test_yesterday_is_over(as_receiver, point):
    a_visit(point)
    with clock.at(at(9) + timedelta(days=1)):
        page = text_of(as_receiver.get(url("reception")))

    assert "Nobody waits" in page
