"""The receipt for the donor: what was given and what happens with the data. No word about the law of money (D-01)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digibank.donations.models import Decision, Donation, OfferedItem, Preselection
from digibank.ui.printing import pdf


def receipt_pdf(donation: Donation) -> bytes:
    """The receipt on paper, as the donation is now. Takes a moment: make it before a transaction begins."""
    given = donation.given.select_related("device__device_class")
    context = {
        "service": donation.place.organisation.name,
        "date": donation.received_on,
        "reference": donation.number,
        "facts": facts_of(donation),
        "donation": donation,
        "devices": [entry.device for entry in given],
        "refused": refused_of(donation),
        "parts": [part for part in donation.parts.all() if part.count],
    }
    return pdf("donations/receipt.html", context)


def refused_of(donation: Donation) -> list[tuple[OfferedItem, Decision]]:
    """What was offered and may not come, each with the decision that says why and where it can go."""
    if donation.offer is None:
        return []
    refused = donation.offer.items.filter(preselection=Preselection.REFUSED).prefetch_related("decisions")
    return [(item, item.decision) for item in refused if item.decision]


def facts_of(donation: Donation) -> list[tuple[str, str]]:
    """Who gave, where it came in and how much, in pairs of term and value."""
    donor, place = donation.donor, donation.place
    many = donation.given.count()
    facts = [(_("Given by"), donor.name if donor else _("somebody who gave no name"))]
    if donor and donor.address:
        facts.append((_("Address"), donor.address))
    return [
        *facts,
        (_("Received at"), f"{place.name}, {place.street}, {place.postcode} {place.town}"),
        (_("Devices"), ngettext("%(many)s device", "%(many)s devices", many) % {"many": many}),
    ]
