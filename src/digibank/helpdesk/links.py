"""What a check-in screen shows after the number was given: a signed word that leads to the visit, kept nowhere."""

from django.core import signing

from digibank.helpdesk.models import Visit
from digibank.organisations.models import Place

SALT = "helpdesk.number"


def link_of(visit: Visit) -> str:
    """What stands in the address. Whoever has it sees the number, never whose it is."""
    return signing.Signer(salt=SALT).sign(str(visit.pk))


def visit_of(link: str, place: Place) -> Visit | None:
    """The visit of today with this link at this place; None for any other."""
    try:
        key = signing.Signer(salt=SALT).unsign(link)
    except signing.BadSignature:
        return None
    rows = Visit.objects.at(place).filter(pk=int(key))
    return rows.select_related("day__place__organisation", "appointment__slot").first()
