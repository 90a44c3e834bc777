"""Who makes an appointment on the website: where they may, and the address on which they see it again."""

from django.core import signing
from django.db import models

from digibank import clock
from digibank.agenda.flows import AppointmentState
from digibank.agenda.models import NUMBERS, Appointment
from digibank.organisations.models import Organisation, Place
from digibank.people.names import begins_surname

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


def appointment_called(number: str, letters: str) -> Appointment | None:
    """The appointment to come with this number, of somebody whose surname begins with these letters (policy AP-16).

    None for any other, and for what is hidden or of who is protected: who lives with them knows their name. Whether the
    number exists or not, as much is asked and compared.
    """
    begun = models.Q(slot__starts_at__lte=clock.now())
    rows = Appointment.objects.filter(state=AppointmentState.PLANNED, hidden=False, person__protected=False)
    found = rows.exclude(begun).filter(pk=NUMBERS.key(number) or 0).select_related("person").first()
    is_theirs = begins_surname(found.person.name if found else "Nobody of Them", letters)
    return found if found and is_theirs else None
