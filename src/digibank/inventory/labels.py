"""The label on a device: centre, number, class, and the number once more as a square and as bars for scanners."""

from collections.abc import Sequence
from typing import Any

from digibank.inventory.models import Device, StorageMedium
from digibank.ui.printing import pdf


def labels_pdf(devices: Sequence[Device]) -> bytes:
    """A PDF with one label of 62 by 29 mm for each device. Never the name of a person (policy I-04)."""
    return pdf("ui/documents/label.html", {"labels": [label_of(device) for device in devices]})


def sticker_pdf(medium: StorageMedium) -> bytes:
    """A PDF with one sticker for a drive that was taken out: its number and nothing else (policies I-04 and E-09)."""
    sticker = {"code": medium.number, "scan": medium.number, "words": "", "owner": ""}
    return pdf("ui/documents/label.html", {"labels": [sticker]})


def label_of(device: Device) -> dict[str, Any]:
    """What stands on one label."""
    return {
        "code": device.number,
        "scan": device.number,
        "words": device.device_class.name,
        "owner": device.owner.name,
    }
