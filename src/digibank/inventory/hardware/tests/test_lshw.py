import pytest

from digibank.inventory.hardware import Machine, MachineKind, Medium, MediumKind, Remark, read_lshw
from digibank.inventory.hardware.tests.reports import computer, part, read, report

GIB = 1024**3


def test_an_ordinary_laptop_gives_all_its_facts_and_leaves_out_what_was_plugged_in():
    machine = read_lshw(report("laptop_hp_probook.lshw.json"))

    assert machine == Machine(
        kind=MachineKind.LAPTOP,
        vendor="HP",
        model="HP ProBook 450 G3",
        serial="5CD6000D1G",
        uuid="0d1b1f00-4503-11e6-9b1f-02000000d1b1",
        processor="Intel(R) Core(TM) i5-6200U CPU @ 2.30GHz",
        memory_bytes=8 * GIB,
        media=(Medium("SAMSUNG MZ7LN256", "S3TANX0J000417", MediumKind.SSD, "ata", 256_060_514_304, "/dev/sda"),),
        remarks=(Remark.INTAKE_STICK_LEFT_OUT,),
        left_out=("/dev/sdb", "/dev/sdc"),
    )


def test_a_lenovo_carries_the_name_that_people_know_and_may_stand_in_a_list():
    machine = read_lshw(report("laptop_lenovo_thinkpad.lshw.json"))

    assert machine == Machine(
        kind=MachineKind.LAPTOP,
        vendor="LENOVO",
        model="ThinkPad T450s",
        serial="PC00D1B4",
        uuid="0d1b0450-0000-11e5-8000-02000000d1b2",
        processor="Intel(R) Core(TM) i5-5300U CPU @ 2.30GHz",
        memory_bytes=12 * GIB,
        media=(Medium("HGST HTS725050A7", "TF0000D1BT450S", MediumKind.HDD, "ata", 500_107_862_016, "/dev/sda"),),
        remarks=(),
    )


def test_a_laptop_of_which_the_storage_is_not_listed_says_so():
    machine = read_lshw(report("laptop_without_listed_storage.lshw.json"))

    assert (machine.model, machine.media) == ("E200HA", ())
    assert machine.remarks == (Remark.INTAKE_STICK_LEFT_OUT, Remark.NO_STORAGE_LISTED)


def test_an_nvme_drive_is_one_medium_with_the_name_of_its_controller():
    machine = read_lshw(report("laptop_dell_nvme.lshw.json"))

    assert machine.model == "Latitude 5490"
    assert machine.media == (
        Medium("PM981 NVMe Samsung 256GB", "S3ZHNX0K000549", MediumKind.NVME, "nvme", 256_060_514_304, "/dev/nvme0n1"),
    )
    assert machine.remarks == ()


def test_memory_without_a_size_is_the_sum_of_its_modules_without_the_chip_of_the_firmware():
    machine = read_lshw(report("desktop_memory_without_size.lshw.json"))

    assert (machine.kind, machine.memory_bytes) == (MachineKind.DESKTOP, 4 * GIB)
    assert machine.processor == "Intel(R) Core(TM)2 Duo CPU E8400 @ 3.00GHz"


def test_a_virtual_machine_says_what_it_does_not_know():
    machine = read_lshw(report("vm_debian12_lshw.json"))

    assert machine == Machine(
        kind=MachineKind.OTHER,
        vendor="",
        model="",
        serial="",
        uuid="",
        processor="AMD EPYC",
        memory_bytes=24 * GIB,
        media=(Medium("", "", MediumKind.UNKNOWN, "virtio", None, "/dev/vda"),),
        remarks=(
            Remark.KIND_UNCLEAR,
            Remark.SERIAL_MISSING,
            Remark.STORAGE_WITHOUT_SIZE,
            Remark.STORAGE_WITHOUT_SERIAL,
            Remark.STARTED_FROM_OWN_STORAGE,
        ),
    )


def test_a_list_of_some_parts_is_read_and_called_what_it_is():
    machine = read_lshw(report("vm_debian12_lshw_class.json"))

    assert machine.media == (Medium("", "", MediumKind.UNKNOWN, "virtio", None, "/dev/vda"),)
    assert machine.remarks[0] == Remark.PARTS_ONLY
    assert Remark.SERIAL_MISSING not in machine.remarks


@pytest.mark.parametrize(
    ("chassis", "kind"),
    [
        ("notebook", MachineKind.LAPTOP),
        ("laptop", MachineKind.LAPTOP),
        ("portable", MachineKind.LAPTOP),
        ("convertible", MachineKind.LAPTOP),
        ("mini-tower", MachineKind.DESKTOP),
        ("low-profile", MachineKind.DESKTOP),
        ("all-in-one", MachineKind.ALL_IN_ONE),
        ("tablet", MachineKind.TABLET),
        ("rackmount", MachineKind.SERVER),
    ],
)
def test_the_casing_tells_the_kind(chassis, kind):
    machine = read(computer(configuration={"chassis": chassis}))

    assert machine.kind == kind


@pytest.mark.parametrize("configuration", [{}, {"chassis": "docking"}])
def test_an_unknown_casing_is_left_to_the_person_at_intake(configuration):
    machine = read(computer(configuration=configuration))

    assert (machine.kind, machine.remarks[0]) == (MachineKind.OTHER, Remark.KIND_UNCLEAR)


@pytest.mark.parametrize(
    "serial",
    [
        "To Be Filled By O.E.M.",
        "To be filled by O.E.M.",
        "System Serial Number",
        "Base Board Serial Number",
        "Chassis Serial Number",
        "Not Specified",
        "Not Applicable",
        "N/A",
        "Default string",
        "0123456789",
        "123456789",
        "1234567",
        "EeePC-0123456789",
        "None",
        "Unknown",
        "INVALID",
        "OEM",
        "0",
        "00000000",
        "XXXXXXXX",
        "........",
        "-",
        "[REMOVED]",
        "REDACTED",
    ],
)
def test_a_serial_number_that_the_maker_never_filled_in_is_no_serial_number(serial):
    machine = read(computer(serial=serial))

    assert (machine.serial, machine.remarks[0]) == ("", Remark.SERIAL_NOT_USABLE)


@pytest.mark.parametrize("serial", ["5CD6000D1G", "LUSEA0D010038879A01601", "D8FTRY1", "007"])
def test_a_real_serial_number_stays(serial):
    machine = read(computer(serial=f"  {serial} "))

    assert machine.serial == serial


def test_a_missing_serial_number_is_not_the_same_as_an_unusable_one():
    machine = read(computer(serial="   "))

    assert (machine.serial, machine.remarks[0]) == ("", Remark.SERIAL_MISSING)


@pytest.mark.parametrize(
    "uuid",
    [
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "03000200-0400-0500-0006-000700080009",
        "Not Settable",
        "",
    ],
)
def test_an_identifier_that_many_machines_share_is_no_identifier(uuid):
    machine = read(computer(configuration={"chassis": "desktop", "uuid": uuid}))

    assert machine.uuid == ""


def test_the_board_names_a_computer_that_somebody_built():
    machine = read(computer(vendor="System manufacturer", product="System Product Name"))

    assert (machine.vendor, machine.model) == ("Boardmaker", "Board 7")


def test_a_computer_that_nobody_named_has_no_name():
    tree = part("pc", "system", vendor="To Be Filled By O.E.M.", product="To Be Filled By O.E.M.")

    assert (read(tree).vendor, read(tree).model) == ("", "")


@pytest.mark.parametrize(
    ("product", "sku", "model"),
    [
        ("1001PXD (1001PXD)", "1001PXD", "1001PXD"),
        ("H81M-K (To be filled by O.E.M.)", "To be filled by O.E.M.", "H81M-K"),
        ("OptiPlex (Tower)", "05A4", "OptiPlex (Tower)"),
    ],
)
def test_the_stock_code_is_not_part_of_the_model(product, sku, model):
    machine = read(computer(product=product, configuration={"sku": sku}))

    assert machine.model == model


@pytest.mark.parametrize(
    ("product", "version", "model"),
    [
        ("20BWS0TF00 (LENOVO_MT_20BW)", "ThinkPad T450s", "ThinkPad T450s"),
        ("80XL", "Lenovo ideapad 320-15IKB", "Lenovo ideapad 320-15IKB"),
        ("10GRS0A100", "Not Defined", "10GRS0A100"),
        ("10GRS0A100", "1.0", "10GRS0A100"),
        ("10GRS0A100", "Lenovo", "10GRS0A100"),
        ("ThinkPad X1", "1.2 beta", "ThinkPad X1"),
    ],
)
def test_a_lenovo_keeps_its_code_when_nothing_better_is_known(product, version, model):
    machine = read(computer(vendor="LENOVO", product=product, version=version))

    assert machine.model == model


def test_memory_of_cards_and_screens_is_not_working_memory():
    tree = computer(
        part("memory:1", "memory", description="Video Memory", size=GIB),
        part("memory:3", "memory", part("bank", "memory", description="Chip FLASH Non-volatile", size=4096), size=4096),
        part("memory:2", "memory", description="RAM memory", businfo="pci@0000:00:14.2", size=GIB),
        part("firmware", "memory", description="BIOS", size=65536),
        part("cache", "memory", description="L1 cache", size=65536),
    )

    assert read(tree).memory_bytes == 4 * GIB


def test_memory_that_somebody_forgot_to_list_is_unknown():
    tree = part("pc", "system", serial="A1", configuration={"chassis": "desktop"})

    assert (read(tree).memory_bytes, Remark.MEMORY_UNKNOWN in read(tree).remarks) == (None, True)


def test_banks_beside_the_memory_in_a_flat_list_are_not_counted_twice():
    banks = [
        part("bank:0", "memory", description="DIMM", size=GIB),
        part("bank:1", "memory", description="DIMM", size=GIB),
    ]

    with_whole = read([part("memory", "memory", size=2 * GIB), *banks])
    without_whole = read([part("memory", "memory"), *banks])

    assert (with_whole.memory_bytes, without_whole.memory_bytes) == (2 * GIB, 2 * GIB)


def test_the_modules_count_when_they_are_more_than_the_kernel_sees():
    seen = part("memory:1", "memory", part("bank", "memory", description="DIMM", size=2 * GIB), size=2 * GIB - 500)

    assert read(computer(seen)).memory_bytes == 6 * GIB


def test_a_processor_without_a_name_is_passed_over():
    tree = computer(
        part("cpu:0", "processor", product="To Be Filled By O.E.M."), part("cpu:1", "processor", product="Fast  One")
    )

    assert read(tree).processor == "Fast One"
