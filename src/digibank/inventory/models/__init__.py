"""Classes, devices, what is inside and with them, what is the matter, and what they are kept for."""

from digibank.inventory.models.commitments import Commitment, Supply
from digibank.inventory.models.devices import (
    DEVICE_NUMBERS,
    ESSENTIAL,
    MAY_BE_RESTORED,
    Accessory,
    AccessoryKind,
    Device,
    DeviceClass,
    EeeCategory,
)
from digibank.inventory.models.flags import SEEN_AT_A_DESK, DeviceFlag, FlagKind
from digibank.inventory.models.grounds import UnfitGround
from digibank.inventory.models.media import MEDIUM_KINDS, MEDIUM_NUMBERS, StorageMedium
from digibank.inventory.models.reports import HardwareReport

__all__ = [
    "DEVICE_NUMBERS",
    "ESSENTIAL",
    "MAY_BE_RESTORED",
    "MEDIUM_KINDS",
    "MEDIUM_NUMBERS",
    "SEEN_AT_A_DESK",
    "Accessory",
    "AccessoryKind",
    "Commitment",
    "Device",
    "DeviceClass",
    "DeviceFlag",
    "EeeCategory",
    "FlagKind",
    "HardwareReport",
    "StorageMedium",
    "Supply",
    "UnfitGround",
]
