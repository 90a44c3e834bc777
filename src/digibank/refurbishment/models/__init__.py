"""What the workshop did: erasures with their evidence, systems installed, quality checked, waste that left."""

from digibank.refurbishment.evidence.techniques import Technique
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
from digibank.refurbishment.models.preparing import (
    MAY_BE_ABSENT,
    Check,
    Finding,
    Installation,
    QualityCheck,
    checks_for,
)
from digibank.refurbishment.models.records import FrozenRecord
from digibank.refurbishment.models.rereading import Reread, RereadWeek, monday_of

__all__ = [
    "COLLECTION_NUMBERS",
    "LEVELS",
    "MAY_BE_ABSENT",
    "NUMBERS",
    "SIGNS",
    "TECHNIQUES",
    "Attestation",
    "Check",
    "CollectedDrive",
    "Collection",
    "CollectionDocument",
    "Cost",
    "CostFactor",
    "CostKind",
    "Destruction",
    "Disposal",
    "Effect",
    "Erasure",
    "Exemption",
    "Factor",
    "FactorSet",
    "Finding",
    "FrozenRecord",
    "Ground",
    "Installation",
    "LooseKind",
    "LooseWaste",
    "Origin",
    "QualityCheck",
    "Recycler",
    "Reread",
    "RereadWeek",
    "Reuse",
    "Statement",
    "Technique",
    "checks_for",
    "monday_of",
    "signs_as_kept",
]
