"""Everything that happens to a device in the workshop."""

from digibank.refurbishment.actions.erasing import add_log, keep_attestation, state_seen, withdraw
from digibank.refurbishment.actions.preparing import check_quality, install

__all__ = ["add_log", "check_quality", "install", "keep_attestation", "state_seen", "withdraw"]
