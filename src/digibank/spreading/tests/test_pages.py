"""The pages of the spreading: what they show, what they do, and what they say when they refuse."""

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.inventory import actions as inventory
from digibank.inventory.tests.factories import a_class, a_device, in_stock
from digibank.lending.tests.waiting import waits
from digibank.logistics.models import Transfer
from digibank.spreading.models import MinimumStock

pytestmark = pytest.mark.django_db


def url(name, *keys):
    return reverse(f"spreading:{name}", args=keys)


def text_of(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def line(proposed, depot, boom, laptop_class):
    """One laptop for the one who waits at Boom."""
    in_stock(a_device(depot, laptop_class, accessories=list(laptop_class.expected_accessories())))
    waits("An", laptop_class, boom)
    return proposed().lines.get()


def test_the_coordinator_accepts_what_is_ticked_and_takes_it_back(as_coordinator, line):
    page = text_of(as_coordinator.get(url("today")))
    answer = as_coordinator.post(url("accept", line.proposal_id), {"lines": [line.pk]})
    after = text_of(as_coordinator.get(url("line", line.pk)))
    undone = as_coordinator.post(url("undo", line.pk))
    line.refresh_from_db()

    assert "Boom has 0 free, 1 person waits, Werkplaats has 1 free." in page
    assert (answer.status_code, answer["Location"], undone.status_code) == (303, url("today"), 303)
    assert "Take this answer back" in after
    assert (line.state, Transfer.objects.get().state) == ("open", "cancelled")


def test_nothing_ticked_is_refused_and_the_page_comes_back(as_coordinator, line):
    answer = as_coordinator.post(url("accept", line.proposal_id), {})

    assert (answer.status_code, "Tick at least one line." in text_of(answer)) == (422, True)


def test_a_line_that_cannot_ride_says_why_on_the_page_and_is_refused(as_coordinator, line, actor):
    device = line.devices.get().device
    inventory.raise_flag(device, kind="broken", note="scherm", by=actor)
    sentence = f"Something is the matter with {device.number}. Change or drop the line."

    page = text_of(as_coordinator.get(url("today")))
    answer = as_coordinator.post(url("accept", line.proposal_id), {"lines": [line.pk]})

    assert sentence in page
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)


def test_a_line_is_changed_or_dropped_on_its_page(as_coordinator, line, geel):
    refused = as_coordinator.post(url("line", line.pk), {"to_place": geel.pk, "count": 4})
    silent = as_coordinator.post(url("drop", line.pk), {"because": ""})
    answer = as_coordinator.post(url("line", line.pk), {"to_place": geel.pk, "count": 1})
    as_coordinator.post(url("undo", line.pk))
    dropped = as_coordinator.post(url("drop", line.pk), {"because": "De bus is vol."})
    line.refresh_from_db()

    assert (refused.status_code, silent.status_code, answer.status_code, dropped.status_code) == (422, 422, 303, 303)
    assert "At most 1 are proposed here." in text_of(refused)
    assert (line.state, line.because) == ("dropped", "De bus is vol.")


def test_a_new_proposal_can_be_asked_and_the_earlier_one_stays_to_read(as_coordinator, line, association):
    answer = as_coordinator.post(url("propose", association.pk))
    earlier = text_of(as_coordinator.get(url("earlier")))
    old = text_of(as_coordinator.get(url("proposal", line.proposal_id)))

    assert answer.status_code == 303
    assert url("proposal", line.proposal_id) in earlier
    assert "not answered" in old


@pytest.mark.rule("X-03")
def test_the_minimum_of_a_desk_is_set_on_its_page(as_coordinator, boom, laptop_class):
    field = f"class_{laptop_class.pk}"

    answer = as_coordinator.post(url("set_minimums", boom.pk), {field: 3, "seen": ""})
    late = as_coordinator.post(url("set_minimums", boom.pk), {field: 4, "seen": ""})
    as_coordinator.get(url("minimums"))

    assert (answer.status_code, late.status_code) == (303, 422)
    assert "Someone else changed this just now." in text_of(late)
    assert [(row.place, row.count) for row in MinimumStock.objects.all()] == [(boom, 3)]


def test_only_a_coordinator_of_the_association_sees_it(*, as_clerk, as_stranger, elsewhere, line, boom, association):
    addresses = [
        url("today"), url("earlier"), url("minimums"), url("line", line.pk), url("proposal", line.proposal_id),
        url("set_minimums", boom.pk),
    ]  # fmt: skip

    assert {client.get(address).status_code for client in (as_clerk, as_stranger) for address in addresses} == {403}
    assert logged_in(elsewhere).get(url("line", line.pk)).status_code == 403


def test_the_page_asks_as_much_for_one_line_as_for_three(*, as_coordinator, line, depot, boom, association, actor):
    def asked_of(*addresses):
        with CaptureQueriesContext(connection) as asked:
            for address in addresses:
                as_coordinator.get(address)
        return len(asked)

    pages = [url("today"), url("earlier"), url("minimums")]
    as_coordinator.get(pages[0])
    one = asked_of(*pages)
    for number in (1, 2):
        kind = a_class(f"more-{number}", f"Soort {number}", accessories=[])
        in_stock(a_device(depot, kind))
        waits(f"Bo {number}", kind, boom)
    as_coordinator.post(url("propose", association.pk))

    assert len(list(line.proposal.association.proposals.first().lines.all())) == 3
    assert asked_of(*pages) == one
