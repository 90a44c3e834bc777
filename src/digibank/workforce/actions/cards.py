"""Everything that happens to a task card. The device is locked first, then the card.

What "done" means for the device is told by the chapter whose task it is: it calls `finish` and writes its own record.
The steps between leave no trace on purpose: nobody is timed (policy Y-03).
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory import actions as inventory
from digibank.inventory.gate import refuse_outside_a_workshop
from digibank.inventory.models import DEVICE_NUMBERS, Device, DeviceFlag, FlagKind
from digibank.organisations.models import Place
from digibank.people.secrets import refuse_secrets
from digibank.workforce.flows import CARD_FLOW
from digibank.workforce.kinds import MAKES_SENSE, TaskKind
from digibank.workforce.models import TaskCard, TaskCardQuerySet
from digibank.workforce.queries import is_held_by, without_card

_NOBODYS = {"taken_by": None, "taken_at": None, "scanned_at": None, "steps_done": 0, "help_asked": ""}


@transaction.atomic
def lay_out(device: Device, *, kind: str, by: Actor) -> TaskCard:
    """Lay a task card out for a device that lies at a depot (policy Y-01, Y-06).

    Raises RuleBroken where the task makes no sense, when its battery is unsafe, or when such a card lies there.
    """
    device = Device.objects.locked(device)
    refuse_outside_a_workshop(device)
    if device.state not in MAKES_SENSE[TaskKind(kind)]:
        raise RuleBroken(
            _("%(number)s does not need this now: %(state)s. Choose another task.")
            % {"number": device.number, "state": device.get_state_display()},
            field="kind",
        )
    if DeviceFlag.objects.open().filter(device=device, kind=FlagKind.UNSAFE_BATTERY).exists():
        raise RuleBroken(
            _("The battery of %(number)s is unsafe. A technician takes it out first.") % {"number": device.number}
        )
    twice = _("This card lies ready for %(number)s already.") % {"number": device.number}
    with refusing(TaskCard, "one_standing_card_per_device_and_kind", twice, field="kind"):
        card = TaskCard.objects.create(device=device, place=device.place, kind=kind, laid_out_by=by)
    record("workforce.laid_out", card, by=by, about=[device, device.place], kind=kind)
    return card


@transaction.atomic
def lay_out_lane(depots: Iterable[Place], *, position: str, kind: str, by: Actor) -> list[TaskCard]:
    """Lay a card of this kind out for each device at these depots and this position that can have one."""
    depots = list(depots)
    Device.objects.locked_together(without_card(depots, position=position, kind=kind))
    # A colleague may have done the same while we waited for the devices: look once more.
    devices = list(without_card(depots, position=position, kind=kind).select_related("place"))
    if not devices:
        raise RuleBroken(
            _("Each device here has this card already, or cannot have it. Choose another task."), field="kind"
        )
    return [lay_out(device, kind=kind, by=by) for device in devices]


@transaction.atomic
def take_next(depots: Iterable[Place], *, by: Actor) -> TaskCard:
    """Take the card that waits longest at these depots. Two people never get the same one (policy Y-01)."""
    return _taken(TaskCard.objects.to_take(depots), by, _("There is nothing more to do. Well done."))


@transaction.atomic
def take_scanned(depots: Iterable[Place], *, number: str, by: Actor) -> TaskCard:
    """Take the card of the device whose label was scanned; it is in hand then."""
    cards = TaskCard.objects.to_take(depots).filter(device=DEVICE_NUMBERS.key(number))
    none = _("There is no task for this device. Take another one.")
    return _taken(cards, by, none, scanned_at=clock.now())


@transaction.atomic
def scan(card: TaskCard, *, number: str, by: Actor) -> TaskCard:
    """Say that the right device lies on the bench; RuleBroken for another one."""
    card = _held(card, by)
    if DEVICE_NUMBERS.key(number) != card.device_id:
        raise RuleBroken(
            _("Wrong device. Look for %(number)s.") % {"number": card.device.number},
            field="number",
        )
    card.scanned_at = card.scanned_at or clock.now()
    card.save(update_fields=["scanned_at"])
    return card


@transaction.atomic
def do_step(card: TaskCard, *, step: int, by: Actor) -> TaskCard:
    """Go on to the next step. `step` is the one that was shown, so that a page sent twice is one step."""
    return _moved(card, step, step + 1, by)


@transaction.atomic
def step_back(card: TaskCard, *, step: int, by: Actor) -> TaskCard:
    """Show the step before once more."""
    return _moved(card, step, max(step - 1, 0), by)


@transaction.atomic
def ask_help(card: TaskCard, *, what: str, by: Actor) -> TaskCard:
    """Leave the card to a technician, with a code that says why; whoever asks may take another card (policy Y-04)."""
    card = _held(card, by)
    CARD_FLOW.move(card, "ask_help", help_asked=what)
    record("workforce.help_asked", card, by=by, about=[card.device, card.place], what=what)
    return card


@transaction.atomic
def lay_out_again(card: TaskCard, *, by: Actor) -> TaskCard:
    """Let somebody begin it anew: the help was given, or whoever took it went away."""
    card = _locked(card)
    CARD_FLOW.move(card, "lay_out_again", **_NOBODYS)
    record("workforce.laid_out_again", card, by=by, about=[card.device, card.place])
    return card


@transaction.atomic
def withdraw(card: TaskCard, *, because: str, by: Actor) -> TaskCard:
    """Take a card away that nobody has to do any more, with the reason."""
    refuse_secrets(because, field="because")
    if not because.strip():
        raise RuleBroken(_("Write down why the card is taken away."), field="because")
    card = _locked(card)
    CARD_FLOW.move(card, "withdraw", withdrawn_because=because, ended_at=clock.now())
    record("workforce.withdrawn", card, by=by, about=[card.device, card.place])
    return card


@transaction.atomic
def finish(card: TaskCard, *, by: Actor) -> TaskCard:
    """Say that the last step is done. The chapter of the task calls this and writes down what it means."""
    card = _held(card, by)
    if not (card.is_scanned and card.is_at_last_step):
        raise RuleBroken(_("This task has more steps. Do the step on the screen."))
    _refuse_elsewhere(card)
    CARD_FLOW.move(card, "finish", steps_done=len(card.steps), ended_at=clock.now())
    record("workforce.done", card, by=by)
    return card


@transaction.atomic
def reopen(card: TaskCard, *, by: Actor) -> TaskCard:
    """Take "done" back within a minute; the last step is shown again. The chapter of the task takes its record back."""
    card = _locked(card)
    if card.taken_by_id != by.pk or not card.may_be_reopened:
        raise RuleBroken(_("This is longer ago than a minute. Ask a technician."))
    busy = _("You have another task in hand. Finish that one first.")
    again = _("This card lies ready again. Take it from the start.")
    with (
        refusing(TaskCard, "one_taken_card_per_worker", busy),
        refusing(TaskCard, "one_standing_card_per_device_and_kind", again),
    ):
        CARD_FLOW.move(card, "reopen", steps_done=len(card.steps) - 1, ended_at=None)
    record("workforce.reopened", card, by=by)
    return card


@transaction.atomic
def stick_label(card: TaskCard, *, by: Actor) -> TaskCard:
    """The label is on the device: the task is done, and the device knows it."""
    card = finish(card, by=by)
    inventory.note_labelled(card.device, by=by)
    return card


@transaction.atomic
def undo_label(card: TaskCard, *, by: Actor) -> TaskCard:
    """The label was not on the device after all."""
    card = reopen(card, by=by)
    inventory.undo_labelled(card.device, by=by)
    return card


def _taken(cards: TaskCardQuerySet, by: Actor, none: str, **changes: Any) -> TaskCard:
    # PostgreSQL passes over a card that somebody else takes just now. SQLite has one writer: IMMEDIATE made it us.
    card = cards.select_for_update(skip_locked=True, of=("self",)).first()
    if card is None:
        raise RuleBroken(none)
    busy = _("You have a task in hand already. Finish that one first.")
    with refusing(TaskCard, "one_taken_card_per_worker", busy):
        CARD_FLOW.move(card, "take", taken_by=by, taken_at=clock.now(), **changes)
    record("workforce.taken", card, by=by)
    return card


def _locked(card: TaskCard) -> TaskCard:
    """The card as it is now; its device is locked first, as it is where cards are laid out."""
    Device.objects.locked(card.device)
    rows = TaskCard.objects.select_related("device__device_class", "place")
    return rows.select_for_update(of=("self",)).get(pk=card.pk)


def _held(card: TaskCard, by: Actor) -> TaskCard:
    """The card as it is now, when this person still holds it."""
    card = _locked(card)
    if not is_held_by(card, by):
        raise RuleBroken(_("This task is not yours any more. Take another one."))
    return card


def _refuse_elsewhere(card: TaskCard) -> None:
    """Raise RuleBroken when the device left the depot meanwhile, or is not safe to touch any more (policy Y-06)."""
    unsafe = DeviceFlag.objects.open().filter(device=card.device, kind=FlagKind.UNSAFE_BATTERY).exists()
    if card.device.place_id != card.place_id or card.device.state not in MAKES_SENSE[TaskKind.LABEL] or unsafe:
        raise RuleBroken(_("Leave this device. Press Help."))


def _moved(card: TaskCard, step: int, to: int, by: Actor) -> TaskCard:
    """From the step that was shown to another one; RuleBroken when another step is shown by now."""
    card = _held(card, by)
    if not card.is_scanned:
        raise RuleBroken(_("Scan the device first."))
    if card.steps_done != step:
        raise RuleBroken(_("This step was done already. Look at the screen and go on."))
    if to > step:
        _refuse_elsewhere(card)
    card.steps_done = to
    card.save(update_fields=["steps_done"])
    return card
