"""Which ways lead to a receiver, and which one is taken. Nobody needs e-mail, a telephone or an address."""

from collections.abc import Iterable

from digibank.accounts.models import User
from digibank.comms.models import Channel, Message, Receiver
from digibank.organisations.models import Organisation, Place
from digibank.people.models import ContactWay, Person

# What is tried first when the preferred way is closed. A card reaches everybody who comes by, so it is the last.
ORDER = (Channel.PHONE, Channel.LETTER, Channel.SMS, Channel.EMAIL, Channel.CARD)


def open_channels(receiver: Receiver) -> list[Channel]:
    """The channels that lead to the receiver today, the first to take in front. There is always the card.

    To a protected person nothing goes but a card at the own desk (policy M-05).
    """
    if isinstance(receiver, Person):
        if receiver.protected:
            return [Channel.CARD]
        ways = receiver.channels()
        return [channel for channel in (Channel(receiver.prefers), *_besides(receiver.prefers)) if channel in ways]
    first = [Channel.EMAIL] if isinstance(receiver, User) and receiver.email else []
    if isinstance(receiver, Organisation) and place_of(receiver):
        first = [Channel.LETTER]
    return [*first, Channel.CARD]


def _besides(preferred: str) -> list[Channel]:
    return [channel for channel in ORDER if channel != preferred]


def next_channel(message: Message) -> Channel:
    """The first open channel that is neither the present one nor one that already failed for this message."""
    failed = set(message.tries.filter(outcome__in=["fell_back", "came_back"]).values_list("channel", flat=True))
    failed.add(message.channel)
    return next((channel for channel in open_channels(message.receiver) if channel not in failed), Channel.CARD)


def is_open(message: Message) -> bool:
    """Whether the message may still go the way that was chosen for it."""
    return message.channel in open_channels(message.receiver)


def place_of(organisation: Organisation) -> Place | None:
    """The place whose address and telephone stand for the organisation: its first lending desk, else any place."""
    places = list(Place.objects.in_use().filter(organisation=organisation).order_by("pk"))
    desks = [place for place in places if place.kind == Place.Kind.LENDING_DESK]
    return next(iter(desks + places), None)


def email_of(receiver: Receiver) -> str:
    """Where e-mail to the receiver goes; empty when there is nowhere."""
    if isinstance(receiver, User):
        return receiver.email
    return _first_value(receiver, {ContactWay.Kind.EMAIL})


def mobile_of(receiver: Receiver) -> str:
    """The number that takes text messages to the receiver; empty when there is none."""
    return _first_value(receiver, {ContactWay.Kind.MOBILE})


def _first_value(receiver: Receiver, kinds: Iterable[str]) -> str:
    if not isinstance(receiver, Person):
        return ""
    return next((way.value for way in receiver.current_ways if way.kind in kinds), "")


def numbers_to_call(receiver: Receiver) -> list[ContactWay]:
    """The telephones on which the person may be called: own numbers first, then through somebody else."""
    if not isinstance(receiver, Person):
        return []
    ways = [way for way in receiver.current_ways if Channel.PHONE in way.channels()]
    return sorted(ways, key=lambda way: (way.kind == ContactWay.Kind.SOMEONE, way.pk))


def address_lines(receiver: Receiver) -> list[str]:
    """Name and address as they stand in the window of the envelope; nothing when no letter may go."""
    if isinstance(receiver, Person) and receiver.address and not receiver.protected:
        address = receiver.address
        return [receiver.name, address.street, f"{address.postcode} {address.town}"]
    place = place_of(receiver) if isinstance(receiver, Organisation) else None
    return [str(receiver), place.street, f"{place.postcode} {place.town}"] if place else []
