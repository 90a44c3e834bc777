import pytest

from digibank.inventory.hardware import Machine, MachineKind, Remark, read_dmidecode
from digibank.inventory.hardware.tests.reports import HALFWAY, refusal, report, wrong

GIB = 1024**3
NAME = "laptop_lenovo_thinkpad.dmidecode.txt"


def changed(*changes: tuple[str, str]) -> bytes:
    """The report of the Lenovo with pieces of text replaced; a piece that is not there is a mistake in the test."""
    text = report(NAME).decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def quiet(text: bytes = b"") -> bytes:
    """The same as dmidecode -q writes it: no heading, no handles, no end of the table."""
    lines = (text or report(NAME)).decode().splitlines(keepends=True)
    kept = [line for line in lines[6:] if not line.startswith(("Handle", "End Of Table"))]
    return "".join(kept).encode()


def test_a_lenovo_gives_all_its_facts_but_not_its_storage():
    machine = read_dmidecode(report(NAME))

    assert machine == Machine(
        kind=MachineKind.LAPTOP,
        vendor="LENOVO",
        model="ThinkPad T450s",
        serial="PC00D1B4",
        uuid="0d1b0450-0000-11e5-8000-02000000d1b2",
        processor="Intel(R) Core(TM) i5-5300U CPU @ 2.30GHz",
        memory_bytes=12 * GIB,
        media=(),
        remarks=(Remark.STORAGE_UNSURE,),
    )
    assert not machine.lists_all_storage


def test_the_quiet_form_says_the_same():
    assert read_dmidecode(quiet()) == read_dmidecode(report(NAME))


@pytest.mark.parametrize(
    ("casing", "kind", "remarks"),
    [
        ("Laptop", MachineKind.LAPTOP, ()),
        ("Convertible", MachineKind.LAPTOP, ()),
        ("Low Profile Desktop", MachineKind.DESKTOP, ()),
        ("Space-saving", MachineKind.DESKTOP, ()),
        ("All In One", MachineKind.ALL_IN_ONE, ()),
        ("Detachable", MachineKind.TABLET, ()),
        ("Main Server Chassis", MachineKind.SERVER, ()),
        ("Docking Station", MachineKind.OTHER, (Remark.KIND_UNCLEAR,)),
        ("Other", MachineKind.OTHER, (Remark.KIND_UNCLEAR,)),
    ],
)
def test_the_casing_says_what_kind_of_machine_it_is(casing, kind, remarks):
    machine = read_dmidecode(changed(("Type: Notebook", f"Type: {casing}")))

    assert (machine.kind, machine.remarks) == (kind, (Remark.STORAGE_UNSURE, *remarks))


def test_a_laptop_in_its_docking_station_is_a_laptop():
    dock = "Handle 0x0099, DMI type 3, 22 bytes\nChassis Information\n\tType: Docking Station\n\n"

    machine = read_dmidecode(changed(("Handle 0x0003,", f"{dock}Handle 0x0003,")))

    assert machine.kind == MachineKind.LAPTOP


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("To Be Filled By O.E.M.", Remark.SERIAL_NOT_USABLE),
        ("System Serial Number", Remark.SERIAL_NOT_USABLE),
        ("Not Specified", Remark.SERIAL_NOT_USABLE),
        ("Default string", Remark.SERIAL_NOT_USABLE),
        ("0123456789", Remark.SERIAL_NOT_USABLE),
        ("None", Remark.SERIAL_NOT_USABLE),
        ("", Remark.SERIAL_MISSING),
    ],
)
def test_a_placeholder_is_no_serial_number(said, remark):
    machine = read_dmidecode(changed(("\tSerial Number: PC00D1B4\n\tUUID", f"\tSerial Number: {said}\n\tUUID")))

    assert (machine.serial, machine.remarks) == ("", (Remark.STORAGE_UNSURE, remark))


@pytest.mark.parametrize("uuid", ["Not Settable", "Not Present", "03000200-0400-0500-0006-000700080009", "FF"])
def test_an_identifier_that_is_not_its_own_is_none(uuid):
    assert read_dmidecode(changed(("0d1b0450-0000-11e5-8000-02000000d1b2", uuid))).uuid == ""


def test_a_self_built_machine_carries_the_name_of_its_board():
    machine = read_dmidecode(
        changed(
            ("System Information\n\tManufacturer: LENOVO", "System Information\n\tManufacturer: System manufacturer"),
            (
                "\tProduct Name: 20BWS0TF00\n\tVersion: ThinkPad",
                "\tProduct Name: System Product Name\n\tVersion: Think",
            ),
            ("\tProduct Name: 20BWS0TF00\n\tVersion: SDK", "\tProduct Name: P8H61-M\n\tVersion: SDK"),
        )
    )

    assert (machine.vendor, machine.model) == ("LENOVO", "P8H61-M")


def test_without_modules_the_memory_is_unknown():
    machine = read_dmidecode(changed(("Size: 4096 MB", "Size: Unknown"), ("Size: 8 GB", "Size: No Module Installed")))

    assert (machine.memory_bytes, machine.remarks) == (None, (Remark.STORAGE_UNSURE, Remark.MEMORY_UNKNOWN))


def test_a_report_of_some_parts_says_so():
    raw = b"# dmidecode 3.4\nMemory Device\n\tSize: 2 GB\n\tType: DDR3\n\nMemory Device\n\tSize: 2 GB\n\tType: DDR3\n\n"

    machine = read_dmidecode(raw)

    assert (machine.memory_bytes, machine.serial, machine.remarks) == (4 * GIB, "", (Remark.PARTS_ONLY,))


@pytest.mark.rule("I-03")
@pytest.mark.parametrize(
    "raw",
    [
        report("vm_debian12_dmidecode.txt"),
        b"# dmidecode 3.4\n/dev/mem: Permission denied\n",
        b"# dmidecode 3.4\n# No SMBIOS nor DMI entry point found, sorry.\n",
    ],
)
def test_a_machine_that_could_not_be_looked_into_is_refused_with_what_to_do(raw):
    assert refusal(read_dmidecode, raw) == (
        "dmidecode could not look into this machine. Run it as administrator, on the machine itself and not on a"
        " virtual one, and choose the new file."
    )


def test_a_report_that_is_cut_anywhere_behind_its_heading_is_said_to_stop_halfway():
    raw = report(NAME)
    start, stop = raw.index(b"Table at"), raw.index(b"End Of Table")

    refusals = {refusal(read_dmidecode, raw[:length]) for length in range(start + 11, stop, 7)}

    assert refusals == {HALFWAY}


def test_half_a_line_of_a_quiet_report_is_said_to_stop_halfway():
    raw = quiet()

    assert refusal(read_dmidecode, raw[: raw.index(b"96 MB") + 1]) == HALFWAY


def test_a_broken_table_is_read_as_far_as_it_goes():
    broken = "Invalid entry length (0). DMI table is broken! Stop.\n"

    assert read_dmidecode(changed(("End Of Table\n", broken))) == read_dmidecode(report(NAME))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            ("\tSerial Number: PC00D1B4\n\tUUID", "\tSerial Number: A\n\tSerial Number: B\n\tUUID"),
            "This file says the same thing twice in one place. Make the report again and choose the new file.",
        ),
        (
            ("Handle 0x0002,", "System Information\n\tSerial Number: B\n\nHandle 0x0002,"),
            "This file holds the reports of several computers. Choose a file of one computer.",
        ),
        (
            ("PC00D1B4", "P" * 301),
            wrong("Serial Number"),
        ),
        (
            ("Size: 8 GB", "Size: 80000 TB"),
            wrong("Size"),
        ),
    ],
)
def test_what_cannot_be_is_refused(change, sentence):
    assert refusal(read_dmidecode, changed(change)) == sentence


def test_a_file_of_too_many_parts_is_refused():
    raw = b"# dmidecode 3.4\n" + b"OEM\n\tA: b\n" * 10_002

    assert refusal(read_dmidecode, raw) == "This file lists more than 10 000 parts. Choose the report of one machine."


def test_another_text_is_sent_back():
    assert refusal(read_dmidecode, b"text") == (
        "This is not a report of dmidecode. Make one with dmidecode and choose that file."
    )
