"""A device that does not start, and the drive that is taken out of it."""

from io import BytesIO

import pytest
from django.db import IntegrityError
from pypdf import PdfReader

from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.labels import sticker_pdf
from digibank.inventory.models import Device, StorageMedium
from digibank.inventory.tests.factories import (
    a_device,
    a_disk,
    a_machine_report,
    a_medium,
    erased,
    in_stock,
    past_the_gate,
)
from digibank.inventory.tests.looking import media_of, refusal, text_of, url, verbs


@pytest.fixture
def out(device, depot) -> StorageMedium:
    """The only drive of the device, taken out before it was erased."""
    return actions.take_out(a_medium(device), lies_at=depot, by=an_actor())


def fresh(record):
    return type(record).objects.get(pk=record.pk)


@pytest.mark.rule("E-09")
def test_a_drive_that_is_taken_out_keeps_its_number_and_state_and_the_device_does_not_count_it(device, out, depot):
    kept = fresh(out)

    assert (kept.number, kept.state, kept.is_loose, kept.lies_at, kept.origin) == (
        out.number,
        MediumState.TO_ERASE,
        True,
        depot,
        device,
    )
    assert (fresh(device).open_media, list(device.media.inside()), list(device.media.loose())) == (0, [], [kept])
    assert actions.pass_gate(device, by=an_actor()).state == Position.ERASED
    assert verbs(kept) == ["inventory.medium_added", "inventory.medium_taken_out"]


@pytest.mark.rule("E-09")
def test_what_the_device_does_afterwards_does_not_touch_the_loose_drive(device, depot):
    drive = actions.take_out(erased(a_medium(device)), lies_at=depot, by=an_actor())

    actions.lose(device, by=an_actor())
    actions.find(fresh(device), place=depot, by=an_actor())

    assert (fresh(drive).state, fresh(device).open_media) == (MediumState.ERASED, 0)


def test_a_loose_drive_is_erased_or_destroyed_where_it_lies(device, out, depot):
    second = actions.take_out(a_medium(device, serial="S2"), lies_at=depot, by=an_actor())

    actions.erase(out, because="WA-1", by=an_actor())
    actions.destroy(second, because="WA-2", by=an_actor())

    assert [fresh(medium).state for medium in (out, second)] == [MediumState.ERASED, MediumState.DESTROYED]


@pytest.mark.rule("E-09")
def test_nobody_loses_sight_of_a_loose_drive(device, out):
    said = refusal(lambda: actions.state_absent(out, because="gone", by=an_actor()))

    assert said[0] == f"{out.number} was taken out and is on the list of loose drives. Erase it, or have it destroyed."
    assert list(StorageMedium.objects.loose().to_erase()) == [out]


@pytest.mark.rule("E-09")
def test_a_drive_is_put_back_and_counts_again(device, out):
    back = actions.put_back(out, by=an_actor())

    assert (back.is_loose, back.lies_at, fresh(device).open_media) == (False, None, 1)
    assert refusal(lambda: actions.put_back(out, by=an_actor()))[0] == f"{out.number} is no loose drive."


@pytest.mark.rule("E-09")
def test_a_drive_with_data_is_not_put_back_into_a_device_that_is_erased(device, out):
    actions.pass_gate(device, by=an_actor())

    said = refusal(lambda: actions.put_back(out, by=an_actor()))

    assert said[0] == f"{out.number} is not erased yet, and the device is. Erase the drive first."
    assert fresh(device).state == Position.ERASED


def test_a_drive_is_not_put_back_beside_itself(device, out):
    a_medium(device)

    said = refusal(lambda: actions.put_back(out, by=an_actor()))

    assert said[0] == "This serial number is in the device already."


def test_a_report_that_lists_the_drive_again_writes_it_down_anew(device, depot):
    actions.take_out(a_medium(device, kind="unknown", serial="S1"), lies_at=depot, by=an_actor())

    actions.read_in(device, report=a_machine_report(a_disk(0, "S1")), by=an_actor())

    assert [serial for _kind, serial, _state in media_of(device)] == ["S1", "S1"]
    assert fresh(device).open_media == 1


def test_a_drive_is_taken_out_once_in_a_workshop_and_stays_in_one(device, out, desk, depot):
    second = a_medium(device, serial="S2")
    gone = a_device(depot)
    third = a_medium(gone)
    actions.lose(gone, by=an_actor())

    assert refusal(lambda: actions.take_out(out, lies_at=depot, by=an_actor()))[0] == (
        f"{out.number} is not in the device any more."
    )
    assert refusal(lambda: actions.take_out(second, lies_at=desk, by=an_actor())) == (
        "A loose drive stays in the workshop of a depot. Choose a depot.",
        "lies_at",
    )
    assert refusal(lambda: actions.take_out(third, lies_at=depot, by=an_actor()))[0] == (
        f"{gone.number} is gone. Report it found first."
    )


@pytest.mark.rule("E-09")
def test_the_database_itself_refuses_a_loose_drive_that_lies_nowhere(out):
    with pytest.raises(IntegrityError, match="a_loose_medium_lies_somewhere"):
        StorageMedium.objects.filter(pk=out.pk).update(lies_at=None)


@pytest.mark.rule("E-07")
@pytest.mark.parametrize("make", [past_the_gate, in_stock])
def test_what_turns_out_not_to_be_erased_sends_its_device_back_before_the_gate(device, make):
    medium = make(device).media.get()

    doubted = actions.doubt(medium, by=an_actor())

    assert (doubted.state, fresh(device).state, fresh(device).open_media) == (
        MediumState.TO_ERASE,
        Position.RECEIVED,
        1,
    )


@pytest.mark.rule("E-07")
def test_a_device_that_left_is_not_called_back_by_a_click(device, desk):
    medium = in_stock(device).media.get()
    actions.send(device, to=desk, by=an_actor())

    said = refusal(lambda: actions.doubt(medium, by=an_actor()))

    assert said[0].startswith("This is not possible now: the state is “on its way”.")
    assert fresh(medium).state == MediumState.ERASED


def test_that_a_device_does_not_start_is_said_once(device):
    actions.report_not_starting(device, by=an_actor())
    twice = actions.report_not_starting(device, by=an_actor())
    again = actions.report_starting(device, by=an_actor())

    assert (twice.will_not_start, again.will_not_start) == (True, False)
    assert verbs(device)[-2:] == ["inventory.not_starting", "inventory.starting"]


@pytest.mark.once
@pytest.mark.rule("E-09")
@pytest.mark.rule("I-04")
def test_the_sticker_says_the_number_and_nothing_else(out):
    page = PdfReader(BytesIO(sticker_pdf(out))).pages[0]

    assert [line for line in page.extract_text().split("\n") if line.strip()] == [out.number]


# Pages


@pytest.fixture
def pages(english, settings) -> None:
    """Pages answer in the language of the code."""


@pytest.mark.usefixtures("pages")
def test_a_technician_takes_a_drive_out_and_puts_it_back(as_technician, device, depot):
    medium = a_medium(device)
    page = text_of(as_technician.get(url("take_out", medium.pk)))
    sticker = as_technician.get(url("sticker", medium.pk))

    out = as_technician.post(url("take_out", medium.pk), {"lies_at": depot.pk})
    shown = text_of(as_technician.get(url("device", device.pk)))
    back = as_technician.post(url("put_back", medium.pk))
    again = as_technician.post(url("put_back", medium.pk))

    assert (sticker["Content-Type"], sticker.content[:4]) == ("application/pdf", b"%PDF")
    assert (out.status_code, back.status_code, again.status_code) == (303, 303, 422)
    assert out["Location"] == back["Location"] == url("device", device.pk)
    assert ("Print the sticker first" in page, f"lies at {depot.name}" in shown, "Put back" in shown) == (True,) * 3
    assert f"{medium.number} is no loose drive." in text_of(again)


@pytest.mark.usefixtures("pages")
def test_a_drive_lies_in_a_depot_of_ones_own(as_technician, device, desk):
    answer = as_technician.post(url("take_out", a_medium(device).pk), {"lies_at": desk.pk})

    assert (answer.status_code, Device.objects.get().open_media) == (422, 1)


@pytest.mark.usefixtures("pages")
def test_the_counter_says_that_a_device_does_not_start(as_technician, device):
    said = as_technician.post(url("report_not_starting", device.pk))
    page = text_of(as_technician.get(url("device", device.pk)))
    undone = as_technician.post(url("report_starting", device.pk))

    assert (said.status_code, undone.status_code) == (303, 303)
    assert ("It does not start." in page, "It starts again" in page) == (True, True)
    assert fresh(device).will_not_start is False


@pytest.mark.usefixtures("pages")
def test_a_clerk_of_the_desk_may_say_it_too(as_clerk, desk, depot):
    here = in_stock(a_device(depot))
    actions.send(here, to=desk, by=an_actor())
    actions.arrive(here, place=desk, by=an_actor())

    assert as_clerk.post(url("report_not_starting", here.pk)).status_code == 303
    assert as_clerk.post(url("take_out", here.media.get().pk), {}).status_code == 403
