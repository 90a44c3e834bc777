"""Erasure logs for the demo: the committed one, and others made from it for other disks and moments."""

import re
from datetime import datetime
from pathlib import Path

FILES = Path(__file__).parent / "files"
REPORT, BATTERY = "laptop_hp_probook.lshw.json", "laptop_hp_probook.uevent"
LOG, SECOND_LOG = "laptop_hp_probook.first.nwipe.log", "laptop_hp_probook.second.nwipe.log"
SERIAL, SIZE, SIZE_SHOWN = "S3TANX0J000417", "256060514304", "256 GB"
SIZES = {256_060_514_304: "256 GB", 500_107_862_016: "500 GB", 128_035_676_160: "128 GB"}
_STAMP = re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d")
_FORM = "%Y/%m/%d %H:%M:%S"


def content(name: str) -> bytes:
    """A committed file as it is."""
    return (FILES / name).read_bytes()


def began(log: bytes) -> datetime:
    """The first moment in a log, without a time zone, as the machine in the workshop wrote it."""
    match = _STAMP.search(log.decode(errors="replace"))
    if match is None:
        raise ValueError("This log has no moments: is it a log of nwipe?")
    return datetime.strptime(match[0], _FORM)  # noqa: DTZ007  the machine's own clock


def moved(log: bytes, *, to: datetime) -> bytes:
    """The same run at another moment; `to` is when it begins, without a time zone."""
    by = to - began(log)

    def later(match: re.Match[str]) -> str:
        return (datetime.strptime(match[0], _FORM) + by).strftime(_FORM)  # noqa: DTZ007

    return _STAMP.sub(later, log.decode()).encode()


def log_of(*, serial: str, size: int, at: datetime) -> bytes:
    """A log as nwipe would have written it for this disk at this moment."""
    text = content(LOG).decode().replace(SERIAL, serial).replace(SIZE, str(size)).replace(SIZE_SHOWN, SIZES[size])
    return moved(text.encode(), to=at)
