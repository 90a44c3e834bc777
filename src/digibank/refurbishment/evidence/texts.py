"""What the readers of text files share: the lines, the drives they name, and the serial numbers."""

import hashlib
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken

LONGEST_LINE = 2000
_SERIAL = re.compile(r"(?:serial number|sn|e:id_serial_short|serial)\s*[:=]\s*(\S[^\n]{0,79})", re.IGNORECASE)
_DRIVE = re.compile(r"/dev/(nvme\d+|sd[a-z]+|hd[a-z]|mmcblk\d+)")
_MOST = 20


def text_of(raw: bytes) -> str:
    """The text of a file; what is no text shows as such and is never skipped."""
    return raw.decode("utf-8-sig", errors="replace")


def lines_in(text: str) -> list[str]:
    """The lines without what stands around them; a line longer than any tool writes is cut."""
    return [line[:LONGEST_LINE].strip() for line in text.splitlines()]


def hash_of(raw: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


def one_serial(lines: Iterable[str]) -> str:
    """The serial number that the file names, or nothing. Raises RuleBroken when it names two."""
    found = {match[1].strip() for line in lines if (match := _SERIAL.match(line))}
    return _only(found)


def one_drive(text: str) -> str:
    """The drive that the file names, such as nvme0, or nothing. Raises RuleBroken when it names two."""
    return _only(set(_DRIVE.findall(text)))


def complaints_in(lines: Iterable[str], *starts: str) -> tuple[str, ...]:
    """The lines in which a tool says that something went wrong."""
    return tuple([line for line in lines if line.startswith(starts)][:_MOST])


def _only(found: set[str]) -> str:
    if len(found) > 1:
        raise RuleBroken(_("This file is about several drives. Make one file for each drive, and add them one by one."))
    return found.pop() if found else ""
