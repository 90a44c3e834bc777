"""Every sample beside the repository is read into exact facts, or refused with its own sentence.

Some samples come from machines of people: what identifies these is compared by its fingerprint, never written down.
"""

import hashlib
from dataclasses import replace

import pytest

from digibank.inventory.hardware import (
    Battery,
    DiskHealth,
    Machine,
    MachineKind,
    Medium,
    MediumKind,
    Reason,
    Remark,
    Verdict,
    read_report,
)
from digibank.inventory.hardware.tests.reports import SAMPLES, refusal, report, sample

GIB = 1024**3
OURS = [
    "vm_debian12_dmidecode.txt",
    "vm_debian12_inxi.json",
    "vm_debian12_lsblk.json",
    "vm_debian12_lshw.json",
    "vm_debian12_lshw_class.json",
    "vm_debian12_smartctl_virtio.json",
]


def a_machine(vendor, model, processor, memory, medium, *, serial, uuid, kind=MachineKind.LAPTOP, left_out="/dev/sdb"):
    stick = (Remark.INTAKE_STICK_LEFT_OUT,)
    return Machine(kind, vendor, model, serial, uuid, processor, memory, (medium,), stick, tuple(left_out.split()))


def a_disk(model, serial, kind, size):
    return Medium(model, serial, kind, "ata", size, "/dev/sda")


MACHINES = {
    "lshw/acer-happy.lshw.json": a_machine(
        "Acer",
        "AOHAPPY",
        "Intel(R) Atom(TM) CPU N450 @ 1.66GHz",
        GIB,
        a_disk("WDC WD1600BEVT-2", "@disk", MediumKind.HDD, 160_041_885_696),
        serial="@serial",
        uuid="@uuid",
    ),
    "lshw/battery-empty.lshw.json": a_machine(
        "ASUSTeK Computer INC.",
        "1001PXD",
        "Intel(R) Atom(TM) CPU N455 @ 1.66GHz",
        GIB,
        a_disk("Hitachi HTS54322", "@disk", MediumKind.HDD, 250_059_350_016),
        serial="@serial",
        uuid="@uuid",
    ),
    "lshw/boxnuc6cayh.lshw.json": a_machine(
        "Intel Corporation",
        "NUC6CAYH",
        "Intel(R) Celeron(R) CPU J3455 @ 1.50GHz",
        4 * GIB,
        a_disk("KINGSTON SA400S3", "@disk", MediumKind.SSD, 120_034_123_776),
        serial="@serial",
        uuid="@uuid",
        kind=MachineKind.DESKTOP,
        left_out="/dev/sdc /dev/sdb",
    ),
    "lshw/e5530.lshw.json": a_machine(
        "Dell Inc.",
        "Latitude E5530 non-vPro",
        "Intel(R) Core(TM) i5-3340M CPU @ 2.70GHz",
        8 * GIB,
        a_disk("HGST HTS725050A7", "@disk", MediumKind.HDD, 500_107_862_016),
        serial="@serial",
        uuid="@uuid",
    ),
}

DISKS = {
    "smartctl/ST3500418AS_11.json": DiskHealth(
        "ST3500418AS", "", 500_107_862_016, MediumKind.HDD, 44_670, Verdict.WARNING, (Reason.MANY_HOURS,)
    ),
    "smartctl/nvme-null-Samsung_SSD_970_EVO_Plus_250GB-nvme0.json": DiskHealth(
        "Samsung SSD 970 EVO Plus 250GB", "", 250_059_350_016, MediumKind.NVME, 3149, Verdict.PASSED, ()
    ),
    "smartctl/scrutiny-smart-fail2.json": DiskHealth(
        "Hitachi HDS721050DLE630",
        "@disk",
        500_107_862_016,
        MediumKind.HDD,
        65_592,
        Verdict.FAILED,
        (
            Reason.STATUS_FAILED,
            Reason.ATTRIBUTE_FAILING,
            Reason.SOME_PENDING,
            Reason.REALLOCATED,
            Reason.MANY_HOURS,
            Reason.ERRORS_LOGGED,
            Reason.SELF_TEST_FAILED,
        ),
    ),
    "smartctl/scrutiny-smart-nvme-failed.json": DiskHealth(
        "Samsung SSD 970 EVO 500GB",
        "@disk",
        500_107_862_016,
        MediumKind.NVME,
        12_798,
        Verdict.WARNING,
        (Reason.MEDIA_ERRORS,),
    ),
}

BATTERIES = {
    "power/battery-empty.battery.ini": (),
    "power/e5530.battery.ini": (Battery("BAT0", 36, 36, None, "LGC-LGC2.8", "DELL HMYXT37"),),
    "power/upower-i-utc.txt": (Battery("BAT0", 68, 68, None, "Samsung SDI", "DELL 7XFJJA2"),),
}

FINGERPRINTS = {
    "lshw/acer-happy.lshw.json": "a92f440e116d1301",
    "lshw/battery-empty.lshw.json": "07382717f74bdba8",
    "lshw/boxnuc6cayh.lshw.json": "afc8a9ceb5e6aa13",
    "lshw/e5530.lshw.json": "7b130de23ea0c55c",
    "smartctl/scrutiny-smart-fail2.json": "6f55a53a11362a0c",
    "smartctl/scrutiny-smart-nvme-failed.json": "8a5d2a274c5b7585",
}


def fingerprint(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_the_machine_in_a_sample(name):
    machine = read_report(sample(name))
    (medium,) = machine.media

    hidden = replace(machine, serial="@serial", uuid="@uuid", media=(replace(medium, serial="@disk"),))
    assert hidden == MACHINES[name]
    assert fingerprint(machine.serial, machine.uuid, medium.serial) == FINGERPRINTS[name]


@pytest.mark.parametrize("name", sorted(DISKS))
def test_the_disk_in_a_sample(name):
    health = read_report(sample(name))

    assert (replace(health, serial="@disk") if health.serial else health) == DISKS[name]
    assert fingerprint(health.serial) == FINGERPRINTS.get(name, fingerprint(""))


@pytest.mark.parametrize("name", sorted(BATTERIES))
def test_the_batteries_in_a_sample(name):
    assert read_report(sample(name)) == BATTERIES[name]


@pytest.mark.parametrize("name", OURS)
def test_our_own_samples_are_those_that_the_other_tests_read(name):
    assert sample(f"ours/{name}") == report(name)


def test_the_sample_of_a_machine_that_cannot_be_looked_into_is_refused():
    assert refusal(read_report, sample("ours/vm_debian12_dmidecode.txt")) == (
        "dmidecode could not look into this machine. Run it as administrator, on the machine itself and not on a"
        " virtual one, and choose the new file."
    )


def test_no_sample_is_passed_over():
    if not SAMPLES.exists():  # pragma: no cover
        pytest.skip("the samples stand beside the repository only")

    folders = [SAMPLES / name for name in ("lshw", "smartctl", "power", "ours")]
    found = {f"{path.parent.name}/{path.name}" for folder in folders for path in folder.iterdir()}

    assert found == {*MACHINES, *DISKS, *BATTERIES, *(f"ours/{name}" for name in OURS)}
