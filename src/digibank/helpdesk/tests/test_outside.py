"""Help at home and by telephone, as the helper sees it: where, begin, done, and counted as every visit."""

import pytest
from conftest import logged_in
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda import actions as agenda
from digibank.agenda.models import Appointment
from digibank.agenda.queries import today
from digibank.agenda.tests.factories import a_helper_there, a_moment, a_wish, by_appointment, somebody_at_home
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.helpdesk import actions
from digibank.helpdesk.figures import helped_by_origin, helped_by_whom
from digibank.helpdesk.models import Outcome, Touch, Visit
from digibank.helpdesk.queries import expected_at, helped_today, in_help_at, to_help_along
from digibank.helpdesk.tests.factories import a_visit, there
from digibank.organisations.tests.factories import a_regulation
from digibank.people.models import Person

pytestmark = pytest.mark.django_db

TEN = a_moment(24, "10:00")
STREET = "Wilgenstraat 7"


def url(name, *keys):
    return reverse(f"helpdesk:{name}", args=keys)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def roza(town) -> Person:
    return somebody_at_home(town, street=STREET)


@pytest.fixture
def two(point) -> list[User]:
    """Mia and Jo, planned on Tuesday, when people come by appointment."""
    by_appointment(point, "09:00", "15:00")
    return [a_helper_there(point, name).user for name in ("Mia De Smet", "Jo Maes")]


@pytest.fixture
def visited(point, two, roza) -> Appointment:
    wish = a_wish(where="at_home", topic="bank")
    return agenda.book_with_helper(point, person=roza, wish=wish, by=an_actor())


@pytest.fixture
def as_mia(two):
    return logged_in(two[0])


@pytest.mark.rule("AP-22")
def test_a_helper_reads_where_to_go_with_whom_and_what_to_say(as_mia, visited):
    lists = text_of(as_mia.get(url("outings"))) + text_of(as_mia.get(url("helping")))
    page = text_of(as_mia.get(url("outing", visited.pk)))

    told = (STREET, "2390", visited.code_word, "<b>Roza</b>", "Jo", "9.40", "bank")
    assert [words for words in told if words not in page] == []
    assert "Peeters" not in page
    assert url("outing", visited.pk) in lists
    assert [words for words in (STREET, visited.code_word, "Roza") if words in lists] == []


@pytest.mark.rule("AP-22")
def test_who_does_not_go_finds_nothing_and_who_went_neither(as_mia, as_stranger, as_receiver, visited, point):
    ann = logged_in(a_helper_there(point, "Ann Claes").user)
    page, begin = url("outing", visited.pk), url("outing_step", visited.pk, "begin")

    found = [ann.get(page).status_code, as_stranger.get(page).status_code, ann.post(begin).status_code]
    with clock.at(a_moment(24, "10:50")):
        late = as_mia.get(page).status_code

    assert (found, late, as_receiver.get(page).status_code) == ([404, 404, 404], 404, 403)
    assert as_mia.post(url("outing_step", visited.pk, "dansen")).status_code == 404


@pytest.mark.rule("VB-14")
def test_a_visit_at_home_begins_ends_and_counts_as_every_visit(as_mia, visited, point, roza):
    with clock.at(TEN):
        begun = as_mia.post(url("outing_step", visited.pk, "begin"))
        visit = Visit.objects.get()
        page = text_of(as_mia.get(url("outing", visited.pk)))
        clock.pass_time(minutes=25)
        ended = as_mia.post(url("close", visit.pk), {"topic": "bank", "solved": "yes", "autonomy": "together"})
        today = helped_today(point)

    visited.refresh_from_db()
    assert (begun.status_code, begun["Location"], ended.status_code) == (303, url("outing", visited.pk), 303)
    assert (visit.number, visit.origin, visit.person, visit.table) == ("T1", "at_home", roza, None)
    assert url("close", visit.pk) in page
    helped = {one.helper.first_name: one.ended_at - one.started_at for one in Touch.objects.all()}
    assert helped == dict.fromkeys(("Mia", "Jo"), a_moment(24, "10:25") - TEN)
    assert (visited.state, Outcome.objects.get().autonomy, today) == ("done", "together", 1)


@pytest.mark.rule("VB-14")
def test_what_is_outside_stands_in_no_queue_and_goes_back_to_none(as_mia, visited, point, two, receiver):
    with clock.at(TEN):
        before = expected_at(receiver, point)
        jo = there(two[1], point, 2)
        as_mia.post(url("outing_step", visited.pk, "begin"))
        visit = Visit.objects.get()
        refused = [
            as_mia.post(url("help_step", visit.pk, "pauze")).status_code,
            as_mia.post(url("pass_on", visit.pk), {}).status_code,
        ]
        seen = (in_help_at(point), to_help_along(jo))
        with pytest.raises(RuleBroken):
            actions.check_in(visited, by=an_actor())

    visit.refresh_from_db()
    assert (before, seen, refused, visit.state) == ([], ([], []), [422, 422], "in_help")


@pytest.mark.rule("VB-14")
def test_who_goes_home_keeps_the_visit_at_home_to_end_it(as_mia, visited, point, two):
    with clock.at(TEN):
        shift = there(two[0], point)
        as_mia.post(url("outing_step", visited.pk, "begin"))
        screen = text_of(as_mia.get(url("helping")))
        actions.go_home(shift, by=two[0].actor)
        visit = Visit.objects.get()
        ended = as_mia.post(url("close", visit.pk), {"topic": "bank", "solved": "yes"})

    assert ("T1" in screen, url("help_step", visit.pk, "pauze") in screen) == (True, False)
    assert (visit.state, ended.status_code) == ("in_help", 303)


@pytest.mark.rule("VB-14")
def test_a_colleague_who_still_helps_somebody_is_left_out(visited, point, two):
    mia, jo = two
    with clock.at(TEN):
        shift = there(jo, point)
        a_visit(point)
        actions.start(actions.call_next(shift, by=jo.actor), by=jo.actor)
        made = actions.begin_outside(visited, by=mia.actor)
        with pytest.raises(RuleBroken) as twice:
            actions.begin_outside(visited, by=mia.actor)

    assert [one.helper.first_name for one in made.touches.all()] == ["Mia"]
    assert str(twice.value) == "This visit has begun already. Reload the page."


@pytest.mark.rule("VB-14")
def test_when_nobody_opens_the_agenda_hears_it(as_mia, visited):
    early = as_mia.post(url("outing_step", visited.pk, "niemand"))
    with clock.at(a_moment(24, "10:10")):
        answer = as_mia.post(url("outing_step", visited.pk, "niemand"))

    visited.refresh_from_db()
    assert (early.status_code, answer.status_code, answer["Location"]) == (422, 303, url("outings"))
    assert (visited.state, Visit.objects.count()) == ("missed", 0)


@pytest.mark.rule("VB-14")
def test_a_visit_begins_on_its_own_day(as_mia, visited):
    answer = as_mia.post(url("outing_step", visited.pk, "begin"))

    assert (answer.status_code, "This visit is not today." in text_of(answer)) == (422, True)


@pytest.mark.rule("AP-24")
def test_a_call_shows_the_number_and_no_address(point, town, roza, two):
    a_regulation(town)
    call = agenda.book_with_helper(point, person=roza, wish=a_wish("13:00", where="by_phone"), by=an_actor())
    client = logged_in(call.slot.engagements.get().helper.user)

    page = text_of(client.get(url("outing", call.pk)))
    with clock.at(a_moment(24, "13:00")):
        client.post(url("outing_step", call.pk, "begin"))

    assert (roza.current_ways[0].shown in page, STREET in page, "Nobody picks up" in page) == (True, False, True)
    assert (Visit.objects.get().origin, Visit.objects.get().number) == ("by_phone", "T1")


@pytest.mark.rule("VB-14")
def test_the_figures_count_where_people_were_helped_and_who_did_it(as_mia, visited, point, town):
    point.organisation.serves = town
    point.organisation.save()
    with clock.at(TEN):
        as_mia.post(url("outing_step", visited.pk, "begin"))
        as_mia.post(url("close", Visit.objects.get().pk), {"topic": "bank", "solved": "yes", "autonomy": "for"})
        year = {"from_on": TEN.date().replace(month=1, day=1), "until_on": TEN.date().replace(month=12, day=31)}

        where, whom = helped_by_origin(town, **year), helped_by_whom(town, **year)

    assert where == {"walk_in": 0, "appointment": 0, "at_home": 1, "by_phone": 0}
    assert whom == {"alone": 0, "together": 0, "for": 1, "not_said": 0}


def test_the_database_keeps_tables_for_visits_at_the_place(as_mia, visited):
    with clock.at(TEN):
        as_mia.post(url("outing_step", visited.pk, "begin"))

    for wrong in ({"table": 3}, {"origin": "walk_in"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Visit.objects.update(**wrong)


def test_the_list_asks_as_much_for_three_as_for_one(as_mia, point, town, two):
    counts = []
    for number in range(3):
        person = somebody_at_home(town, f"Gast {number}")
        wish = a_wish(("10:00", "12:00", "14:00")[number], where="at_home")
        agenda.book_with_helper(point, person=person, wish=wish, by=an_actor())
        with CaptureQueriesContext(connection) as asked:
            assert as_mia.get(url("outings")).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] == counts[2]


@pytest.mark.rule("AP-22")
def test_no_list_search_file_paper_calendar_or_board_holds_the_address_or_the_word(visited, point):
    planner = a_user("hilde", "Hilde Helpt", point.organisation, Role.LENDING_CLERK, place=point)
    client, secret = (
        logged_in(planner),
        agenda.give_calendar(organisation=point.organisation, place=point, by=an_actor()),
    )
    pages = [
        url("reception"), url("team", point.pk), url("questions_file"), url("handovers"),
        reverse("agenda:week"), reverse("agenda:slot", args=[visited.slot_id]), reverse("agenda:helpers", args=[point.pk]),
        reverse("desk:home"), reverse("desk:home") + "?q=Wilgenstr", reverse("desk:home") + f"?q={visited.number}",
        reverse("comms:messages"), reverse("lending:calendar", args=[secret]),
    ]  # fmt: skip

    with clock.at(a_moment(24, "09:30")):
        shown = {page: client.get(page, follow=False) for page in pages}
        paper = render_to_string("agenda/today.html", {"sessions": today(planner), "today": clock.today()})

    told = {
        page: answer.content.decode() for page, answer in shown.items() if answer["Content-Type"] != "application/pdf"
    }
    assert [
        page for page, words in (told | {"paper": paper}).items() if STREET in words or visited.code_word in words
    ] == []
    assert visited.person.number in paper
    assert {answer.status_code for answer in shown.values()} <= {200, 302}
