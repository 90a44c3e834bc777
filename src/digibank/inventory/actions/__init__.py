"""Everything that can happen to a device by itself."""

from digibank.inventory.actions.commitments import bind, hold, promise, release
from digibank.inventory.actions.devices import add_class, check_accessory, edit_device, register
from digibank.inventory.actions.gone import (
    find,
    lose,
    report_found,
    report_lost,
    report_stolen,
    restore,
    steal,
    write_off,
)
from digibank.inventory.actions.journey import approve, arrive, install, lend, reject, send, take_back
from digibank.inventory.actions.reports import read_in, undo_reading
from digibank.inventory.actions.storage import (
    add_medium,
    destroy,
    edit_medium,
    erase,
    pass_gate,
    state_absent,
    state_no_storage,
)

__all__ = [
    "add_class",
    "add_medium",
    "approve",
    "arrive",
    "bind",
    "check_accessory",
    "destroy",
    "edit_device",
    "edit_medium",
    "erase",
    "find",
    "hold",
    "install",
    "lend",
    "lose",
    "pass_gate",
    "promise",
    "read_in",
    "register",
    "reject",
    "release",
    "report_found",
    "report_lost",
    "report_stolen",
    "restore",
    "send",
    "state_absent",
    "state_no_storage",
    "steal",
    "take_back",
    "undo_reading",
    "write_off",
]
