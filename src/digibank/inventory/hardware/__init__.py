"""What a machine says about itself: reports of lshw, smartctl and the battery, read into plain facts.

Foreign files are never trusted: a report gives facts, or a refusal that says what is wrong and what to do.
Nothing here writes anything; intake and the workshop decide what to do with the facts.
"""

from digibank.inventory.hardware.battery import read_battery
from digibank.inventory.hardware.dmidecode import read_dmidecode
from digibank.inventory.hardware.facts import (
    Battery,
    DiskHealth,
    Machine,
    MachineKind,
    Medium,
    MediumKind,
    Reason,
    Remark,
    Snapshot,
    Verdict,
)
from digibank.inventory.hardware.fields import signs_of
from digibank.inventory.hardware.intake import IntakeRun, Piece, read_intake
from digibank.inventory.hardware.inxi import read_inxi
from digibank.inventory.hardware.lsblk import read_lsblk
from digibank.inventory.hardware.lshw import read_lshw
from digibank.inventory.hardware.reading import Facts, read_report
from digibank.inventory.hardware.sentences import sentence
from digibank.inventory.hardware.smartctl import read_smartctl
from digibank.inventory.hardware.snapshot import read_snapshot

__all__ = [
    "Battery",
    "DiskHealth",
    "Facts",
    "IntakeRun",
    "Machine",
    "MachineKind",
    "Medium",
    "MediumKind",
    "Piece",
    "Reason",
    "Remark",
    "Snapshot",
    "Verdict",
    "read_battery",
    "read_dmidecode",
    "read_intake",
    "read_inxi",
    "read_lsblk",
    "read_lshw",
    "read_report",
    "read_smartctl",
    "read_snapshot",
    "sentence",
    "signs_of",
]
