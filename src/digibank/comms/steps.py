"""What all verbs about messages share: a step of the flow, what was tried, and the trail."""

from typing import Any

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms.flows import MESSAGE_FLOW
from digibank.comms.models import Attempt, Channel, Message

FREE = {"lease_until": None, "leased_by": ""}


def locked(message: Message) -> Message:
    """The message as it is now; nobody else moves it until the transaction ends."""
    return Message.objects.select_for_update().get(pk=message.pk)


def note(message: Message, outcome: str, *, by: Actor, channel: str = "", because: str = "") -> None:
    """Write down what was tried, on the message and (as codes) in the trail."""
    channel = channel or message.channel
    Attempt.objects.create(message=message, channel=channel, outcome=outcome, because=because, by=by)
    record(f"comms.{outcome}", message, by=by, about=[message.receiver], because=because or None)


def send_by(message: Message, step: str, channel: Channel, **changes: Any) -> None:
    """Take `step` to the queue, there to start anew by this channel."""
    MESSAGE_FLOW.move(message, step, channel=channel, **anew(), **FREE, **changes)
    ready_to_call(message)


def anew() -> dict[str, Any]:
    """The fields of a message of which nothing was tried yet."""
    return {"due_at": clock.now(), "attempts": 0, "calls": 0, "call_from_on": None, "document": None, "done_at": None}


def ready_to_call(message: Message) -> None:
    """A call needs no worker: it stands on the list at once."""
    if message.channel == Channel.PHONE:
        MESSAGE_FLOW.move(message, "make_ready", due_at=None)
