"""The list that rides along: what is in the van, from where to where, and never a resident (policy L-06)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from digibank.inventory.models import Accessory
from digibank.logistics.models import STILL_OPEN, Transfer
from digibank.organisations.models import Place
from digibank.ui.printing import pdf


def manifest_pdf(transfer: Transfer) -> bytes:
    """The list on paper, with a line to sign for who brings and who receives."""
    lines = transfer.lines.filter(outcome__in=STILL_OPEN).select_related("device__device_class")
    context = {
        "service": transfer.from_place.organisation.name,
        "date": transfer.sent_at or transfer.asked_at,
        "reference": transfer.number,
        "facts": [(_("From"), _address(transfer.from_place)), (_("To"), _address(transfer.to_place))],
        "signers": [(transfer.from_place.name, _("given along")), (transfer.to_place.name, _("received"))],
        "transfer": transfer,
        "rows": [
            (line.device, ", ".join(_parts(line.device.accessories.all())))
            for line in lines.prefetch_related("device__accessories")
        ],
    }
    return pdf("logistics/manifest.html", context)


def _parts(accessories: Iterable[Accessory]) -> list[str]:
    return [part.get_kind_display() for part in accessories if part.state == Accessory.State.PRESENT]


def _address(place: Place) -> str:
    return f"{place.name}, {place.street}, {place.postcode} {place.town}, {place.phone}"
