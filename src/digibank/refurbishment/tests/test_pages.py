"""The pages of the workshop: who may open them, what they do, and what they say when they refuse."""

import io
from collections import defaultdict
from uuid import uuid4

import pytest
from conftest import logged_in
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.donations.models import Donation
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device
from digibank.people import actions as people
from digibank.people.actions import Way
from digibank.people.models import Donor
from digibank.refurbishment import actions
from digibank.refurbishment.attestations import attestation_pdf
from digibank.refurbishment.evidence.tests.logs import LAPTOP, raw
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure
from digibank.refurbishment.tests.factories import (
    ALL_GOOD,
    COMPLETE,
    back_from_a_loan,
    checked,
    erased,
    inspected,
    installed,
    the_disk,
    waiting,
)
from digibank.workforce.models import TaskCard

OPENED = ["board", "device", "log", "attestation"]
OF_A_DEVICE = ["device", "add_log", "pass_gate", "install", "check_quality"]
SENT = [*OF_A_DEVICE[1:], "state_seen", "withdraw", "attest"]


@pytest.fixture
def neighbour(other_town):
    """A technician who works for another organisation only."""
    return logged_in(a_user("noor", "Noor Elders", other_town, Role.TECHNICIAN))


def url(name, key=None):
    return reverse(f"refurbishment:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def page_of(client, device) -> str:
    return text_of(client.get(url("device", device.pk)))


def a_file(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "nwipe.log"
    return file


def state_of(device) -> str:
    return Device.objects.get(pk=device.pk).state


def addresses(device, by) -> dict[str, str]:
    """Every address with a record of this device."""
    erasure = erased(device, by)
    actions.keep_attestation(erasure, paper=b"%PDF-1.7 paper", by=by)
    keys = {"board": None} | dict.fromkeys(OF_A_DEVICE, device.pk)
    return {name: url(name, keys.get(name, erasure.pk)) for name in [*OPENED, *SENT]}


def test_technicians_open_every_page(as_technician, technician, device, medium):
    pages = addresses(device, technician.actor)

    assert {name: as_technician.get(pages[name]).status_code for name in OPENED} == dict.fromkeys(OPENED, 200)
    assert {name: as_technician.get(pages[name]).status_code for name in SENT} == dict.fromkeys(SENT, 405)


def test_others_see_at_most_an_attestation(as_clerk, as_coordinator, technician, device, medium):
    pages = addresses(device, technician.actor)
    closed = [name for name in pages if name != "attestation"]

    for client in (as_clerk, as_coordinator):
        answers = {name: (client.post if name in SENT else client.get)(pages[name]).status_code for name in closed}
        assert answers == dict.fromkeys(closed, 403)
    assert as_coordinator.get(pages["attestation"]).content == b"%PDF-1.7 paper"


def test_who_is_not_logged_in_is_sent_to_the_door(client, technician, device, medium):
    pages = addresses(device, technician.actor)

    answers = [(client.post if name in SENT else client.get)(at) for name, at in pages.items()]

    assert {answer.status_code for answer in answers} == {302}
    assert all(answer["Location"].startswith(reverse("accounts:log_in")) for answer in answers)


def test_a_technician_of_another_organisation_finds_nothing(neighbour, technician, device, medium):
    pages = {name: at for name, at in addresses(device, technician.actor).items() if name != "board"}

    answers = {name: (neighbour.post if name in SENT else neighbour.get)(at).status_code for name, at in pages.items()}
    scanned = neighbour.get(url("board"), {"q": device.number})

    assert answers == dict.fromkeys(pages, 404)
    assert "No device of your workshop fits" in text_of(scanned)


def test_the_board_counts_devices_by_what_is_to_be_done(as_technician, depot, device, medium, technician):
    for _time in range(6):
        a_device(depot)
    waiting(device, technician.actor)

    answer = as_technician.get(url("board"))

    columns = {entry["column"].position: entry["column"] for entry in answer.context["columns"]}
    assert {position: column.count for position, column in columns.items()} == {
        "received": 7,
        "quarantine": 0,
        "erased": 0,
        "installed": 0,
        "stock": 0,
    }
    received = columns["received"]
    assert (len(received.devices), received.more, received.devices[0], received.devices[0].waits) == (
        5,
        2,
        device,
        True,
    )
    assert [said for said in ("And 2 more.", "a colleague must look") if said not in text_of(answer)] == []


def test_more_devices_ask_no_more_of_the_database(as_technician, depot, device):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_technician.get(url("board"))
        return len(asked)

    queries()
    one = queries()
    for _time in range(3):
        a_device(depot)

    assert queries() == one


def test_a_scan_opens_the_card(as_technician, depot, device, medium):
    a_device(depot, vendor="HP")

    by_label = as_technician.get(url("board"), {"q": device.number})
    by_sticker = as_technician.get(url("board"), {"q": medium.number})
    several = as_technician.get(url("board"), {"q": "hp"})

    assert [answer["Location"] for answer in (by_label, by_sticker)] == [url("device", device.pk)] * 2
    assert (several.status_code, len(several.context["found"])) == (200, 2)
    assert "Nothing found" in text_of(as_technician.get(url("board"), {"q": "a\0b"}))


def test_the_whole_way_through_the_workshop(as_technician, technician, as_colleague, device, medium):
    sent = as_technician.post(url("add_log", device.pk), {"log": a_file(raw(LAPTOP))})
    mine = page_of(as_technician, device)
    erasure = Erasure.objects.get()
    theirs = page_of(as_colleague, device)
    stated = as_colleague.post(url("state_seen", erasure.pk), {"signs": ["hidden_areas"]})
    erased_page = page_of(as_technician, device)
    installed_answer = as_technician.post(
        url("install", device.pk), {"system": "Linux Mint", "licence": "free", "updates_until": "2029-04-30"}
    )
    own_work = page_of(as_technician, device)
    inspected(device, technician.actor)
    to_check = page_of(as_colleague, device)
    checked_answer = as_colleague.post(url("check_quality", device.pk), {"good": ALL_GOOD})
    ready = page_of(as_technician, device)

    answers = [sent, stated, installed_answer, checked_answer]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, url("device", device.pk))] * 4
    assert "You added this log. Ask a colleague to open this card and to look." in mine
    assert "I looked for hidden areas with another tool: this drive has none." in theirs
    assert "It is installed" in erased_page
    assert ("Ask a colleague to check it." in own_work, "I checked it" in own_work) == (True, False)
    assert ("I checked it" in to_check, "Tine Schroef" in to_check) == (True, True)
    told = ["It is in stock and can be sent to a desk.", "Quality in order", "safe until", "30 April 2029", "Bram Bout"]
    assert [said for said in told if said not in ready] == []
    assert state_of(device) == Position.STOCK


def test_a_log_that_contradicts_comes_back_with_all_reasons(as_technician, device, medium):
    answer = as_technician.post(url("add_log", device.pk), {"log": a_file(raw("hidden_area_detected.log"))})

    assert (answer.status_code, Erasure.objects.count()) == (422, 0)
    assert "This drive has a hidden area that was not erased." in text_of(answer)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"A letter to the mayor.\n", "We do not know this file."),
        (b"\x89PNG\r\n\x1a\n\0\0", "We do not know this file."),
        (b"", "The submitted file is empty."),
        (b" " * 2_000_001, "This file is larger than"),
        (raw(LAPTOP)[:2000], "This erasure is not accepted."),
    ],
)
def test_a_file_that_is_no_log_is_refused(as_technician, device, medium, content, sentence):
    answer = as_technician.post(url("add_log", device.pk), {"log": a_file(content)})

    assert (answer.status_code, sentence in text_of(answer), Erasure.objects.count()) == (422, True, 0)


def test_with_two_disks_one_may_be_chosen(as_technician, device, medium):
    one = "About which medium?" in page_of(as_technician, device)
    the_disk(device, serial="OTHER1")

    two = "About which medium?" in page_of(as_technician, device)
    answer = as_technician.post(url("add_log", device.pk), {"log": a_file(raw(COMPLETE)), "medium": medium.pk})

    assert (one, two, answer.status_code) == (False, True, 303)
    assert Erasure.objects.get().medium == medium


def test_a_double_click_adds_one_log(as_technician, device, medium):
    once = str(uuid4())

    answers = [
        as_technician.post(url("add_log", device.pk), {"log": a_file(raw(COMPLETE)), "once": once})
        for _time in range(2)
    ]

    assert ([answer.status_code for answer in answers], Erasure.objects.count()) == ([303, 303], 1)


@pytest.mark.rule("W-01")
def test_a_statement_that_is_not_ticked_stays_open_on_the_page(as_colleague, as_technician, technician, device, medium):
    erasure = waiting(device, technician.actor)

    empty = as_colleague.post(url("state_seen", erasure.pk), {})
    own = as_technician.post(url("state_seen", erasure.pk), {"signs": ["hidden_areas"]})

    assert (empty.status_code, own.status_code) == (422, 422)
    assert "Tick what you have looked at yourself." in text_of(empty)
    assert Erasure.objects.get().state == ErasureState.WAITING


def test_a_log_that_is_not_right_is_withdrawn_once(as_colleague, technician, device, medium):
    erasure = waiting(device, technician.actor)

    first = as_colleague.post(url("withdraw", erasure.pk))
    second = as_colleague.post(url("withdraw", erasure.pk))

    assert (first.status_code, second.status_code) == (303, 422)
    assert "the state is “does not count”" in text_of(second)


def test_a_device_without_storage_goes_on_with_one_button(as_technician, technician, device):
    early = as_technician.post(url("pass_gate", device.pk))
    inventory.state_no_storage(device, because="empty", by=technician.actor)
    page = page_of(as_technician, device)
    answer = as_technician.post(url("pass_gate", device.pk))

    assert (early.status_code, "Nobody has looked yet" in text_of(early)) == (422, True)
    assert ("Go on to installing" in page, answer.status_code) == (True, 303)
    assert state_of(device) == Position.ERASED


def test_forms_that_are_not_filled_in_come_back(as_technician, as_colleague, technician, device, medium):
    erased(device, technician.actor)
    no_system = as_technician.post(url("install", device.pk), {"version": "22.2"})
    inspected(device, technician.actor)
    installed(device, technician.actor)
    no_reason = as_colleague.post(url("check_quality", device.pk), {"good": ["screen"]})

    assert (no_system.status_code, "This field is required." in text_of(no_system)) == (422, True)
    assert 'value="22.2"' in text_of(no_system)
    assert (no_reason.status_code, "Write down what has to be repaired." in text_of(no_reason)) == (422, True)


def test_what_a_colleague_found_stands_on_the_card(as_technician, technician, colleague, device, medium):
    installed(device, technician.actor)
    checked(device, colleague.actor, good=ALL_GOOD[1:], note="Barst in het scherm.")

    page = page_of(as_technician, device)

    assert [said for said in ("A colleague found:", "Barst in het scherm.", "Not in order:") if said not in page] == []


@pytest.mark.usefixtures("small_papers")
@pytest.mark.rule("W-05")
def test_the_attestation_is_made_when_it_is_asked_for(as_technician, technician, device, medium):
    erasure = erased(device, technician.actor)
    before = page_of(as_technician, device)

    answers = [as_technician.post(url("attest", erasure.pk)) for _time in range(2)]
    paper = as_technician.get(url("attestation", erasure.pk))

    assert ("Make the attestation" in before, "Make the attestation" in page_of(as_technician, device)) == (True, False)
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (303, url("attestation", erasure.pk))
    ] * 2
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")


@pytest.mark.rule("W-05")
def test_what_waits_has_no_attestation(as_technician, technician, device, medium):
    erasure = waiting(device, technician.actor)

    answer = as_technician.post(url("attest", erasure.pk))

    assert (answer.status_code, "This erasure does not count yet." in text_of(answer)) == (422, True)
    assert as_technician.get(url("attestation", erasure.pk)).status_code == 404


def test_what_is_not_in_the_workshop_has_nothing_to_do_there(
    as_technician, technician, colleague, *, desk, device, medium
):
    installed(device, technician.actor)
    checked(device, colleague.actor)
    inventory.send(device, to=desk, by=technician.actor)
    on_its_way = page_of(as_technician, device)
    at_desk = inventory.arrive(device, place=desk, by=technician.actor)
    inventory.lend(at_desk, by=technician.actor)
    inventory.take_back(at_desk, place=desk, accessories={}, by=technician.actor)

    assert "This device is not in the workshop now." in on_its_way
    assert "Its data can be erased when it has arrived at a depot." in page_of(as_technician, device)


@pytest.mark.once
@pytest.mark.rule("W-07")
def test_a_device_that_came_back_from_a_loan_tells_nothing_of_the_borrower(
    as_technician, technician, colleague, *, town, desk, device, medium
):
    resident = people.register(home=town, name="Roza Peeters", prefers="card", ways=[Way("desk")], by=technician.actor)
    first = erased(device, technician.actor)
    installed(device, technician.actor)
    checked(device, colleague.actor)
    clock.pass_time(days=30)
    back_from_a_loan(Device.objects.get(pk=device.pk), desk, technician.actor)

    pages = [text_of(as_technician.get(at)) for at in (url("board"), url("device", device.pk))]
    paper = attestation_pdf(first).decode("latin-1")

    assert device.number in pages[0]
    assert [said for said in ("Roza", resident.number) for page in [*pages, paper] if said in page] == []


@pytest.mark.rule("W-07")
def test_nothing_of_the_workshop_points_to_a_person():
    pointing = defaultdict(set)
    for model in [*apps.get_app_config("refurbishment").get_models(), TaskCard]:
        for field in model._meta.get_fields():
            if field.is_relation:
                pointing[field.related_model._meta.app_label].add(model.__name__)

    # Of an organisation only its workshops: a station stands in one. Of who gave only the donation, and that only
    # where a whole one is closed and attested; a donation knows its donor and no resident.
    known = {"refurbishment", "workforce", "inventory", "files", "audit", "organisations", "donations"}
    assert set(pointing) == known
    assert pointing["donations"] == {"BatchClosing", "BatchAttestation"}
    assert Donation._meta.get_field("donor").related_model is Donor
