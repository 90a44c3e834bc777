"""Organisations, their places and hours, the lending rules they vote, and amounts of law."""

from digibank.organisations.models.places import Closure, OpeningHours, Organisation, Place
from digibank.organisations.models.regulations import (
    USUAL_LADDER,
    DatedAmount,
    InForceQuerySet,
    LadderStep,
    QueueRule,
    Regulation,
)

__all__ = [
    "USUAL_LADDER",
    "Closure",
    "DatedAmount",
    "InForceQuerySet",
    "LadderStep",
    "OpeningHours",
    "Organisation",
    "Place",
    "QueueRule",
    "Regulation",
]
