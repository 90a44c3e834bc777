"""Everything that can happen to a transfer: by its list, and device by device with a scanner."""

from digibank.logistics.actions.scanning import count_in, propose, put_on_list, scan, stop_over, take_out
from digibank.logistics.actions.transfers import ask, cancel, leave_out, receive, send, settle_missing

__all__ = [
    "ask",
    "cancel",
    "count_in",
    "leave_out",
    "propose",
    "put_on_list",
    "receive",
    "scan",
    "send",
    "settle_missing",
    "stop_over",
    "take_out",
]
