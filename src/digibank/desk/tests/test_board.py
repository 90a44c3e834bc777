"""The morning board: it counts what the colleague may see, and each count is that of the list it leads to."""

from datetime import timedelta

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda import actions as agenda
from digibank.agenda.tests.factories import a_help_point, a_helper_there, with_helper
from digibank.audit.tests.factories import an_actor
from digibank.comms.models import Message
from digibank.comms.tests.factories import a_message, delivered
from digibank.desk.board import Board, Figure, board_of
from digibank.donations import actions as donations
from digibank.donations.tests.factories import a_donation, accepted, an_offer, given
from digibank.inventory import actions as inventory
from digibank.inventory.tests.factories import a_device, at_desk
from digibank.lending import actions as lending
from digibank.lending.tests.factories import a_loan, a_prepared_loan, a_request, a_returned_loan
from digibank.logistics import actions as logistics
from digibank.logistics.tests.factories import asked, sent
from digibank.organisations.tests.factories import a_regulation
from digibank.people.actions import Way
from digibank.people.tests.factories import LANDLINE, a_person, an_address
from digibank.refurbishment.tests.factories import BEFORE_THE_LOG, erased, the_disk, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_a_monday")]

HOME = reverse("desk:home")


def board(user) -> Board:
    return board_of(User.objects.get(pk=user.pk))


def counts(user) -> dict[str, int]:
    return {case.title: case.count for case in board(user).cases}


def case_of(user, title):
    return next(case for case in board(user).cases if case.title == title)


def listed(user, title) -> list:
    """The rows of the list that a case leads to."""
    answer = logged_in(user).get(case_of(user, title).url)
    return list(answer.context["page"].rows)


def test_who_is_not_logged_in_is_asked_to(client):
    answer = client.get(HOME)

    assert (answer.status_code, answer.url) == (302, f"{reverse('accounts:log_in')}?next={HOME}")


def test_who_may_see_nothing_has_a_calm_board(administrator):
    seen = board(administrator)

    assert (seen.cases, seen.calm, seen.chart) == ([], [], None)
    assert seen.figures == [Figure(0, "lent"), Figure(0, "ready"), Figure(0, "waiting"), Figure(0, "to erase again")]


@pytest.mark.rule("U-66")
def test_a_coordinator_sees_late_loans_for_which_all_was_done(association, clerk, roza, laptop):
    cora = a_user("cora", "Cora Coördinator", association, Role.COORDINATOR)
    loan = a_loan(roza, laptop)
    before = counts(cora)
    clock.pass_time(days=(loan.due_on - clock.today()).days + 42)
    lending.remind([loan], by=an_actor())

    title = "Not brought back after the last letter"
    assert (title in before, listed(cora, title), title in counts(clerk)) == (False, [loan], False)


@pytest.mark.rule("U-08")
def test_late_loans_are_counted_as_their_list_shows_them(clerk, roza, laptop):
    loan = a_loan(roza, laptop)

    with clock.at(clock.now() + (loan.due_on + timedelta(days=3) - clock.today())):
        case = case_of(clerk, "Not brought back yet")

        assert (case.count, case.why) == (1, "up to 3 days late")
        assert listed(clerk, "Not brought back yet") == [loan]


def test_lease_purchases_past_their_last_part_are_counted_as_their_list_shows_them(town, clerk, roza, laptop):
    a_regulation(town, lease_parts=3, lease_part_cents=1000, valid_from=clock.today())
    lease = a_loan(roza, laptop, kind="lease")
    title, before = "Lease-purchases past their last part", counts(clerk)

    with clock.at(clock.now() + (lease.due_on + timedelta(days=1) - clock.today())):
        assert (title in before, counts(clerk)[title], listed(clerk, title)) == (False, 1, [lease])


def test_contracts_to_sign_are_counted_as_their_list_shows_them(clerk, roza, laptop):
    loan = a_prepared_loan(roza, laptop)

    assert counts(clerk)["Contract waits for a signature"] == 1
    assert listed(clerk, "Contract waits for a signature") == [loan]


def test_what_ends_soon_asks_for_nothing(clerk, roza, laptop):
    loan = a_loan(roza, laptop)

    with clock.at(clock.now() + (loan.due_on - timedelta(days=5) - clock.today())):
        assert "Not brought back yet" not in counts(clerk)
        assert "1 loan ends within two weeks. The reminder goes by itself." in board(clerk).calm


def test_who_is_to_be_called_for_a_first_lesson_turns_red_after_five_working_days(clerk, roza, laptop):
    loan = a_prepared_loan(roza, laptop)
    fresh_call = counts(clerk)

    with clock.at(clock.now() + timedelta(days=8)):
        late = counts(clerk)
        called = logged_in(clerk).get(case_of(clerk, "Warm handover has no date").url).context["call_list"]

    assert (fresh_call["To call for a first lesson"], "Warm handover has no date" in fresh_call) == (1, False)
    assert (late["Warm handover has no date"], "To call for a first lesson" in late) == (1, False)
    assert [seat.appointment for seat in called] == [loan.handover]


@pytest.mark.rule("U-03")
def test_who_waits_while_one_is_free_can_be_promised_one(clerk, roza, desk, depot, laptop_class):
    waits = [a_request(roza, laptop_class, desk), a_request(a_person(roza.home, "Farid"), laptop_class, desk)]
    none_free = counts(clerk)
    at_desk(desk, laptop_class, depot=depot)

    one_free = counts(clerk)
    lending.promise(waits[0], by=clerk.actor)
    promised = counts(clerk)

    assert none_free == {}
    assert one_free == {"Waited long enough: a device is free": 1}
    assert promised == {"A device is promised": 1}
    assert listed(clerk, "A device is promised") == waits[:1]
    assert board(clerk).figures[2] == Figure(1, "waiting")


@pytest.mark.parametrize(
    ("prefers", "title"),
    [("letter", "Letters to post"), ("phone", "Calls to make"), ("card", "Cards to give")],
)
def test_papers_are_counted_as_their_list_shows_them(clerk, town, prefers, title):
    ways = {"phone": [Way("phone", LANDLINE)]}.get(prefers, [Way("desk")])
    person = a_person(town, prefers=prefers, ways=ways, address=an_address())
    message = delivered(a_message(person))

    assert counts(clerk) == {title: 1}
    assert listed(clerk, title) == [message]


def test_devices_on_their_way_are_counted_where_they_will_be_counted_in(clerk, coordinator, desk, depot, laptop):
    ride = sent(asked(desk, depot, laptop))
    onward = counts(clerk), counts(coordinator)

    logistics.cancel(ride, because="De bestelwagen staat stil.", by=clerk.actor)

    title = "Devices are on their way to you"
    assert onward == ({}, {title: 1})
    assert counts(clerk) == {title: 1}


def test_offers_are_counted_as_their_list_shows_them(technician, clerk, depot, laptop_class):
    waiting_for_us = an_offer(depot)
    came_otherwise = an_offer(depot)
    donations.miss(accepted(came_otherwise)[0], by=an_actor())

    assert listed(technician, "Offers wait for preselection") == [waiting_for_us]
    assert listed(technician, "A donation came otherwise") == [came_otherwise]
    assert counts(clerk) == {}


def test_the_workshop_is_asked_for_what_its_own_board_shows(technician, clerk, roza, laptop, depot):
    a_returned_loan(roza, laptop)
    still_at_the_desk = counts(technician)
    with clock.at(BEFORE_THE_LOG):
        device = a_device(depot, laptop.device_class)
        the_disk(device)
    waiting(device, clerk.actor)
    ride = sent(asked(laptop.place, depot, laptop))
    logistics.receive(ride, arrived=[laptop.pk], by=technician.actor)

    shown = logged_in(technician).get(case_of(technician, "Came in").url).context["columns"]

    assert still_at_the_desk == {}
    assert counts(technician) == {
        "Erasure waits for a second person": 1,
        "Came back from a loan": 1,
        "Came in": 1,
    }
    in_columns = {entry["title"]: entry["column"].count for entry in shown if entry["column"].count}
    assert in_columns == {"To erase": 1, "Back from a loan": 1}


@pytest.mark.rule("E-07")
@pytest.mark.rule("E-09")
def test_the_workshop_is_asked_for_loose_drives_and_for_what_is_to_be_read_back(technician, laptop, depot):
    with clock.at(BEFORE_THE_LOG):
        device, other = a_device(depot, laptop.device_class), a_device(depot, laptop.device_class)
        the_disk(device)
        inventory.take_out(the_disk(other, serial="S2"), lies_at=depot, by=technician.actor)
        clock.pass_time(hours=5)
        erased(device, technician.actor)
        asked_for = counts(technician)

    assert asked_for == {"Loose drives": 1, "Erased media to be read back": 1, "Came in": 1}


@pytest.mark.rule("D-23")
def test_the_workshop_is_asked_for_what_donors_released_and_for_what_stays_locked(
    technician, coordinator, clerk, depot, laptop
):
    donation = a_donation(depot)
    locked, told = (
        donations.ask_release(given(donation, device_class=laptop.device_class), lock="google", by=an_actor())
        for _each in range(2)
    )
    fresh = counts(technician)
    clock.pass_time(days=31)
    donations.tell_released(told, by=an_actor())

    late = {"No answer about a lock": 1, "Locked for too long": 2}
    assert fresh == {"Came in": 2}
    assert counts(technician) == late | {"Released, says the donor": 1, "Came in": 2}
    assert (counts(coordinator), counts(clerk)) == (late, {})
    assert listed(technician, "Released, says the donor") == [told]
    assert listed(technician, "No answer about a lock") == [locked]
    assert set(listed(coordinator, "Locked for too long")) == {locked, told}


# Promise 10: what is not theirs to see counts for nothing


@pytest.mark.rule("U-11")
def test_a_busy_town_leaves_the_board_of_its_neighbour_empty(busy, neighbour, clerk):
    assert counts(neighbour) == {}
    assert board(neighbour).calm == []
    assert [figure.value for figure in board(neighbour).figures] == [0, 0, 0, 0]
    assert len(counts(clerk)) >= 4


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR, Role.TECHNICIAN])
def test_who_does_not_lend_has_no_cases_about_residents(busy, association, role):
    user = a_user("wie", "Wie Dan", association, role)

    assert not set(counts(user)) & {
        "Not brought back yet",
        "Contract waits for a signature",
        "To call for a first lesson",
        "Letters to post",
        "Cards to give",
        "A device is promised",
    }


def test_a_protected_person_of_elsewhere_is_not_counted_at_our_desk(clerk, laptop, other_town, roza):
    a_prepared_loan(a_person(other_town, "Wilma", protected=True), laptop)

    assert counts(clerk) == {}


@pytest.mark.parametrize("more", [1, 3])
def test_the_board_asks_the_database_as_often_for_three_as_for_none(busy, clerk, depot, more):
    client, desk = logged_in(clerk), busy.place
    before = queries_for(client)
    for number in range(more):
        person = a_person(desk.organisation, f"Persoon {number}")
        a_prepared_loan(person, at_desk(desk, depot=depot))
        a_message(person)

    assert queries_for(client) == before


def queries_for(client) -> int:
    with CaptureQueriesContext(connection) as asked_for:
        client.get(HOME)
    return len(asked_for)


@pytest.fixture
def busy(town, desk, laptop, second_laptop, roza):
    """A loan to sign, somebody to call, a request, a letter and a ride."""
    a_prepared_loan(roza, laptop)
    letters = a_person(town, "Lea Letter", prefers="letter", address=an_address())
    delivered(a_message(letters))
    a_request(letters, laptop.device_class, desk)
    assert Message.objects.to_print().count() == 1
    return laptop


@pytest.mark.rule("AP-17")
def test_who_lost_a_helper_stands_apart_from_who_waits_for_a_first_lesson(clerk, town, roza):
    point = a_help_point(town)
    mia = a_helper_there(point)
    with_helper(point, roza)
    with_helper(point, a_person(town, "Farid Haddad"), "11:00", hidden=True)
    before = counts(clerk)

    agenda.call_shift_off(mia.shifts.get(), by=an_actor())

    case = case_of(clerk, "Appointments without a helper")
    page = logged_in(clerk).get(case.url).context
    assert ("Appointments without a helper" in before, case.tone, case.why) == (
        False,
        "stop",
        "The helper does not come",
    )
    assert len(page["call_list"]) + len(page["without_helper"]) == case.count == 2
    assert "To call for a first lesson" not in counts(clerk)
