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
from digibank.inventory.models.stocktakes import STOCKTAKE_NUMBERS, CountLine, CountScan, Stocktake

__all__ = [
    "DEVICE_NUMBERS",
    "ESSENTIAL",
    "MAY_BE_RESTORED",
    "MEDIUM_KINDS",
    "MEDIUM_NUMBERS",
    "SEEN_AT_A_DESK",
    "STOCKTAKE_NUMBERS",
    "Accessory",
    "AccessoryKind",
    "Commitment",
    "CountLine",
    "CountScan",
    "Device",
    "DeviceClass",
    "DeviceFlag",
    "EeeCategory",
    "FlagKind",
    "HardwareReport",
    "Stocktake",
    "StorageMedium",
    "Supply",
    "UnfitGround",
]
