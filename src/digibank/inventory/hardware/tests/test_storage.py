import pytest

from digibank.inventory.hardware import Medium, MediumKind, Remark
from digibank.inventory.hardware.tests.reports import computer, part, read

SIZE = 500_000_000_000


def disk(name="/dev/sda", description="ATA Disk", address="scsi@0:0.0.0", **fields):
    known = {"product": "Drive", "serial": "S-1", "size": SIZE, **fields}
    return part("disk", "disk", logicalname=name, description=description, businfo=address, **known)


def usb(*children, name="scsi4", address="usb@1:3", **fields):
    return part("usb:0", "storage", *children, businfo=address, logicalname=name, **fields)


def media_and_remarks(*parts):
    machine = read(computer(*parts))
    return machine.media, machine.remarks


PLAIN = Medium("Drive", "S-1", MediumKind.UNKNOWN, "ata", SIZE, "/dev/sda")


def test_the_volumes_in_a_disk_are_not_media():
    volumes = [part(f"volume:{number}", "volume", size=SIZE // 2) for number in range(2)]

    assert media_and_remarks({**disk(), "children": volumes}) == ((PLAIN,), ())


def test_a_drive_for_discs_is_no_medium_even_with_a_disc_in_it():
    disc = part("medium", "disk", logicalname="/dev/cdrom", size=700_000_000)
    drive = part("cdrom", "disk", disc, logicalname=["/dev/cdrom", "/dev/sr0"], description="DVD writer")
    unnamed = part("disk", "disk", logicalname=["/dev/sr1", "/cdrom"], description="SCSI CD-ROM")

    assert media_and_remarks(disk(), drive, unnamed) == ((PLAIN,), ())


def test_what_lies_in_a_drive_is_not_a_second_drive():
    inner = part("medium", "disk", size=SIZE)
    reader = part("cdrom", "disk", part("medium", "disk", size=700_000_000))

    assert media_and_remarks({**disk(), "children": [inner]}, reader) == ((PLAIN,), ())


def test_a_disk_that_is_also_a_generic_scsi_device_stays_a_medium():
    assert media_and_remarks(disk(name=["/dev/sda", "/dev/sg0"])) == ((PLAIN,), ())


def test_a_reader_without_a_card_is_not_worth_a_word():
    reader = usb(disk(name="/dev/sdb", description="SCSI Disk", size=None, capabilities={"removable": True}))

    assert media_and_remarks(disk(), reader) == ((PLAIN,), ())


def test_a_card_in_the_usb_reader_is_left_out_and_named():
    card = disk(name="/dev/sdb", description="SCSI Disk", product="SD/MMC", vendor="Generic-", size=8_000_000)

    assert media_and_remarks(disk(), usb(card)) == ((PLAIN,), (Remark.MEMORY_CARD_LEFT_OUT,))


def test_a_stick_is_known_by_being_removable():
    stick = disk(name="/dev/sdb", description="SCSI Disk", capabilities={"removable": "support is removable"})

    assert media_and_remarks(disk(), stick) == ((PLAIN,), (Remark.INTAKE_STICK_LEFT_OUT,))


def test_a_stick_is_known_by_what_was_started_from_it():
    volume = part("volume", "volume", logicalname=["/dev/sdb1", "/run/live/medium"])
    stick = {**disk(name="/dev/sdb", description="SCSI Disk"), "children": [volume]}

    assert media_and_remarks(disk(), stick) == ((PLAIN,), (Remark.INTAKE_STICK_LEFT_OUT,))


def test_two_sticks_get_one_remark():
    sticks = [
        usb(disk(name=f"/dev/sd{letter}", capabilities={"removable": True}), name=f"scsi{number}")
        for number, letter in ((4, "b"), (5, "c"))
    ]

    assert media_and_remarks(disk(), *sticks) == ((PLAIN,), (Remark.INTAKE_STICK_LEFT_OUT,))


def test_a_usb_disk_that_is_not_a_stick_may_belong_to_the_donor():
    outside = usb(disk(name="/dev/sdb", description="SCSI Disk"), configuration={"driver": "uas"}, address="")

    assert media_and_remarks(disk(), outside) == ((PLAIN,), (Remark.EXTERNAL_DISK_LEFT_OUT,))


def test_in_a_list_without_its_tree_a_usb_disk_is_known_by_its_host():
    stick = part("disk", "disk", description="SCSI Disk", businfo="scsi@4:0.0.0", logicalname="/dev/sdb", size=SIZE)
    inner = part("medium", "disk", logicalname="/dev/sdb", size=SIZE)

    machine = read([usb(), inner, stick, inner, disk()])

    assert machine.media == (PLAIN,)
    assert machine.remarks == (Remark.PARTS_ONLY, Remark.EXTERNAL_DISK_LEFT_OUT)


def test_an_ata_disk_that_calls_itself_removable_is_still_inside():
    assert media_and_remarks(disk(capabilities={"removable": True})) == ((PLAIN,), ())


def test_the_medium_that_the_machine_runs_from_is_kept_with_a_warning():
    root = part("volume", "volume", logicalname=["/dev/sda2", "/"])
    live = part("volume", "volume", logicalname=["/dev/sda2", "/run/live/medium"])

    from_root = media_and_remarks({**disk(), "children": [root]})
    from_live = media_and_remarks({**disk(), "children": [live]})

    assert from_root == from_live == ((PLAIN,), (Remark.STARTED_FROM_OWN_STORAGE,))


def test_a_medium_without_size_or_serial_number_is_kept_with_a_remark():
    bare = Medium("Drive", "", MediumKind.UNKNOWN, "ata", None, "/dev/sda")

    assert media_and_remarks(disk(size=0, serial="0000")) == (
        (bare,),
        (Remark.STORAGE_WITHOUT_SIZE, Remark.STORAGE_WITHOUT_SERIAL),
    )


def test_two_disks_without_a_device_name_are_two_media():
    nameless = Medium("Drive", "S-1", MediumKind.UNKNOWN, "ata", SIZE, "")

    assert media_and_remarks(disk(name=None), disk(name=None)) == ((nameless, nameless), ())


@pytest.mark.parametrize(
    ("product", "abilities", "kind"),
    [
        ("WDC WD5000LPVX-2", {}, MediumKind.HDD),
        ("ST500LM000-1EJ16", {}, MediumKind.HDD),
        ("TOSHIBA MQ01ABF0", {}, MediumKind.HDD),
        ("SAMSUNG HM160HI", {}, MediumKind.HDD),
        ("Nobody knows", {"5400rpm": "5400 rotations per minute"}, MediumKind.HDD),
        ("WDC WDS240G2G0A-", {}, MediumKind.SSD),
        ("Samsung SSD 850", {}, MediumKind.SSD),
        ("SAMSUNG MZ7LN256", {}, MediumKind.SSD),
        ("KINGSTON SA400S3", {}, MediumKind.SSD),
        ("CT240BX500SSD1", {}, MediumKind.SSD),
        ("Nobody knows", {}, MediumKind.UNKNOWN),
    ],
)
def test_the_kind_of_disk_by_its_model_or_its_turns(product, abilities, kind):
    (media, _) = media_and_remarks(disk(product=product, capabilities=abilities))

    assert [medium.kind for medium in media] == [kind]


@pytest.mark.parametrize(
    ("description", "address", "bus"),
    [("ATA Disk", "ide@0.0", "ata"), ("SCSI Disk", "scsi@0:0.0.0", "scsi"), ("", "virtio@1", "virtio"), ("", "", "")],
)
def test_the_bus_of_a_disk(description, address, bus):
    (media, _) = media_and_remarks(disk(description=description, address=address))

    assert [medium.bus for medium in media] == [bus]


def nvme(*children, name="/dev/nvme0", **fields):
    known = {"product": "NVMe Fast", "serial": "N-1", "configuration": {"driver": "nvme"}, **fields}
    return part("nvme", "storage", *children, logicalname=name, **known)


def namespace(name="/dev/nvme0n1", size=SIZE, **fields):
    return part("namespace", "disk", description="NVMe disk", logicalname=name, size=size, **fields)


FAST = Medium("NVMe Fast", "N-1", MediumKind.NVME, "nvme", SIZE, "/dev/nvme0n1")


def test_what_the_kernel_shows_beside_an_nvme_drive_is_no_medium():
    drive = nvme(namespace("hwmon2", None), namespace("/dev/ng0n1", None), namespace(businfo="nvme@0:1"))

    assert media_and_remarks(drive) == ((FAST,), ())


def test_the_namespaces_of_one_nvme_drive_are_one_medium():
    drive = nvme(namespace(size=SIZE // 4), namespace("/dev/nvme0n2", SIZE - SIZE // 4))

    assert media_and_remarks(drive) == ((FAST,), ())


def test_in_a_list_without_its_tree_an_nvme_drive_finds_its_controller_by_name():
    machine = read([namespace("/dev/nvme1n1"), nvme(), nvme(name="/dev/nvme1", serial="N-2"), namespace()])

    assert machine.media == (Medium("NVMe Fast", "N-2", MediumKind.NVME, "nvme", SIZE, "/dev/nvme1n1"), FAST)


def test_an_nvme_drive_without_a_controller_in_the_list_stands_on_its_own():
    own = Medium("Own", "N-9", MediumKind.NVME, "nvme", SIZE, "/dev/nvme0n1")

    assert media_and_remarks(namespace(product="Own", serial="N-9")) == ((own,), ())


@pytest.mark.parametrize("name", [None, "/dev/nvme0"])
def test_an_nvme_drive_of_which_only_the_controller_shows_is_not_forgotten(name):
    hidden = Medium("NVMe Fast", "N-1", MediumKind.NVME, "nvme", None, name or "")

    assert media_and_remarks(nvme(name=name)) == ((hidden,), (Remark.STORAGE_WITHOUT_SIZE,))


def test_a_second_controller_without_a_name_is_the_same_drive_behind_a_storage_driver():
    pci = nvme(name=None, businfo="pci@0000:01:00.0")

    assert media_and_remarks(pci, nvme(namespace())) == ((FAST,), ())


def test_a_controller_without_a_name_still_names_the_disk_below_it():
    assert media_and_remarks(nvme(namespace(), name=None)) == ((FAST,), ())


def test_soldered_storage_is_a_medium_and_its_boot_parts_are_not():
    boot = part("interface:0", "generic", logicalname="/dev/mmcblk0rpmb")
    whole = part("interface:1", "generic", part("volume", "volume"), logicalname="/dev/mmcblk0", size=62_537_072_640)
    device = part(
        "device", "generic", boot, whole, description="SD/MMC Device", product="DA4064", serial="0x2c1f",
        businfo="mmc@0:0001", capabilities={"mmc": True},
    )  # fmt: skip

    assert media_and_remarks(part("mmc0", "bus", device, logicalname="mmc0")) == (
        (Medium("DA4064", "0x2c1f", MediumKind.EMMC, "mmc", 62_537_072_640, "/dev/mmcblk0"),),
        (),
    )


def test_soldered_storage_as_older_builds_list_it():
    names = ["mmcblk0boot1", "mmcblk0boot0", "mmcblk0"]
    card = part(
        "card",
        "disk",
        description="SD/MMC Device",
        product="HBG4a2",
        serial="7",
        businfo="mmc@0:0001",
        logicalname=names,
    )
    host = part("mmc0", "storage", card, product="SD Host Controller", businfo="pci@0000:00:1c.0")
    wireless = part("card", "disk", description="SD/MMC Device", businfo="mmc@1:0001")

    media, _ = media_and_remarks(host, wireless)

    assert media == (Medium("HBG4a2", "", MediumKind.EMMC, "mmc", None, "/dev/mmcblk0"),)


@pytest.mark.parametrize("fields", [{"description": "SD Card"}, {"capabilities": {"sd": True}}])
def test_a_card_in_the_slot_is_left_out_and_named(fields):
    card = part("card", "disk", businfo="mmc@0:aaaa", logicalname="/dev/mmcblk1", size=16_000_000_000, **fields)

    assert media_and_remarks(disk(), card) == ((PLAIN,), (Remark.MEMORY_CARD_LEFT_OUT,))
