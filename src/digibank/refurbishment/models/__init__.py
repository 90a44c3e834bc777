"""What the workshop did: erasures with their evidence, systems installed, quality checked, waste that left."""

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
from digibank.refurbishment.models.preparing import (
    MAY_BE_ABSENT,
    Check,
    Finding,
    Installation,
    QualityCheck,
    checks_for,
)
from digibank.refurbishment.models.records import FrozenRecord

__all__ = [
    "COLLECTION_NUMBERS",
    "LEVELS",
    "MAY_BE_ABSENT",
    "NUMBERS",
    "SIGNS",
    "Attestation",
    "Check",
    "CollectedDrive",
    "Collection",
    "CollectionDocument",
    "Disposal",
    "Erasure",
    "Finding",
    "FrozenRecord",
    "Ground",
    "Installation",
    "LooseKind",
    "LooseWaste",
    "Origin",
    "QualityCheck",
    "Recycler",
    "Statement",
    "Technique",
    "checks_for",
    "signs_as_kept",
]
