"""Pages of counts: they work, strangers see nothing, a broken rule is explained, and rows cost no queries."""

from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions
from digibank.inventory.models import CountScan, Device, Stocktake
from digibank.inventory.tests.factories import a_device, at_desk, in_stock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def laptops(desk, depot, laptop_class) -> list[Device]:
    return [
        at_desk(desk, laptop_class, depot=depot, vendor="Dell", product=f"Latitude {number}") for number in range(3)
    ]


@pytest.fixture
def stocktake(desk, laptops, clerk) -> Stocktake:
    return actions.start_stocktake(desk, by=clerk.actor)


@pytest.fixture
def settling(stocktake, laptops, clerk) -> Stocktake:
    """One was seen, two were not."""
    actions.count(stocktake, text=laptops[0].number, once=uuid4(), by=clerk.actor)
    return actions.state_missing(stocktake, by=clerk.actor)


@pytest.fixture
def as_tom(town, desk):
    """A second clerk of the same desk."""
    return logged_in(a_user("tom", "Tom Teller", town, Role.LENDING_CLERK, place=desk))


def at(name, row):
    return reverse(f"inventory:{name}", args=[row.pk])


def send(client, address, **typed):
    return client.post(address, {"once": uuid4()} | typed)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.rule("H-01")
def test_a_count_is_begun_and_leads_to_the_scanner(as_clerk, desk, laptops):
    answer = send(as_clerk, "/tellingen/nieuw/", place=desk.pk, device_class="")

    made = Stocktake.objects.get()
    assert (answer.status_code, answer.url) == (303, at("scan_count", made))
    assert (made.place, made.device_class, made.lines.count()) == (desk, None, 3)


@pytest.mark.rule("H-01")
def test_a_second_count_of_the_same_is_refused_on_the_form(as_clerk, desk, stocktake):
    answer = send(as_clerk, "/tellingen/nieuw/", place=desk.pk, device_class="")

    assert answer.status_code == 422
    assert "This is being counted already." in answer.content.decode()


@pytest.mark.rule("H-02")
def test_two_people_scan_in_one_count_and_see_each_other(as_clerk, as_tom, stocktake, laptops):
    send(as_clerk, at("scan_count", stocktake), scan=laptops[0].number)
    send(as_tom, at("scan_count", stocktake), scan=laptops[1].number)
    answer = send(as_tom, at("scan_count", stocktake), scan=laptops[0].number)

    page = as_clerk.get(answer.url)
    assert [(one.result, str(one.by.user)) for one, _tone in page.context["shown"]] == [
        ("twice", "Tom Teller"), ("found", "Tom Teller"), ("found", "Lies Loket"),
    ]  # fmt: skip
    assert (page.context["seen"], page.context["expected"]) == (2, 3)
    assert [line.device for line in page.context["to_count"]] == [laptops[2]]


@pytest.mark.rule("H-02")
def test_a_scan_that_is_sent_twice_is_one_scan(as_clerk, stocktake, laptops):
    typed = {"scan": laptops[0].number, "once": uuid4()}

    answers = [as_clerk.post(at("scan_count", stocktake), typed).status_code for _click in range(2)]

    assert (answers, CountScan.objects.count()) == ([303, 303], 1)


def test_an_empty_scan_is_explained(as_clerk, stocktake):
    answer = send(as_clerk, at("scan_count", stocktake), scan="")

    assert (answer.status_code, answer.context["form"].errors["scan"]) == (422, ["Scan the label of a device."])


@pytest.mark.rule("H-03")
def test_when_everybody_is_done_the_page_shows_what_is_missing(as_clerk, stocktake, laptops):
    send(as_clerk, at("scan_count", stocktake), scan=laptops[0].number)

    answer = send(as_clerk, at("state_missing", stocktake))

    page = as_clerk.get(answer.url)
    assert answer.url == at("stocktake", stocktake)
    assert [line.device for line in page.context["report"].missing] == laptops[1:]


@pytest.mark.rule("H-04")
def test_a_difference_is_settled_on_a_page_of_its_own(as_clerk, settling, laptops, depot):
    line = settling.lines.get(device=laptops[1])
    page = as_clerk.get(at("settle_difference", line))

    answer = send(as_clerk, at("settle_difference", line), settled_as="elsewhere", place=depot.pk)

    assert [value for value, _label in page.context["form"].fields["settled_as"].choices] == [
        "here", "elsewhere", "lost", "noted",
    ]  # fmt: skip
    assert (answer.url, fresh(laptops[1]).place) == (at("stocktake", settling), depot)


@pytest.mark.rule("H-04")
def test_what_was_not_expected_is_taken_in_without_a_place_to_choose(as_clerk, stocktake, laptops, depot, desk):
    stray = in_stock(a_device(depot, laptops[0].device_class))
    send(as_clerk, at("scan_count", stocktake), scan=stray.number)
    send(as_clerk, at("state_missing", stocktake))
    line = stocktake.lines.get(device=stray)
    page = as_clerk.get(at("settle_difference", line))

    send(as_clerk, at("settle_difference", line), settled_as="taken_in")

    assert "place" not in page.context["form"].fields
    assert fresh(stray).place == desk


@pytest.mark.rule("H-04")
@pytest.mark.parametrize(
    ("typed", "field"),
    [({}, "settled_as"), ({"settled_as": "noted"}, "remark"), ({"settled_as": "elsewhere"}, "place")],
)
def test_a_difference_that_is_not_well_settled_comes_back(as_clerk, settling, laptops, typed, field):
    line = settling.lines.get(device=laptops[1])

    answer = send(as_clerk, at("settle_difference", line), **typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.rule("H-05")
def test_a_loss_is_approved_by_a_colleague_who_did_not_count(as_clerk, as_tom, settling, laptops):
    for device in laptops[1:]:
        send(as_clerk, at("settle_difference", settling.lines.get(device=device)), settled_as="lost")

    mine = send(as_clerk, at("approve_stocktake", settling))
    answer = send(as_tom, at("approve_stocktake", settling))

    assert (mine.status_code, "Ask a colleague who did not count" in mine.content.decode()) == (422, True)
    assert (answer.url, fresh(settling).state) == (at("stocktake", settling), "approved")
    assert "Tom Teller" in as_clerk.get(answer.url).content.decode()
    assert {fresh(device).state for device in laptops[1:]} == {"lost"}


def test_a_count_is_called_off_with_a_reason(as_clerk, stocktake):
    refused = send(as_clerk, at("cancel_stocktake", stocktake), because="")
    answer = send(as_clerk, at("cancel_stocktake", stocktake), because="De balie sluit.")

    assert (refused.status_code, answer.status_code) == (422, 303)
    assert "De balie sluit." in as_clerk.get(answer.url).content.decode()
    assert as_clerk.get(at("scan_count", stocktake)).status_code == 404


@pytest.mark.rule("H-06")
def test_the_report_is_a_file_and_a_paper(as_clerk, settling, laptops):
    file = as_clerk.get(at("count_csv", settling)).content.decode("utf-8-sig")
    paper = as_clerk.get(at("count_report", settling))

    assert file.splitlines() == [
        "Number;Device;Class;Position;Place;Result;Settled;Remark",
        *(
            f"{device.number};Dell Latitude {number};Laptop 15 inch;at the desk;Uitleendesk;{result};;"
            for number, (device, result) in enumerate(zip(laptops, ["found", *["not found"] * 2], strict=True))
        ),
    ]
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")


def test_counts_are_listed_with_what_is_open_first(as_clerk, stocktake, laptop_class, desk, clerk):
    over = actions.start_stocktake(desk, device_class=laptop_class, by=clerk.actor)
    actions.cancel_stocktake(over, because="Toch niet.", by=clerk.actor)

    page = as_clerk.get("/tellingen/")

    assert (page.context["open"], list(page.context["page"].rows)) == ([stocktake], [over])


@pytest.mark.rule("H-07")
def test_staff_of_another_municipality_cannot_list_count_or_guess(as_stranger, settling, laptops, desk):
    line = settling.lines.first()
    pages = ["stocktake", "scan_count", "count_csv", "count_report"]
    acts = ["scan_count", "state_missing", "approve_stocktake", "cancel_stocktake"]

    seen = [as_stranger.get(at(name, settling)).status_code for name in pages]
    sent = [send(as_stranger, at(name, settling), scan=laptops[1].number).status_code for name in acts]
    settled = [as_stranger.get(at("settle_difference", line)), send(as_stranger, at("settle_difference", line))]
    begun = send(as_stranger, "/tellingen/nieuw/", place=desk.pk)

    assert (seen, sent, [answer.status_code for answer in settled]) == ([404] * 4, [404] * 4, [404] * 2)
    assert (begun.status_code, as_stranger.get("/tellingen/").context["open"]) == (422, [])
    assert CountScan.objects.count() == 1


def test_who_moves_no_devices_counts_none(as_administrator, stocktake):
    assert as_administrator.get("/tellingen/").status_code == 403
    assert as_administrator.get(at("stocktake", stocktake)).status_code == 403


def asks(client, *pages) -> list[int]:
    """How many queries each of these pages takes, once the session is warm."""
    counted = []
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counted.append(len(asked))
    return counted


def test_the_pages_ask_the_database_as_often_for_three_rows_as_for_one(as_clerk, desk, laptops, depot, clerk):
    stocktake = actions.start_stocktake(desk, by=clerk.actor)
    pages = ["/tellingen/", at("stocktake", stocktake), at("scan_count", stocktake)]
    actions.count(stocktake, text=laptops[0].number, once=uuid4(), by=clerk.actor)
    with_one = asks(as_clerk, *pages)
    for device in laptops[1:]:
        actions.count(stocktake, text=device.number, once=uuid4(), by=clerk.actor)
    actions.start_stocktake(desk, device_class=laptops[0].device_class, by=an_actor())

    assert asks(as_clerk, *pages) == with_one
