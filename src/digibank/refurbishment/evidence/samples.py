"""Reads and weighs what `bench/read_sample.py` read back of a drive (policy E-06)."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.refurbishment.bench.read_sample import TOOL, VERSION, Region, sample_plan
from digibank.refurbishment.evidence.signs import plain_serial
from digibank.refurbishment.evidence.sizes import fits
from digibank.refurbishment.evidence.texts import hash_of

_MOST_REGIONS = 5000
_LARGEST_DRIVE = 2**60  # bytes


class Stands(StrEnum):
    """What stands on the drive, as far as the sample goes."""

    ZEROS = "zeros"
    PATTERN = "pattern"
    DATA = "data"
    UNREADABLE = "unreadable"
    OTHER_PLACES = "other_places"
    OTHER_DRIVE = "other_drive"
    OTHER_SIZE = "other_size"


@dataclass(frozen=True)
class Sample:
    """One sample of one drive. `blocks` holds each kind of content that was found, with the hash of its first block."""

    sha256: str
    device: str
    serial: str
    capacity_bytes: int
    seed: str
    started_at: datetime
    ended_at: datetime
    regions: tuple[Region, ...]
    blocks: frozenset[tuple[str, str]]
    errors: int

    @property
    def bytes_read(self) -> int:
        """How much was read."""
        return sum(region.length for region in self.regions)

    def stands(self, *, serial: str, capacity_bytes: int | None) -> Stands:
        """What the sample says about the medium with this serial number and capacity."""
        told, expected = plain_serial(self.serial), plain_serial(serial)
        if told and expected and told != expected:
            return Stands.OTHER_DRIVE
        if capacity_bytes and not fits((self.capacity_bytes, self.capacity_bytes), capacity_bytes):
            return Stands.OTHER_SIZE
        if self.errors:
            return Stands.UNREADABLE
        if list(self.regions) != sample_plan(self.capacity_bytes, self.seed) or not self.regions:
            return Stands.OTHER_PLACES
        kinds = {kind for kind, _block in self.blocks}
        if kinds == {"zeros"}:
            return Stands.ZEROS
        return Stands.PATTERN if kinds == {"pattern"} and len(self.blocks) == 1 else Stands.DATA


def is_sample(content: dict[str, Any]) -> bool:
    """Whether our own script wrote this."""
    return content.get("tool") == TOOL


def read_sample(raw: bytes) -> Sample:
    """A sample from the file that our script printed. Raises RuleBroken when it is something else, or damaged."""
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        content = {}
    if not isinstance(content, dict) or not is_sample(content) or content.get("version") != VERSION:
        raise RuleBroken(_("This file is not a sample of a drive. Choose what read_sample.py printed."))
    return sample_in(content, raw)


def sample_in(content: dict[str, Any], raw: bytes) -> Sample:
    """A sample from what the file holds. Raises RuleBroken when a part is missing or cannot be."""
    try:
        regions = content["regions"][:_MOST_REGIONS]
        capacity = _size(content["capacity_bytes"])
        return Sample(
            sha256=hash_of(raw),
            device=_word(content["device"]),
            serial=_word(content["serial"]),
            capacity_bytes=capacity,
            seed=_word(content["seed"]),
            started_at=_moment(content["started_at"]),
            ended_at=_moment(content["ended_at"]),
            regions=tuple(Region(_size(one["offset"]), _size(one["length"])) for one in regions),
            blocks=frozenset((_word(one["kind"]), _word(one["block"])) for one in regions),
            errors=len(content["errors"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        raise RuleBroken(_("This sample is damaged. Read the drive again.")) from None


def _size(said: Any) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said <= _LARGEST_DRIVE:
        raise ValueError
    return said


def _word(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said.strip()[:80]


def _moment(said: Any) -> datetime:
    moment = datetime.fromisoformat(_word(said))
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)
