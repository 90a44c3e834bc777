"""Every act on a device but reading its reports, and what it leaves behind."""

import pytest

from digibank import clock
from digibank.audit.models import Event
from digibank.inventory import actions
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Accessory, Device, StorageMedium
from digibank.inventory.tests.factories import (
    GIGABYTE,
    a_class,
    a_disk,
    a_machine_report,
    a_medium,
    a_report,
    erased,
    past_the_gate,
)
from digibank.inventory.tests.looking import media_of, refusal, verbs


def test_a_new_class_stands_in_the_trail(laptop_class):
    event = Event.objects.about(laptop_class).get()

    assert (event.verb, event.facts) == ("inventory.class_added", {"code": "laptop"})


def test_a_class_without_a_code_gets_one_after_its_name(actor):
    added = actions.add_class(name="Laptop, 15 duim met cijferklavier", shape="laptop", accessories=[], by=actor)

    assert (added.code, added.name) == ("laptop-15-duim-met-cijferklavi", "Laptop, 15 duim met cijferklavier")


@pytest.mark.parametrize("name", ["LAPTOP 15 INCH", "Laptop (15 inch)"], ids=["the same name", "the same code"])
def test_a_class_that_is_there_already_is_refused(laptop_class, actor, name):
    actions.add_class(name="Laptop 15-inch", shape="laptop", accessories=[], by=actor)

    said = refusal(lambda: actions.add_class(name=name, shape="laptop", accessories=[], by=actor))

    assert said == ("This class is there already, or one with almost the same name. Choose another name.", "name")


def test_a_class_needs_a_name_that_can_be_written_as_a_code(actor):
    said = refusal(lambda: actions.add_class(name="!?", shape="laptop", accessories=[], by=actor))

    assert said == ("Write the name with letters or figures.", "name")


def test_a_registered_device_waits_before_the_gate_with_unknown_storage(depot, laptop_class, actor):
    device = actions.register(
        laptop_class, place=depot, by=actor, vendor="HP", serial="X1", accessories=["charger", "mouse"]
    )

    device.refresh_from_db()
    assert (device.state, device.open_media, device.storage_known) == (Position.RECEIVED, 1, False)
    assert (device.owner, device.vendor, device.serial) == (depot.organisation, "HP", "X1")
    assert {part.kind: part.state for part in device.accessories.all()} == {
        "bag": "missing",
        "charger": "present",
        "mouse": "present",
    }
    assert verbs(device) == verbs(depot)[-1:] == ["inventory.device_registered"]


def test_an_edit_counts_and_leaves_the_names_of_the_fields_in_the_trail(device, actor):
    actions.edit_device(device, version=1, vendor="Dell", product="Latitude", by=actor)

    device.refresh_from_db()
    assert (device.title, device.version) == ("Dell Latitude", 2)
    assert Event.objects.about(device).last().facts == {"fields": "product.vendor"}


def test_an_edit_that_changes_nothing_leaves_no_trace(device, actor):
    actions.edit_device(device, version=1, vendor="", by=actor)

    assert verbs(device) == ["inventory.device_registered"]


def test_an_edit_of_an_older_version_is_refused(device, actor):
    actions.edit_device(device, version=1, vendor="Dell", by=actor)

    sentence, _field = refusal(lambda: actions.edit_device(device, version=1, vendor="HP", by=actor))

    assert sentence.startswith("Someone else changed this just now.")
    assert Device.objects.get().vendor == "Dell"


def test_with_another_class_other_parts_belong_with_the_device(device, actor):
    actions.check_accessory(device, kind="bag", state="damaged", by=actor)
    actions.check_accessory(device, kind="mouse", state="present", by=actor)
    desktop = a_class("desktop", "Desktop", accessories=["mouse", "keyboard"])

    actions.edit_device(device, version=1, device_class=desktop, by=actor)

    # The charger was missing and is not expected any more; what is there stays on the list.
    assert {part.kind: part.state for part in device.accessories.all()} == {
        "bag": "damaged",
        "keyboard": "missing",
        "mouse": "present",
    }
    assert Event.objects.about(device).last().facts == {"fields": "device_class"}


def test_a_medium_that_somebody_saw_makes_the_storage_known(device, actor):
    medium = actions.add_medium(device, kind="hdd", product="Spinpoint", capacity_bytes=GIGABYTE, by=actor)

    device.refresh_from_db()
    assert (device.storage_known, device.open_media) == (True, 1)
    assert (medium.kind, medium.product, medium.gigabytes) == ("hdd", "Spinpoint", 1)
    assert verbs(medium) == verbs(device)[-1:] == ["inventory.medium_added"]


def test_a_serial_number_is_in_a_device_once(device):
    a_medium(device, serial="S1")

    said = refusal(lambda: a_medium(device, serial="S1"))

    assert said == ("This serial number is in the device already.", "serial")
    assert Device.objects.get().open_media == 1


def test_a_medium_is_corrected_while_it_is_to_be_erased(device, actor):
    medium = a_medium(device, serial="S1")

    actions.edit_medium(medium, version=1, kind="hdd", serial="S2", capacity_bytes=GIGABYTE, by=actor)

    medium.refresh_from_db()
    assert (medium.kind, medium.serial, medium.gigabytes, medium.version) == ("hdd", "S2", 1, 2)
    assert Event.objects.about(medium).last().facts == {"fields": "capacity_bytes.kind.serial"}
    assert verbs(device)[-1] == "inventory.medium_edited"


def test_a_correction_of_a_medium_that_changes_nothing_leaves_no_trace(device, actor):
    medium = a_medium(device, serial="S1")

    actions.edit_medium(medium, version=1, serial="S1", by=actor)

    assert verbs(medium) == ["inventory.medium_added"]


def test_a_settled_medium_is_not_corrected(device, actor):
    medium = a_medium(device, serial="S1")
    actions.destroy(medium, because="Shredded", by=actor)

    said = refusal(lambda: actions.edit_medium(medium, version=1, serial="S2", by=actor))

    assert said == (f"{medium.number} is settled. What was stated about it stays.", None)
    assert media_of(device) == [("ssd", "S1", "destroyed")]


def test_a_medium_does_not_get_the_serial_number_of_another(device, actor):
    a_medium(device, serial="S1")
    other = a_medium(device, serial="S2")

    said = refusal(lambda: actions.edit_medium(other, version=1, serial="S1", by=actor))

    assert said == ("This serial number is in the device already.", "serial")


def test_a_report_on_a_disk_counts_as_an_edit_of_the_medium(device, actor):
    medium = a_medium(device, kind="unknown", serial="S3TANX0J000417")
    actions.read_in(device, report=a_report("laptop_hp_probook_ssd.smartctl.json"), by=actor)

    sentence, _field = refusal(lambda: actions.edit_medium(medium, version=1, kind="hdd", by=actor))

    assert sentence.startswith("Someone else changed this just now.")


@pytest.mark.parametrize("act", [actions.state_no_storage, actions.state_absent, actions.destroy])
def test_a_reason_holds_no_secrets(device, actor, act):
    subject = device if act is actions.state_no_storage else a_medium(device)

    _sentence, field = refusal(lambda: act(subject, because="wachtwoord: zon1234", by=actor))

    assert field == "because"


def test_no_storage_inside_is_a_statement_with_a_reason(device, actor):
    actions.state_no_storage(device, because="Opened it", by=actor)

    device.refresh_from_db()
    assert (device.storage_known, device.open_media, device.no_storage_because) == (True, 0, "Opened it")
    assert verbs(device)[-1:] == ["inventory.no_storage_stated"]


def test_no_storage_cannot_be_stated_with_storage_on_the_list(device, actor):
    a_medium(device)

    said = refusal(lambda: actions.state_no_storage(device, because="Opened it", by=actor))

    assert said == ("There is storage in this device. Settle each medium by itself.", None)


def test_a_disk_found_before_the_gate_ends_the_statement_that_there_is_none(device, actor):
    actions.state_no_storage(device, because="Opened it", by=actor)

    actions.read_in(device, report=a_machine_report(a_disk(0, "S1")), by=actor)

    device.refresh_from_db()
    assert (device.no_storage_because, device.open_media) == ("", 1)


@pytest.mark.parametrize(
    ("act", "state", "verb"),
    [
        (actions.state_absent, MediumState.ABSENT, "inventory.medium_absent"),
        (actions.destroy, MediumState.DESTROYED, "inventory.medium_destroyed"),
    ],
)
def test_a_medium_is_settled_once_with_its_reason(device, actor, act, state, verb):
    medium = a_medium(device)

    act(medium, because="Shredded in front of me", by=actor)

    medium.refresh_from_db()
    assert (medium.state, medium.settled_because) == (state, "Shredded in front of me")
    assert medium.settled_at <= clock.now()
    assert Device.objects.get().open_media == 0
    assert verbs(medium)[-1] == verbs(device)[-1] == verb
    sentence, _field = refusal(lambda: act(medium, because="Again", by=actor))
    assert sentence.startswith("This is not possible now")


def test_a_colleague_who_was_faster_settles_a_medium(device, actor):
    medium = a_medium(device)
    seen_before = StorageMedium.objects.get()
    actions.destroy(medium, because="Shredded", by=actor)

    sentence, _field = refusal(lambda: actions.state_absent(seen_before, because="Gone", by=actor))

    assert sentence == "Someone else changed this just now. Reload the page and look again."
    assert StorageMedium.objects.get().state == MediumState.DESTROYED


def test_an_erased_medium_may_still_be_destroyed(device, actor):
    past_the_gate(device)

    actions.destroy(device.media.get(), because="Shredded", by=actor)

    device.refresh_from_db()
    assert (device.state, device.open_media, media_of(device)) == (Position.ERASED, 0, [("ssd", "S1", "destroyed")])


@pytest.mark.rule("I-02")
@pytest.mark.parametrize("settle", [actions.state_absent, actions.destroy, None])
def test_the_gate_opens_when_every_medium_is_settled(device, actor, settle):
    medium = a_medium(device)
    if settle:
        settle(medium, because="Seen", by=actor)
    else:
        erased(medium)

    passed = actions.pass_gate(device, by=actor)

    assert (passed.state, Device.objects.get().state) == (Position.ERASED, Position.ERASED)
    assert verbs(device)[-1] == "inventory.gate_passed"


@pytest.mark.rule("I-02")
def test_the_gate_stays_shut_while_nobody_has_looked(device, actor):
    said = refusal(lambda: actions.pass_gate(device, by=actor))

    assert said == (
        "Nobody has looked yet what storage is inside. Read a report, or state that there is none.",
        None,
    )


@pytest.mark.rule("I-02")
def test_the_gate_stays_shut_and_names_each_medium_that_is_open(device, actor):
    one, two, done = a_medium(device, serial="S1"), a_medium(device, serial="S2"), a_medium(device, serial="S3")
    erased(done)

    sentence, _field = refusal(lambda: actions.pass_gate(device, by=actor))

    assert sentence == (
        f"Not erased yet: {one.number}, {two.number}. Add the erasure report, or state what became of it."
    )
    assert Device.objects.get().state == Position.RECEIVED


@pytest.mark.rule("I-02")
def test_the_gate_counts_again_and_does_not_trust_an_old_count(device, actor):
    a_medium(device)
    Device.objects.update(open_media=0)

    refusal(lambda: actions.pass_gate(device, by=actor))

    assert Device.objects.get().state == Position.RECEIVED


def test_a_device_passes_the_gate_once(device, actor):
    past_the_gate(device)

    sentence, _field = refusal(lambda: actions.pass_gate(device, by=actor))

    assert sentence.startswith("This is not possible now")


def test_an_accessory_is_looked_at_again(device, actor):
    first = actions.check_accessory(device, kind="charger", state=Accessory.State.DAMAGED, by=actor)
    new = actions.check_accessory(device, kind="mouse", state=Accessory.State.PRESENT, by=actor)

    assert {part.kind: part.state for part in device.accessories.all()} == {
        "bag": "missing",
        "charger": "damaged",
        "mouse": "present",
    }
    assert Event.objects.about(first).get().facts == {"kind": "charger", "found": "damaged", "new": False}
    assert Event.objects.about(new).get().facts == {"kind": "mouse", "found": "present", "new": True}
