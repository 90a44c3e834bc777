"""Everything that can happen to a device by itself."""

from digibank.inventory.actions.commitments import bind, hold, promise, release
from digibank.inventory.actions.devices import add_class, check_accessory, edit_device, register
from digibank.inventory.actions.flags import clear_flag, raise_flag
from digibank.inventory.actions.gone import (
    dispose,
    find,
    keep_after_all,
    lose,
    report_found,
    report_lost,
    report_stolen,
    restore,
    return_to_donor,
    steal,
    write_off,
)
from digibank.inventory.actions.journey import (
    approve,
    arrive,
    install,
    lend,
    reject,
    send,
    take_back,
    take_to_bench,
    turn_up,
)
from digibank.inventory.actions.labelling import note_labelled, undo_labelled
from digibank.inventory.actions.loose import doubt, put_back, take_out
from digibank.inventory.actions.reports import read_in, undo_reading
from digibank.inventory.actions.starting import report_not_starting, report_starting
from digibank.inventory.actions.storage import (
    add_medium,
    destroy,
    edit_medium,
    erase,
    move_medium,
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
    "clear_flag",
    "destroy",
    "dispose",
    "doubt",
    "edit_device",
    "edit_medium",
    "erase",
    "find",
    "hold",
    "install",
    "keep_after_all",
    "lend",
    "lose",
    "move_medium",
    "note_labelled",
    "pass_gate",
    "promise",
    "put_back",
    "raise_flag",
    "read_in",
    "register",
    "reject",
    "release",
    "report_found",
    "report_lost",
    "report_not_starting",
    "report_starting",
    "report_stolen",
    "restore",
    "return_to_donor",
    "send",
    "state_absent",
    "state_no_storage",
    "steal",
    "take_back",
    "take_out",
    "take_to_bench",
    "turn_up",
    "undo_labelled",
    "undo_reading",
    "write_off",
]
