"""Task cards for tests, made through the actions."""

from digibank.audit.models import Actor
from digibank.audit.tests.factories import an_actor
from digibank.inventory.models import Device
from digibank.workforce import actions
from digibank.workforce.models import TaskCard


def a_card(device: Device, kind: str = "clean") -> TaskCard:
    return actions.lay_out(device, kind=kind, by=an_actor())


def taken(device: Device, by: Actor, kind: str = "clean") -> TaskCard:
    """A card in somebody's hands, who did not scan the device yet."""
    return actions.take_next([a_card(device, kind).place], by=by)


def in_hand(device: Device, by: Actor, kind: str = "clean") -> TaskCard:
    """A card in somebody's hands, with the right device on the bench."""
    return actions.take_scanned([a_card(device, kind).place], number=device.number, by=by)


def at_last_step(device: Device, by: Actor, kind: str = "clean") -> TaskCard:
    """A card of which everything but the last step is done."""
    card = in_hand(device, by, kind)
    while not card.is_at_last_step:
        card = actions.do_step(card, step=card.steps_done, by=by)
    return card


def stuck(device: Device, by: Actor, what: str = "broken") -> TaskCard:
    return actions.ask_help(in_hand(device, by), what=what, by=by)
