"""Everything that happens to a device in the workshop."""

from digibank.refurbishment.actions.erasing import add_log, keep_attestation, state_seen
from digibank.refurbishment.actions.exempting import exempt
from digibank.refurbishment.actions.preparing import check_quality, install
from digibank.refurbishment.actions.rereading import reread
from digibank.refurbishment.actions.settling import withdraw
from digibank.refurbishment.actions.witnessing import write_down_destruction, write_down_reset

__all__ = [
    "add_log",
    "check_quality",
    "exempt",
    "install",
    "keep_attestation",
    "reread",
    "state_seen",
    "withdraw",
    "write_down_destruction",
    "write_down_reset",
]
