"""What people do for a message: post, call, give, and judge what nobody knows."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.comms.channels import is_open, next_channel, open_channels
from digibank.comms.flows import MESSAGE_FLOW
from digibank.comms.models import Attempt, Channel, Message
from digibank.comms.steps import anew, locked, note, send_by
from digibank.errors import RuleBroken
from digibank.organisations.working_days import add_working_days
from digibank.people import actions as people
from digibank.people.models import ContactWay

# After so many calls that nobody took, the message goes another way (policy M-04).
MOST_CALLS = 3
# What was said to be done can be taken back for so long.
TIME_TO_TAKE_BACK = timedelta(hours=24)

Outcome = Attempt.Outcome


@transaction.atomic
def note_posted(message: Message, *, by: Actor) -> Message:
    """The letter is printed and posted."""
    return _done(message, Channel.LETTER, Outcome.POSTED, by=by)


@transaction.atomic
def note_given(message: Message, *, by: Actor) -> Message:
    """The card was given at the desk."""
    return _done(message, Channel.CARD, Outcome.GIVEN, by=by)


@transaction.atomic
def note_called(message: Message, *, reached: bool, way: ContactWay | None = None, by: Actor) -> Message:
    """Somebody called. `way` is the telephone on which the person was reached.

    Who was not reached is called again the next working day; after the third time the message goes another way.
    """
    if reached:
        if way:
            people.note_reached(way, by=by)
        return _done(message, Channel.PHONE, Outcome.REACHED, by=by)
    message = _ready(message, Channel.PHONE)
    note(message, Outcome.NOT_REACHED, by=by)
    if message.calls + 1 < MOST_CALLS:
        tomorrow = add_working_days(clock.today(), 1)
        MESSAGE_FLOW.move(message, "wait_for_answer", calls=message.calls + 1, call_from_on=tomorrow)
        return message
    note(message, Outcome.FELL_BACK, by=by, because="never_reached")
    send_by(message, "fall_back", next_channel(message))
    return message


@transaction.atomic
def take_back(message: Message, *, by: Actor) -> Message:
    """It was not done after all: somebody pressed the wrong button. Possible within a day."""
    message = locked(message)
    if message.done_at and message.done_at < clock.now() - TIME_TO_TAKE_BACK:
        raise RuleBroken(_("This was done more than a day ago. Send a new message instead."))
    MESSAGE_FLOW.move(message, "take_back", done_at=None)
    note(message, Outcome.TAKEN_BACK, by=by)
    return message


@transaction.atomic
def note_returned(message: Message, *, by: Actor) -> Message:
    """The letter came back: nobody got it. A colleague looks at the address and chooses another way."""
    message = locked(message)
    if message.channel != Channel.LETTER:
        raise RuleBroken(_("Only a letter can come back. Reload the page to see what is possible."))
    MESSAGE_FLOW.move(message, "note_returned")
    note(message, Outcome.CAME_BACK, by=by)
    return message


@transaction.atomic
def decide_uncertain(message: Message, *, arrived: bool, by: Actor) -> Message:
    """Say that a message of which nobody knew it did arrive, or send it again (policy M-03)."""
    message = locked(message)
    if arrived:
        MESSAGE_FLOW.move(message, "say_it_arrived", done_at=clock.now())
        note(message, Outcome.ARRIVED, by=by)
        return message
    MESSAGE_FLOW.move(message, "send_again", **anew())
    note(message, Outcome.AGAIN, by=by)
    return message


@transaction.atomic
def change_channel(message: Message, *, channel: str, by: Actor) -> Message:
    """Bring the same words over another way that is open."""
    message = locked(message)
    if channel not in open_channels(message.receiver):
        raise RuleBroken(_("This way does not reach the person now. Choose another way."), field="channel")
    note(message, Outcome.CHANGED, by=by)
    send_by(message, "change_channel", Channel(channel))
    return message


def _done(message: Message, channel: Channel, outcome: str, *, by: Actor) -> Message:
    message = _ready(message, channel)
    MESSAGE_FLOW.move(message, "note_done", done_at=clock.now())
    note(message, outcome, by=by)
    return message


def _ready(message: Message, channel: Channel) -> Message:
    """The message under lock, when it goes by this channel and still may."""
    message = locked(message)
    if message.channel != channel:
        raise RuleBroken(_("This message goes another way now. Reload the page and look again."))
    if not is_open(message):
        raise RuleBroken(_("This way is closed for this person now. Choose another way."))
    return message
