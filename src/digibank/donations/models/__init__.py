"""What is offered, what came in, and what lies loose in a depot."""

from digibank.donations.models.following import FollowLink, Gift, RefusalLetter
from digibank.donations.models.loose import LooseMovement, LooseStock
from digibank.donations.models.offers import (
    OFFER_NUMBERS,
    Advice,
    Decision,
    Offer,
    OfferedItem,
    Preselection,
)
from digibank.donations.models.releases import Lock, Release
from digibank.donations.models.taking_in import NUMBERS, DonatedDevice, DonatedParts, Donation, Receipt

__all__ = [
    "NUMBERS",
    "OFFER_NUMBERS",
    "Advice",
    "Decision",
    "DonatedDevice",
    "DonatedParts",
    "Donation",
    "FollowLink",
    "Gift",
    "Lock",
    "LooseMovement",
    "LooseStock",
    "Offer",
    "OfferedItem",
    "Preselection",
    "Receipt",
    "RefusalLetter",
    "Release",
]
