"""Everything that happens to a device in the workshop."""

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
from digibank.refurbishment.actions.parts import add_part, harvest, scrap_part
from digibank.refurbishment.actions.preparing import check_quality, install
from digibank.refurbishment.actions.records import freeze_record
from digibank.refurbishment.actions.repairing import repair
from digibank.refurbishment.actions.rereading import reread
from digibank.refurbishment.actions.settling import withdraw
from digibank.refurbishment.actions.witnessing import write_down_destruction, write_down_reset

__all__ = [
    "add_collection_document",
    "add_log",
    "add_part",
    "add_recycler",
    "adopt_factors",
    "check_quality",
    "count_effects",
    "dispose",
    "end_recycler",
    "exempt",
    "freeze_record",
    "hand_over",
    "harvest",
    "inspect",
    "install",
    "keep_attestation",
    "note_cost",
    "record_tests",
    "repair",
    "reread",
    "scrap_part",
    "state_seen",
    "undo_disposal",
    "withdraw",
    "write_down_destruction",
    "write_down_reset",
]
