"""The page of a medium and the list of loose drives: who may open them, what they do, what they refuse."""

import io

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.inventory import actions as inventory
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import StorageMedium
from digibank.inventory.tests.factories import a_device
from digibank.refurbishment import actions
from digibank.refurbishment.bench.read_sample import sample_plan
from digibank.refurbishment.evidence.tests.drives import a_sample, raw_of
from digibank.refurbishment.evidence.tests.logs import raw
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure
from digibank.refurbishment.tests.factories import COMPLETE, nvme_erased, nvme_in, the_disk

OPENED = ["medium"]
SENT = ["add_proof", "write_down_reset", "write_down_destruction"]


def url(name, key=None):
    return reverse(f"refurbishment:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def a_file(content: bytes, name: str = "proof.txt") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def fresh(record):
    return type(record).objects.get(pk=record.pk)


@pytest.fixture
def nvme(device) -> StorageMedium:
    made = nvme_in(device)
    clock.pass_time(hours=5)
    return made


@pytest.fixture
def loose(device, depot, technician) -> StorageMedium:
    return inventory.take_out(the_disk(device), lies_at=depot, by=technician.actor)


def test_technicians_open_the_page_and_others_do_not(as_technician, as_clerk, other_town, nvme):
    neighbour = logged_in(a_user("noor", "Noor Elders", other_town, Role.TECHNICIAN))
    names = [*OPENED, *SENT]

    assert [as_technician.get(url(name, nvme.pk)).status_code for name in names] == [200, 405, 405, 405]
    assert [as_clerk.post(url(name, nvme.pk)).status_code for name in SENT] == [403] * 3
    assert neighbour.get(url("medium", nvme.pk)).status_code == 404
    assert [neighbour.post(url(name, nvme.pk)).status_code for name in SENT] == [404] * 3


@pytest.mark.rule("E-06")
def test_a_proof_with_its_sample_is_added_and_stated_by_a_colleague(as_technician, as_colleague, nvme, device):
    files = {"log": a_file(raw_of("nvme_block_done.txt")), "sample": a_file(a_sample(), "sample.json")}
    sent = as_technician.post(url("add_proof", nvme.pk), files | {"technique": "nvme_block"})
    erasure = Erasure.objects.get()
    theirs = text_of(as_colleague.get(url("medium", nvme.pk)))
    stated = as_colleague.post(url("state_seen", erasure.pk), {"signs": ["serial"]})
    sample = as_technician.get(url("sample", erasure.pk))

    assert (sent.status_code, sent["Location"]) == (303, url("medium", nvme.pk))
    assert "A sample of 104 places was read back: all zeros." in theirs
    assert (stated.status_code, fresh(nvme).state, fresh(device).state) == (303, MediumState.ERASED, Position.ERASED)
    assert sample.content == a_sample()


@pytest.mark.parametrize(
    ("log", "sample", "sentence"),
    [
        (b"A letter to the mayor.", b"", "We do not know this file."),
        (raw_of("nvme_block_running.txt"), b"", "The drive is still busy."),
        (raw_of("nvme_block_done.txt"), b"A letter.", "This file is not a sample of a drive."),
        (raw_of("hdparm_block_done.txt"), b"", "cannot be done to this kind of medium."),
        (raw_of("nvme_block_done.txt"), a_sample(kind="data"), "data stand there."),
    ],
)
def test_a_proof_that_does_not_hold_comes_back_with_the_reason(as_technician, nvme, log, sample, sentence):
    files = {"log": a_file(log)} | ({"sample": a_file(sample)} if sample else {})

    answer = as_technician.post(url("add_proof", nvme.pk), files)

    assert (answer.status_code, sentence in text_of(answer), Erasure.objects.count()) == (422, True, 0)


@pytest.mark.rule("E-11")
def test_a_reset_is_written_down_by_one_and_seen_by_another(as_technician, as_colleague, device):
    memory = the_disk(device, kind="emmc", serial="")
    not_looked = as_technician.post(url("write_down_reset", memory.pk), {"system": "apple_mobile"})
    sent = as_technician.post(url("write_down_reset", memory.pk), {"system": "apple_mobile", "seen": "on"})
    theirs = text_of(as_colleague.get(url("device", device.pk)))

    assert (not_looked.status_code, "Look at each of these" in text_of(not_looked)) == (422, True)
    assert sent.status_code == 303
    assert "I looked myself: no SIM card and no memory card are inside." in theirs


@pytest.mark.rule("E-10")
def test_a_loose_drive_is_destroyed_on_its_own_page(as_technician, as_colleague, loose):
    sent = as_technician.post(
        url("write_down_destruction", loose.pk),
        {"way": "shredded", "firm": "Versnippering Peeters", "certificate": a_file(b"%PDF-1.7 x", "c.pdf")},
    )
    erasure = Erasure.objects.get()
    theirs = text_of(as_colleague.get(url("medium", loose.pk)))
    stated = as_colleague.post(url("state_seen", erasure.pk), {"signs": ["certificate"]})

    assert (sent.status_code, stated.status_code, stated["Location"]) == (303, 303, url("medium", loose.pk))
    assert ("Versnippering Peeters" in theirs, fresh(loose).state) == (True, MediumState.DESTROYED)
    assert "Nothing more is to be done with this medium." in text_of(as_technician.get(url("medium", loose.pk)))
    assert as_technician.get(url("log", erasure.pk)).content == b"%PDF-1.7 x"


def test_a_statement_that_is_refused_stays_on_the_page_of_a_loose_drive(as_colleague, technician, loose):
    erasure = actions.write_down_destruction(loose, way="crushed", by=technician.actor)

    empty = as_colleague.post(url("state_seen", erasure.pk), {})
    withdrawn = as_colleague.post(url("withdraw", erasure.pk))

    assert (empty.status_code, "Tick what you have looked at yourself." in text_of(empty)) == (422, True)
    assert (withdrawn["Location"], as_colleague.get(url("log", erasure.pk)).status_code) == (
        url("medium", loose.pk),
        404,
    )


@pytest.mark.rule("E-08")
def test_an_exception_is_approved_by_a_colleague_on_the_page(as_technician, as_colleague, device, technician):
    the_disk(device, kind="nvme")
    clock.pass_time(hours=5)
    erasure = actions.add_log(device, log=raw(COMPLETE), by=technician.actor)[0]
    mine, theirs = (text_of(client.get(url("device", device.pk))) for client in (as_technician, as_colleague))

    empty = as_colleague.post(url("exempt", erasure.pk), {"reason": ""})
    own = as_technician.post(url("exempt", erasure.pk), {"reason": "Geen sanitize."})
    approved = as_colleague.post(url("exempt", erasure.pk), {"reason": "Geen sanitize."})

    assert ("I approve the exception" in mine, "I approve the exception" in theirs) == (False, True)
    assert (empty.status_code, own.status_code, approved.status_code) == (422, 422, 303)
    assert (fresh(erasure).state, fresh(device).state) == (ErasureState.ACCEPTED, Position.ERASED)


@pytest.mark.rule("E-09")
def test_a_scan_of_the_sticker_opens_a_loose_drive(as_technician, other_town, loose, device, technician):
    neighbour = logged_in(a_user("noor", "Noor Elders", other_town, Role.TECHNICIAN))
    listed = text_of(as_technician.get(url("loose")))

    scanned = as_technician.get(url("loose"), {"q": loose.number})
    unknown = text_of(as_technician.get(url("loose"), {"q": "OM-999999-9"}))

    assert (loose.number in listed, scanned["Location"]) == (True, url("medium", loose.pk))
    assert "No loose drive of your workshop has this number." in unknown
    assert loose.number not in text_of(neighbour.get(url("loose")))
    assert "Nothing found." in text_of(neighbour.get(url("loose"), {"q": loose.number}))


@pytest.mark.rule("E-09")
def test_a_loose_drive_stands_on_the_list_until_it_is_settled(as_technician, loose, technician):
    clock.pass_time(hours=5)
    before = loose.number in text_of(as_technician.get(url("loose")))

    actions.add_log(loose.device, log=raw(COMPLETE), medium=loose, by=technician.actor)

    assert (before, loose.number in text_of(as_technician.get(url("loose")))) == (True, False)


def test_more_drives_ask_no_more_of_the_database(as_technician, depot, technician):
    def queries(at: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            as_technician.get(at)
        return len(asked)

    def another(number: int) -> None:
        with clock.at(clock.now()):
            device = a_device(depot)
            drive = the_disk(device, serial=f"S{number}", kind="hdd", capacity_bytes=None)
            inventory.take_out(drive, lies_at=depot, by=technician.actor)
            beside = a_device(depot)
            beside_drive = nvme_in(beside)
            clock.pass_time(hours=5)
            StorageMedium.objects.filter(pk=beside_drive.pk).update(serial=f"N{number}")
            sample = a_sample(serial=f"N{number}")
            waits = nvme_erased(beside, technician.actor, sample=sample)
            actions.state_seen(waits, signs=waits.unsaid, by=second.actor)

    second = a_user("sam", "Sam Twee", depot.organisation, Role.TECHNICIAN)
    pages = [url("loose"), url("to_reread")]
    another(0)
    [queries(page) for page in pages]
    one = [queries(page) for page in pages]
    for number in range(1, 4):
        another(number)

    assert [queries(page) for page in pages] == one


def test_the_script_can_be_taken_along(as_technician, as_clerk):
    answer = as_technician.get(url("script"))
    script: dict[str, object] = {"__name__": "read_sample"}
    exec(compile(answer.content, "read_sample.py", "exec"), script)

    assert answer["Content-Disposition"] == 'attachment; filename="read_sample.py"'
    assert [tuple(region) for region in script["sample_plan"](10**10, "ab")] == [  # type: ignore[operator]
        tuple(region) for region in sample_plan(10**10, "ab")
    ]
    assert as_clerk.get(url("script")).status_code == 403


def test_the_card_of_a_device_leads_to_each_medium(as_technician, loose, device):
    second = the_disk(device, serial="S9")
    inventory.report_not_starting(device, by=an_actor())

    page = text_of(as_technician.get(url("device", device.pk)))

    assert [medium.number in page for medium in (loose, second)] == [True, True]
    assert ("It does not start." in page, "taken out, lies at" in page) == (True, True)
