"""A donation as one batch: all storage that came in with it, what is still open, and what became of its devices."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum

from digibank.audit.models import Subject
from digibank.donations import standing
from digibank.donations.models import Donation
from digibank.donations.standing import OpenPoint
from digibank.inventory.flows import GONE, Position
from digibank.inventory.models import Device, StorageMedium
from digibank.refurbishment.effects import together, totals
from digibank.refurbishment.models import BatchFigures, Disposal, Effect, Part

FIGURES = ("devices", "reused", "parts", "recycled", "returned", "gone", "here", "grams", "reckoned", "low_grams",
           "likely_grams", "high_grams", "factor_set")  # fmt: skip


def devices_of(donation: Donation) -> QuerySet[Device]:
    """The devices that came in with a donation, in the order of their numbers."""
    return Device.objects.filter(given_with__donation=donation).order_by("pk")


def media_of(donation: Donation) -> QuerySet[StorageMedium]:
    """The storage that came in with a donation or is in its devices now; also what is fitted in other devices."""
    devices = devices_of(donation).order_by()
    harvested = Part.objects.filter(harvested_from__in=devices, medium__isnull=False)
    return StorageMedium.objects.filter(Q(device__in=devices) | Q(pk__in=harvested.values("medium"))).order_by("pk")


def media_by_device(donation: Donation) -> dict[int, list[StorageMedium]]:
    """For each device of a donation, by its key, the storage that came in with it; not what was fitted later."""
    media = list(media_of(donation).select_related("device", "lies_at"))
    taken = Part.objects.filter(medium__in=[medium.pk for medium in media], harvested_from__isnull=False)
    # The oldest part last, so that it stays: that is the device it came in with.
    first = dict(taken.order_by("-pk").values_list("medium", "harvested_from"))
    found: dict[int, list[StorageMedium]] = defaultdict(list)
    for medium in media:
        found[first.get(medium.pk) or medium.device_id].append(medium)
    return found


def first_lent(devices: Iterable[int]) -> dict[int, datetime]:
    """When each of these devices, by its key, was lent for the first time; those that never were are left out."""
    lent = Subject.objects.filter(event__verb="inventory.lent", kind=Device._meta.label_lower, key__in=devices)
    return dict(lent.order_by("-event__at").values_list("key", "event__at"))


def open_points(donation: Donation) -> list[OpenPoint]:
    """All that keeps a donation open; also its storage that went into devices of somebody else (policy D-20)."""
    elsewhere = media_of(donation).exclude(device__in=devices_of(donation).order_by())
    return [*standing.open_points(donation), *standing.unsettled(elsewhere)]


def open_storage(donation: Donation) -> list[OpenPoint]:
    """What of that is about data: as long as there is some, nothing is attested (policy D-19)."""
    devices = devices_of(donation).order_by()
    return [*standing.unsettled(media_of(donation)), *standing.unseen(devices)]


def counted(donation: Donation) -> dict[str, Any]:
    """What became of the devices of a donation, as BatchFigures keeps it. Each counts once (policy D-21)."""
    states = dict(devices_of(donation).values_list("pk", "state"))
    ever_lent = first_lent(states)
    for_parts = set(Part.objects.filter(harvested_from__in=states).values_list("harvested_from", flat=True))
    became = Counter(
        _became(Position(state), lent=key in ever_lent, for_parts=key in for_parts) for key, state in states.items()
    )
    waste = Disposal.objects.standing().filter(device__in=states).aggregate(grams=Sum("grams"))
    kinds = ("reused", "parts", "recycled", "returned", "gone", "here")
    figures = {"devices": len(states)} | {kind: became[kind] for kind in kinds} | {"grams": waste["grams"] or 0}
    return figures | _spared(list(states))


def _became(state: Position, *, lent: bool, for_parts: bool) -> str:
    """What became of one device. Who borrowed it once used it, whatever happened to it afterwards."""
    if state == Position.RETURNED_TO_DONOR:
        return "returned"
    if lent:
        return "reused"
    if for_parts:
        return "parts"
    if state == Position.DISPOSED:
        return "recycled"
    return "gone" if state in GONE else "here"


def _spared(devices: list[int]) -> dict[str, Any]:
    """The range under the newest factors under which any of these devices was reckoned."""
    effects = Effect.objects.filter(reuse__device__in=devices)
    newest = effects.order_by("-factor_set__valid_from", "-factor_set").select_related("factor_set").first()
    if newest is None:
        return {"reckoned": 0, "low_grams": None, "likely_grams": None, "high_grams": None, "factor_set": None}
    found = totals(effects.filter(factor_set=newest.factor_set))
    spared = together(found)
    return {
        "reckoned": sum(total.devices for total in found),
        "low_grams": spared.low,
        "likely_grams": spared.likely,
        "high_grams": spared.high,
        "factor_set": newest.factor_set,
    }


def differs(kept: BatchFigures, now: dict[str, Any]) -> bool:
    """Whether something changed since these figures were counted."""
    return any(getattr(kept, name) != now[name] for name in FIGURES)
