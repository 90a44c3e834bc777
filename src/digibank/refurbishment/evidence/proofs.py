"""The one door for what tools wrote about an erasure: it recognises what a file is, and reads it."""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.refurbishment.evidence.encryption import is_encryption, read_encryption
from digibank.refurbishment.evidence.facts import ErasureLog
from digibank.refurbishment.evidence.hdparm import is_hdparm, read_hdparm
from digibank.refurbishment.evidence.mmc import is_mmc, read_mmc
from digibank.refurbishment.evidence.nvme import is_nvme, read_nvme, read_nvme_json
from digibank.refurbishment.evidence.nwipe import LARGEST_LOG, read_nwipe_log
from digibank.refurbishment.evidence.reports import DriveReport
from digibank.refurbishment.evidence.samples import Sample, is_sample, sample_in
from digibank.refurbishment.evidence.texts import text_of

_STAMPED = re.compile(r"^\[\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\]", re.MULTILINE)
_READERS = ((is_nvme, read_nvme), (is_hdparm, read_hdparm), (is_mmc, read_mmc), (is_encryption, read_encryption))


def read_proof(raw: bytes) -> ErasureLog | DriveReport | Sample:
    """What a tool wrote about an erasure, as facts.

    Raises RuleBroken for an empty or too large file, for one that no tool we know wrote, and for one about several
    drives where only one can be meant.
    """
    if not raw.strip():
        raise RuleBroken(_("This file is empty. Choose what the erasing tool wrote."))
    if len(raw) > LARGEST_LOG:
        raise RuleBroken(_("This file is too large for a report of an erasure. Choose what the erasing tool wrote."))
    content, text = _json_in(raw), text_of(raw)
    if content is not None:
        return _read_json(content, raw)
    if _STAMPED.search(text):
        return read_nwipe_log(raw)
    for recognises, read in _READERS:
        if recognises(text):
            return read(text, raw)
    raise _unknown()


def _json_in(raw: bytes) -> dict[str, Any] | None:
    if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        content = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _read_json(content: dict[str, Any], raw: bytes) -> DriveReport | Sample:
    if is_sample(content):
        return sample_in(content, raw)
    if "sprog" in content or any(isinstance(log, dict) and "sprog" in log for log in content.values()):
        return read_nvme_json(content, raw)
    raise _unknown()


def _unknown() -> RuleBroken:
    return RuleBroken(
        _(
            "We do not know this file. Choose what the erasing tool wrote: the log of nwipe, or what nvme, hdparm,"
            " mmc or cryptsetup said about the drive."
        )
    )
