"""Messages for tests, queued through the action."""

from typing import Any

from digibank.audit.tests.factories import an_actor
from digibank.comms import actions
from digibank.comms.jobs import send_due
from digibank.comms.models import Message, Receiver

SAID = {"subject": "Uw toestel staat klaar", "text": "Uw toestel staat klaar. Kom het halen.\n\nBreng uw kaart mee."}


def a_message(to: Receiver, template: str = "comms/plain", **facts: Any) -> Message:
    """A message in the outbox, before the worker comes by."""
    return actions.queue(template, to=to, by=an_actor(), **SAID | facts)


def delivered(message: Message) -> Message:
    """The message after the worker came by."""
    send_due(an_actor())
    return Message.objects.get(pk=message.pk)
