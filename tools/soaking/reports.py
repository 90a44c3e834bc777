"""Mangled files: what a donor's computer or a stick may bring."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from digibank.errors import RuleBroken
from digibank.inventory.hardware import read_intake, read_report
from digibank.inventory.hardware.tests.mangling import mangled
from digibank.refurbishment.evidence.nwipe import read_nwipe_log
from digibank.refurbishment.evidence.proofs import read_proof

SOURCE = Path(__file__).resolve().parents[2] / "src" / "digibank"
REPORTS = SOURCE / "inventory" / "hardware" / "tests" / "fixtures"
LOGS = SOURCE / "refurbishment" / "evidence" / "tests" / "fixtures"
# Seconds of work: longer than this nobody waits for a file to be read. Work of others on the machine does not count.
SLOW = 2.0


def reports(chance: random.Random, count: int) -> Iterator[str]:
    """Mangled reports of every format and proofs of erasure: each is read or refused in a sentence, and soon."""
    readers: list[tuple[str, Callable[[bytes], object], list[bytes]]] = [
        ("report", read_report, _files(REPORTS)),
        ("run of the stick", read_intake, [file for file in _files(REPORTS) if b"digibank-intake" in file]),
        ("erasure log", read_nwipe_log, _files(LOGS)),
        ("proof of a drive", read_proof, _files(LOGS / "drives")),
    ]
    for number in range(count):
        title, reader, whole = readers[number % len(readers)]
        raw = mangled(chance, whole)
        began = time.process_time()
        try:
            reader(raw)
        except RuleBroken as no:
            if not str(no).strip().endswith("."):
                yield f"{title} {number}: refused without a sentence: {no}"
        except Exception as broken:  # noqa: BLE001
            yield f"{title} {number}: {type(broken).__name__}: {broken}: {raw[:80]!r}"
        if time.process_time() - began > SLOW:
            yield f"{title} {number}: took {time.process_time() - began:.1f} seconds for {len(raw)} bytes"


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file() and path.name != "PROVENANCE.md"]
