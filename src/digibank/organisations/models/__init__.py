"""Organisations, their places and hours, the lending rules they vote, and amounts of law."""

from digibank.organisations.models.places import Closure, OpeningHours, Organisation, Place
from digibank.organisations.models.regulations import DatedAmount, InForceQuerySet, QueueRule, Regulation

__all__ = [
    "Closure",
    "DatedAmount",
    "InForceQuerySet",
    "OpeningHours",
    "Organisation",
    "Place",
    "QueueRule",
    "Regulation",
]
