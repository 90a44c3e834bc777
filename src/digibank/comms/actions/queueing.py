"""A message is put in the outbox, or taken out of it."""

from collections.abc import Sequence
from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms import texts
from digibank.comms.channels import open_channels, place_of
from digibank.comms.flows import MESSAGE_FLOW, State
from digibank.comms.models import Attempt, Channel, Message, Receiver, receiver_field
from digibank.comms.steps import FREE, locked, note, ready_to_call
from digibank.errors import RuleBroken
from digibank.organisations.models import Organisation, Place
from digibank.people.models import Person

type About = models.Model | Sequence[models.Model] | None


@transaction.atomic
def queue(
    template: str,
    *,
    to: Receiver,
    by: Actor,
    about: About = None,
    once: str = "",
    from_place: Place | None = None,
    way: str = "",
    **facts: object,
) -> Message:
    """Put one message in the outbox, by the way that reaches the receiver (policy promise 8).

    `template` is "app/name": the file <app>/messages/<name>.html, which extends comms/message.html. `facts` are plain
    values: words, numbers, dates. The words are made now and never change. `about` are the records it concerns, for
    the trail. With the same `once` (such as "reminder-loan-12-1") only the first call makes a message; later calls
    give that one back. `from_place` is the desk where one may ring back; without it the first desk of the sender.
    `way` is the channel to take when it leads to the receiver, such as a letter for what is to be kept.
    """
    sender = from_place.organisation if from_place and not isinstance(to, Person) else _sender_to(to)
    place = from_place or place_of(sender)
    ways = open_channels(to)
    words = texts.render(template, to=to, sender=texts.sender_of(sender, place), facts=facts)
    message, is_new = _made_once(
        Message(
            organisation=sender,
            place=place,
            channel=way if way in ways else ways[0],
            template=template,
            once=once,
            **receiver_field(to),
            **words.as_fields(),
        )
    )
    if is_new:
        ready_to_call(message)
        subjects = [about] if isinstance(about, models.Model) else list(about or [])
        record("comms.queued", message, by=by, about=[to, *subjects], template=template.replace("/", "."))
    return message


@transaction.atomic
def call_from(message: Message, *, day: date, by: Actor) -> Message:
    """Make this call from that day on and not before; a message that goes another way goes at once."""
    message = locked(message)
    if message.channel == Channel.PHONE and message.state == State.TO_DO:
        message.call_from_on = day
        message.save(update_fields=["call_from_on"])
        record("comms.call_dated", message, by=by, about=[message.receiver], day=day)
    return message


@transaction.atomic
def cancel(message: Message, *, by: Actor) -> Message:
    """Take a message back that did not go out yet."""
    message = locked(message)
    MESSAGE_FLOW.move(message, "cancel", due_at=None, done_at=clock.now(), **FREE)
    note(message, Attempt.Outcome.CANCELLED, by=by)
    return message


def _made_once(message: Message) -> tuple[Message, bool]:
    """Save the message; when the same event was told already, also in this very second, that one."""
    if message.once:
        fields = {field.name: getattr(message, field.name) for field in Message._meta.fields if not field.primary_key}
        return Message.objects.get_or_create(once=fields.pop("once"), defaults=fields)
    message.save()
    return message, True


def _sender_to(to: Receiver) -> Organisation:
    """Who writes to this receiver: a person's home, an organisation's association, a colleague's organisation."""
    if isinstance(to, Person):
        return to.home
    if isinstance(to, Organisation):
        return to.association or to
    if to.seat is None:
        raise RuleBroken(_("This colleague has no role any more, so no message can be sent. Give a role first."))
    return to.seat.organisation
