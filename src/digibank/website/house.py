"""What stands on every public page: whose website it is, the telephone that is always answered, and where to go."""

from django.db.models import QuerySet

from digibank.organisations.models import Organisation, Place


def house() -> dict[str, object]:
    """The association, and its own place: the one to call."""
    own = Place.objects.in_use().filter(organisation__association__isnull=True).select_related("organisation")
    contact = own.first()
    association = contact.organisation if contact else Organisation.objects.filter(association__isnull=True).first()
    return {"association": association, "contact": contact}


def public_places() -> QuerySet[Place]:
    """Where residents may come: lending desks and help points, with all that their hours are computed from."""
    public_kinds = [Place.Kind.LENDING_DESK, Place.Kind.HELP_POINT]
    shown = Place.objects.in_use().filter(kind__in=public_kinds).select_related("organisation")
    return shown.with_hours().prefetch_related("features", "stops").order_by("town", "name")
