"""The story of a device and the thread of a person: everything that happened, and nothing that is not theirs to see."""

import re
from datetime import timedelta

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.tests.factories import an_actor
from digibank.comms.tests.factories import a_message
from digibank.donations.tests.factories import a_donation, given
from digibank.inventory import actions as inventory
from digibank.inventory.tests.factories import at_desk, past_the_gate
from digibank.lending import actions as lending
from digibank.lending.tests.factories import a_loan, a_request, came_back
from digibank.people import actions as people
from digibank.people.tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_a_monday")]


def story(user, device):
    return logged_in(user).get(reverse("desk:device", args=[device.pk]))


def thread(user, person):
    return logged_in(user).get(reverse("desk:person", args=[person.pk]))


def titles(answer) -> list[str]:
    return [str(entry.title) for entry in answer.context["story"]]


def opened_to(person, organisation) -> None:
    until_on = clock.today() + timedelta(days=30)
    people.open_across_border(person, organisation=organisation, reason="Verhuist.", until_on=until_on, by=an_actor())


def test_a_device_tells_its_life_from_donor_to_today(clerk, laptop, roza):
    came_back(a_loan(roza, laptop))

    told = titles(story(clerk, laptop))

    large = ["Registered and labelled", "All data settled", "Installed", "In stock", "Arrived"]
    assert [title for title in told if title in large] == large
    assert told.index("Lent: contract signed, device given") < told.index("Brought back")


def test_the_bench_shows_the_newest_chapters_and_today(clerk, laptop, roza):
    came_back(a_loan(roza, laptop))

    answer = story(clerk, laptop)

    assert answer.context["earlier"] == 1
    assert "And 1 step before these" in answer.text
    assert [(seat.title, seat.state) for seat in answer.context["journey"]] == [
        ("Erased", ""),
        ("Made ready", ""),
        ("Arrived", ""),
        ("With a resident", ""),
        ("Came back", ""),
        ("Back, to be erased", "now"),
    ]


def test_the_same_act_twice_on_a_day_is_one_line_with_its_count(technician, laptop):
    by = an_actor()
    record("inventory.device_edited", laptop, by=by)
    record("inventory.device_edited", laptop, by=by)
    clock.pass_time(days=1)
    record("inventory.device_edited", laptop, by=by)

    told = titles(story(technician, laptop))

    assert told[-2:] == ["Facts corrected (2)", "Facts corrected"]


@pytest.mark.rule("I-04")
def test_the_story_of_a_device_names_no_borrower_to_anybody(clerk, technician, coordinator, laptop, roza):
    loan = a_loan(roza, laptop)
    message = a_message(roza, text="Kom met uw kaart langs, Roza.")

    pages = [story(user, laptop).text for user in (clerk, technician, coordinator)]

    for personal in (roza.name, roza.number, message.subject, message.number):
        assert [personal in page for page in pages] == [False] * 3
    # Who lends sees which loan it is; the others see only that it was lent.
    assert [loan.number in page for page in pages] == [True, False, False]


@pytest.mark.rule("D-03")
def test_the_donation_stands_with_its_device_for_who_may_see_donations_there(technician, clerk, depot, desk):
    donation = a_donation(depot)
    device = past_the_gate(given(donation))
    inventory.approve(inventory.install(device, by=an_actor()), by=an_actor())
    inventory.send(device, to=desk, by=an_actor())
    inventory.arrive(device, place=desk, by=an_actor())

    pages = [story(user, device).text for user in (technician, clerk)]

    assert [donation.number in page for page in pages] == [True, False]
    assert "Simonne Verbist" not in "".join(pages)


def test_a_device_of_another_town_has_no_story_here(neighbour, laptop):
    assert story(neighbour, laptop).status_code == 404


def test_a_person_has_one_thread(clerk, roza, laptop, laptop_class, desk):
    asked = a_request(roza, laptop_class, desk)
    loan = a_loan(roza, laptop, request=asked)

    page = thread(clerk, roza)

    told = titles(page)
    order = ["Registered", "Asked for a device", "Lent: contract signed, device given", "Message written"]
    assert [title for title in told if title in order] == order
    assert (page.context["loans"], page.context["requests"]) == ([loan], [asked])
    assert page.context["appointments"] == [loan.handover]
    assert [message.template for message in page.context["told"]] == ["lending/handed_over"]


@pytest.mark.rule("U-11")
def test_who_may_know_a_person_of_another_town_reads_nothing_of_the_loans_there(neighbour, roza, laptop, other_desk):
    a_loan(roza, laptop, request=a_request(roza, laptop.device_class, laptop.place))
    opened_to(roza, other_desk.organisation)

    page = thread(neighbour, roza)

    assert (page.status_code, page.context["loans"], page.context["requests"]) == (200, [], [])
    assert not [title for title in titles(page) if "device" in title.lower() or title.startswith(("Loan", "Lent"))]


@pytest.mark.rule("U-11")
def test_the_own_town_reads_nothing_of_a_loan_elsewhere_and_the_other_town_all_of_it(
    clerk, neighbour, roza, depot, other_desk
):
    opened_to(roza, other_desk.organisation)
    loan = a_loan(roza, at_desk(other_desk, depot=depot))

    at_home, there = thread(clerk, roza), thread(neighbour, roza)

    assert (at_home.context["loans"], there.context["loans"]) == ([], [loan])
    lent = "Lent: contract signed, device given"
    assert (lent in titles(at_home), lent in titles(there)) == (False, True)


def test_a_person_of_another_town_has_no_thread_here(neighbour, roza):
    assert thread(neighbour, roza).status_code == 404


def test_who_became_protected_has_a_thread_at_home_only(clerk, neighbour, roza, other_desk):
    opened_to(roza, other_desk.organisation)
    people.edit(roza, version=1, protected=True, by=an_actor())

    assert (thread(clerk, roza).status_code, thread(neighbour, roza).status_code) == (200, 404)


# How often the database is asked


def queries_for(client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked_for:
        client.get(page)
    return len(asked_for)


def test_a_long_life_asks_the_database_as_often_as_a_short_one(clerk, technician, roza, laptop):
    client, page = logged_in(clerk), reverse("desk:device", args=[laptop.pk])
    lending.renew(a_loan(roza, laptop), by=clerk.actor)
    once = queries_for(client, page)
    for _month in range(3):
        inventory.check_accessory(laptop, kind="bag", state="missing", by=clerk.actor)
        inventory.check_accessory(laptop, kind="bag", state="present", by=technician.actor)

    assert queries_for(client, page) == once


def test_a_busy_thread_asks_the_database_as_often_as_a_quiet_one(clerk, roza, laptop, second_laptop):
    client, page = logged_in(clerk), reverse("desk:person", args=[roza.pk])
    lending.renew(a_loan(roza, laptop), by=clerk.actor)
    a_message(roza)
    once = queries_for(client, page)
    lending.report_lost(roza.loans.get(), by=clerk.actor)
    a_loan(roza, second_laptop)
    a_message(roza)
    a_message(roza)
    a_request(roza, laptop.device_class, laptop.place)

    assert queries_for(client, page) == once


def test_somebody_else_appears_in_nobodys_thread(clerk, town, roza, laptop):
    a_loan(a_person(town, "Farid Haddad"), laptop)

    page = thread(clerk, roza)

    assert ("Haddad" in page.text, page.context["loans"], page.context["told"]) == (False, [], [])


def chapter(answer) -> list[str]:
    current = re.findall(r'aria-current="page"[^>]*>(.*?)</a>', answer.context["menu"], re.DOTALL)
    return sorted({strip_tags(entry).strip() for entry in current})


def test_each_page_lies_in_one_chapter(administrator, technician, clerk, laptop, roza):
    classes = logged_in(administrator).get(reverse("inventory:classes"))
    device = logged_in(technician).get(reverse("desk:device", args=[laptop.pk]))
    person = logged_in(clerk).get(reverse("desk:person", args=[roza.pk]))

    assert [chapter(answer) for answer in (classes, device, person)] == [["Administration"], ["Devices"], ["Residents"]]
