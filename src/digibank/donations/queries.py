"""What other chapters ask about donations."""

from digibank.donations.models import Donation
from digibank.inventory.models import Device


def of_device(device: Device) -> Donation | None:
    """The donation this device came in with, or None. Only for whoever may see donations there (policy D-03)."""
    return Donation.objects.select_related("donor", "place").filter(given__device=device).first()
