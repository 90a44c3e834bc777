"""Read a sample of a drive back after it was erased, and say what stands there (policy E-06).

    python3 read_sample.py /dev/nvme0n1 > sample.json

It opens the drive for reading only. Take this one file along on a stick: it needs nothing but Python 3.11.
What is read follows from the seed and the size alone, so that anybody can read the same places once more:

    python3 read_sample.py --seed 5f0c… /dev/nvme0n1
"""

import argparse
import hashlib
import json
import os
import re
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

TOOL, VERSION = "digibank-read-sample", 1
PARTS = 1000  # a drive is divided into at least this many regions,
SHARE = 10  # and one in ten of them is read,
ENDS = 64 * 1024 * 1024  # with the first and the last bytes of the drive.
BLOCK = 4096  # bytes; what repeats with this period counts as empty
CHUNK = 256 * BLOCK


class Region(NamedTuple):
    """A stretch of the drive, in bytes from its start."""

    offset: int
    length: int


def sample_plan(capacity_bytes: int, seed: str) -> list[Region]:
    """The regions that are read of a drive of this size: the same for the same seed, everywhere and always.

    In order, without overlap. A drive of less than 4 MB is read whole.
    """
    if capacity_bytes <= PARTS * BLOCK:
        return [Region(0, capacity_bytes)] if capacity_bytes > 0 else []
    size = capacity_bytes // PARTS // BLOCK * BLOCK
    count = -(-capacity_bytes // size)
    by_chance = sorted(range(count), key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest())
    chosen = {*by_chance[: -(-count // SHARE)], *range(min(count, -(-ENDS // size)))}
    chosen |= {number for number in range(count) if (number + 1) * size > capacity_bytes - ENDS}
    return [Region(number * size, min(size, capacity_bytes - number * size)) for number in sorted(chosen)]


def read_region(drive: BinaryIO, region: Region) -> dict[str, Any]:
    """What stands in a region: zeros, one repeating block, or data; with the hash of all and of its first block."""
    drive.seek(region.offset)
    left, digest, first, kind = region.length, hashlib.sha256(), b"", ""
    while left:
        chunk = drive.read(min(CHUNK, left))
        if not chunk:
            raise OSError(f"the drive ends at {region.offset + region.length - left}")
        digest.update(chunk)
        first = first or chunk[:BLOCK]
        if kind != "data":
            repeats = chunk == (first * (len(chunk) // len(first) + 1))[: len(chunk)]
            kind = "data" if not repeats else "zeros" if not first.strip(b"\0") else "pattern"
        left -= len(chunk)
    said = {"offset": region.offset, "length": region.length, "kind": kind, "sha256": digest.hexdigest()}
    return said | {"block": hashlib.sha256(first).hexdigest()}


def read_sample(path: str, seed: str) -> dict[str, Any]:
    """The whole result, as it is printed. What cannot be read stands among the errors."""
    started, regions, errors = now(), [], []
    with Path(path).open("rb", buffering=CHUNK) as drive:
        capacity = drive.seek(0, os.SEEK_END)
        for region in sample_plan(capacity, seed):
            try:
                regions.append(read_region(drive, region))
            except OSError as error:
                errors.append({"offset": region.offset, "length": region.length, "error": str(error)})
    return {
        "tool": TOOL, "version": VERSION, "device": Path(path).name, "model": told(path, "model"),
        "serial": told(path, "serial"), "capacity_bytes": capacity, "seed": seed,
        "started_at": started, "ended_at": now(), "regions": regions, "errors": errors,
    }  # fmt: skip


def told(path: str, what: str) -> str:
    """The model or serial number that the kernel knows of this drive, or nothing."""
    block = Path("/sys/block") / Path(path).name
    for place in (block / "device" / what, block / what):
        try:
            return place.read_text(errors="replace").strip()
        except OSError:
            continue
    return serial_of_udev(block) if what == "serial" else ""


def serial_of_udev(block: Path) -> str:
    """A SATA drive tells its serial number to udev, not to the kernel."""
    try:
        lines = (Path("/run/udev/data") / f"b{(block / 'dev').read_text().strip()}").read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition("=")[2] for line in lines if line.startswith("E:ID_SERIAL_SHORT=")), "")


def now() -> str:
    """This moment with its time zone."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def is_empty(result: dict[str, Any]) -> bool:
    """Whether all was read, and one and the same repeating block stands everywhere."""
    found = {(region["kind"], region["block"]) for region in result["regions"]}
    return not result["errors"] and len(found) == 1 and "data" not in found.pop()


def main(arguments: list[str]) -> int:
    """Print the result as JSON; 0 when all was read and every region is empty, else 1."""
    parser = argparse.ArgumentParser(description="Read a sample of an erased drive back. Nothing is written to it.")
    parser.add_argument("drive", help="such as /dev/nvme0n1 or /dev/sda")
    parser.add_argument("--seed", default="", help="read the same places as an earlier sample")
    asked = parser.parse_args(arguments)
    if asked.seed and not re.fullmatch(r"[0-9a-f]{16,64}", asked.seed):
        parser.error("a seed is 16 to 64 hexadecimal digits")
    result = read_sample(asked.drive, asked.seed or secrets.token_hex(16))
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    return 0 if is_empty(result) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
