"""Lists of Excel and LibreOffice. A foreign workbook is opened in a process of its own, with little memory and time."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from struct import error as StructError  # noqa: N812
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken

PACKED = b"PK\x03\x04"
OLD_BOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_UNPACKED = 100 * 1024 * 1024  # Bytes; a list of 20,000 rows and 60 columns stays under it.
MOST_PARTS = 2_000
LOCKED = 0x1  # The flag of a packed part that asks for a password.
SECONDS = 20
UNPACKER = Path(__file__).with_name("unpacker.py")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XLS = "application/vnd.ms-excel"

type RawTable = tuple[str, list[tuple[int, list[str]]]]


def is_packed(content: bytes) -> bool:
    """Whether this is a packed file, as XLSX and ODS are."""
    return content.startswith(PACKED)


def tables_in_book(content: bytes) -> list[RawTable]:
    """The visible tabs of an XLSX, ODS or XLS file. Raises RuleBroken when it is none, or a bad one."""
    if is_packed(content):
        _refuse_unfit(_parts(content))
    try:
        # Isolated: it takes nothing from our environment and knows nothing of this site.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(UNPACKER)],
            input=content,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={},
        )
        told = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        told = {}
    if told.get("refused") == "password":
        raise _with_password()
    if "tables" not in told:
        raise _unreadable()
    return [(name, [(number, cells) for number, cells in rows]) for name, rows in told["tables"]]


def media_type_of(content: bytes) -> str:
    """Which kind of workbook these bytes are."""
    if not is_packed(content):
        return XLS
    return XLSX if "xl/workbook.xml" in {part.filename for part in _parts(content)} else ODS


def _parts(content: bytes) -> list[ZipInfo]:
    """What a packed file says it holds; nothing is unpacked."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return packed.infolist()
    except (BadZipFile, StructError, ValueError, NotImplementedError, EOFError, OverflowError, OSError) as trouble:
        raise _unreadable() from trouble


def _refuse_unfit(parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & LOCKED for part in parts):
        raise _with_password()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RuleBroken(
            _("This file becomes far too large when it is unpacked. Save only the list as CSV and send that."),
            field="file",
        )
    if not {part.filename for part in parts} & {"xl/workbook.xml", "content.xml"}:
        raise RuleBroken(
            _("This is no list: it looks like a text document or an archive. Choose a CSV, XLSX, XLS or ODS file."),
            field="file",
        )


def _with_password() -> RuleBroken:
    return RuleBroken(_("A password is on this file. Save it without a password and send it again."), field="file")


def _unreadable() -> RuleBroken:
    return RuleBroken(
        _("This file is damaged or holds more than a list. Open it, save it as CSV and send that."), field="file"
    )
