"""What the workshop did: reports by stick, erasures with their evidence, systems installed, quality checked."""

from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.models.closing import BatchAttestation, BatchClosing, BatchFigures, number_of
from digibank.refurbishment.models.destructions import Destruction
from digibank.refurbishment.models.disposing import (
    COLLECTION_NUMBERS,
    CollectedDrive,
    Collection,
    CollectionDocument,
    Disposal,
    Ground,
    LooseKind,
    LooseWaste,
    Origin,
    Recycler,
)
from digibank.refurbishment.models.effects import Cost, CostFactor, CostKind, Effect, Factor, FactorSet, Reuse
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
from digibank.refurbishment.models.inspecting import Defect, Inspection, RejectGround, defects_for, has_battery
from digibank.refurbishment.models.intake import IntakeReport, Station
from digibank.refurbishment.models.preparing import (
    MAY_BE_ABSENT,
    Check,
    Finding,
    Installation,
    QualityCheck,
    checks_for,
)
from digibank.refurbishment.models.records import FrozenRecord
from digibank.refurbishment.models.repairing import PART_NUMBERS, Part, PartKind, Repair, RepairBarrier, RepairStatus
from digibank.refurbishment.models.rereading import Reread, RereadWeek, monday_of
from digibank.refurbishment.models.testing import CHECKED_BY, DeviceTest, Trial, trials_for

__all__ = [
    "CHECKED_BY",
    "COLLECTION_NUMBERS",
    "LEVELS",
    "MAY_BE_ABSENT",
    "NUMBERS",
    "PART_NUMBERS",
    "SIGNS",
    "TECHNIQUES",
    "Attestation",
    "BatchAttestation",
    "BatchClosing",
    "BatchFigures",
    "Check",
    "CollectedDrive",
    "Collection",
    "CollectionDocument",
    "Cost",
    "CostFactor",
    "CostKind",
    "Defect",
    "Destruction",
    "DeviceTest",
    "Disposal",
    "Effect",
    "Erasure",
    "Exemption",
    "Factor",
    "FactorSet",
    "Finding",
    "FrozenRecord",
    "Ground",
    "Inspection",
    "Installation",
    "IntakeReport",
    "LooseKind",
    "LooseWaste",
    "Origin",
    "Part",
    "PartKind",
    "QualityCheck",
    "Recycler",
    "RejectGround",
    "Repair",
    "RepairBarrier",
    "RepairStatus",
    "Reread",
    "RereadWeek",
    "Reuse",
    "Statement",
    "Station",
    "Technique",
    "Trial",
    "checks_for",
    "defects_for",
    "has_battery",
    "monday_of",
    "number_of",
    "signs_as_kept",
    "trials_for",
]
