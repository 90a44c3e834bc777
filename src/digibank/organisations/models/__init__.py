"""Organisations, their places and hours, the lending rules they vote, and amounts of law."""

from digibank.organisations.models.places import Closure, OpeningHours, Organisation, Place
from digibank.organisations.models.regulations import (
    DatedAmount,
    InForceQuerySet,
    Language,
    QueueRule,
    Regulation,
    RegulationTranslation,
    in_paragraphs,
)

__all__ = [
    "Closure",
    "DatedAmount",
    "InForceQuerySet",
    "Language",
    "OpeningHours",
    "Organisation",
    "Place",
    "QueueRule",
    "Regulation",
    "RegulationTranslation",
    "in_paragraphs",
]
