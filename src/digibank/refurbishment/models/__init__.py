"""What the workshop did: erasures with their evidence, systems installed, quality checked."""

from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.models.destructions import Destruction
from digibank.refurbishment.models.erasures import (
    LEVELS,
    NUMBERS,
    SIGNS,
    TECHNIQUES,
    Attestation,
    Erasure,
    Statement,
    signs_as_kept,
)
from digibank.refurbishment.models.exemptions import Exemption
from digibank.refurbishment.models.preparing import (
    MAY_BE_ABSENT,
    Check,
    Finding,
    Installation,
    QualityCheck,
    checks_for,
)
from digibank.refurbishment.models.rereading import Reread, RereadWeek, monday_of

__all__ = [
    "LEVELS",
    "MAY_BE_ABSENT",
    "NUMBERS",
    "SIGNS",
    "TECHNIQUES",
    "Attestation",
    "Check",
    "Destruction",
    "Erasure",
    "Exemption",
    "Finding",
    "Installation",
    "QualityCheck",
    "Reread",
    "RereadWeek",
    "Statement",
    "Technique",
    "checks_for",
    "monday_of",
    "signs_as_kept",
]
