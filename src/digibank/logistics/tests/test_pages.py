"""The pages of transfers: who may open them, what they do, and what they say when they refuse."""

from io import BytesIO
from uuid import uuid4

import pytest
from conftest import logged_in
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.inventory.models import DEVICE_NUMBERS, Device
from digibank.inventory.tests.factories import a_depot, a_device, in_stock
from digibank.logistics import actions
from digibank.logistics.flows import TransferState
from digibank.logistics.models import Transfer
from digibank.logistics.tests.factories import asked, received, sent
from digibank.organisations.tests.factories import a_desk, an_association

OPENED = ["transfers", "ask", "transfer", "manifest"]
SENT = ["send", "receive", "settle_missing", "cancel", "leave_out"]


@pytest.fixture
def elsewhere_technician(db):
    """A technician of another association altogether."""
    other = an_association("Digibank Elders")
    a_depot(other, name="Loods Elders")
    return logged_in(a_user("noor", "Noor Elders", other, Role.TECHNICIAN))


def url(name, key=None):
    return reverse(f"logistics:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def addresses(transfer) -> dict[str, str]:
    keys = {"transfers": None, "ask": None, "leave_out": transfer.lines.first().pk}
    return {name: url(name, keys.get(name, transfer.pk)) for name in [*OPENED, *SENT]}


def state_of(transfer) -> str:
    return Transfer.objects.get(pk=transfer.pk).state


def test_who_moves_devices_opens_every_page(as_technician, as_clerk, as_coordinator, transfer):
    pages = addresses(transfer)

    for client in (as_technician, as_clerk, as_coordinator):
        assert {name: client.get(pages[name]).status_code for name in OPENED} == dict.fromkeys(OPENED, 200)
        assert {name: client.get(pages[name]).status_code for name in SENT} == dict.fromkeys(SENT, 405)


def test_who_moves_none_and_who_is_not_logged_in_stays_outside(as_administrator, client, transfer):
    pages = addresses(transfer)

    refused = {
        name: (as_administrator.post if name in SENT else as_administrator.get)(at) for name, at in pages.items()
    }
    asked_in = {name: (client.post if name in SENT else client.get)(at) for name, at in pages.items()}

    assert {answer.status_code for answer in refused.values()} == {403}
    assert {answer.status_code for answer in asked_in.values()} == {302}


@pytest.mark.rule("L-04")
def test_a_transfer_between_others_does_not_exist(as_stranger, elsewhere_technician, transfer, device):
    pages = {name: at for name, at in addresses(transfer).items() if name not in ("transfers", "ask")}

    for client in (as_stranger, elsewhere_technician):
        answers = {name: (client.post if name in SENT else client.get)(at).status_code for name, at in pages.items()}
        assert answers == dict.fromkeys(pages, 404)
        assert transfer.number not in text_of(client.get(url("transfers")))
        not_theirs = client.post(url("ask"), {"devices": device.number})
        assert f"We do not find {device.number}." in text_of(not_theirs)


@pytest.mark.rule("L-04")
def test_who_receives_does_not_send_and_cannot_call_back(as_clerk, transfer, device):
    early = as_clerk.post(url("send", transfer.pk)), as_clerk.post(url("cancel", transfer.pk), {"because": "Nee."})
    sent(transfer)
    page = text_of(as_clerk.get(url("transfer", transfer.pk)))
    counted = as_clerk.post(url("receive", transfer.pk), {"arrived": [device.pk]})

    assert [answer.status_code for answer in early] == [404, 404]
    assert ("I counted it" in page, "Call it back" in page) == (True, False)
    assert counted.status_code == 303


@pytest.mark.rule("L-04")
def test_what_is_called_back_is_received_by_who_sent_it(as_clerk, as_technician, transfer, device, second):
    sent(transfer)
    actions.cancel(transfer, because="De balie is dicht.", by=an_actor())

    at_desk = as_clerk.post(url("receive", transfer.pk), {"arrived": [device.pk]})
    page = text_of(as_technician.get(url("transfer", transfer.pk)))
    at_depot = as_technician.post(url("receive", transfer.pk), {"arrived": [device.pk, second.pk]})

    assert (at_desk.status_code, at_depot.status_code, state_of(transfer)) == (404, 303, TransferState.CANCELLED)
    assert "Count the devices at Werkplaats. De balie is dicht." in page


def test_a_list_is_made_by_scanning(as_technician, depot, desk, device, second):
    scanned = f"{device.number}\n{second.number.lower()},{device.number}\n"

    answer = as_technician.post(
        url("ask"), {"from_place": depot.pk, "to_place": desk.pk, "devices": scanned, "once": str(uuid4())}
    )

    transfer = Transfer.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("transfer", transfer.pk))
    assert [line.device for line in transfer.lines.all()] == [device, second]


def test_a_number_that_is_mistyped_or_unknown_is_named(as_technician, depot, desk, device):
    typed = {"from_place": depot.pk, "to_place": desk.pk}

    mistyped = as_technician.post(url("ask"), typed | {"devices": "DB-000001-0 IN-000001-9"})
    nowhere = DEVICE_NUMBERS.of(999_999)
    unknown = as_technician.post(url("ask"), typed | {"devices": nowhere})
    unfit = as_technician.post(url("ask"), typed | {"devices": a_device(depot).number})

    assert [answer.status_code for answer in (mistyped, unknown, unfit)] == [422, 422, 422]
    assert "This is no number of a device: DB-000001-0, IN-000001-9." in text_of(mistyped)
    assert f"We do not find {nowhere}." in text_of(unknown)
    assert "cannot ride along: received at the depot" in text_of(unfit)


def test_a_clerk_sends_to_the_depot_of_the_association(as_clerk, town, depot, desk, other_town):
    a_desk(other_town, name="Balie Hazelven")

    form = as_clerk.get(url("ask")).context["form"]

    assert list(form.fields["from_place"].queryset) == [desk]
    assert set(form.fields["to_place"].queryset) == {depot, desk}
    assert form["from_place"].initial == desk


def test_who_has_no_seat_chooses_where_it_starts(association, depot):
    nowhere = a_user("nel", "Nel Nergens", association, Role.TECHNICIAN)

    assert logged_in(nowhere).get(url("ask")).context["form"]["from_place"].initial is None


def test_it_leaves_is_counted_and_what_is_missing_is_lost(as_technician, transfer, device, second):
    page = text_of(as_technician.get(url("transfer", transfer.pk)))
    left = as_technician.post(url("send", transfer.pk))
    counted = as_technician.post(url("receive", transfer.pk), {"scanned": device.number, "remark": "Niet in de bak."})
    difference = text_of(as_technician.get(url("transfer", transfer.pk)))
    lost = as_technician.post(url("settle_missing", transfer.pk), {"lost": [second.pk]})
    over = text_of(as_technician.get(url("transfer", transfer.pk)))

    assert [answer.status_code for answer in (left, counted, lost)] == [303, 303, 303]
    assert "It leaves now" in page
    assert [
        said for said in ("was not there", "Niet in de bak.", "Not found any more?") if said not in difference
    ] == []
    assert (state_of(transfer), "Count what is here" in over) == (TransferState.ARRIVED, False)
    assert transfer.number in text_of(as_technician.get(url("transfers")))


def test_a_ticked_and_a_scanned_device_count_together(as_technician, transfer, device, second):
    sent(transfer)

    as_technician.post(url("receive", transfer.pk), {"arrived": [device.pk], "scanned": second.number})

    assert state_of(transfer) == TransferState.ARRIVED


def test_a_device_is_left_out_or_everything_is_called_off(as_technician, transfer, device):
    line = transfer.lines.get(device=device)

    left_out = as_technician.post(url("leave_out", line.pk))
    no_reason = as_technician.post(url("cancel", transfer.pk), {"because": ""})
    cancelled = as_technician.post(url("cancel", transfer.pk), {"because": "De bus is stuk."})
    page = text_of(as_technician.get(url("transfer", transfer.pk)))

    assert [answer.status_code for answer in (left_out, no_reason, cancelled)] == [303, 422, 303]
    assert (state_of(transfer), "De bus is stuk." in page, "stayed behind" in page) == (
        TransferState.CANCELLED,
        True,
        True,
    )


def test_refusals_stand_on_the_page(as_technician, transfer, depot, device, second):
    stray = a_device(depot)
    sent(transfer)

    answers = {
        "This is not possible now": as_technician.post(url("send", transfer.pk)),
        "This transfer left already.": as_technician.post(url("leave_out", transfer.lines.first().pk)),
        f"Not on this list: {stray.number}.": as_technician.post(
            url("receive", transfer.pk), {"scanned": stray.number}
        ),
    }
    received(transfer)
    answers["Tick the devices that are lost."] = as_technician.post(url("settle_missing", transfer.pk))

    assert {sentence: (answer.status_code, sentence in text_of(answer)) for sentence, answer in answers.items()} == (
        dict.fromkeys(answers, (422, True))
    )


@pytest.mark.once
@pytest.mark.rule("L-06")
def test_the_list_that_rides_along_names_devices_and_places_and_nobody_else(as_technician, transfer, device, second):
    answer = as_technician.get(url("manifest", transfer.pk))

    pages = PdfReader(BytesIO(answer.content)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    expected = [transfer.number, device.number, second.number, "HP ProBook", "Laptop 15 inch", "charger", "Werkplaats"]
    assert [said for said in [*expected, "Uitleendesk", "2 devices"] if said not in words] == []
    assert (answer["Content-Type"], "bag" in words) == ("application/pdf", False)


@pytest.mark.rule("L-06")
def test_nothing_of_a_transfer_points_to_a_person():
    relations = {
        field.related_model._meta.app_label
        for model in apps.get_app_config("logistics").get_models()
        for field in model._meta.get_fields()
        if field.is_relation
    }

    assert relations == {"logistics", "inventory", "organisations", "audit", "spreading"}


def test_the_list_shows_what_is_open_first(as_technician, depot, desk, device, second):
    empty = text_of(as_technician.get(url("transfers")))
    over = received(sent(asked(depot, desk, device)), device)
    open_one = asked(depot, desk, second)

    answer = as_technician.get(url("transfers"))

    assert "Nothing is on its way" in empty
    assert (answer.context["open"], answer.context["page"].rows) == ([open_one], [over])
    assert [row.devices for row in answer.context["open"]] == [1]


def test_more_transfers_ask_no_more_of_the_database(as_technician, depot, desk, device, second):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked_of:
            as_technician.get(url("transfers"))
        return len(asked_of)

    received(sent(asked(depot, desk, device)), device)
    queries()
    one = queries()
    received(sent(asked(depot, desk, second)), second)
    asked(depot, desk, in_stock(a_device(depot)))
    as_technician.get(url("transfers"))

    assert queries() == one
    assert Device.objects.count() == 3
