"""A set of factors in a file, in kilograms as people write them; read into grams or refused with a reason."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.models import DeviceClass
from digibank.refurbishment.models import CostKind
from digibank.refurbishment.models.effects import LEAST_CO2, MOST_CO2, MOST_SUBTRACTED
from digibank.refurbishment.weights import LIMITS

FOLDER = Path(__file__).parent / "factors"
LARGEST_FILE = 64 * 1024
LONGEST_VERSION, LONGEST_SOURCE = 20, 2000
GRAMS = 1000
MOST_KILOGRAMS = 1_000_000


@dataclass(frozen=True)
class ShapeFactors:
    """The factors of one shape, in grams."""

    low: int
    likely: int
    high: int
    weight: int


@dataclass(frozen=True)
class Factors:
    """One version, as the file tells it."""

    version: str
    source: str
    valid_from: date
    shapes: dict[str, ShapeFactors]
    costs: dict[str, int]


def shipped() -> bytes:
    """The newest proposal that comes with this program."""
    return max(FOLDER.glob("*.json")).read_bytes()


def read_factors(content: bytes) -> Factors:
    """The factors in a file. Raises RuleBroken for what is incomplete or cannot be so many kilograms (policy F-03)."""
    try:
        told = json.loads(content, parse_float=Decimal, parse_constant=_no_number)
        shapes = {shape: _shape(told, shape) for shape in DeviceClass.Shape.values}
        costs = {kind: _grams(amount) for kind, amount in told["kg_co2e_subtracted"].items()}
        version, source = str(told["version"]).strip(), str(told["source"]).strip()
        factors = Factors(version, source, date.fromisoformat(told["valid_from"]), shapes, costs)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _unreadable() from None
    if not 0 < len(version) <= LONGEST_VERSION or not 0 < len(source) <= LONGEST_SOURCE or set(costs) - set(CostKind):
        raise _unreadable()
    for shape, found in shapes.items():
        _refuse_bounds(shape, found)
    if any(not 0 < grams <= MOST_SUBTRACTED for grams in costs.values()):
        raise _cannot_be(_("what is subtracted"), 0, MOST_SUBTRACTED)
    return factors


def _shape(told: dict[str, Any], shape: str) -> ShapeFactors:
    spared = told["kg_co2e_spared"][shape]
    low, likely, high = (_grams(spared[name]) for name in ("low", "likely", "high"))
    return ShapeFactors(low, likely, high, _grams(told["kg_weight"][shape]))


def _grams(kilograms: Any) -> int:
    if isinstance(kilograms, bool) or not isinstance(kilograms, int | Decimal):
        raise TypeError(kilograms)
    # Whatever lies beyond what we keep is refused below; a number with a million zeros is not worked out first.
    return int(min(max(kilograms, 0), MOST_KILOGRAMS) * GRAMS)


def _refuse_bounds(shape: str, found: ShapeFactors) -> None:
    words = str(DeviceClass.Shape(shape).label)
    if not LEAST_CO2 <= found.low <= found.likely <= found.high <= MOST_CO2:
        raise _cannot_be(_("CO₂ of a %(shape)s, from low to high") % {"shape": words}, LEAST_CO2, MOST_CO2)
    least, most = LIMITS[shape]
    if not least <= found.weight <= most:
        raise _cannot_be(_("weight of a %(shape)s") % {"shape": words}, least, most)


def _cannot_be(what: str, least: int, most: int) -> RuleBroken:
    said = {"what": what, "least": f"{least / GRAMS:g}", "most": f"{most / GRAMS:g}"}
    sentence = _(
        "This cannot be: %(what)s. It lies between %(least)s and %(most)s kg. Are these grams? Write kilograms."
    )
    return RuleBroken(sentence % said, field="file")


def _unreadable() -> RuleBroken:
    sentence = _("This is no complete set of factors. Take the file that comes with the program as an example.")
    return RuleBroken(sentence, field="file")


def _no_number(word: str) -> None:
    raise ValueError(word)
