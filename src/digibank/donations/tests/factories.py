"""Donors and donations for tests, made through the actions."""

from typing import Any

from digibank.audit.tests.factories import an_actor
from digibank.donations import actions
from digibank.donations.models import Donation, Offer, OfferedItem
from digibank.donations.offering import Offering
from digibank.inventory.models import Device, DeviceClass
from digibank.inventory.tests.factories import a_class
from digibank.organisations.models import Organisation, Place
from digibank.people.actions import donors
from digibank.people.models import Donor

ADDRESS = {"street": "Heidestraat 5", "postcode": "2399", "town": "Wilgerdonk"}


def a_donor(organisation: Organisation, name: str = "Simonne Verbist", **details: Any) -> Donor:
    return donors.register(organisation=organisation, name=name, by=an_actor(), **details)


def a_donation(place: Place, **details: Any) -> Donation:
    """From a donor who tells the name only, unless another one is given."""
    donor = details.pop("donor") if "donor" in details else a_donor(place.organisation)
    return actions.register(place, donor=donor, by=an_actor(), **details)


def given(donation: Donation, **details: Any) -> Device:
    """A device of this donation."""
    chosen = DeviceClass.objects.first() or a_class()
    return actions.add_device(donation, by=an_actor(), **{"device_class": chosen} | details)


def an_offer(depot: Place, *things: Offering, **details: Any) -> Offer:
    """Brought to the depot itself by a donor who tells the name only; of one laptop, unless other things are given."""
    Place.objects.filter(pk=depot.pk).update(takes_donations=True)
    depot.refresh_from_db()
    told = {"donor": a_donor(depot.organisation), "channel": "phone", "drop_off": depot} | details
    offer = actions.announce(depot, by=an_actor(), **told)
    actions.add_items(offer, items=things or [Offering(kind="laptop")], by=an_actor())
    return offer


def accepted(offer: Offer) -> list[OfferedItem]:
    """All things of the offer, which may come."""
    actions.accept_all_except(offer, refused=[], where="form", by=an_actor())
    return list(offer.items.all())


def received(item: OfferedItem, **details: Any) -> list[Device]:
    """The thing came, all of it."""
    chosen = DeviceClass.objects.first() or a_class()
    return actions.receive_devices(item, by=an_actor(), **{"device_class": chosen, "count": item.count} | details)
