"""What other chapters ask about transfers."""

from digibank.inventory.models import Device
from digibank.logistics.models import TransferLine


def of_device(device: Device) -> list[TransferLine]:
    """Every transfer this device was part of, newest first."""
    rows = TransferLine.objects.filter(device=device).select_related("transfer__from_place", "transfer__to_place")
    return list(rows.order_by("-pk"))
