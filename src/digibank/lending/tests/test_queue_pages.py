"""The pages of the waiting list: what they show to whom, what they do, and what they say when they refuse."""

from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.accounts.models import User
from digibank.lending import actions
from digibank.lending.line import line_of
from digibank.lending.models import Offer, Request
from digibank.lending.tests.factories import a_request
from digibank.lending.tests.looking import fresh
from digibank.lending.tests.waiting import a_queue_rule, comes, waits
from digibank.organisations.tests.factories import a_desk, a_regulation
from digibank.people.actions import Way
from digibank.people.tests.factories import LANDLINE, a_person

BY_PHONE = {"prefers": "phone", "ways": [Way("phone", LANDLINE)]}
OVER = "This offer was answered already, or its days are over."


def url(name, *keys):
    return reverse(f"lending:{name}", args=keys)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def the_line(client, kind, desk):
    return client.get(url("line"), {"desk": desk.pk, "device_class": kind.pk})


@pytest.fixture
def there(other_town):
    a_regulation(other_town)
    return a_desk(other_town)


@pytest.fixture
def offer(regulation, laptop_class, desk, depot, actor):
    """Somebody who likes to be called was offered a laptop."""
    asked = waits("Anna Belt", laptop_class, desk, about=BY_PHONE)
    comes(laptop_class, desk, depot)
    return actions.offer(asked, desk=desk, by=actor)


@pytest.mark.rule("U-32")
def test_the_list_shows_place_and_points_and_how_they_came_about(as_clerk, roza, laptop_class, desk, actor):
    a_queue_rule(desk.organisation)
    waits("Eerst", laptop_class, desk)
    moved = waits("Laatst", laptop_class, desk)
    actions.move_up(moved, because="Begint morgen.", by=actor)

    page = text_of(the_line(as_clerk, laptop_class, desk))
    one = text_of(as_clerk.get(url("request", moved.pk)))

    assert page.index("Laatst") < page.index("Eerst")
    assert ("lives in the municipality of the desk: 5" in page, "Moved up by hand." in page) == (True, True)
    assert ("Place 1, 8 points" in one, "Begint morgen." in one) == (True, True)


@pytest.mark.rule("U-34")
def test_of_who_comes_from_elsewhere_the_other_desk_sees_the_number_only(stranger, roza, laptop_class, desk, there):
    asked = a_request(roza, laptop_class, desk, also_at=[there])
    neighbour = logged_in(stranger)

    page = text_of(the_line(neighbour, laptop_class, there))

    assert (asked.number in page, "Roza" in page, roza.number in page) == (True, False, False)
    assert "lives in another municipality" in page
    assert neighbour.get(url("request", asked.pk)).status_code == 404


@pytest.mark.rule("U-34")
def test_a_desk_where_one_is_kept_sees_the_request_and_the_person(stranger, roza, laptop, there, depot):
    laptop_class = laptop.device_class
    a_request(a_person(roza.home, "Eerst"), laptop_class, laptop.place)
    asked = a_request(roza, laptop_class, laptop.place, also_at=[there])
    comes(laptop_class, there, depot)
    actions.promise(asked, desk=there, by=stranger.actor)

    neighbour = logged_in(User.objects.get(pk=stranger.pk))

    assert neighbour.get(url("request", asked.pk)).status_code == 200
    assert neighbour.get(url("lend", roza.pk)).status_code == 200


@pytest.mark.rule("U-11")
def test_the_line_of_another_municipality_is_not_shown(as_stranger, laptop_class, desk, other_town, roza):
    a_desk(other_town)
    a_request(roza, laptop_class, desk)

    page = text_of(the_line(as_stranger, laptop_class, desk))

    assert "Roza" not in page
    assert "No lending desk" in page


@pytest.mark.rule("U-11")
def test_a_stranger_finds_no_offer_and_no_call(as_stranger, offer):
    pages = [url(name, offer.request.pk) for name in ("move_up", "offer", "answer", "called")]

    assert {as_stranger.post(page).status_code for page in pages} == {404}
    assert "Anna" not in text_of(as_stranger.get(url("calls")))


@pytest.mark.rule("U-36")
def test_the_coordinator_reads_why_somebody_was_moved_up_and_not_who(
    as_clerk, as_coordinator, roza, laptop_class, desk
):
    asked = a_request(roza, laptop_class, desk)
    refused = as_clerk.post(url("move_up", asked.pk), {"because": "pincode 1234"})
    moved = as_clerk.post(url("move_up", asked.pk), {"once": uuid4(), "because": "Begint morgen."})

    page = text_of(as_coordinator.get(url("moves")))

    assert (refused.status_code, moved.status_code, moved.url) == (422, 303, url("request", asked.pk))
    assert 'value="pincode 1234"' in text_of(refused)
    assert ("Begint morgen." in page, asked.number in page, "Roza" in page) == (True, True, False)
    assert as_clerk.get(url("moves")).status_code == 403


@pytest.mark.rule("U-37")
def test_a_call_is_made_from_the_list_and_its_answer_written_down(as_clerk, offer):
    listed = text_of(as_clerk.get(url("calls")))
    typed = {"once": uuid4(), "how": "accepted"}
    told = [as_clerk.post(url("called", offer.request.pk), typed) for _time in range(2)]

    assert ("Anna Belt" in listed, "014 21 00 00" in listed, "Do you still want it?" in listed) == (True, True, True)
    assert [(answer.status_code, answer.url) for answer in told] == [(303, url("calls"))] * 2
    assert (fresh(offer).outcome, fresh(offer.request).state, fresh(offer.message).state) == (
        "accepted",
        "promised",
        "done",
    )
    assert "Anna Belt" not in text_of(as_clerk.get(url("calls")))


@pytest.mark.rule("U-37")
@pytest.mark.parametrize(
    ("how", "after"),
    [
        ("not_now", ("not_now", "waiting", "done")),
        ("no_longer", ("no_longer", "withdrawn", "done")),
        ("thinks", ("", "offered", "done")),
        ("no_one", ("", "offered", "to_do")),
    ],
)
def test_whatever_is_said_on_the_telephone_has_a_button(as_clerk, offer, how, after):
    as_clerk.post(url("called", offer.request.pk), {"how": how})

    assert (fresh(offer).outcome, fresh(offer.request).state, fresh(offer.message).state) == after


@pytest.mark.rule("U-38")
def test_a_second_tab_does_not_undo_what_was_accepted(as_clerk, offer):
    page = url("answer", offer.request.pk)
    as_clerk.post(page, {"once": uuid4(), "answer": "accepted"})

    stale = as_clerk.post(page, {"once": uuid4(), "answer": "not_now"})

    assert (stale.status_code, OVER in text_of(stale)) == (422, True)
    assert fresh(offer.request).state == "promised"


def test_the_desk_offers_one_by_hand(as_clerk, regulation, laptop_class, desk, depot):
    first, second = waits("Eerst", laptop_class, desk), waits("Tweede", laptop_class, desk)
    comes(laptop_class, desk, depot)

    refused = as_clerk.post(url("offer", second.pk), {"once": uuid4()})
    offered = as_clerk.post(url("offer", first.pk), {"once": uuid4()})

    assert (refused.status_code, f"{first.number} comes first" in text_of(refused)) == (422, True)
    assert (offered.status_code, Offer.objects.get().request) == (303, first)
    assert "One is offered" in text_of(as_clerk.get(url("request", first.pk)))


@pytest.mark.rule("U-34")
def test_somebody_asks_at_two_desks_at_once(as_clerk, roza, laptop_class, desk, other_town):
    there = a_desk(other_town)
    typed = {"device_class": laptop_class.pk, "desk": desk.pk, "asked_through": "partner", "also_at": [there.pk]}

    answer = as_clerk.post(url("ask", roza.pk), typed)

    asked = Request.objects.get()
    assert (answer.status_code, [also.place for also in asked.also_at.all()]) == (303, [there])
    assert f"{desk.name}, {there.name}" in text_of(as_clerk.get(url("request", asked.pk)))


def test_who_is_no_clerk_opens_none_of_it(as_technician, offer):
    pages = [url("line"), url("calls"), url("moves"), url("move_up", offer.request.pk)]

    assert {as_technician.get(page).status_code for page in pages} == {403}


def test_as_many_queries_for_one_as_for_three(as_clerk, offer, depot, actor, django_assert_num_queries):
    laptop_class, desk = offer.request.device_class, offer.request.desk
    waits("Nog Een", laptop_class, desk, about=BY_PHONE)
    line = f"{url('line')}?desk={desk.pk}&device_class={laptop_class.pk}"
    counts = []
    for page in (line, url("calls")):
        as_clerk.get(page)
        with CaptureQueriesContext(connection) as with_one:
            as_clerk.get(page)
        counts.append(len(with_one))
    for number in range(2):
        comes(laptop_class, desk, depot)
        actions.offer(line_of(laptop_class, desk).next.request, desk=desk, by=actor)
        for name in ("Erbij", "Wacht"):
            waits(f"{name} {number}", laptop_class, desk, about=BY_PHONE)

    for page, count in zip((line, url("calls")), counts, strict=True):
        with django_assert_num_queries(count):
            as_clerk.get(page)
