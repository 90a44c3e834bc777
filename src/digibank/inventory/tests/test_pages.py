"""The pages of devices: who may open them, what they do, and what they say when they refuse."""

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
from digibank.inventory.flows import MediumState
from digibank.inventory.models import Device, HardwareReport, StorageMedium
from digibank.inventory.tests.factories import (
    a_class,
    a_depot,
    a_device,
    a_disk,
    a_machine_report,
    a_medium,
    a_report,
    past_the_gate,
)
from digibank.inventory.tests.looking import a_file, kept, text_of, url

GOING = ["report_lost", "report_stolen", "report_found", "write_off"]
OF_A_MEDIUM = ["edit_medium", "state_absent", "destroy"]
OPENED = ["devices", "intake", "device", "edit_device", "label", "report", *OF_A_MEDIUM, *GOING]
SENT = ["read_in", "add_medium", "state_no_storage", "check_part", "restore"]
DEEP = b"[" * 100_000 + b"]" * 100_000
BAD_FILES = {
    "unknown": b"A letter to the mayor.\n",
    "picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89",
    "photo": b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xdb",
    "half": a_report("laptop_hp_probook.lshw.json")[:5000],
    "empty": b"",
    "blank": b" \n",
    "too large": b" " * (6 * 1024 * 1024),
    "nested": b'{"class": "system", "children": ' + DEEP + b"}",
    "another disk": a_report("laptop_hp_probook_ssd.smartctl.json"),
}
SENTENCES = {
    "unknown": "This is not a report of lshw, dmidecode, inxi, lsblk, smartctl or a battery",
    "picture": "This is a binary file, not a report.",
    "photo": "This is a binary file, not a report.",
    "half": "This file stops halfway.",
    "empty": "The submitted file is empty.",
    "blank": "This file is empty.",
    "too large": "This file is larger than 5.0 MB.",
    "nested": "This file is nested too deep.",
    "another disk": "This report is about a disk that is not on the list",
}


@pytest.fixture(autouse=True)
def pages_in_english(english):
    """Pages answer in the language of the settings."""


@pytest.fixture
def neighbour(other_town):
    """A technician who works for another organisation only."""
    return logged_in(a_user("noor", "Noor Elders", other_town, Role.TECHNICIAN))


def addresses(device) -> dict[str, str]:
    """Every address with a record of this device."""
    medium = a_medium(device, serial="S9")
    report = actions.read_in(device, report=a_report("laptop_hp_probook.uevent"), by=an_actor())
    keys = {"devices": None, "intake": None, "report": report.pk} | dict.fromkeys(OF_A_MEDIUM, medium.pk)
    return {name: url(name, keys.get(name, device.pk)) for name in [*OPENED, *SENT]}


def test_a_technician_opens_every_page(as_technician, device):
    pages = addresses(device)

    assert {name: as_technician.get(pages[name]).status_code for name in OPENED} == dict.fromkeys(OPENED, 200)
    assert {name: as_technician.get(pages[name]).status_code for name in SENT} == dict.fromkeys(SENT, 405)


def test_who_is_not_logged_in_is_sent_to_the_door(client, device):
    pages = addresses(device)

    answers = {name: client.post(at) if name in SENT else client.get(at) for name, at in pages.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(pages, 302)
    assert all(answer["Location"].startswith(reverse("accounts:log_in")) for answer in answers.values())


def test_a_technician_of_another_organisation_finds_nothing(neighbour, device):
    pages = {name: at for name, at in addresses(device).items() if name not in ("devices", "intake")}

    answers = {name: neighbour.post(at) if name in SENT else neighbour.get(at) for name, at in pages.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(pages, 404)
    assert device.number not in text_of(neighbour.get(url("devices")))
    assert device.place.name not in text_of(neighbour.get(url("intake")))


def test_who_only_sees_devices_may_not_change_them(as_coordinator, device):
    pages = addresses(device)
    changing = ["intake", "edit_device", *OF_A_MEDIUM, *GOING, *SENT]

    answers = {
        name: as_coordinator.post(at).status_code if name in changing else as_coordinator.get(at).status_code
        for name, at in pages.items()
    }

    assert answers == {name: 403 if name in changing else 200 for name in pages}
    page = text_of(as_coordinator.get(pages["device"]))
    assert [link for name, link in pages.items() if name in changing and link in page] == []


def test_a_device_is_registered_with_its_report(as_technician, depot, laptop_class):
    sent = {
        "device_class": laptop_class.pk,
        "place": depot.pk,
        "vendor": "Typed",
        "accessories": ["charger"],
        "report": a_file(a_report("laptop_hp_probook.lshw.json")),
    }

    answer = as_technician.post(url("intake"), sent)

    device = Device.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("device", device.pk))
    assert (device.vendor, device.serial, device.open_media) == ("Typed", "5CD6000D1G", 1)
    page = text_of(as_technician.get(answer["Location"]))
    expected = [device.number, "HP ProBook 450 G3", "S3TANX0J000417", "256 GB", "A USB stick was plugged in"]
    assert [words for words in expected if words not in page] == []


def test_a_device_is_registered_without_a_report_and_the_same_page_sent_twice_is_one_device(
    as_technician, depot, laptop_class
):
    sent = {"device_class": laptop_class.pk, "place": depot.pk, "once": str(uuid4())}

    first, second = as_technician.post(url("intake"), sent), as_technician.post(url("intake"), sent)

    assert first["Location"] == second["Location"] == url("device", Device.objects.get().pk)


@pytest.mark.rule("I-03")
@pytest.mark.parametrize("which", BAD_FILES)
def test_a_bad_file_at_intake_is_refused_with_what_was_typed_still_there(as_technician, depot, laptop_class, which):
    sent = {"device_class": laptop_class.pk, "place": depot.pk, "vendor": "Acme Typed", "accessories": ["charger"]}

    answer = as_technician.post(url("intake"), sent | {"report": a_file(BAD_FILES[which])})

    page = text_of(answer)
    assert answer.status_code == 422
    assert SENTENCES[which] in page
    assert 'value="Acme Typed"' in page
    assert (Device.objects.count(), kept()) == (0, (0, 0, 0))


@pytest.mark.rule("I-03")
@pytest.mark.parametrize("which", BAD_FILES)
def test_a_bad_file_for_a_device_is_refused_and_leaves_nothing(as_technician, device, settings, which):
    answer = as_technician.post(url("read_in", device.pk), {"report": a_file(BAD_FILES[which])})

    assert answer.status_code == 422
    assert SENTENCES[which] in text_of(answer)
    assert kept() == (0, 0, 0)
    assert not settings.DOCUMENTS.exists()


def test_no_file_at_all_is_refused(as_technician, device):
    answer = as_technician.post(url("read_in", device.pk), {"once": str(uuid4())})

    assert (answer.status_code, "This field is required." in text_of(answer)) == (422, True)


@pytest.mark.rule("I-02")
def test_a_disk_found_after_the_gate_is_refused_on_the_page(as_technician, device):
    past_the_gate(device)

    answer = as_technician.post(url("read_in", device.pk), {"report": a_file(a_machine_report(a_disk(0, "S2")))})

    assert answer.status_code == 422
    assert "Storage turned up that was not on the list" in text_of(answer)
    assert kept() == (0, 0, 1)


def test_a_report_is_read_and_shown_as_it_came(as_technician, device):
    content = a_machine_report(a_disk(0, "S1"))

    answer = as_technician.post(url("read_in", device.pk), {"report": a_file(content)})

    shown = as_technician.get(url("report", HardwareReport.objects.get().pk))
    assert (answer.status_code, answer["Location"]) == (303, url("device", device.pk))
    assert (shown.content, shown["Content-Type"]) == (content, "text/plain; charset=utf-8")


def test_a_medium_is_written_down_once_however_often_it_is_sent(as_technician, device):
    sent = {"kind": "hdd", "product": "Spinpoint", "serial": "S1", "once": str(uuid4())}

    answers = [as_technician.post(url("add_medium", device.pk), sent) for _time in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, url("device", device.pk))] * 2
    assert [(medium.product, medium.serial) for medium in device.media.all()] == [("Spinpoint", "S1")]


def test_a_medium_that_is_there_already_is_refused_with_the_words_kept(as_technician, device):
    a_medium(device, serial="S1")

    answer = as_technician.post(url("add_medium", device.pk), {"kind": "hdd", "product": "Spinpoint", "serial": "S1"})

    page = text_of(answer)
    assert answer.status_code == 422
    assert "This serial number is in the device already." in page
    assert 'value="Spinpoint"' in page
    assert StorageMedium.objects.count() == 1


def test_no_storage_is_stated(as_technician, device):
    answer = as_technician.post(url("state_no_storage", device.pk), {"because": "Opened it"})

    assert (answer.status_code, Device.objects.get().no_storage_because) == (303, "Opened it")
    assert "Opened it" in text_of(as_technician.get(answer["Location"]))


def test_no_storage_needs_a_reason_and_an_empty_device(as_technician, device):
    without = as_technician.post(url("state_no_storage", device.pk), {"because": ""})
    a_medium(device)
    filled = as_technician.post(url("state_no_storage", device.pk), {"because": "Opened it"})

    assert (without.status_code, filled.status_code) == (422, 422)
    assert "There is storage in this device." in text_of(filled)
    assert Device.objects.get().no_storage_because == ""


@pytest.mark.parametrize(("name", "state"), [("state_absent", MediumState.ABSENT), ("destroy", MediumState.DESTROYED)])
def test_a_medium_is_settled_with_a_reason(as_technician, device, name, state):
    medium = a_medium(device)

    without = as_technician.post(url(name, medium.pk), {"because": ""})
    done = as_technician.post(url(name, medium.pk), {"because": "Seen"})
    again = as_technician.post(url(name, medium.pk), {"because": "Seen again"})

    medium.refresh_from_db()
    assert [answer.status_code for answer in (without, done, again)] == [422, 303, 422]
    assert done["Location"] == url("device", device.pk)
    assert (medium.state, medium.settled_because) == (state, "Seen")
    assert "This is not possible now" in text_of(again)


def test_a_device_is_corrected(as_technician, device):
    sent = {"device_class": device.device_class_id, "vendor": "Dell", "product": "Latitude", "version": 1}

    answer = as_technician.post(url("edit_device", device.pk), sent)

    assert (answer.status_code, answer["Location"]) == (303, url("device", device.pk))
    assert Device.objects.get().title == "Dell Latitude"


def test_a_correction_of_an_older_version_is_refused_with_the_words_kept(as_technician, device):
    actions.edit_device(device, version=1, vendor="HP", by=an_actor())
    sent = {"device_class": device.device_class_id, "vendor": "Dell", "version": 1}

    answer = as_technician.post(url("edit_device", device.pk), sent)

    page = text_of(answer)
    assert (answer.status_code, Device.objects.get().vendor) == (422, "HP")
    assert "Someone else changed this just now." in page
    assert 'value="Dell"' in page


def test_the_label_opens_in_the_browser_as_a_pdf(as_technician, device):
    answer = as_technician.get(url("label", device.pk))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{device.number}.pdf"'
    assert answer.content.startswith(b"%PDF")


def test_the_list_is_filtered_by_word_and_position(as_technician, depot, laptop_class):
    waiting = a_device(depot, laptop_class, vendor="Hewlett")
    through = past_the_gate(a_device(depot, laptop_class, vendor="Dell"))

    def shown(**query: str) -> list[Device]:
        return as_technician.get(url("devices"), query).context["page"].rows

    assert shown() == [through, waiting]
    assert shown(word="hewlett", state="") == [waiting]
    assert shown(word="", state="erased") == [through]
    assert shown(word=through.number, state="") == [through]
    assert shown(word="hewlett", state="erased") == []
    assert shown(device_class=str(laptop_class.pk), place=str(depot.pk)) == [through, waiting]
    assert shown(word="", state="nowhere") == [through, waiting]
    assert shown(word="a\0b", state="") == [through, waiting]


def test_the_list_is_filtered_by_class_and_place_and_says_how_many(as_technician, association, depot, laptop_class):
    tablet, store = a_class("tablet", "Tablet"), a_depot(association, name="Loods")
    a_device(depot, laptop_class)
    here, there = a_device(depot, tablet), a_device(store, tablet)

    def shown(**query: object) -> tuple[list[Device], int]:
        context = as_technician.get(url("devices"), query).context
        return context["page"].rows, context["count"]

    assert shown(device_class=tablet.pk) == ([there, here], 2)
    assert shown(device_class=tablet.pk, place=store.pk) == ([there], 1)
    assert shown(device_class=laptop_class.pk, place=store.pk) == ([], 0)
    assert "2 devices" in text_of(as_technician.get(url("devices"), {"device_class": tablet.pk}))


def test_a_place_of_another_organisation_is_no_filter(other_town, desk):
    elsewhere = a_depot(other_town, name="Hazelven depot")
    outsider = logged_in(a_user("rita", "Rita Ver", desk.organisation, Role.TECHNICIAN))

    page = text_of(outsider.get(url("devices")))

    assert (desk.name in page, elsewhere.name in page) == (True, False)


def test_an_empty_list_says_why(as_technician, device):
    assert "No device fits" in text_of(as_technician.get(url("devices"), {"word": "nothing like it"}))


def test_the_first_device_is_waited_for(as_technician):
    assert "No devices yet" in text_of(as_technician.get(url("devices")))


def test_a_longer_list_asks_no_more_of_the_database(as_technician, depot, laptop_class):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_technician.get(url("devices"))
        return len(asked)

    a_device(depot, laptop_class)
    queries()
    one = queries()
    a_device(depot, laptop_class)
    a_device(depot, laptop_class)

    assert queries() == one


def test_a_device_with_more_inside_asks_no_more_of_the_database(as_technician, device):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_technician.get(url("device", device.pk))
        return len(asked)

    a_medium(device, serial="S1")
    actions.read_in(device, report=a_report("laptop_hp_probook.uevent"), by=an_actor())
    queries()
    one = queries()
    a_medium(device, serial="S2")
    actions.read_in(device, report=a_report("two_batteries.uevent"), by=an_actor())

    assert queries() == one
