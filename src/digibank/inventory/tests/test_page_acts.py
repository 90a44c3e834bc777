"""The acts on the page of a device: its parts, its media, being gone; and the page of the classes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digibank.inventory import actions
from digibank.inventory.flows import Position
from digibank.inventory.models import AccessoryKind, Device, DeviceClass, StorageMedium
from digibank.inventory.tests.factories import a_class, a_device, a_medium, at_desk, in_stock, past_the_gate
from digibank.inventory.tests.looking import text_of, url

GOING = ["report_lost", "report_stolen", "report_found", "write_off", "restore"]


@pytest.fixture(autouse=True)
def pages_in_english(english):
    """Pages answer in the language of the settings."""


@pytest.fixture
def laptop(desk, depot, laptop_class):
    return at_desk(desk, laptop_class, depot=depot)


def parts_of(device) -> dict[str, str]:
    return dict(device.accessories.values_list("kind", "state"))


def offered(client, device) -> list[str]:
    """The acts about being gone that the page leads to."""
    page = text_of(client.get(url("device", device.pk)))
    return [name for name in GOING if url(name, device.pk) in page]


def outcome(answer, device) -> tuple[int, str, str]:
    """What was answered, where it led, and where the device is now."""
    return answer.status_code, answer.headers.get("Location", ""), Device.objects.get(pk=device.pk).state


# Parts


def test_a_part_is_looked_at_and_another_one_added(as_technician, device):
    bag = as_technician.post(url("check_part", device.pk), {"kind": "bag", "state": "damaged"})
    mouse = as_technician.post(url("check_part", device.pk), {"kind": "mouse", "state": "present"})

    assert [(answer.status_code, answer["Location"]) for answer in (bag, mouse)] == [
        (303, url("device", device.pk))
    ] * 2
    assert parts_of(device) == {"bag": "damaged", "charger": "missing", "mouse": "present"}


def test_a_clerk_checks_the_parts_at_the_desk_and_not_at_the_depot(as_clerk, laptop, device):
    at_the_desk = as_clerk.post(url("check_part", laptop.pk), {"kind": "charger", "state": "missing"})
    at_the_depot = as_clerk.post(url("check_part", device.pk), {"kind": "charger", "state": "present"})

    assert (at_the_desk.status_code, at_the_depot.status_code) == (303, 404)
    assert parts_of(laptop)["charger"] == "missing"


@pytest.mark.parametrize("sent", [{"state": "present"}, {"kind": "piano", "state": "present"}, {"kind": "bag"}])
def test_a_part_that_is_none_is_refused(as_technician, device, sent):
    answer = as_technician.post(url("check_part", device.pk), sent)

    assert (answer.status_code, parts_of(device)) == (422, {"bag": "missing", "charger": "missing"})


def test_only_parts_that_are_not_listed_are_offered(as_technician, depot):
    everything = [kind for kind, _label in AccessoryKind.choices]
    full = a_device(depot, a_class("full", "Full", accessories=everything))

    assert "A part that is not listed" not in text_of(as_technician.get(url("device", full.pk)))


# Storage


def test_a_medium_is_written_down_with_its_capacity(as_technician, device):
    as_technician.post(url("add_medium", device.pk), {"kind": "hdd", "gigabytes": "500"})

    assert StorageMedium.objects.get().capacity_bytes == 500_000_000_000


def test_a_medium_is_corrected_and_an_unchanged_capacity_stays_exact(as_technician, device):
    medium = a_medium(device, serial="S1", capacity_bytes=256_060_514_304)
    page = text_of(as_technician.get(url("edit_medium", medium.pk)))

    sent = {"kind": "ssd", "product": "Evo", "serial": "S2", "gigabytes": "256", "version": "1"}
    answer = as_technician.post(url("edit_medium", medium.pk), sent)

    medium.refresh_from_db()
    assert 'value="256"' in page
    assert (answer.status_code, answer["Location"]) == (303, url("device", device.pk))
    assert (medium.product, medium.serial, medium.capacity_bytes) == ("Evo", "S2", 256_060_514_304)


def test_a_capacity_is_taken_away(as_technician, device):
    medium = a_medium(device, capacity_bytes=256_060_514_304)

    as_technician.post(url("edit_medium", medium.pk), {"kind": "ssd", "serial": "S1", "gigabytes": "", "version": "1"})

    medium.refresh_from_db()
    assert medium.capacity_bytes is None


def test_a_settled_medium_is_not_corrected(as_technician, device):
    medium = past_the_gate(device).media.get()

    answer = as_technician.post(url("edit_medium", medium.pk), {"kind": "hdd", "serial": "S9", "version": "1"})

    medium.refresh_from_db()
    assert (answer.status_code, medium.serial) == (422, "S1")
    assert f"{medium.number} is settled." in text_of(answer)
    assert f'href="{url("edit_medium", medium.pk)}"' not in text_of(as_technician.get(url("device", device.pk)))


# Gone


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("report_lost", Position.LOST),
        ("report_stolen", Position.STOLEN),
        ("write_off", Position.WRITTEN_OFF),
        ("return_to_donor", Position.RETURNED_TO_DONOR),
    ],
)
def test_a_device_is_gone_with_the_reason_on_its_page(as_technician, device, name, state):
    without = as_technician.post(url(name, device.pk), {"because": ""})
    secret = as_technician.post(url(name, device.pk), {"because": "Wachtwoord: zon1234"})
    done = as_technician.post(url(name, device.pk), {"because": "Fell off the van"})

    assert (without.status_code, secret.status_code) == (422, 422)
    assert 'value="Wachtwoord: zon1234"' in text_of(secret)
    assert outcome(done, device) == (303, url("device", device.pk), state)
    assert "Fell off the van" in text_of(as_technician.get(url("device", device.pk)))


def test_each_act_that_takes_a_device_away_asks_once(as_technician, device):
    pages = [text_of(as_technician.get(url(name, device.pk))) for name in ("report_lost", "report_stolen", "write_off")]

    assert ["data-confirm=" in page for page in pages] == [True] * 3


def test_a_device_is_found_again_at_a_place(as_technician, device, desk, actor):
    actions.lose(device, by=actor)

    answer = as_technician.post(url("report_found", device.pk), {"place": desk.pk})

    assert outcome(answer, device) == (303, url("device", device.pk), Position.QUARANTINE)
    assert Device.objects.get(pk=device.pk).place == desk


def test_a_write_off_is_undone_once(as_technician, device, actor):
    actions.write_off(device, by=actor)

    done = as_technician.post(url("restore", device.pk))
    again = as_technician.post(url("restore", device.pk))

    assert outcome(done, device) == (303, url("device", device.pk), Position.RECEIVED)
    assert again.status_code == 422
    assert "This is not possible now" in text_of(again)


def test_the_page_offers_what_is_possible_now(as_technician, depot, laptop_class, actor):
    device = in_stock(a_device(depot, laptop_class))
    here = offered(as_technician, device)
    actions.lose(device, by=actor)
    lost = offered(as_technician, device)
    actions.find(device, place=depot, by=actor)
    actions.write_off(device, by=actor)

    assert here == ["report_lost", "report_stolen", "write_off"]
    assert (lost, offered(as_technician, device)) == (["report_found", "write_off"], ["restore"])


def test_the_page_offers_only_what_one_may(as_clerk, as_coordinator, laptop):
    assert (offered(as_clerk, laptop), offered(as_coordinator, laptop)) == (["report_lost", "report_stolen"], [])


def test_what_a_loan_keeps_leads_to_the_loan(as_clerk, laptop, desk, actor):
    actions.hold(laptop, place=desk, by=actor)
    page = text_of(as_clerk.get(url("device", laptop.pk)))

    answer = as_clerk.post(url("report_lost", laptop.pk), {"because": "Left on the bus"})

    assert "This device belongs with a loan." in page
    assert offered(as_clerk, laptop) == []
    assert outcome(answer, laptop) == (422, "", Position.AT_DESK)
    assert "Report it with the loan." in text_of(answer)


def test_a_clerk_does_not_write_off(as_clerk, laptop):
    answers = [
        as_clerk.post(url(name, laptop.pk), {"because": "Broken"}).status_code for name in ("write_off", "restore")
    ]

    assert answers == [403, 403]


# Classes


def test_the_classes_are_listed_with_how_many_there_are_and_where(as_administrator, depot, laptop_class):
    a_device(depot, laptop_class)
    past_the_gate(a_device(depot, laptop_class))

    page = text_of(as_administrator.get(url("classes")))

    filtered = f"{url('devices')}?device_class={laptop_class.pk}"
    expected = ["Laptop 15 inch", "charger, bag", f'href="{filtered}&amp;state=erased">erased</a> 1']
    assert [words for words in expected if words not in page] == []
    assert url("classes") in text_of(as_administrator.get(url("devices")))


def test_a_class_is_added_once(as_administrator):
    sent = {"name": "Tablet 10 inch", "shape": "tablet", "accessories": ["charger", "bag"]}

    done = as_administrator.post(url("classes"), sent)
    again = as_administrator.post(url("classes"), sent)

    added = DeviceClass.objects.get()
    assert (done.status_code, done["Location"], again.status_code) == (303, url("classes"), 422)
    assert (added.code, added.shape, added.accessories) == ("tablet-10-inch", "tablet", ["charger", "bag"])
    assert "This class is there already" in text_of(again)


def test_who_does_not_manage_organisations_does_not_see_the_classes(as_technician, device):
    assert as_technician.get(url("classes")).status_code == 403
    assert url("classes") not in text_of(as_technician.get(url("devices")))


def test_more_classes_and_devices_ask_no_more_of_the_database(as_administrator, depot, laptop_class):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_administrator.get(url("classes"))
        return len(asked)

    a_device(depot, laptop_class)
    queries()
    one = queries()
    past_the_gate(a_device(depot, a_class("tablet", "Tablet")))
    a_device(depot, a_class("phone", "Phone"))

    assert queries() == one
