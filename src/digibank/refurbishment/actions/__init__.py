"""Everything that happens to a device in the workshop."""

from digibank.refurbishment.actions.erasing import add_log, keep_attestation, state_seen, withdraw
from digibank.refurbishment.actions.intake import bind, receive, register_from, release, set_aside, wait_again
from digibank.refurbishment.actions.preparing import check_quality, install
from digibank.refurbishment.actions.stations import end_station, give_token, register_station

__all__ = [
    "add_log",
    "bind",
    "check_quality",
    "end_station",
    "give_token",
    "install",
    "keep_attestation",
    "receive",
    "register_from",
    "register_station",
    "release",
    "set_aside",
    "state_seen",
    "wait_again",
    "withdraw",
]
