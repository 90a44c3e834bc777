"""The life of a device in at most six seats on one bench."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.models import Event
from digibank.inventory.flows import Position
from digibank.inventory.models import Device
from digibank.ui.templatetags.ui import short_day


@dataclass(frozen=True)
class Seat:
    """One seat: what it was, when, and whether the device is there now."""

    title: str
    when: str
    icon: str
    state: str = ""


# Which verb opened which chapter of the life of a device.
CHAPTERS = {
    "inventory.device_registered": ("gift", "came"),
    "inventory.gate_passed": ("disk-check", "erased"),
    "inventory.approved": ("tool", "ready"),
    "inventory.arrived": ("truck", "arrived"),
    "inventory.lent": ("people", "lent"),
    "inventory.taken_back": ("undo", "back"),
}
MOST = 5
NOW_ICONS = {
    Position.LENT: "people",
    Position.AT_DESK: "house",
    Position.IN_TRANSIT: "truck",
    Position.QUARANTINE: "undo",
    Position.LOST: "octagon",
    Position.STOLEN: "octagon",
    Position.RETURNED_TO_DONOR: "gift",
    Position.DISPOSED: "trash",
    Position.GIVEN_AWAY: "gift",
}


def journey_of(device: Device) -> tuple[list[Seat], int]:
    """The newest chapters of this device, oldest first, and where it is today; and how many came before these."""
    words = {
        "came": _("Came in"),
        "erased": _("Erased"),
        "ready": _("Made ready"),
        "arrived": _("Arrived"),
        "lent": _("With a resident"),
        "back": _("Came back"),
    }
    events = Event.objects.about(device).filter(verb__in=CHAPTERS)
    past = []
    for event in events:
        icon, key = CHAPTERS[event.verb]
        past.append(Seat(words[key], short_day(event.at.astimezone(clock.BRUSSELS).date()), icon))
    now = Seat(
        device.get_state_display().capitalize(), _("today"), NOW_ICONS.get(Position(device.state), "tool"), "now"
    )
    return [*past[-MOST:], now], max(len(past) - MOST, 0)
