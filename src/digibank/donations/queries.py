"""What other chapters ask about donations."""

from datetime import datetime, time

from django.db.models import QuerySet

from digibank import clock
from digibank.dated import months_after
from digibank.donations.models import Donation, Offer
from digibank.inventory.models import Device
from digibank.organisations.models import Place
from digibank.people.models import Donor

MONTHS_KEPT = 12


def of_device(device: Device) -> Donation | None:
    """The donation this device came in with, or None. Only for whoever may see donations there (policy D-03)."""
    return Donation.objects.select_related("donor", "place__organisation").filter(given__device=device).first()


def drop_off_places() -> QuerySet[Place]:
    """Where donors may bring devices, with the hours."""
    places = Place.objects.taking_donations().select_related("organisation")
    return places.with_hours().order_by("town", "name")


def depot_for(drop_off: Place | None) -> Place | None:
    """Which depot judges and receives: the place itself, one of its organisation, else the association's own.

    Without a drop-off point it is collected, by the association. None when there is no depot.
    """
    depots = Place.objects.in_use().filter(kind=Place.Kind.DEPOT).select_related("organisation")
    associations = depots.filter(organisation__association__isnull=True)
    if drop_off is None:
        return associations.first()
    if drop_off.kind == Place.Kind.DEPOT:
        return drop_off
    own = depots.filter(organisation=drop_off.organisation_id)
    above = depots.filter(organisation=drop_off.organisation.association_id)
    return own.first() or above.first()


def donors_to_fade() -> QuerySet[Donor]:
    """Private donors who gave and offered nothing for 12 months (policy D-35), the longest known first."""
    last_day = months_after(clock.today(), -MONTHS_KEPT)
    over = datetime.combine(last_day, time.max, clock.BRUSSELS)
    private = Donor.objects.known().filter(is_legal_person=False, registered_at__lte=over)
    gave = Donation.objects.filter(received_on__gt=last_day, donor__isnull=False).values("donor")
    offered = Offer.objects.filter(announced_at__gt=over, donor__isnull=False).values("donor")
    return private.exclude(pk__in=gave).exclude(pk__in=offered).order_by("pk")
