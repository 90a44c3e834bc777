"""Everything that can happen to what donors offer and give."""

from digibank.donations.actions.offers import Offering, add_items, announce, bring_back, withdraw
from digibank.donations.actions.taking_in import add_device, count_parts, keep_receipt, register

__all__ = [
    "Offering",
    "add_device",
    "add_items",
    "announce",
    "bring_back",
    "count_parts",
    "keep_receipt",
    "register",
    "withdraw",
]
