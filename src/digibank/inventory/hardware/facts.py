"""The facts that a hardware report gives, in our own words.

Text is "" and a number is None when the report does not say. Sizes are in bytes, hours are hours of use.
"""

from dataclasses import dataclass
from enum import StrEnum


class MachineKind(StrEnum):
    """What kind of machine it is, by its casing."""

    LAPTOP = "laptop"
    DESKTOP = "desktop"
    ALL_IN_ONE = "all_in_one"
    TABLET = "tablet"
    SERVER = "server"
    OTHER = "other"


class MediumKind(StrEnum):
    """What kind of storage it is; how it must be erased depends on this."""

    HDD = "hdd"
    SSD = "ssd"
    NVME = "nvme"
    EMMC = "emmc"
    UNKNOWN = "unknown"


class Remark(StrEnum):
    """What the person at intake must know about a report of a machine."""

    PARTS_ONLY = "parts_only"
    STORAGE_UNSURE = "storage_unsure"
    KIND_UNCLEAR = "kind_unclear"
    SERIAL_MISSING = "serial_missing"
    SERIAL_NOT_USABLE = "serial_not_usable"
    MEMORY_UNKNOWN = "memory_unknown"
    NO_STORAGE_LISTED = "no_storage_listed"
    STORAGE_WITHOUT_SIZE = "storage_without_size"
    STORAGE_WITHOUT_SERIAL = "storage_without_serial"
    INTAKE_STICK_LEFT_OUT = "intake_stick_left_out"
    EXTERNAL_DISK_LEFT_OUT = "external_disk_left_out"
    MEMORY_CARD_LEFT_OUT = "memory_card_left_out"
    STARTED_FROM_OWN_STORAGE = "started_from_own_storage"
    TOOL_FAILED = "tool_failed"
    HEALTH_LEFT_OUT = "health_left_out"
    ERASURE_IS_NO_PROOF = "erasure_is_no_proof"


@dataclass(frozen=True)
class Medium:
    """One storage medium inside the machine. `bus` is ata, nvme, mmc, scsi, virtio or ""."""

    model: str
    serial: str
    kind: MediumKind
    bus: str
    capacity_bytes: int | None
    logical_name: str


@dataclass(frozen=True)
class Machine:
    """A computer as a tool describes it. `serial` and `uuid` are "" when missing or a maker's placeholder.

    `left_out` are the device names of drives that were plugged in and are not part of the machine.
    """

    kind: MachineKind
    vendor: str
    model: str
    serial: str
    uuid: str
    processor: str
    memory_bytes: int | None
    media: tuple[Medium, ...]
    remarks: tuple[Remark, ...]
    left_out: tuple[str, ...] = ()

    @property
    def lists_all_storage(self) -> bool:
        """Whether the report is of the whole machine and lists its storage: a list of parts may lack a disk."""
        return bool(self.media) and not {Remark.PARTS_ONLY, Remark.STORAGE_UNSURE} & set(self.remarks)


class Verdict(StrEnum):
    """Whether a disk may be used again, as far as the disk itself can tell."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """Why a disk's verdict is not simply passed."""

    STATUS_FAILED = "status_failed"
    ATTRIBUTE_FAILING = "attribute_failing"
    MANY_PENDING = "many_pending"
    ERRORS_AND_NO_SPARE = "errors_and_no_spare"
    CRITICAL_WARNING = "critical_warning"
    ATTRIBUTE_FAILED_BEFORE = "attribute_failed_before"
    SOME_PENDING = "some_pending"
    REALLOCATED = "reallocated"
    MEDIA_ERRORS = "media_errors"
    SPARE_LOW = "spare_low"
    WORN = "worn"
    MANY_HOURS = "many_hours"
    ERRORS_LOGGED = "errors_logged"
    SELF_TEST_FAILED = "self_test_failed"
    NOT_OPENED = "not_opened"
    SMART_OFF = "smart_off"
    NO_SMART = "no_smart"


@dataclass(frozen=True)
class DiskHealth:
    """One disk's own account of its health, from smartctl."""

    model: str
    serial: str
    capacity_bytes: int | None
    kind: MediumKind
    power_on_hours: int | None
    verdict: Verdict
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Battery:
    """One battery. `measured_percent` is what is left of the designed capacity and may be above 100.

    `health_percent` is the same for people: never above 100, and None when the measure cannot be right.
    """

    name: str
    health_percent: int | None
    measured_percent: int | None
    cycles: int | None
    vendor: str
    model: str


@dataclass(frozen=True)
class Snapshot:
    """What several tools said about one machine at one moment: the disks are media of this machine."""

    machine: Machine
    disks: tuple[DiskHealth, ...]
    batteries: tuple[Battery, ...]
    remarks: tuple[Remark, ...]
