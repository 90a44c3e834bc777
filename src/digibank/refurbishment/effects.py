"""What reuse spares, reckoned: for one device, and together for a period. Always a range, never one hard figure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum

from digibank import clock
from digibank.inventory.models import DeviceClass
from digibank.refurbishment.models import CostKind, Effect, Factor, Part, PartKind, Reuse

# A part from another device costs the environment nothing new; of the other kinds no factor is known.
SUBTRACTED = {
    PartKind.STORAGE: CostKind.SSD,
    PartKind.MEMORY: CostKind.MEMORY,
    PartKind.BATTERY: CostKind.BATTERY,
    PartKind.SCREEN: CostKind.SCREEN,
}


@dataclass(frozen=True)
class Range:
    """Grams of CO2 equivalents: low, likely, high."""

    low: int
    likely: int
    high: int

    @property
    def kilograms(self) -> tuple[int, int, int]:
        """In whole kilograms: more would pretend to be exact."""
        return round(self.low / 1000), round(self.likely / 1000), round(self.high / 1000)


@dataclass(frozen=True)
class Cost:
    """New parts of one kind, or the kilometres, that getting a device ready took."""

    kind: CostKind
    quantity: int


@dataclass(frozen=True)
class Reckoned:
    """What one device counts, and from what that came."""

    range: Range
    subtracted: int
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Total:
    """The devices of one shape together."""

    shape: str
    devices: int
    range: Range

    @property
    def words(self) -> str:
        """The shape in words."""
        return str(DeviceClass.Shape(self.shape).label)


def reckon(factor: Factor, costs: Iterable[Cost], cost_factors: dict[str, int]) -> Reckoned:
    """What a device of this shape counts after what its parts and its rides cost; never less than nothing."""
    known = [(cost.kind, cost.quantity, cost_factors.get(cost.kind, 0) * cost.quantity) for cost in costs]
    subtracted = sum(grams for _kind, _quantity, grams in known)
    spared = (factor.low_grams, factor.likely_grams, factor.high_grams)
    parameters = {
        "shape": factor.shape,
        "low_grams": factor.low_grams,
        "likely_grams": factor.likely_grams,
        "high_grams": factor.high_grams,
        "costs": [{"kind": kind, "quantity": quantity, "grams": grams} for kind, quantity, grams in known],
    }
    return Reckoned(Range(*(max(grams - subtracted, 0) for grams in spared)), subtracted, parameters)


def totals(effects: QuerySet[Effect]) -> list[Total]:
    """For each shape how many devices count, and what they spare together."""
    rows = effects.order_by("reuse__device__device_class__shape").values_list("reuse__device__device_class__shape")
    summed = rows.annotate(
        devices=Count("pk"), low=Sum("low_grams"), likely=Sum("likely_grams"), high=Sum("high_grams")
    )
    return [Total(shape, devices, Range(low, likely, high)) for shape, devices, low, likely, high in summed]


def together(found: Iterable[Total]) -> Range:
    """All of them together."""
    ranges = [total.range for total in found]
    return Range(sum(r.low for r in ranges), sum(r.likely for r in ranges), sum(r.high for r in ranges))


def costs_before(reuse: Reuse) -> list[Cost]:
    """What is known of what it cost to get the device ready, up to the day it was first lent: new parts, kilometres."""

    def counts(at: datetime) -> bool:
        return at.astimezone(clock.BRUSSELS).date() <= reuse.on

    repairs = [repair for repair in reuse.device.repairs.all() if counts(repair.repaired_at)]
    fitted = Counter(part.kind for repair in repairs for part in repair.parts.all() if part.origin == Part.Origin.NEW)
    fitted[PartKind.STORAGE] += sum(
        1 for medium in reuse.device.media.all() if medium.fitted_new_at and counts(medium.fitted_new_at)
    )
    driven = sum(ride.count for ride in reuse.device.kilometres.all() if counts(ride.noted_at))
    known = {cost: fitted[part] for part, cost in SUBTRACTED.items()} | {CostKind.VAN_KM: driven}
    return [Cost(kind, quantity) for kind, quantity in known.items() if quantity]
