"""What other chapters ask about transfers."""

from django.db.models import QuerySet

from digibank.inventory.models import Device
from digibank.logistics.flows import TransferState
from digibank.logistics.models import Transfer, TransferLine
from digibank.organisations.models import Place


def incoming(place: Place) -> QuerySet[Transfer]:
    """The transfers that are on their way to this place now, also those that were called back to it."""
    riding = Transfer.objects.filter(state=TransferState.SENT).select_related("from_place", "to_place")
    onward = riding.filter(to_place=place, turned_at__isnull=True)
    return onward | riding.filter(from_place=place, turned_at__isnull=False)


def of_device(device: Device) -> list[TransferLine]:
    """Every transfer this device was part of, newest first."""
    rows = TransferLine.objects.filter(device=device).select_related("transfer__from_place", "transfer__to_place")
    return list(rows.order_by("-pk"))
