"""Organisations, their places and hours, the lending rules they vote, and amounts of law."""

from digibank.organisations.models.places import Closure, OpeningHours, Organisation, Place
from digibank.organisations.models.regulations import (
    PROOFS,
    BorrowRule,
    DatedAmount,
    InForceQuerySet,
    Language,
    Outsiders,
    QueueRule,
    Regulation,
    RegulationTranslation,
    in_paragraphs,
)

__all__ = [
    "PROOFS",
    "BorrowRule",
    "Closure",
    "DatedAmount",
    "InForceQuerySet",
    "Language",
    "OpeningHours",
    "Organisation",
    "Outsiders",
    "Place",
    "QueueRule",
    "Regulation",
    "RegulationTranslation",
    "in_paragraphs",
]
