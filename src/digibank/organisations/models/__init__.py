"""Organisations, their places and hours, the lending rules they vote, and amounts of law."""

from digibank.organisations.models.places import Closure, OpeningHours, Organisation, Place
from digibank.organisations.models.regulations import (
    PROOFS,
    BorrowRule,
    DatedAmount,
    InForceQuerySet,
    Outsiders,
    QueueRule,
    Regulation,
)

__all__ = [
    "PROOFS",
    "BorrowRule",
    "Closure",
    "DatedAmount",
    "InForceQuerySet",
    "OpeningHours",
    "Organisation",
    "Outsiders",
    "Place",
    "QueueRule",
    "Regulation",
]
