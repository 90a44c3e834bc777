"""What stands on the attestation, read back from the paper."""

from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_device
from digibank.refurbishment import actions
from digibank.refurbishment.attestations import attestation_pdf, facts_of
from digibank.refurbishment.evidence.tests.logs import raw
from digibank.refurbishment.models import Attestation, Erasure
from digibank.refurbishment.tests.factories import (
    COMPLETE,
    erased,
    installed,
    nvme_erased,
    nvme_in,
    the_disk,
    waiting,
    without_disk,
)
from digibank.ui.tests.small_papers import title_of


def words_of(erasure) -> str:
    pages = PdfReader(BytesIO(attestation_pdf(erasure))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.once
@pytest.mark.rule("W-05")
@pytest.mark.rule("E-02")
def test_the_attestation_says_what_was_done_and_who_stated_the_rest(device, medium, technician, colleague):
    erasure = waiting(device, technician.actor)
    settled = actions.state_seen(erasure, signs=["hidden_areas"], by=colleague.actor)

    words = words_of(settled)

    expected = [
        "Erasure attestation",
        settled.number,
        "The level is Clear, and no more than that.",
        "Overwritten by nwipe with the method “Fill With Zeros”.",
        "This medium keeps spare blocks for itself. Overwriting does not reach them.",
        "The run began on 23 November 2026 at 7.41 o’clock and ended on 23 November 2026 at 9.06 o’clock.",
        "nwipe 0.33",
        medium.number,
        "S3TWNX0K512345",
        "256 GB",
        device.number,
        "HP ProBook 450 G7",
        "5CD0123456",
        "agrees",
        "not observable",
        "The log does not tell whether this drive has hidden areas.",
        "I looked for hidden areas with another tool: this drive has none.",
        "Bram Bout",
        "Tine Schroef",
    ]
    assert [said for said in expected if said not in words] == []
    assert settled.log.sha256 in words.replace(" ", "")
    assert [said for said in ("Purge", "DoD", "certif", "today") if said in words] == []


@pytest.mark.rule("W-05")
def test_the_level_is_a_word_of_the_standard_in_every_language(device, medium, technician):
    erasure = erased(device, technician.actor)

    with translation.override("nl"):
        level = facts_of(erasure)[0][1]

    assert level == "Clear"


@pytest.mark.once
@pytest.mark.rule("W-05")
def test_without_a_statement_none_is_printed(device, medium, technician):
    words = words_of(erased(device, technician.actor))

    assert ("second person" in words, "not observable" in words) == (False, False)


def test_what_is_not_known_is_said_to_be_so(device):
    the_disk(device, serial="", capacity_bytes=None, product="", kind="hdd")
    device.serial = ""
    device.save(update_fields=["serial"])
    clock.pass_time(hours=5)
    erasure = waiting(device, an_actor())

    facts = dict(facts_of(erasure))

    assert [facts[term] for term in ("Serial number of the medium", "Size", "Serial number of the device")] == [
        "not known"
    ] * 3
    assert facts["Storage medium"].endswith(", hard disk, –")
    assert erasure.remark == ""


def test_an_attestation_is_kept_once(device, medium, technician):
    erasure, paper = erased(device, an_actor()), b"%PDF-1.7 paper"

    first = actions.keep_attestation(erasure, paper=paper, by=technician.actor)
    second = actions.keep_attestation(erasure, paper=b"%PDF-1.7 another", by=technician.actor)

    assert (first, Attestation.objects.count(), first.document.content()) == (second, 1, paper)
    assert (first.document.name, str(first)) == (
        f"attestation-{erasure.number}.pdf",
        f"{erasure.pk} {first.document_id}",
    )


@pytest.mark.rule("W-05")
def test_what_does_not_count_yet_is_not_attested(device, medium, technician):
    erasure = waiting(device, technician.actor)

    with pytest.raises(RuleBroken) as no:
        actions.keep_attestation(erasure, paper=b"%PDF-1.7", by=technician.actor)

    assert str(no.value) == (
        "This erasure does not count yet. A colleague must state first what the log does not show."
    )


def attested(erasure) -> list[str]:
    """The words of the paper, with what must stand on each of these."""
    return [erasure.number, erasure.medium.number, "Tine Schroef", "Bram Bout"]


@pytest.mark.once
@pytest.mark.rule("W-05")
@pytest.mark.rule("E-04")
def test_the_paper_of_a_purge_says_so_with_its_sample(device, technician, colleague):
    nvme_in(device)
    clock.pass_time(hours=5)
    waits = nvme_erased(device, technician.actor)
    erasure = actions.state_seen(waits, signs=["serial"], by=colleague.actor)

    words = words_of(erasure)

    expected = [
        *attested(erasure),
        "The level is Purge, and no more than that.",
        "The drive itself erased all its blocks, also its spare ones (NVMe sanitize, block erase).",
        "A sample of 104 places was read back: all zeros. Its seed is 5f0c1de2a3b4c5d6.",
        "A sample of it was read back on 23 November 2026 at 10 o’clock.",
        "The log gives no usable serial number for this drive.",
        "I read the serial number on the drive itself: this log is about this drive.",
        "nvme sanitize-log",
    ]
    assert [said for said in expected if said not in words] == []
    assert erasure.sample.sha256 in words.replace(" ", "")
    assert [said for said in ("The run began", "spare blocks for itself") if said in words] == []


@pytest.mark.once
@pytest.mark.rule("E-08")
def test_the_paper_prints_an_exception_with_its_reason_and_who_approved_it(device, technician, colleague):
    the_disk(device, kind="nvme")
    clock.pass_time(hours=5)
    erasure = actions.exempt(
        erased(device, technician.actor), reason="This drive cannot sanitize itself.", by=colleague.actor
    )

    words = words_of(erasure)

    expected = [*attested(erasure), "The level is Clear", "Purge", "This drive cannot sanitize itself.", "Exception"]
    assert [said for said in expected if said not in words] == []
    assert "approved the exception" in words


@pytest.mark.once
@pytest.mark.rule("E-11")
def test_the_paper_of_a_reset_says_what_two_people_saw(device, technician, colleague):
    memory = the_disk(device, kind="emmc", serial="")
    waits = actions.write_down_reset(memory, system="android_old", by=technician.actor)
    erasure = actions.state_seen(waits, signs=waits.unsaid, by=colleague.actor)

    words = words_of(erasure)

    expected = [
        *attested(erasure),
        "The level is Clear, and no more than that.",
        "Android 9 or older: factory reset",
        "What was looked at",
        "I looked myself: no SIM card and no memory card are inside.",
        "did the reset, and saw how it starts",
    ]
    assert [said for said in expected if said not in words] == []
    assert [said for said in ("SHA-256", "Tool", "log") if said in words] == []


@pytest.mark.once
@pytest.mark.rule("E-10")
def test_the_paper_of_a_destruction_names_firm_and_certificate(device, medium, technician, colleague):
    waits = actions.write_down_destruction(
        medium, way="shredded", firm="Versnippering Peeters", certificate=b"%PDF-1.7 proof", by=technician.actor
    )
    erasure = actions.state_seen(waits, signs=waits.unsaid, by=colleague.actor)

    words = words_of(erasure)

    expected = [
        *attested(erasure),
        "Attestation of destruction",
        "The storage medium below was destroyed. The level is Destroy.",
        "The medium itself was destroyed: shredded.",
        "It was destroyed on 23 November 2026. The firm Versnippering Peeters did it.",
        "I read the certificate of the firm: it names this very medium.",
    ]
    assert [said for said in expected if said not in words] == []
    assert erasure.log.sha256 in words.replace(" ", "")


@pytest.mark.rule("E-09")
def test_the_paper_of_a_loose_drive_says_with_which_device_it_came_in(device, depot, technician):
    drive = inventory.take_out(the_disk(device), lies_at=depot, by=technician.actor)
    clock.pass_time(hours=5)

    erasure = actions.add_log(device, log=raw(COMPLETE), medium=drive, by=technician.actor)[0]

    assert ("Came in with", f"{device.number}, {device.title}") in facts_of(erasure)


@pytest.mark.rule("D-32")
@pytest.mark.usefixtures("small_papers")
def test_the_paper_is_of_the_workshop_that_erased_it_wherever_the_device_is_now(device, medium, technician, town, desk):
    erased(device, technician.actor)
    before = title_of(attestation_pdf(Erasure.objects.get()))
    installed(device, technician.actor)
    inventory.approve(Device.objects.get(pk=device.pk), by=an_actor())
    for kind in ("charger", "bag"):
        inventory.check_accessory(device, kind=kind, state="present", by=an_actor())
    inventory.send(Device.objects.get(pk=device.pk), to=desk, by=an_actor())
    inventory.arrive(Device.objects.get(pk=device.pk), place=desk, by=an_actor())

    after = title_of(attestation_pdf(Erasure.objects.get()))

    assert (after, town.name in after) == (before, False)


@pytest.mark.rule("D-32")
@pytest.mark.rule("D-03")
def test_the_paper_names_the_device_it_came_in_with_after_the_disk_went_into_another(device, medium, technician, depot):
    erasure, by = erased(device, technician.actor), technician.actor
    inventory.write_off(Device.objects.get(pk=device.pk), because="Broken board.", by=by)
    part = actions.harvest(device, kind="storage", description="SSD", medium=erasure.medium, by=by)
    host = a_device(depot, device.device_class, serial="OF-ANOTHER-DONOR")
    inventory.pass_gate(without_disk(host), by=by)
    actions.repair(host, problem="No disk.", done="Put it in.", status=1, parts=[part], by=by)

    told = dict(facts_of(Erasure.objects.get()))

    assert (told["Device"], told["Serial number of the device"]) == (f"{device.number}, {device.title}", device.serial)
