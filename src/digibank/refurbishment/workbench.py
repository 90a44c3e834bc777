"""When somebody may work on a device: it is in a workshop, and in nobody's hands."""

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.flows import Position
from digibank.inventory.gate import refuse_outside_a_workshop
from digibank.inventory.models import Device

ON_THE_BENCH = (Position.RECEIVED, Position.QUARANTINE, Position.ERASED, Position.INSTALLED, Position.STOCK)


def refuse_off_the_bench(device: Device) -> None:
    """Raise RuleBroken for a device that is not in a workshop to be worked on. The caller holds its lock."""
    if device.state not in ON_THE_BENCH:
        raise RuleBroken(
            _("%(number)s is not on a bench now: %(state)s.")
            % {"number": device.number, "state": device.get_state_display()}
        )
    refuse_outside_a_workshop(device)
