"""Devices are put on a list, ride, are counted in, stay away, turn around."""

import pytest
from django.db import IntegrityError

from digibank import clock
from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.models import Commitment, Device
from digibank.inventory.tests.factories import a_depot, a_device, at_desk, past_the_gate
from digibank.logistics import actions
from digibank.logistics.flows import TransferState
from digibank.logistics.models import Transfer, TransferLine
from digibank.logistics.queries import of_device
from digibank.logistics.tests.factories import asked, back_at, received, sent
from digibank.organisations.tests.factories import a_desk


def refusal(act) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as no:
        act()
    return str(no.value), no.value.field


def positions(*devices) -> list[tuple[str, str]]:
    fresh = [Device.objects.select_related("place").get(pk=device.pk) for device in devices]
    return [(device.state, device.place.name) for device in fresh]


def outcomes(transfer) -> list[str]:
    return [line.outcome for line in transfer.lines.all()]


def test_two_devices_ride_from_the_depot_to_the_desk(transfer, depot, desk, *, device, second, actor):
    before = positions(device, second)
    on_its_way = actions.send(transfer, by=actor)
    riding = (positions(device, second), on_its_way.state, on_its_way.destination)
    ended = actions.receive(on_its_way, arrived=[device.pk, second.pk], by=actor)

    assert before == [(Position.STOCK, depot.name)] * 2
    assert riding == ([(Position.IN_TRANSIT, depot.name)] * 2, TransferState.SENT, desk)
    assert positions(device, second) == [(Position.AT_DESK, desk.name)] * 2
    assert (ended.state, outcomes(ended), str(ended)) == (
        TransferState.ARRIVED,
        ["arrived", "arrived"],
        transfer.number,
    )
    assert [event.verb for event in Event.objects.about(transfer)] == [
        "logistics.asked",
        "logistics.sent",
        "logistics.received",
        "logistics.ended",
    ]


def test_asking_moves_nothing(transfer, depot, device, second):
    assert (transfer.state, positions(device, second)) == (
        TransferState.ASKED,
        [(Position.STOCK, depot.name)] * 2,
    )
    assert not Commitment.objects.open().exists()


@pytest.mark.rule("L-11")
@pytest.mark.usefixtures("in_english")
def test_what_somebody_was_promised_at_a_desk_does_not_ride_away(depot, desk, actor):
    first, second = (at_desk(desk, depot=depot) for _ in range(2))
    inventory.promise(first.device_class, place=desk, by=actor)
    both, one = asked(desk, depot, first, second), Transfer.objects.all()

    said = refusal(lambda: sent(both))
    stayed = positions(first, second)
    actions.leave_out(both.lines.get(device=second), by=actor)
    sent(one.get())

    assert said == (
        f"Somebody was promised a Laptop 15 inch at {desk.name}, and too few would stay. Leave one off the list.",
        "devices",
    )
    assert stayed == [(Position.AT_DESK, desk.name)] * 2
    assert positions(first, second) == [(Position.IN_TRANSIT, desk.name), (Position.AT_DESK, desk.name)]


@pytest.mark.rule("L-11")
def test_what_nobody_can_be_given_rides_also_when_a_promise_waits(depot, desk, actor):
    whole = at_desk(desk, depot=depot)
    inventory.promise(whole.device_class, place=desk, by=actor)
    inventory.report_lost(whole, because="Nergens gevonden.", by=actor)
    without_charger = at_desk(desk, depot=depot, accessories=["charger"])
    inventory.check_accessory(without_charger, kind="charger", state="missing", by=actor)

    sent(asked(desk, depot, without_charger))

    assert positions(without_charger) == [(Position.IN_TRANSIT, desk.name)]


@pytest.mark.rule("L-01")
def test_a_device_rides_in_one_transfer_at_a_time(transfer, depot, desk, device, town):
    other = a_desk(town, name="Balie De Brug")

    said = refusal(lambda: asked(depot, other, device))

    assert said == (f"{device.number} is on the list of another transfer already.", "devices")
    assert Transfer.objects.count() == 1
    with pytest.raises(IntegrityError):
        TransferLine.objects.create(
            transfer=Transfer.objects.create(from_place=depot, to_place=other, asked_by=transfer.asked_by),
            device=device,
        )


@pytest.mark.rule("L-01")
def test_what_is_kept_for_somebody_does_not_leave(depot, desk, device, actor):
    there = received(sent(asked(depot, desk, device)), device)
    inventory.hold(Device.objects.get(pk=device.pk), place=desk, by=actor)
    back = asked(desk, depot, device)

    said = refusal(lambda: sent(back))

    assert said[0] == f"{device.number} is kept for somebody or on its way already."
    assert (there.state, Transfer.objects.get(pk=back.pk).state) == (TransferState.ARRIVED, TransferState.ASKED)


@pytest.mark.rule("L-02")
def test_what_came_back_from_a_loan_rides_to_a_workshop_only(depot, desk, device, town):
    returned = back_at(desk, device)
    other = a_desk(town, name="Balie De Brug")

    said = refusal(lambda: asked(desk, other, returned))
    home = received(sent(asked(desk, depot, returned)), returned)

    assert said == (f"{device.number} is not erased yet. It may ride to a workshop only.", "devices")
    assert (home.state, positions(device)) == (TransferState.ARRIVED, [(Position.QUARANTINE, depot.name)])


@pytest.mark.rule("L-02")
@pytest.mark.parametrize("step", ["received", "erased", "installed"])
def test_what_is_not_ready_does_not_ride(depot, desk, laptop_class, step, actor):
    device = a_device(depot, laptop_class)
    if step != "received":
        device = past_the_gate(device)
    if step == "installed":
        device = inventory.install(device, by=actor)

    said = refusal(lambda: asked(depot, desk, device))

    assert said == (
        f"{device.number} cannot ride along: {device.get_state_display()}, {depot.name}. Take it off the list.",
        "devices",
    )


def test_what_is_elsewhere_does_not_ride_from_here(depot, desk, device):
    said = refusal(lambda: asked(desk, depot, device))

    assert said[0] == f"{device.number} cannot ride along: in stock at the depot, {depot.name}. Take it off the list."


def test_what_left_its_place_meanwhile_holds_the_list_up_until_it_is_left_out(transfer, depot, device, second, actor):
    inventory.lose(device, by=actor)

    said = refusal(lambda: sent(transfer))
    actions.leave_out(transfer.lines.get(device=device), by=actor)
    ridden = received(sent(transfer), second)

    assert said[0] == f"{device.number} cannot ride along: lost, {depot.name}. Take it off the list."
    assert (ridden.state, outcomes(ridden)) == (TransferState.ARRIVED, ["left_out", "arrived"])


def test_an_empty_list_is_neither_asked_nor_sent(transfer, depot, desk, device, actor):
    for line in transfer.lines.all():
        actions.leave_out(line, by=actor)

    assert refusal(lambda: sent(transfer)) == ("No device is left on this list. Cancel the transfer.", None)
    assert refusal(lambda: asked(depot, desk)) == ("Scan or type at least one device.", "devices")


def test_what_left_is_not_left_out(transfer, actor):
    sent(transfer)

    said = refusal(lambda: actions.leave_out(transfer.lines.first(), by=actor))

    assert said == ("This transfer left already. Count the device when it is received.", None)


def test_a_transfer_goes_to_another_place_that_is_in_use(depot, device, association):
    closed = a_depot(association, name="Oude loods")
    closed.given_up_on = clock.today()
    closed.save(update_fields=["given_up_on"])

    same = refusal(lambda: asked(depot, depot, device))
    given_up = refusal(lambda: asked(depot, closed, device))

    assert same == ("The devices are there already. Choose another place.", "to_place")
    assert given_up == ("Oude loods is not used any more. Choose another place.", "to_place")


@pytest.mark.rule("L-03")
def test_what_is_not_there_stays_on_its_way_until_it_comes(transfer, depot, desk, device, second):
    counted = received(sent(transfer), device, remarks={second.pk: "Lag niet in de bak."})
    between = (counted.state, outcomes(counted), positions(device, second))
    remark = counted.lines.get(device=second).remark
    ended = received(transfer, second)

    assert between == (
        TransferState.SENT,
        ["arrived", "missing"],
        [(Position.AT_DESK, desk.name), (Position.IN_TRANSIT, depot.name)],
    )
    assert (remark, ended.state, positions(second)) == (
        "Lag niet in de bak.",
        TransferState.ARRIVED,
        [(Position.AT_DESK, desk.name)],
    )
    assert ended.lines.get(device=second).remark == "Lag niet in de bak."


@pytest.mark.rule("L-03")
def test_what_never_comes_is_said_to_be_lost(transfer, device, second, actor):
    received(sent(transfer), device)

    ended = actions.settle_missing(transfer, lost=[second.pk], by=actor)

    assert (ended.state, outcomes(ended)) == (TransferState.ARRIVED, ["arrived", "lost"])
    assert Device.objects.get(pk=second.pk).state == Position.LOST
    assert not Commitment.objects.open().exists()


@pytest.mark.rule("L-03")
def test_a_loss_that_was_told_elsewhere_is_only_written_down(transfer, device, second, actor):
    sent(transfer)
    inventory.steal(second, by=actor)
    received(transfer, device)

    ended = actions.settle_missing(transfer, lost=[second.pk], by=actor)

    assert (ended.state, Device.objects.get(pk=second.pk).state) == (TransferState.ARRIVED, Position.STOLEN)


def test_who_ticks_nothing_loses_nothing(transfer, actor):
    sent(transfer)

    assert refusal(lambda: actions.settle_missing(transfer, lost=[], by=actor)) == (
        "Tick the devices that are lost.",
        "lost",
    )


def test_what_is_not_on_the_list_is_set_apart(transfer, depot, device):
    stray = a_device(depot)
    sent(transfer)

    said = refusal(lambda: received(transfer, device, stray))

    assert said == (f"Not on this list: {stray.number}. Set it apart and call who sent it.", "arrived")
    assert outcomes(transfer) == ["open", "open"]


def test_what_did_not_leave_does_not_arrive(transfer, device, actor):
    sentence = (f"{transfer.number} is not on its way: to be sent.", None)

    assert refusal(lambda: received(transfer, device)) == sentence
    assert refusal(lambda: actions.settle_missing(transfer, lost=[device.pk], by=actor)) == sentence


def test_no_secret_stands_in_a_remark_or_a_reason(transfer, device, second, actor):
    secret = "This text holds a password or code. We never keep these. Take it out and save again."

    assert refusal(lambda: actions.cancel(transfer, because="pincode 1234", by=actor)) == (secret, "because")
    sent(transfer)
    assert refusal(lambda: received(transfer, device, remarks={second.pk: "pincode 1234"}))[0] == secret


@pytest.mark.rule("L-05")
def test_what_is_called_off_before_it_leaves_never_moved(transfer, depot, device, second, actor):
    ended = actions.cancel(transfer, because="De bus is stuk.", by=actor)

    assert (ended.state, ended.cancelled_because, outcomes(ended)) == (
        TransferState.CANCELLED,
        "De bus is stuk.",
        ["left_out", "left_out"],
    )
    assert positions(device, second) == [(Position.STOCK, depot.name)] * 2
    assert asked(depot, transfer.to_place, device).state == TransferState.ASKED


@pytest.mark.rule("L-05")
def test_what_is_called_back_is_counted_where_it_left(transfer, depot, desk, *, device, second, actor):
    sent(transfer)
    turned = actions.cancel(transfer, because="De balie is dicht.", by=actor)
    riding = (turned.state, turned.destination)
    again = refusal(lambda: actions.cancel(transfer, because="Toch.", by=actor))
    ended = received(transfer, device, second)

    assert riding == (TransferState.SENT, depot)
    assert again == ("This transfer was called back already. Count the devices where they left.", None)
    assert (ended.state, positions(device, second)) == (
        TransferState.CANCELLED,
        [(Position.STOCK, depot.name)] * 2,
    )


def test_what_is_over_is_not_called_off(transfer, device, second, actor):
    received(sent(transfer), device, second)

    said, _field = refusal(lambda: actions.cancel(transfer, because="Toch niet.", by=actor))

    assert said.startswith("This is not possible now: the state is “arrived”.")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "sent"}, "what_is_on_its_way_was_sent"),
        ({"state": "cancelled", "ended_at": "2026-11-23T10:00Z"}, "what_is_cancelled_says_why"),
        ({"turned_at": "2026-11-23T10:00Z"}, "what_is_cancelled_says_why"),
        ({"ended_at": "2026-11-23T10:00Z"}, "what_is_over_has_its_end"),
        ({"state": "arrived", "sent_at": "2026-11-23T10:00Z"}, "what_is_over_has_its_end"),
    ],
)
def test_the_database_itself_refuses_half_a_transfer(transfer, change, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Transfer.objects.filter(pk=transfer.pk).update(**change)


def test_the_database_itself_refuses_a_transfer_to_nowhere(transfer):
    with pytest.raises(IntegrityError, match="a_transfer_goes_somewhere_else"):
        Transfer.objects.filter(pk=transfer.pk).update(to_place=transfer.from_place)


def test_the_rides_of_a_device_are_its_own(transfer, depot, desk, device, second):
    received(sent(transfer), device, second)
    later = asked(desk, depot, device)

    assert [line.transfer for line in of_device(device)] == [later, transfer]
    assert [str(line) for line in of_device(second)] == [f"{transfer.pk} {second.pk}"]


def test_a_device_that_is_off_the_list_is_not_left_out_twice(transfer, device, actor):
    line = transfer.lines.get(device=device)
    actions.leave_out(line, by=actor)

    said = refusal(lambda: actions.leave_out(transfer.lines.get(device=device), by=actor))

    assert said == (f"{device.number} is off this list already. Reload the page.", None)
    assert [event.verb for event in Event.objects.about(transfer)] == ["logistics.asked", "logistics.left_out"]
