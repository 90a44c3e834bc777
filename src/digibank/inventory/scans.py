"""What is read from a label: which device it means, what of it is kept, and what is said when it is none."""

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.models import DEVICE_NUMBERS, Device
from digibank.organisations.models import Place
from digibank.people.models import NUMBERS as PERSON_NUMBERS
from digibank.people.secrets import refuse_secrets

LONGEST = 40


def labelled(text: str, here: Place) -> Device | None:
    """The device with the number on this label, wherever in the association it belongs; by serial number only here."""
    rows = Device.objects.select_related("device_class", "place__organisation")
    key = DEVICE_NUMBERS.key(text)
    if key is not None:
        return rows.filter(pk=key, place__in=Place.objects.around(here)).first()
    word = text.strip()
    found = list(rows.filter(place=here, serial__iexact=word)[:2]) if word else []
    return found[0] if len(found) == 1 else None


def as_typed(text: str) -> str:
    """What is kept of a scan that is no device: what was read, unless it is about a person."""
    read = text.strip()[:LONGEST]
    try:
        refuse_secrets(text)
    except RuleBroken:
        return ""
    return "" if PERSON_NUMBERS.key(read) is not None else read


def no_label(text: str) -> str:
    """Why this scan is no device, and what to do."""
    if PERSON_NUMBERS.key(text) is not None:
        return _("This is the card of a resident. Scan the label on the device.")
    try:
        refuse_secrets(text)
    except RuleBroken:
        return _("This is no label of ours, and we may not keep what it says. Scan the label on the device.")
    return _("No device here has this number. Scan the label that begins with DB, or type its number.")
