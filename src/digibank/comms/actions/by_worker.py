"""What the worker does with a message that it claimed. Each ends the claim; each is safe to repeat.

Each raises LeaseLost or RuleBroken when somebody else has the message meanwhile; then nothing is written.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction

from digibank import clock
from digibank.audit.models import Actor
from digibank.comms.channels import next_channel
from digibank.comms.flows import MESSAGE_FLOW, State
from digibank.comms.models import Attempt, Message
from digibank.comms.steps import note, send_by
from digibank.files.models import Document

# One minute, two, four … up to an hour between tries; together somewhat less than a day.
LONGEST_PAUSE = timedelta(hours=1)
MOST_TRIES = 24
CLAIM_SECONDS = 120

Outcome = Attempt.Outcome


@transaction.atomic
def make_ready(message: Message, *, document: Document, by: Actor) -> None:
    """The letter or card is made and kept: now people print it."""
    _end_claim(message, "make_ready", document=document)
    note(message, Outcome.MADE, by=by)


@transaction.atomic
def start_sending(message: Message, *, by: Actor) -> None:
    """From now on the message may be on the network: a worker that dies after this leaves it being sent."""
    message.keep(seconds=CLAIM_SECONDS)
    if message.state != State.SENDING:
        MESSAGE_FLOW.move(message, "start_sending")


@transaction.atomic
def note_sent(message: Message, *, by: Actor) -> None:
    """The other side took the message."""
    _end_claim(message, "note_sent", done_at=clock.now())
    note(message, Outcome.SENT, by=by)


@transaction.atomic
def put_off(message: Message, *, because: str, by: Actor) -> None:
    """It did not go; it goes later in the same way, or after a day of tries another way."""
    if message.attempts >= MOST_TRIES:
        fall_back(message, because=because, by=by)
        return
    pause = min(timedelta(minutes=2 ** min(message.attempts - 1, 10)), LONGEST_PAUSE)
    MESSAGE_FLOW.move(message, "put_off")
    message.let_go(due_at=clock.now() + pause)
    note(message, Outcome.PUT_OFF, by=by, because=because)


@transaction.atomic
def fall_back(message: Message, *, because: str, by: Actor) -> None:
    """It can never go this way; it goes the next way that is open."""
    channel = next_channel(message)
    note(message, Outcome.FELL_BACK, by=by, because=because)
    message.let_go(due_at=clock.now())
    send_by(message, "fall_back", channel)


@transaction.atomic
def lose_sight(message: Message, *, because: str, by: Actor) -> None:
    """Nobody knows whether it arrived, and sending it again could mean twice: a person decides (policy M-03)."""
    _end_claim(message, "lose_sight")
    note(message, Outcome.LOST_SIGHT, by=by, because=because)


@transaction.atomic
def close(message: Message, *, because: str, by: Actor) -> None:
    """What people were to do may not be done any more, such as for somebody who became protected."""
    note(message, Outcome.FELL_BACK, by=by, because=because)
    send_by(message, "fall_back", next_channel(message))


def _end_claim(message: Message, step: str, **changes: Any) -> None:
    # First the step, which also says that nothing is due: a message without due moment may not wait for the worker.
    MESSAGE_FLOW.move(message, step, due_at=None, **changes)
    message.let_go(due_at=None)
