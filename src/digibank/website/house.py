"""What stands on every public page: whose website it is, and the telephone that is always answered."""

from digibank.organisations.models import Organisation, Place


def house() -> dict[str, object]:
    """The association, and its own place: the one to call."""
    own = Place.objects.in_use().filter(organisation__association__isnull=True).select_related("organisation")
    contact = own.first()
    association = contact.organisation if contact else Organisation.objects.filter(association__isnull=True).first()
    return {"association": association, "contact": contact}
