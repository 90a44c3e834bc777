"""Classes, devices, what is inside them, what belongs with them, and what they are kept for."""

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
from digibank.inventory.models.media import MEDIUM_KINDS, MEDIUM_NUMBERS, StorageMedium
from digibank.inventory.models.reports import HardwareReport

__all__ = [
    "DEVICE_NUMBERS",
    "ESSENTIAL",
    "MAY_BE_RESTORED",
    "MEDIUM_KINDS",
    "MEDIUM_NUMBERS",
    "Accessory",
    "AccessoryKind",
    "Commitment",
    "Device",
    "DeviceClass",
    "EeeCategory",
    "HardwareReport",
    "StorageMedium",
    "Supply",
]
