"""Letters and cards as PDF."""

from typing import Any

from django.conf import settings
from django.utils import translation

from digibank import clock
from digibank.comms.channels import address_lines
from digibank.comms.models import Channel, Message
from digibank.comms.texts import sender_of
from digibank.people.models import Person
from digibank.ui.printing import pdf

TEMPLATES = {Channel.LETTER: "comms/letter.html", Channel.CARD: "comms/card.html"}


def paper(message: Message) -> bytes:
    """The letter or card of this message, in Dutch."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf(TEMPLATES[Channel(message.channel)], facts_of(message))


def facts_of(message: Message) -> dict[str, Any]:
    """What stands on the paper. A card for a protected person carries the number and no name (policy M-05)."""
    sender, place = sender_of(message.organisation, message.place), message.place
    at = [place.name, place.street, f"{place.postcode} {place.town}"] if place else []
    resident = message.receiver if isinstance(message.receiver, Person) else None
    hidden = resident is not None and resident.protected
    return {
        "message": message,
        "paragraphs": message.paragraphs,
        "greeting": "" if hidden else message.greeting,
        "receiver": message.receiver_shown,
        "service": sender.name,
        "desk": sender.desk,
        "phone": sender.phone,
        "sender": [sender.name, *at],
        "recipient": address_lines(message.receiver) if message.channel == Channel.LETTER else [],
        "date": clock.today(),
        "reference": message.number,
        "large": resident is not None and resident.large_print,
    }
