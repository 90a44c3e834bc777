"""Everything that happens to a device in the workshop."""

from digibank.refurbishment.actions.closing import close_batch, count_batch, keep_batch_attestation, reopen_batch
from digibank.refurbishment.actions.disposing import (
    add_collection_document,
    add_recycler,
    dispose,
    end_recycler,
    hand_over,
    undo_disposal,
)
from digibank.refurbishment.actions.effects import adopt_factors, count_effects, note_cost
from digibank.refurbishment.actions.erasing import add_log, keep_attestation, state_seen
from digibank.refurbishment.actions.exempting import exempt
from digibank.refurbishment.actions.inspecting import inspect, record_tests
from digibank.refurbishment.actions.intake import bind, receive, register_from, release, set_aside, wait_again
from digibank.refurbishment.actions.parts import add_part, harvest, scrap_part
from digibank.refurbishment.actions.preparing import check_quality, install
from digibank.refurbishment.actions.records import freeze_record
from digibank.refurbishment.actions.repairing import repair
from digibank.refurbishment.actions.rereading import reread
from digibank.refurbishment.actions.settling import withdraw
from digibank.refurbishment.actions.stations import end_station, give_token, register_station
from digibank.refurbishment.actions.witnessing import write_down_destruction, write_down_reset

__all__ = [
    "add_collection_document",
    "add_log",
    "add_part",
    "add_recycler",
    "adopt_factors",
    "bind",
    "check_quality",
    "close_batch",
    "count_batch",
    "count_effects",
    "dispose",
    "end_recycler",
    "end_station",
    "exempt",
    "freeze_record",
    "give_token",
    "hand_over",
    "harvest",
    "inspect",
    "install",
    "keep_attestation",
    "keep_batch_attestation",
    "note_cost",
    "receive",
    "record_tests",
    "register_from",
    "register_station",
    "release",
    "reopen_batch",
    "repair",
    "reread",
    "scrap_part",
    "set_aside",
    "state_seen",
    "undo_disposal",
    "wait_again",
    "withdraw",
    "write_down_destruction",
    "write_down_reset",
]
