"""What devices and media know about themselves, and what the database refuses of them."""

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.inventory.flows import BEFORE_THE_GATE, DEVICE_FLOW, GONE, LEFT_US, MEDIUM_FLOW, MediumState, Position
from digibank.inventory.models import (
    MAY_BE_RESTORED,
    Accessory,
    AccessoryKind,
    Commitment,
    Device,
    HardwareReport,
    StorageMedium,
    Supply,
)
from digibank.inventory.tests.factories import a_class, a_device, a_medium, past_the_gate
from digibank.searching import FEW


def refused_by(act) -> str:
    """What the database says when this act goes round the code."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return str(refused.value)


def test_a_device_is_called_by_its_number_and_by_maker_and_product(depot, laptop_class):
    bare = a_device(depot, laptop_class)
    known = a_device(depot, laptop_class, vendor="HP", product="ProBook")
    twice = a_device(depot, laptop_class, vendor="HP", product="HP ProBook")

    assert [device.title for device in (bare, known, twice)] == ["Laptop 15 inch", "HP ProBook", "HP ProBook"]
    assert str(known) == known.number
    assert Device.objects.matching(known.number).get() == known


def test_all_that_belongs_with_a_device_has_a_name(device):
    medium = a_medium(device, capacity_bytes=256_060_514_304)
    accessory = device.accessories.get(kind=AccessoryKind.CHARGER)

    assert str(medium) == medium.number
    assert medium.number.startswith("OM-")
    assert medium.gigabytes == 256
    assert StorageMedium(capacity_bytes=None).gigabytes is None
    assert (str(accessory), str(device.device_class)) == ("charger missing", "Laptop 15 inch")
    assert str(HardwareReport(pk=7, kind=HardwareReport.Kind.DISK)) == "disk 7"
    assert str(Commitment(pk=7, kind=Commitment.Kind.LOAN)) == "loan 7"
    assert str(Supply(place_id=1, device_class_id=2)) == "1 2"


@pytest.mark.parametrize("word", ["5cd6000d1g", "hewlett", "PROBOOK", " hewlett "])
def test_devices_are_found_by_serial_number_and_words(depot, laptop_class, word):
    device = a_device(depot, laptop_class, vendor="Hewlett-Packard", product="ProBook 450", serial="5CD6000D1G")
    a_device(depot, laptop_class, vendor="Dell", product="Latitude", serial="D1B5490")

    assert list(Device.objects.matching(word.strip())) == [device]


def test_a_mistyped_number_finds_no_other_device(device):
    number = device.number
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)

    assert list(Device.objects.matching(mistyped)) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dell latitude", True),
        ("LATITUDE 5490", True),
        ("5490 dell", True),
        ("7gxk-2p3", True),
        ("LT 0412", True),
        ("titud", True),
        ("de 54", True),
        ("el", False),
        ("latitude hp", False),
        ("100%", False),
        ("lati%ude", False),
        ('"', False),
    ],
)
@pytest.mark.parametrize("others", [0, FEW + 20])
def test_a_device_is_found_by_words_of_what_is_told_about_it(depot, laptop_class, words, found, others):
    device = a_device(depot, laptop_class, vendor="Dell", product="Latitude 5490", serial="7GXK-2P3")
    Device.objects.filter(pk=device.pk).update(own_number="LT0412")
    Device.objects.bulk_create(
        Device(device_class=laptop_class, place=depot, owner=depot.organisation, vendor="Dell", product="Latitude")
        for _number in range(others)
    )

    assert (device in Device.objects.matching(words)) is found


def test_a_class_knows_what_belongs_with_it(db):
    chosen = a_class("tablet", "Tablet", accessories=["charger", "bag"])

    assert chosen.expected_accessories() == [AccessoryKind.CHARGER, AccessoryKind.BAG]


def test_only_received_and_written_off_devices_are_before_the_gate():
    assert {position: Device(state=position).is_past_the_gate for position in Position} == {
        position: position not in BEFORE_THE_GATE for position in Position
    }


def test_only_a_device_that_is_gone_is_found_and_only_what_left_by_mistake_restored():
    open_steps = {position: set(DEVICE_FLOW.open_steps(position)) for position in Position}

    assert {position for position, steps in open_steps.items() if "find" in steps} == set(GONE)
    assert {position for position, steps in open_steps.items() if "restore" in steps} == set(MAY_BE_RESTORED)


@pytest.mark.rule("I-02")
def test_every_step_over_the_gate_is_the_gate_itself_or_makes_waste():
    crossing = {
        step.name
        for step in DEVICE_FLOW.steps.values()
        if step.target not in BEFORE_THE_GATE and set(step.sources) & set(BEFORE_THE_GATE)
    }

    assert crossing == {"pass_gate", "dispose"}


def test_what_is_settled_for_good_stays_so():
    assert MEDIUM_FLOW.open_steps(MediumState.ABSENT) == []
    assert MEDIUM_FLOW.open_steps(MediumState.DESTROYED) == []
    assert MEDIUM_FLOW.open_steps(MediumState.ERASED) == ["use", "doubt", "destroy"]


@pytest.mark.rule("I-02")
@pytest.mark.parametrize("position", [position for position in Position if position not in BEFORE_THE_GATE])
def test_the_database_itself_keeps_a_device_with_open_media_before_the_gate(device, position):
    a_medium(device)
    left_at = clock.now() if position in LEFT_US else None

    said = refused_by(lambda: Device.objects.filter(pk=device.pk).update(state=position, gone_at=left_at))

    assert "nothing_unerased_past_the_gate" in said


@pytest.mark.rule("I-02")
def test_the_database_itself_refuses_to_open_a_medium_behind_the_gate(device):
    past_the_gate(device)

    said = refused_by(lambda: Device.objects.filter(pk=device.pk).update(open_media=1))

    assert "nothing_unerased_past_the_gate" in said


@pytest.mark.rule("I-02")
def test_the_database_itself_counts_unknown_storage_as_open(device):
    said = refused_by(lambda: Device.objects.filter(pk=device.pk).update(open_media=0))

    assert "unknown_storage_is_open" in said


@pytest.mark.rule("I-08")
@pytest.mark.parametrize(
    "changes",
    [{"state": Position.LOST}, {"state": Position.WRITTEN_OFF}, {"gone_at": clock.now()}],
    ids=["lost without moment", "written off without moment", "here with a moment"],
)
def test_a_device_is_gone_since_a_moment_or_not_at_all(device, changes):
    said = refused_by(lambda: Device.objects.filter(pk=device.pk).update(**changes))

    assert "a_gone_device_has_its_moment" in said


def test_a_battery_holds_at_most_all(device):
    said = refused_by(lambda: Device.objects.filter(pk=device.pk).update(battery_percent=101))

    assert "a_battery_holds_at_most_all" in said


@pytest.mark.parametrize(
    "changes", [{"state": MediumState.ERASED}, {"settled_at": clock.now()}], ids=["without moment", "without state"]
)
def test_a_medium_is_settled_at_a_moment_or_not_at_all(device, changes):
    medium = a_medium(device)

    said = refused_by(lambda: StorageMedium.objects.filter(pk=medium.pk).update(**changes))

    assert "a_settled_medium_has_its_moment" in said


def test_an_accessory_stands_once_on_the_list_of_a_device(device):
    refused_by(lambda: Accessory.objects.create(device=device, kind="charger", state="present"))

    assert device.accessories.filter(kind="charger").count() == 1
