"""Lists filled and counted with a scanner, and devices that turn up elsewhere."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_depot, a_device, in_stock
from digibank.logistics import actions
from digibank.logistics.models import Scan, StopOver
from digibank.logistics.tests.factories import asked, back_at, sent
from digibank.organisations.tests.factories import a_desk

pytestmark = pytest.mark.django_db


def scanned(transfer, text) -> Scan:
    number = getattr(text, "number", text)
    return actions.scan(transfer, text=number, once=uuid4(), by=an_actor())


def refusal(act) -> str:
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value)


def outcomes(transfer) -> list[str]:
    return [line.outcome for line in transfer.lines.order_by("pk")]


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def third(depot, laptop_class) -> Device:
    """In stock, and on no list."""
    return in_stock(a_device(depot, laptop_class, vendor="Acer", product="Aspire"))


@pytest.mark.rule("L-07")
def test_a_list_is_filled_by_scanning_and_a_second_scan_says_so(transfer, third):
    first, again = scanned(transfer, third), scanned(transfer, third)

    assert [(scan.result, scan.said) for scan in (first, again)] == [
        ("done", f"{third.number}, Acer Aspire: on the list."),
        ("twice", f"{third.number} is on the list already."),
    ]
    assert (outcomes(transfer), first.line.device) == (["open"] * 3, third)


@pytest.mark.rule("L-07")
def test_what_was_left_out_rides_after_all_when_it_is_scanned(transfer, device):
    actions.leave_out(transfer.lines.get(device=device), by=an_actor())

    scan = scanned(transfer, device)

    assert (scan.result, outcomes(transfer)) == ("done", ["open", "open"])


@pytest.mark.rule("L-07")
@pytest.mark.rule("L-02")
def test_what_may_not_ride_stays_with_its_reason(depot, desk, transfer, laptop_class):
    unready, elsewhere = a_device(depot, laptop_class), back_at(desk, in_stock(a_device(depot, laptop_class)))

    first, second, third = (scanned(transfer, text) for text in (unready, elsewhere, "niets"))

    assert [scan.result for scan in (first, second, third)] == ["refused"] * 3
    assert first.said.startswith(f"{unready.number} cannot ride along: received at the depot")
    assert (second.device, third.typed) == (None, "niets")


@pytest.mark.rule("L-03")
@pytest.mark.rule("L-07")
def test_a_list_is_counted_by_scanning_until_the_last_one_is_there(transfer, device, second):
    sent(transfer)

    first, again, last = scanned(transfer, device), scanned(transfer, device), scanned(transfer, second)

    assert [scan.result for scan in (first, again, last)] == ["done", "twice", "done"]
    assert (outcomes(transfer), fresh(transfer).state) == (["arrived", "arrived"], "arrived")
    assert fresh(device).state == "at_desk"


@pytest.mark.rule("L-03")
def test_what_was_not_scanned_is_missing_when_the_rest_is_said_not_to_be_there(transfer, device):
    sent(transfer)
    scanned(transfer, device)

    actions.receive(transfer, arrived=[], by=an_actor())

    assert (outcomes(transfer), fresh(transfer).state) == (["arrived", "missing"], "sent")


@pytest.mark.rule("L-07")
def test_what_is_not_on_the_list_is_set_apart_and_nothing_is_told_of_it(transfer, third):
    sent(transfer)

    scan = scanned(transfer, third)

    assert (scan.result, scan.said) == (
        "refused", f"{third.number} is not on this list. Set it apart and scan it in by itself.",
    )  # fmt: skip


@pytest.mark.rule("L-07")
def test_a_scan_that_is_sent_twice_is_kept_once(transfer, third, actor):
    once = uuid4()

    scans = {actions.scan(transfer, text=third.number, once=once, by=actor).pk for _send in range(2)}

    assert (len(scans), Scan.objects.count()) == (1, 1)


def test_nothing_is_put_on_a_list_that_left(transfer, third, actor):
    sent(transfer)

    said = refusal(lambda: actions.put_on_list(transfer, device=third, by=actor))

    assert said == f"{transfer.number} left already. Make another list."


@pytest.mark.rule("L-08")
def test_a_stop_over_is_written_down_and_receives_nothing(transfer, device, other_town, actor):
    elsewhere, line = a_desk(other_town), sent(transfer).lines.get(device=device)

    seen = actions.stop_over(line, place=elsewhere, by=actor)

    assert (str(seen), list(StopOver.objects.all())) == (f"{line.pk} {elsewhere.pk}", [seen])
    assert (fresh(line).outcome, fresh(device).state) == ("open", "in_transit")
    assert Event.objects.about(elsewhere).last().verb == "logistics.stopped_over"


@pytest.mark.rule("L-08")
def test_where_it_goes_is_no_stop_over(transfer, device, desk, actor):
    line = sent(transfer).lines.get(device=device)

    said = refusal(lambda: actions.stop_over(line, place=desk, by=actor))

    assert said == f"{device.number} comes here. Receive it."


@pytest.mark.rule("L-08")
def test_what_does_not_ride_or_is_settled_has_no_stop_over(transfer, device, second, other_town, actor):
    elsewhere = a_desk(other_town)
    waits = refusal(lambda: actions.stop_over(transfer.lines.get(device=device), place=elsewhere, by=actor))
    scanned(sent(transfer), device)

    settled = refusal(lambda: actions.stop_over(transfer.lines.get(device=device), place=elsewhere, by=actor))

    assert waits == f"{transfer.number} is not on its way: to be sent."
    assert settled == f"{device.number} is settled already: arrived."


@pytest.mark.rule("L-09")
def test_what_is_taken_out_stands_there_and_the_list_says_so(transfer, device, second, other_town, actor):
    elsewhere, line = a_desk(other_town), sent(transfer).lines.get(device=device)

    actions.take_out(line, place=elsewhere, by=actor)
    scanned(transfer, second)

    assert (fresh(device).state, fresh(device).place) == ("at_desk", elsewhere)
    assert (outcomes(transfer), fresh(transfer).state) == (["taken_out", "arrived"], "arrived")


@pytest.mark.rule("L-09")
def test_what_is_not_erased_is_not_taken_out(depot, desk, device, other_town, actor):
    unerased = back_at(desk, device)
    line = sent(asked(desk, depot, unerased)).lines.get()

    said = refusal(lambda: actions.take_out(line, place=a_desk(other_town), by=actor))

    assert said == f"{unerased.number} is not erased yet. Let it ride on."


@pytest.mark.rule("L-09")
def test_what_has_something_the_matter_is_not_taken_out(transfer, device, other_town, actor):
    line = sent(transfer).lines.get(device=device)
    inventory.raise_flag(device, kind="investigate", note="Kras.", by=actor)

    said = refusal(lambda: actions.take_out(line, place=a_desk(other_town), by=actor))

    assert "is kept back" in said


@pytest.mark.rule("L-10")
def test_proposals_for_one_ride_stand_on_one_list(transfer, device, third, actor):
    depot, desk = transfer.from_place, transfer.to_place
    lines = [actions.propose(one, at=depot, to_place=desk, by=actor) for one in (device, third, third)]

    assert lines[1] == lines[2]
    assert {line.transfer for line in lines} == {transfer}
    assert outcomes(transfer) == ["open"] * 3


@pytest.mark.rule("L-10")
def test_a_proposal_takes_it_off_the_list_on_which_it_did_not_leave(transfer, device, association, actor):
    elsewhere = a_depot(association, name="Tweede werkplaats")

    line = actions.propose(device, at=elsewhere, to_place=transfer.to_place, by=actor)

    assert (outcomes(transfer), line.transfer.from_place, fresh(device).place) == (
        ["left_out", "open"], elsewhere, elsewhere,
    )  # fmt: skip


def test_what_rides_is_not_proposed_for_another_ride(transfer, device, depot, desk, actor):
    sent(transfer)

    with pytest.raises(RuleBroken):
        actions.propose(device, at=desk, to_place=depot, by=actor)

    assert fresh(device).state == "in_transit"


# The page


def page_of(transfer) -> str:
    return f"/transfers/{transfer.pk}/scannen/"


@pytest.mark.rule("L-07")
def test_the_page_puts_on_the_list_what_is_scanned_and_shows_it(as_technician, transfer, third):
    answer = as_technician.post(page_of(transfer), {"scan": third.number, "once": uuid4()})

    page = as_technician.get(answer.url)
    assert (answer.status_code, answer.url) == (303, page_of(transfer))
    assert [one.said for one, _tone in page.context["shown"]] == [f"{third.number}, Acer Aspire: on the list."]
    assert len(page.context["still_open"]) == 3


@pytest.mark.rule("L-07")
def test_the_page_leads_to_the_transfer_when_the_last_one_was_counted(as_clerk, transfer, device, second):
    sent(transfer)

    answers = [as_clerk.post(page_of(transfer), {"scan": one.number, "once": uuid4()}).url for one in (device, second)]

    assert answers == [page_of(transfer), f"/transfers/{transfer.pk}/"]


def test_an_empty_scan_comes_back_with_what_to_do(as_technician, transfer):
    answer = as_technician.post(page_of(transfer), {"scan": ""})

    assert (answer.status_code, answer.context["form"].errors["scan"]) == (422, ["Scan the label of a device."])


@pytest.mark.rule("L-04")
def test_only_who_sends_fills_the_list_and_only_who_receives_counts_it(as_technician, as_clerk, as_stranger, transfer):
    clients = (as_technician, as_clerk, as_stranger)
    while_asked = [client.get(page_of(transfer)).status_code for client in clients]
    sent(transfer)

    # Who has the association in view receives at its members as well.
    assert while_asked == [200, 404, 404]
    assert [client.get(page_of(transfer)).status_code for client in clients] == [200, 200, 404]


def test_the_page_asks_the_database_as_often_for_three_as_for_one(as_technician, transfer, third):
    scanned(transfer, third)
    as_technician.get(page_of(transfer))
    with CaptureQueriesContext(connection) as with_one:
        as_technician.get(page_of(transfer))
    scanned(transfer, "niets")
    scanned(transfer, "nog niets")

    with CaptureQueriesContext(connection) as with_three:
        page = as_technician.get(page_of(transfer))

    assert (len(page.context["shown"]), len(with_three)) == (3, len(with_one))


def test_a_list_that_is_over_is_not_scanned_any_more(as_technician, transfer, actor):
    actions.cancel(transfer, because="Toch niet.", by=actor)

    assert as_technician.get(page_of(transfer)).status_code == 404
