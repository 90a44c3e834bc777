"""The logs that the tests read, and how a test changes one of them."""

from pathlib import Path

from digibank.refurbishment.evidence.facts import DriveErasure, DriveStatus, ErasureLog, HiddenArea
from digibank.refurbishment.evidence.nwipe import read_nwipe_log
from digibank.refurbishment.evidence.signs import Sign, SignName, Verdict, drive_with_serial, signs

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.name for path in FIXTURES.glob("*.log"))
LAPTOP = "laptop_hp_probook.nwipe.log"
SERIAL = "S3TWNX0K512345"
SIZE = 256_060_514_304
LAPTOP_DRIVE = DriveErasure(
    device="sda",
    bus="ATA",
    model="SAMSUNG MZ7LN256HMJP-000H1",
    serial="S3TWNX0K512345",
    serial_in_table="S3TWNX0K512345",
    size_bytes=SIZE,
    size_printed="256 GB",
    method="Fill With Zeros",
    status=DriveStatus.ERASED,
    pass_errors=0,
    verification_errors=0,
    sync_errors=0,
    writes=(SIZE,),
    reads=(SIZE,),
    rounds_asked=1,
    rounds_done=1,
    passes_per_round=1,
    passes_done=1,
    passes_verified=1,
    verified=True,
    hidden_area=HiddenArea.NOT_CHECKED,
    wrote_seconds=5120,
)


def raw(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def read(name: str) -> ErasureLog:
    return read_nwipe_log(raw(name))


def the_drive(log: bytes) -> DriveErasure:
    return read_nwipe_log(log).drives[0]


def changed(*changes: tuple[str, str], name: str = LAPTOP) -> bytes:
    """A log with pieces of text replaced; a piece that is not there is a mistake in the test."""
    text = raw(name).decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def without(*texts: str, name: str = LAPTOP) -> bytes:
    """A log without the lines that hold one of the texts."""
    kept = [line for line in raw(name).decode().split("\n") if not any(text in line for text in texts)]
    return "\n".join(kept).encode()


def judged(log: bytes | str, *, serial: str = SERIAL, capacity: int | None = SIZE) -> tuple[Sign, ...]:
    """The signs of the laptop's drive in this log."""
    run = read_nwipe_log(raw(log) if isinstance(log, str) else log)
    return signs(drive_with_serial(run, serial), run, expected_serial=serial, expected_capacity_bytes=capacity)


def verdicts(log: bytes | str, **registered) -> dict[SignName, Verdict]:
    return {sign.name: sign.verdict for sign in judged(log, **registered)}


def codes(log: bytes | str, verdict: Verdict, **registered) -> list[str]:
    """The codes of the signs with this verdict, in order."""
    return [sign.code for sign in judged(log, **registered) if sign.verdict is verdict]


def against(log: bytes | str, **registered) -> list[str]:
    return codes(log, Verdict.CONTRADICTS, **registered)


def unseen(log: bytes | str, **registered) -> list[str]:
    return codes(log, Verdict.NOT_OBSERVABLE, **registered)
