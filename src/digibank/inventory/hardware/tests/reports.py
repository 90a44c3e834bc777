"""Reports for the tests: the committed ones, the samples beside the repository, and small ones made on the spot."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from digibank.errors import RuleBroken
from digibank.inventory.hardware import Machine, read_lshw

AGAIN = "Make the report again and choose the new file."
HALFWAY = f"This file stops halfway. {AGAIN}"
FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = Path(__file__).resolve().parents[5].parent / "shared" / "samples"


def report(name: str) -> bytes:
    """A committed report."""
    return (FIXTURES / name).read_bytes()


def sample(name: str) -> bytes:
    """A report that may not be committed; the test is skipped on a clone that stands alone."""
    path = SAMPLES / name
    if not path.exists():  # pragma: no cover
        pytest.skip(f"{name} stands beside the repository only")
    return path.read_bytes()


def part(name: str, form: str, *children: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """One node as lshw writes it; `form` is what lshw calls its class."""
    return {"id": name, "class": form, **fields, "children": list(children)}


def computer(*parts: dict[str, Any], configuration: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A whole computer with these parts on its board."""
    known = {"vendor": "Acme", "product": "Box 1", "serial": "A1B2C3", **fields}
    chosen = {"chassis": "desktop"} if configuration is None else configuration
    memory = part("memory", "memory", description="System Memory", size=4 * 1024**3)
    core = part("core", "bus", memory, *parts, vendor="Boardmaker", product="Board 7", physid="0")
    return part("debian", "system", core, configuration=chosen, **known)


def read(tree: Any) -> Machine:
    """The machine in a tree, as if lshw had written it."""
    return read_lshw(json.dumps(tree).encode())


def wrong(field: str) -> str:
    """The sentence about a field that holds something it cannot hold."""
    return f"The field “{field}” in this file cannot be right. {AGAIN}"


def refusal(reader: Any, raw: bytes) -> str:
    """The sentence, as written in the code, with which this reader refuses these bytes."""
    with translation.override(None), pytest.raises(RuleBroken) as refused:
        reader(raw)
    return str(refused.value)
