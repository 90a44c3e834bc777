"""The screen of a helper: one visitor, big buttons, two taps to the end."""

from datetime import timedelta

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.helpdesk import actions
from digibank.helpdesk.models import Outcome, Visit
from digibank.helpdesk.tests.factories import a_helper, a_visit, at, by, in_help, there
from digibank.inventory.tests.factories import at_desk
from digibank.lending.models import Loan
from digibank.lending.tests.factories import a_loan
from digibank.people.tests.factories import a_person
from digibank.workforce.models import Shift

pytestmark = pytest.mark.django_db


def url(name, *keys):
    return reverse(f"helpdesk:{name}", args=keys)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def state() -> list[str]:
    return [visit.state for visit in Visit.objects.order_by("pk")]


@pytest.fixture
def shift(mia, point) -> Shift:
    return there(mia, point)


@pytest.fixture
def loan(town, desk, depot, laptop_class, roza) -> Loan:
    return a_loan(roza, at_desk(desk, laptop_class, depot=depot))


def press(client, step, visit=None):
    keys = [visit.pk, step] if visit else []
    return client.post(url("help_step" if visit else step, *keys))


def test_a_helper_says_here_i_am_and_stops_with_one_press(as_mia, point):
    opened = text_of(as_mia.get(url("helping")))

    came = as_mia.post(url("come"), {"place": point.pk, "table": "4"})
    page = text_of(as_mia.get(url("helping")))
    gone = press(as_mia, "go_home")

    assert "Good day. Are you here to help?" in opened
    assert (came.status_code, gone.status_code) == (303, 303)
    assert ("Nobody waits now" in page, "table 4, until 18 o’clock" in page) == (True, True)
    assert Shift.objects.get().left_at == at(9)


def test_a_table_that_is_none_comes_back(as_mia, point):
    answer = as_mia.post(url("come"), {"place": point.pk, "table": "0"})

    assert (answer.status_code, Shift.objects.count()) == (422, 0)


@pytest.mark.rule("VB-06")
def test_from_next_to_solved_is_a_press_each_and_two_taps_at_the_end(as_mia, shift, point):
    a_visit(point)
    visit = Visit.objects.get()

    press(as_mia, "call_next")
    press(as_mia, "begin", visit)
    page = text_of(as_mia.get(url("close", visit.pk)))
    ended = as_mia.post(url("close", visit.pk), {"topic": "itsme", "solved": "yes"})
    after = text_of(as_mia.get(url("helping")))

    assert 'name="solved" value="yes"' in page
    assert (ended.status_code, state()) == (303, ["done"])
    assert "B1 is done." in after
    outcome = Outcome.objects.get()
    assert (outcome.topic, outcome.solved, outcome.materials, outcome.note) == ("itsme", "yes", [], "")


def test_everything_else_may_be_told_on_the_same_page(as_mia, shift, point):
    a_visit(point)
    visit = in_help(shift)
    told = {
        "topic": "work", "solved": "partly", "autonomy": "together", "follow_up": "course", "passed_to": "vdab",
        "materials": ["printer", "own_phone"], "note": "Komt terug met haar brief.",
    }  # fmt: skip

    as_mia.post(url("close", visit.pk), told)

    outcome = Outcome.objects.get()
    assert {name: getattr(outcome, name) for name in told} == told | {"materials": ["own_phone", "printer"]}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"solved": "yes"}, "Choose what it was about. Then press how it ended."),
        ({"solved": "yes", "topic": "itsme", "note": "pincode 1234"}, "This text holds a password or code."),
    ],
)
def test_an_ending_that_cannot_be_comes_back_as_typed(as_mia, shift, point, typed, sentence):
    a_visit(point)
    visit = in_help(shift)

    answer = as_mia.post(url("close", visit.pk), {"follow_up": "home_visit"} | typed)

    assert (answer.status_code, state()) == (422, ["in_help"])
    assert sentence in text_of(answer)
    assert '<option value="home_visit" selected>' in text_of(answer)


@pytest.mark.rule("VB-06")
def test_done_is_taken_back_with_one_press_within_a_minute(as_mia, shift, point):
    a_visit(point)
    visit = in_help(shift)
    as_mia.post(url("close", visit.pk), {"topic": "itsme", "solved": "yes"})

    undone = press(as_mia, "toch-niet", visit)

    assert (undone.status_code, state()) == (303, ["in_help"])
    with clock.at(at(9) + timedelta(minutes=2)):
        as_mia.post(url("close", visit.pk), {"topic": "itsme", "solved": "yes"})
        with clock.at(clock.now() + timedelta(minutes=2)):
            assert "Not done after all" not in text_of(as_mia.get(url("helping")))
            late = press(as_mia, "toch-niet", visit)
    assert (late.status_code, "longer ago than a minute" in text_of(late)) == (422, True)


@pytest.mark.rule("VB-04")
def test_call_again_did_not_come_pause_and_go_on_are_a_press_each(as_mia, shift, point):
    a_visit(point)
    visit = Visit.objects.get()

    seen = []
    for step in ("roepen", "opnieuw", "niet-gekomen", "terug", "roepen", "begin", "pauze", "verder"):
        assert press(as_mia, step, visit).status_code == 303
        seen += state()

    assert seen == ["called", "called", "missed", "waiting", "called", "in_help", "paused", "in_help"]
    assert press(as_mia, "dansen", visit).status_code == 404


def test_two_help_along_and_one_stops(as_mia, shift, point):
    jos = a_helper(point, "Jos Aerts", 2)
    a_visit(point)
    visit = in_help(jos)

    offered = text_of(as_mia.get(url("helping")))
    joined = press(as_mia, "mee", visit)
    page = text_of(as_mia.get(url("helping")))
    stopped = press(as_mia, "niet-meer-mee", visit)

    assert "Help along" in offered
    assert "You help along with Jos" in page
    assert (joined.status_code, stopped.status_code, state()) == (303, 303, ["in_help"])


def test_a_visitor_is_passed_on_to_who_knows_it(as_mia, shift, point):
    a_visit(point)
    visit = in_help(shift)

    answer = as_mia.post(url("pass_on", visit.pk), {"topic": "bank"})

    visit.refresh_from_db()
    assert (answer.status_code, visit.state, visit.topic) == (303, "waiting", "bank")


@pytest.mark.rule("VB-08")
def test_a_volunteer_reads_the_first_name_of_whom_they_help_now_and_nothing_else(as_mia, shift, point, town, roza):
    others = a_person(town, "Farid Haddad")
    a_visit(point, person=roza)
    a_visit(point, person=others)
    visit = in_help(shift)

    page = text_of(as_mia.get(url("helping")))
    as_mia.post(url("close", visit.pk), {"topic": "itsme", "solved": "yes"})
    after = text_of(as_mia.get(url("helping")))

    assert "B1</span> Roza" in page
    assert [words for words in ("Peeters", roza.number, "Farid", others.number) if words in page + after] == []
    assert "Roza" not in after
    assert as_mia.get(url("close", visit.pk)).status_code == 404


@pytest.mark.rule("VB-08")
def test_of_who_is_protected_a_helper_reads_a_number_only(as_mia, shift, point, town):
    a_visit(point, person=a_person(town, "Nora Stil", protected=True))
    in_help(shift)

    assert "Nora" not in text_of(as_mia.get(url("helping")))


@pytest.mark.rule("VB-08")
def test_a_helper_learns_nothing_of_the_visitor_of_a_colleague_or_of_another_place(as_mia, shift, ocmw, point, roza):
    jos = a_helper(point, "Jos Aerts", 2)
    a_visit(point, person=roza)
    visit = in_help(jos)
    elsewhere = logged_in(a_user("eva2", "Eva Ver", ocmw.association, Role.DIGIHELPER))

    assert [as_mia.get(url(name, visit.pk)).status_code for name in ("close", "pass_on")] == [404, 404]
    refused = press(as_mia, "pauze", visit)
    assert (refused.status_code, "with a colleague now" in text_of(refused)) == (422, True)
    assert "Roza" not in text_of(elsewhere.get(url("helping")))


def test_another_town_finds_no_visit_at_all(as_stranger, point):
    visit = a_visit(point)

    assert press(as_stranger, "roepen", visit).status_code == 404
    assert as_stranger.get(url("close", visit.pk)).status_code == 404


def test_who_is_not_there_is_led_to_say_so(as_mia, point):
    visit = a_visit(point)

    answers = [press(as_mia, "call_next"), press(as_mia, "go_home"), press(as_mia, "roepen", visit)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, url("helping"))] * 3


def test_who_helps_nowhere_is_told_so(association, depot):
    client = logged_in(a_user("jo", "Jo Nergens", association, Role.DIGIHELPER, place=depot))

    assert "You help at no help point yet" in text_of(client.get(url("helping")))


def test_next_says_why_when_nobody_can_be_called(as_mia, shift, point):
    answer = press(as_mia, "call_next")

    assert (answer.status_code, "Nobody waits now." in text_of(answer)) == (422, True)


def test_a_question_about_a_lent_device_is_one_link_for_who_may_see_the_loan(loan, desk, clerk):
    helper = there(clerk, desk, 7)
    visit = actions.walk_in(desk, person=loan.person, by=by(helper))
    actions.start(actions.call_next(helper, by=by(helper)), by=by(helper))
    client = logged_in(clerk)

    page = text_of(client.get(url("helping")))
    client.post(
        url("close", visit.pk), {"topic": "device", "solved": "no", "follow_up": "lent_device", "loan": loan.pk}
    )

    assert reverse("lending:loan", args=[loan.pk]) in page
    assert Outcome.objects.get().loan == loan
    assert reverse("lending:loan", args=[loan.pk]) in text_of(client.get(url("reception")))


@pytest.mark.rule("VB-08")
def test_a_volunteer_learns_of_no_loan(as_mia, shift, point, loan):
    a_visit(point, person=loan.person)
    in_help(shift)

    assert reverse("lending:loan", args=[loan.pk]) not in text_of(as_mia.get(url("helping")))


def test_the_screen_asks_as_much_for_three_who_wait_as_for_one(as_mia, shift, point, town):
    counts = []
    for number in range(3):
        a_visit(point, person=a_person(town, f"Gast {number}"), topic="bank")
        jos = a_helper(point, f"Jos{number} Er", 2 + number)
        a_visit(point)
        actions.pause(in_help(jos), by=by(jos))
        actions.resume(Visit.objects.get(state="paused"), shift=jos, by=by(jos))
        with CaptureQueriesContext(connection) as asked:
            assert as_mia.get(url("helping")).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] == counts[2]
