"""Organisations, their places and hours, the lending rules they vote, and amounts of law."""

from digibank.organisations.models.places import Closure, OpeningHours, Organisation, Place
from digibank.organisations.models.regulations import (
    PROOFS,
    USUAL_LADDER,
    BorrowRule,
    DatedAmount,
    InForceQuerySet,
    LadderStep,
    Language,
    Outsiders,
    QueueRule,
    Regulation,
    RegulationTranslation,
    in_paragraphs,
)

__all__ = [
    "PROOFS",
    "USUAL_LADDER",
    "BorrowRule",
    "Closure",
    "DatedAmount",
    "InForceQuerySet",
    "LadderStep",
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
