"""What other chapters and the worker ask about messages."""

from digibank.comms.channels import is_open
from digibank.comms.flows import State
from digibank.comms.models import Channel, Message, MessageQuerySet
from digibank.people.models import Person


def of_person(person: Person) -> MessageQuerySet:
    """All messages to this person, newest first. Whoever asks may see the person."""
    return Message.objects.filter(to_person=person).select_related("place", "organisation").order_by("-pk")


def closed_to_do() -> list[Message]:
    """Messages that people were to bring over a way that is closed now, the oldest first."""
    waiting = Message.objects.filter(state=State.TO_DO).exclude(channel=Channel.CARD).order_by("pk")
    rows = waiting.select_related("to_person", "to_organisation", "to_user")
    return [
        message for message in rows.prefetch_related("to_person__addresses", "to_person__ways") if not is_open(message)
    ]
