"""Everything that happens to a device in the workshop."""

from digibank.refurbishment.actions.erasing import add_log, keep_attestation, state_seen, withdraw
from digibank.refurbishment.actions.inspecting import inspect, record_tests
from digibank.refurbishment.actions.parts import add_part, harvest, scrap_part
from digibank.refurbishment.actions.preparing import check_quality, install
from digibank.refurbishment.actions.repairing import repair

__all__ = [
    "add_log",
    "add_part",
    "check_quality",
    "harvest",
    "inspect",
    "install",
    "keep_attestation",
    "record_tests",
    "repair",
    "scrap_part",
    "state_seen",
    "withdraw",
]
