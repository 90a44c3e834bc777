"""Who makes an appointment on the website: where they may, and the address on which they see it again."""

from django.core import signing
from django.db import models

from digibank.agenda.models import Appointment
from digibank.organisations.models import Organisation, Place

SALT = "agenda.appointment"
MUNICIPALITY = Organisation.Kind.MUNICIPALITY


def municipality_of(place: Place) -> Organisation | None:
    """Of which municipality somebody becomes a resident who comes there for the first time."""
    owner = place.organisation
    return owner if owner.kind == MUNICIPALITY else owner.serves


def places_to_book() -> models.QuerySet[Place]:
    """Help points where everybody may make an appointment: those of a municipality, or of an OCMW that serves one."""
    ours = models.Q(organisation__kind=MUNICIPALITY) | models.Q(organisation__serves__isnull=False)
    rows = Place.objects.in_use().filter(ours, kind=Place.Kind.HELP_POINT)
    return rows.select_related("organisation__serves").order_by("name", "pk")


def link_of(appointment: Appointment) -> str:
    """What stands in the address, signed with 256 bits. Whoever has it sees when and where, never who."""
    return signing.Signer(salt=SALT).sign(str(appointment.pk))


def appointment_of(link: str) -> Appointment | None:
    """The appointment with this link; None when it is not ours."""
    try:
        key = signing.Signer(salt=SALT).unsign(link)
    except signing.BadSignature:
        return None
    return Appointment.objects.filter(pk=int(key)).select_related("slot", "place__organisation").first()
