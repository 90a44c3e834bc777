"""What can be done to a storage medium, and the level it truly reaches on each kind of medium (policy E-04).

One table, on the careful side: IEEE 2883-2022 and the makers' own tables as we know them, and the lower of two levels
where they differ. A technique that is not in the row of a kind of medium cannot be done there at all.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.methods import Level


class Technique(StrEnum):
    """What was done to the medium."""

    OVERWRITTEN = "overwritten"
    NVME_BLOCK = "nvme_block"
    NVME_CRYPTO = "nvme_crypto"
    NVME_OVERWRITE = "nvme_overwrite"
    NVME_FORMAT = "nvme_format"
    ATA_BLOCK = "ata_block"
    ATA_CRYPTO = "ata_crypto"
    ATA_OVERWRITE = "ata_overwrite"
    ATA_SECURE = "ata_secure"
    ATA_ENHANCED = "ata_enhanced"
    MMC_SANITIZE = "mmc_sanitize"
    MMC_SECURE_TRIM = "mmc_secure_trim"
    KEYS_DESTROYED = "keys_destroyed"
    FACTORY_RESET = "factory_reset"
    DESTROYED = "destroyed"


@dataclass(frozen=True)
class Row:
    """One technique: its name, its sentence on the attestation, and the level by kind of medium.

    `scrambles`: the data stay and their key is gone, so what is read back may be anything.
    """

    title: str | Promise
    sentence: str | Promise
    levels: dict[str, Level] = field(default_factory=dict)
    scrambles: bool = False


_EVERYWHERE = ("hdd", "ssd", "nvme", "emmc", "unknown")
_CLEAR, _PURGE, _DESTROY = Level.CLEAR, Level.PURGE, Level.DESTROY

TABLE = {
    Technique.OVERWRITTEN: Row(
        gettext_lazy("overwritten"),
        gettext_lazy("Overwritten by nwipe with the method “%(method)s”."),
        dict.fromkeys(_EVERYWHERE, _CLEAR),
    ),
    Technique.NVME_BLOCK: Row(
        gettext_lazy("NVMe sanitize, block erase"),
        gettext_lazy("The drive itself erased all its blocks, also its spare ones (NVMe sanitize, block erase)."),
        {"nvme": _PURGE},
    ),
    Technique.NVME_CRYPTO: Row(
        gettext_lazy("NVMe sanitize, crypto erase"),
        gettext_lazy("The drive itself threw away the key of all its data (NVMe sanitize, crypto erase)."),
        {"nvme": _PURGE},
        scrambles=True,
    ),
    Technique.NVME_OVERWRITE: Row(
        gettext_lazy("NVMe sanitize, overwrite"),
        gettext_lazy("The drive overwrote itself (NVMe sanitize, overwrite)."),
        {"nvme": _CLEAR},
    ),
    # The first edition of 800-88 called this Purge; what a format reaches differs by maker.
    Technique.NVME_FORMAT: Row(
        gettext_lazy("NVMe format with erase"),
        gettext_lazy("The drive was formatted with the order to erase (NVMe format)."),
        {"nvme": _CLEAR},
        scrambles=True,
    ),
    Technique.ATA_BLOCK: Row(
        gettext_lazy("ATA sanitize, block erase"),
        gettext_lazy("The drive itself erased all its blocks, also its spare ones (ATA sanitize, block erase)."),
        {"ssd": _PURGE},
    ),
    Technique.ATA_CRYPTO: Row(
        gettext_lazy("ATA sanitize, crypto scramble"),
        gettext_lazy("The drive itself threw away the key of all its data (ATA sanitize, crypto scramble)."),
        {"ssd": _PURGE, "hdd": _CLEAR},
        scrambles=True,
    ),
    Technique.ATA_OVERWRITE: Row(
        gettext_lazy("ATA sanitize, overwrite"),
        gettext_lazy("The drive overwrote itself, also its spare sectors (ATA sanitize, overwrite)."),
        {"hdd": _PURGE, "ssd": _CLEAR},
    ),
    Technique.ATA_SECURE: Row(
        gettext_lazy("ATA security erase"),
        gettext_lazy("The drive erased itself (ATA security erase)."),
        {"hdd": _CLEAR, "ssd": _CLEAR},
        scrambles=True,
    ),
    Technique.ATA_ENHANCED: Row(
        gettext_lazy("ATA enhanced security erase"),
        gettext_lazy("The drive erased itself (ATA enhanced security erase)."),
        {"hdd": _PURGE, "ssd": _CLEAR},
        scrambles=True,
    ),
    Technique.MMC_SANITIZE: Row(
        gettext_lazy("eMMC sanitize"),
        gettext_lazy("The chip erased its spare blocks after all data were erased (eMMC sanitize)."),
        {"emmc": _CLEAR},
    ),
    Technique.MMC_SECURE_TRIM: Row(
        gettext_lazy("eMMC secure trim"),
        gettext_lazy("The chip erased all its blocks (eMMC secure trim)."),
        {"emmc": _CLEAR},
    ),
    Technique.KEYS_DESTROYED: Row(
        gettext_lazy("key of an encrypted disk destroyed"),
        gettext_lazy("The disk was encrypted from the start, and every key to it was destroyed."),
        {"hdd": _PURGE, "ssd": _PURGE, "nvme": _PURGE, "emmc": _PURGE},
        scrambles=True,
    ),
    # What a reset reaches depends on the system: see `witnessed`.
    Technique.FACTORY_RESET: Row(
        gettext_lazy("factory reset, witnessed by two"),
        gettext_lazy("Put back as it came from the factory, and seen by two people: %(method)s."),
        {"emmc": _CLEAR, "nvme": _CLEAR, "ssd": _CLEAR, "unknown": _CLEAR},
    ),
    Technique.DESTROYED: Row(
        gettext_lazy("destroyed"),
        gettext_lazy("The medium itself was destroyed: %(method)s."),
        dict.fromkeys(_EVERYWHERE, _DESTROY),
    ),
}

# What a medium of this kind has to reach before it leaves our hands; less needs an exception (policy E-08).
# Each NVMe drive of the last ten years can sanitize itself; of SATA drives that differs, so there overwriting will do.
REQUIRED = dict.fromkeys(_EVERYWHERE, _CLEAR) | {"nvme": _PURGE}

_HEIGHTS = [_CLEAR, _PURGE, _DESTROY]


def reached(technique: Technique, medium_kind: str) -> Level:
    """The level of this technique on this kind of medium. Raises RuleBroken where it cannot be done at all."""
    level = TABLE[technique].levels.get(medium_kind)
    if level is None:
        raise RuleBroken(
            _("“%(technique)s” cannot be done to this kind of medium. Look whether the kind was written down right.")
            % {"technique": TABLE[technique].title}
        )
    return level


def falls_short(level: Level, medium_kind: str) -> bool:
    """Whether this level is less than what is required of this kind of medium."""
    return _HEIGHTS.index(level) < _HEIGHTS.index(REQUIRED.get(medium_kind, _PURGE))


def told(technique: Technique, method: str) -> str:
    """How the attestation says what was done."""
    return str(TABLE[technique].sentence) % {"method": " ".join(method.split())}
