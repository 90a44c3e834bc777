"""What the workshop did: reports by stick, erasures with their evidence, systems installed, quality checked."""

from digibank.refurbishment.models.erasures import (
    LEVELS,
    NUMBERS,
    SIGNS,
    Attestation,
    Erasure,
    Statement,
    Technique,
    signs_as_kept,
)
from digibank.refurbishment.models.intake import IntakeReport, Station
from digibank.refurbishment.models.preparing import (
    MAY_BE_ABSENT,
    Check,
    Finding,
    Installation,
    QualityCheck,
    checks_for,
)

__all__ = [
    "LEVELS",
    "MAY_BE_ABSENT",
    "NUMBERS",
    "SIGNS",
    "Attestation",
    "Check",
    "Erasure",
    "Finding",
    "Installation",
    "IntakeReport",
    "QualityCheck",
    "Statement",
    "Station",
    "Technique",
    "checks_for",
    "signs_as_kept",
]
