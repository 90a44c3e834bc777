"""What the workshop did: inspections, erasures with their evidence, tests, repairs, systems, quality checks."""

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
from digibank.refurbishment.models.inspecting import Defect, Inspection, RejectGround, defects_for, has_battery
from digibank.refurbishment.models.preparing import (
    MAY_BE_ABSENT,
    Check,
    Finding,
    Installation,
    QualityCheck,
    checks_for,
)
from digibank.refurbishment.models.repairing import (
    PART_NUMBERS,
    Part,
    PartKind,
    Repair,
    RepairBarrier,
    RepairStatus,
)
from digibank.refurbishment.models.testing import CHECKED_BY, DeviceTest, Trial, trials_for

__all__ = [
    "CHECKED_BY",
    "LEVELS",
    "MAY_BE_ABSENT",
    "NUMBERS",
    "PART_NUMBERS",
    "SIGNS",
    "Attestation",
    "Check",
    "Defect",
    "DeviceTest",
    "Erasure",
    "Finding",
    "Inspection",
    "Installation",
    "Part",
    "PartKind",
    "QualityCheck",
    "RejectGround",
    "Repair",
    "RepairBarrier",
    "RepairStatus",
    "Statement",
    "Technique",
    "Trial",
    "checks_for",
    "defects_for",
    "has_battery",
    "signs_as_kept",
    "trials_for",
]
