"""The receipt for the donor: what was given and what happens with the data. No word about the law of money (D-01)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from digibank import clock
from digibank.donations.models import Decision, Donation, Offer, OfferedItem, Preselection
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import day


def receipt_pdf(donation: Donation, *, follow: str = "") -> bytes:
    """The receipt on paper, as the donation is now. Takes a moment: make it before a transaction begins.

    `follow` is the address of the donor's page, for the copy that the donor gets; what we keep never has it.
    """
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
        "follow": follow,
    }
    return pdf("donations/receipt.html", context)


def letter_pdf(offer: Offer, *, follow: str = "") -> bytes:
    """The letter about an offer of which nothing may come, on paper. Make it before a transaction begins."""
    donor, many = offer.donor, sum(item.count for item in offer.items.all())
    facts = [
        (_("Offered by"), donor.called if donor else _("somebody who gave no name")),
        (_("Offered on"), day(offer.announced_at)),
        (_("What is offered"), ngettext("%(many)s thing", "%(many)s things", many) % {"many": many}),
    ]
    context = {
        "service": offer.depot.organisation.name,
        "date": clock.today(),
        "reference": offer.number,
        "facts": facts,
        "offer": offer,
        "refused": refused_in(offer),
        "follow": follow,
    }
    return pdf("donations/refusal.html", context)


def refused_of(donation: Donation) -> list[tuple[OfferedItem, Decision]]:
    """What was offered and did not come with this donation, with the decision that says why and where it can go."""
    return refused_in(donation.offer) if donation.offer else []


def refused_in(offer: Offer) -> list[tuple[OfferedItem, Decision]]:
    """What of this offer may not come, each with the decision that says why and where it can go."""
    refused = offer.items.filter(preselection=Preselection.REFUSED).prefetch_related("decisions")
    return [(item, item.decision) for item in refused if item.decision]


def facts_of(donation: Donation) -> list[tuple[str, str]]:
    """Who gave, where it came in and how much, in pairs of term and value."""
    donor, place = donation.donor, donation.place
    many = donation.given.count()
    facts = [(_("Given by"), donor.called if donor else _("somebody who gave no name"))]
    if donor and donor.address:
        facts.append((_("Address"), donor.address))
    return [
        *facts,
        (_("Received at"), f"{place.name}, {place.street}, {place.postcode} {place.town}"),
        (_("Devices"), ngettext("%(many)s device", "%(many)s devices", many) % {"many": many}),
    ]
