"""What can stand on a task card: each kind of task with its steps, and when it makes sense.

A step has a title of five words at most, one sentence or two short ones, and a drawing.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.inventory.flows import Position
from digibank.inventory.models import Accessory, AccessoryKind, Device, DeviceClass


class TaskKind(models.TextChoices):
    """What is done by hand."""

    CLEAN = "clean", _("Clean the device")
    LABEL = "label", _("Label the device")
    PACK = "pack", _("Pack the device")


class HelpKind(models.TextChoices):
    """Why somebody asks for help. A code is enough: nobody has to write (policy Y-04)."""

    NOT_UNDERSTOOD = "not_understood", _("I do not understand it")
    BROKEN = "broken", _("Something is broken")
    NOT_FOUND = "not_found", _("I do not find the device")
    OTHER = "other", _("Something else")


HELP_ICONS = {
    HelpKind.NOT_UNDERSTOOD: "help",
    HelpKind.BROKEN: "triangle",
    HelpKind.NOT_FOUND: "search",
    HelpKind.OTHER: "hand",
}

_BEFORE_THE_CHECK = (Position.RECEIVED, Position.QUARANTINE, Position.ERASED, Position.INSTALLED)

# In these positions of a device a task of the kind makes sense; all lie within the depot.
MAKES_SENSE: dict[TaskKind, tuple[Position, ...]] = {
    TaskKind.CLEAN: _BEFORE_THE_CHECK,
    TaskKind.LABEL: (*_BEFORE_THE_CHECK, Position.STOCK),
    TaskKind.PACK: (Position.INSTALLED, Position.STOCK),
}


def kinds_at(position: str) -> list[TaskKind]:
    """The kinds that make sense for a device at this position."""
    return [kind for kind in TaskKind if position in MAKES_SENSE[kind]]


@dataclass(frozen=True)
class TaskStep:
    """One step of a task: what to do, how, and its drawing; `thing` is what the drawing shows it done to."""

    title: Any
    says: Any
    drawing: str
    thing: str

    @property
    def picture(self) -> str:
        """The template of its drawing."""
        return f"ui/drawings/tasks/{self.drawing}.html"


def steps_for(kind: str, device: Device) -> list[TaskStep]:
    """The steps of this task for this device, in order."""
    return _STEPS[TaskKind(kind)](device)


def _to_clean(device: Device) -> list[TaskStep]:
    shape = device.device_class.shape
    has_keys = shape == DeviceClass.Shape.LAPTOP
    keys = TaskStep(_("Clean the keyboard"), _("Take the brush. Start at the top."), "keyboard", shape)
    case = TaskStep(_("Clean the outside"), _("Take the blue cloth. Wipe every side."), "case", shape)
    return [
        TaskStep(_("Look for damage"), _("Look at every side. Is it broken? Press Help."), "look", shape),
        TaskStep(_("Clean the screen"), _("Take the blue cloth. Wipe gently."), "screen", shape),
        keys if has_keys else case,
        TaskStep(_("Let it dry"), _("Put it on the rack. It dries by itself."), "dry", shape),
    ]


def _to_label(device: Device) -> list[TaskStep]:
    shape = device.device_class.shape
    return [
        TaskStep(_("Stick the label"), _("Stick it on the back. Press it flat."), "stick", shape),
        TaskStep(_("Check the label"), _("Can you read the number well? Is it straight?"), "read", shape),
    ]


def _to_pack(device: Device) -> list[TaskStep]:
    """The device, then each part that is there: what is missing cannot be packed."""
    present = {part.kind for part in device.accessories.all() if part.state == Accessory.State.PRESENT}
    parts = [
        TaskStep(title, _("Put it in the box, beside the device."), "pack", kind.value)
        for kind, title in _PARTS.items()
        if kind in present
    ]
    return [
        TaskStep(_("Pack the device"), _("Lay it flat in the box."), "pack", device.device_class.shape),
        *parts,
        TaskStep(_("Close the box"), _("Is everything in? Close the lid."), "close", device.device_class.shape),
    ]


_PARTS: dict[AccessoryKind, Any] = {
    AccessoryKind.CHARGER: _("Pack the charger"),
    AccessoryKind.MOUSE: _("Pack the mouse"),
    AccessoryKind.BAG: _("Pack the bag"),
    AccessoryKind.KEYBOARD: _("Pack the keyboard"),
    AccessoryKind.SCREEN: _("Pack the screen"),
    AccessoryKind.CABLE: _("Pack the cable"),
    AccessoryKind.START_CARD: _("Pack the start card"),
}

_STEPS = {TaskKind.CLEAN: _to_clean, TaskKind.LABEL: _to_label, TaskKind.PACK: _to_pack}
