"""Which of the drives that a tool lists are inside the computer, and what to say about those that are not.

When in doubt a drive stays in the list: one too many costs a question, one too few may cost a donor's data.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.hardware.facts import Medium, MediumKind, Remark

# A server of the largest kind that an office gives away has some forty.
MOST_DRIVES = 100

LIVE = re.compile(r"(?:/lib/live/mount|/run/live|/run/archiso|/run/initramfs|/cdrom|/isodevice|/live)(?:/.*)?")
CARD_READER = re.compile(r"card|reader|sd/mmc|\bcrw\b", re.IGNORECASE)

# Block devices of the kernel that keep nothing by themselves, or of which a disk is already in the list; floppies and
# discs are no storage of the machine, and an eMMC is listed beside its own boot and key partitions.
_NOT_A_DRIVE = re.compile(
    r"/dev/(?:(?:zram|ram|loop|zd|nbd|rbd|drbd|dm-|md|sr|fd|scd)\d+|mmcblk\d+(?:boot\d+|rpmb)|mapper/.*|cdrom|dvd)"
)
_DISK_OR_PARTITION = re.compile(r"(/dev/(?:nvme\d{1,4}n\d{1,4}|mmcblk\d{1,4}))(?:p\d+)?|(/dev/[a-z]{2,8})\d*")

# Beginnings of model names. lshw cuts a model to 16 signs, so the word SSD is often gone.
_SSD = re.compile(
    r".*SSD|.*SOLID|WDC WDS|KINGSTON S[ACKUV]|KINGSTON RBU|SAMSUNG MZ|MZ[-7N]|CT\d+(BX|MX|P)|SANDISK SD|SDSA|"
    r"LITEON|TOSHIBA THN|TOSHIBA KSG|THNS|MTFDD|MICRON|OCZ|HFS\d|SK ?HYNIX|ADATA S|PATRIOT|TS\d+GM|CRUCIAL",
    re.IGNORECASE,
)
_HDD = re.compile(
    r"WDC WD\d|ST\d{3,}|HITACHI|HGST|HTS\d|TOSHIBA [DHM][QKTD]|[DM][QK]\d{2}|MAXTOR|FUJITSU M|SAMSUNG H[DMN]|QUANTUM",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Storage:
    """The media inside a machine, what to say about them, and the device names of the drives that are not inside."""

    media: tuple[Medium, ...] = ()
    remarks: tuple[Remark, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drive:
    """A drive as a tool lists it: what it is, how it is fastened, and where its parts are mounted."""

    medium: Medium
    on_usb: bool = False
    removable: bool = False
    mounted_at: tuple[str, ...] = ()

    @property
    def runs_live(self) -> bool:
        """Whether the system that made the report was started from this drive without being installed on it."""
        return any(LIVE.fullmatch(place) for place in self.mounted_at)

    @property
    def runs_the_system(self) -> bool:
        """Whether the system that made the report runs from this drive."""
        return self.runs_live or "/" in self.mounted_at

    @property
    def is_outside(self) -> bool:
        """Whether this drive is not built in: on USB, or the stick that the machine was started from."""
        built_in = self.medium.bus in ("ata", "nvme", "mmc", "virtio")
        return self.on_usb or (not built_in and (self.removable or self.runs_live))

    @property
    def remark(self) -> Remark | None:
        """What to say about this drive when it is outside; nothing about a reader without a card."""
        if not self.medium.capacity_bytes:
            return None
        if CARD_READER.search(self.medium.model):
            return Remark.MEMORY_CARD_LEFT_OUT
        stick = self.removable or self.runs_the_system
        return Remark.INTAKE_STICK_LEFT_OUT if stick else Remark.EXTERNAL_DISK_LEFT_OUT


def sort_out(drives: Sequence[Drive]) -> Storage:
    """The media inside, and what to say about them and about what was left out."""
    refuse_too_many(drives)
    inside = [drive for drive in drives if not drive.is_outside]
    outside = [drive for drive in drives if drive.is_outside]
    media = tuple(drive.medium for drive in inside)
    left_out = [drive.remark for drive in outside if drive.remark]
    own = any(drive.runs_the_system for drive in inside)
    return Storage(
        media=media,
        remarks=(*dict.fromkeys(left_out), *remarks_on(media), *([Remark.STARTED_FROM_OWN_STORAGE] if own else [])),
        left_out=tuple(drive.medium.logical_name for drive in outside if drive.medium.logical_name),
    )


def refuse_too_many(drives: Collection[object]) -> None:
    """Raise RuleBroken for more drives than one machine holds."""
    if len(drives) > MOST_DRIVES:
        raise RuleBroken(_("This file lists more than 100 disks. Choose the report of one machine."))


def remarks_on(media: Collection[Medium]) -> list[Remark]:
    """What a person must look up about these media."""
    remarks = []
    if not media:
        remarks.append(Remark.NO_STORAGE_LISTED)
    if any(medium.capacity_bytes is None for medium in media):
        remarks.append(Remark.STORAGE_WITHOUT_SIZE)
    if any(not medium.serial for medium in media):
        remarks.append(Remark.STORAGE_WITHOUT_SERIAL)
    return remarks


def is_no_drive(name: str) -> bool:
    """Whether a device of this name is no storage of its own: a disk in memory, a loop, a disc, part of an eMMC."""
    return _NOT_A_DRIVE.fullmatch(name) is not None


def disk_under(name: str) -> str:
    """The device name of the disk that a partition of this name is on, or of the disk itself; "" when unclear."""
    match = _DISK_OR_PARTITION.fullmatch(name)
    return (match[1] or match[2]) if match else ""


def bus_by_name(name: str) -> str:
    """The bus of a drive as far as its device name tells, or ""."""
    if name.startswith("/dev/nvme"):
        return "nvme"
    if name.startswith("/dev/mmcblk"):
        return "mmc"
    if name.startswith("/dev/vd"):
        return "virtio"
    return "ata" if name.startswith("/dev/hd") else ""


def kind_by_model(model: str) -> MediumKind:
    """A disk or an SSD by the name of the model, where makers are known to keep to a pattern."""
    if _HDD.match(model):
        return MediumKind.HDD
    return MediumKind.SSD if _SSD.match(model) else MediumKind.UNKNOWN
