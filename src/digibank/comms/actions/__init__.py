"""What happens to messages: they are queued, delivered by the worker, and done by people."""

from digibank.comms.actions.by_people import (
    change_channel,
    decide_uncertain,
    note_called,
    note_given,
    note_posted,
    note_returned,
    take_back,
)
from digibank.comms.actions.queueing import call_from, cancel, queue

__all__ = [
    "call_from",
    "cancel",
    "change_channel",
    "decide_uncertain",
    "note_called",
    "note_given",
    "note_posted",
    "note_returned",
    "queue",
    "take_back",
]
