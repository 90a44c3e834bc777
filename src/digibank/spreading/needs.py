"""What each desk of an association is short of now, and what each place can do without; read from the chapters below.

A need is a device that is short: for a promise without a device, for somebody who waits, for the minimum. What stands
at the desk and what rides there comes first in that order. Whoever can come to several desks counts at the one where
the request was made. A desk gives what it has above its promises, who waits there, and its minimum (policy X-02, X-03).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from digibank import clock
from digibank.inventory.flows import Position
from digibank.inventory.models import Commitment, Device, DeviceClass
from digibank.lending.flows import RequestState
from digibank.lending.line import line_of
from digibank.lending.models import Loan, Request, Return
from digibank.logistics.models import STILL_OPEN, TransferLine
from digibank.organisations.models import Organisation, Place
from digibank.spreading.models import MinimumStock
from digibank.spreading.solving import Need, Spare, Tier

FLOW = timedelta(weeks=4)

type AtPlace = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """How a class stands at a place: counts, and since when each who waits does, in the order of the line there."""

    here: int = 0
    promised: int = 0
    coming: int = 0
    waits: tuple[float, ...] = ()
    minimum: int = 0
    lent: int = 0
    returned: int = 0

    @property
    def free(self) -> int:
        """What may still be promised here; below zero when more is promised than stands here."""
        return self.here - self.promised

    @property
    def covered(self) -> int:
        """What is left for who waits, with what rides here."""
        return max(0, self.free + self.coming)

    @property
    def spare(self) -> int:
        """What the place can do without."""
        return max(0, self.free - len(self.waits) - self.minimum)

    def told(self) -> dict[str, int]:
        """The figures as a line of a proposal keeps them."""
        return {name: value for name, value in asdict(self).items() if name != "waits"} | {
            "waits": len(self.waits),
            "free": self.free,
        }


@dataclass(frozen=True)
class State:
    """All that a proposal stands on: places by key, devices that stand free, and each class at each place."""

    places: dict[int, Place]
    classes: dict[int, DeviceClass]
    devices: dict[AtPlace, list[tuple[int, int]]]
    standings: dict[AtPlace, Standing] = field(default_factory=dict)

    def at(self, place: int, kind: int) -> Standing:
        """How this class stands at this place."""
        return self.standings.get((place, kind), Standing())

    def spares(self, kind: int) -> list[Spare]:
        """The devices of this class that their places can do without, the lowest numbers first."""
        found = []
        for place in self.places.values():
            spare = self.at(place.pk, kind).spare
            is_desk = place.kind == Place.Kind.LENDING_DESK
            for key, owner in sorted(self.devices.get((place.pk, kind), []))[:spare]:
                found.append(Spare(key, place.pk, place.postcode, owner, from_desk=is_desk))
        return found

    def needs(self, kind: int) -> list[Need]:
        """What the desks are short of in this class."""
        desks = [place for place in self.places.values() if place.kind == Place.Kind.LENDING_DESK]
        return [need for desk in desks for need in _needs_of(desk, self.at(desk.pk, kind))]


def state_of(association: Organisation) -> State:
    """How everything stands at the depots and desks of this association now."""
    places = {place.pk: place for place in _places(association)}
    devices = _free_devices(places)
    rows = {
        "here": Counter({at: len(found) for at, found in devices.items()}),
        "promised": promised_at(places),
        "coming": _coming(places),
        "minimum": Counter(
            {
                (place, kind): count
                for place, kind, count in MinimumStock.objects.filter(place__in=places).values_list(
                    "place", "device_class", "count"
                )
            }
        ),
        "lent": _counted(
            Loan.objects.filter(desk__in=places, started_on__gt=clock.today() - FLOW),
            "desk",
            "device__device_class",
        ),
        "returned": _counted(
            Return.objects.filter(place__in=places, returned_on__gt=clock.today() - FLOW),
            "place",
            "loan__device__device_class",
        ),
    }
    classes = {kind.pk: kind for kind in DeviceClass.objects.order_by("pk")}
    waits = _waiting(places, classes)
    keys = {at for counted in rows.values() for at in counted} | set(waits)
    standings = {
        at: Standing(waits=waits.get(at, ()), **{name: counted[at] for name, counted in rows.items()}) for at in keys
    }
    return State(places, classes, devices, standings)


def on_a_shelf() -> Q:
    """Devices in stock at a depot, or at a desk."""
    depot = Q(place__kind=Place.Kind.DEPOT, state=Position.STOCK)
    return depot | Q(place__kind=Place.Kind.LENDING_DESK, state=Position.AT_DESK)


def free_to_ride(places: Iterable[int]) -> QuerySet[Device]:
    """Devices that may be proposed: in stock or at a desk, ready, kept for nobody, on no list (policy X-01)."""
    listed = TransferLine.objects.filter(outcome__in=STILL_OPEN)
    rows = Device.objects.filter(on_a_shelf(), place__in=list(places)).ready()
    return rows.exclude(pk__in=listed.values("device"))


def promised_at(places: Iterable[int]) -> Counter[AtPlace]:
    """How many of each class are promised at these places without a device yet."""
    rows = Commitment.objects.open().filter(place__in=list(places), device__isnull=True)
    return _counted(rows, "place", "device_class")


def _places(association: Organisation) -> QuerySet[Place]:
    ours = Q(organisation=association) | Q(organisation__association=association)
    kinds = (Place.Kind.DEPOT, Place.Kind.LENDING_DESK)
    return Place.objects.in_use().filter(ours, kind__in=kinds).select_related("organisation").order_by("pk")


def _free_devices(places: dict[int, Place]) -> dict[AtPlace, list[tuple[int, int]]]:
    found: dict[AtPlace, list[tuple[int, int]]] = defaultdict(list)
    for key, place, kind, owner in free_to_ride(places).values_list("pk", "place", "device_class", "owner"):
        found[place, kind].append((key, owner))
    return found


def _coming(places: dict[int, Place]) -> Counter[AtPlace]:
    """What is on a list or rides to each desk; what was called back comes out where it left."""
    open_lines = TransferLine.objects.filter(outcome__in=STILL_OPEN)
    onward = open_lines.filter(transfer__turned_at=None, transfer__to_place__in=places)
    back = open_lines.filter(transfer__turned_at__isnull=False, transfer__from_place__in=places)
    there = _counted(onward, "transfer__to_place", "device__device_class")
    return there + _counted(back, "transfer__from_place", "device__device_class")


def _waiting(places: dict[int, Place], classes: dict[int, DeviceClass]) -> dict[AtPlace, tuple[float, ...]]:
    """Of each line that is not empty: since when those who can take a device now wait."""
    rows = Request.objects.filter(state=RequestState.WAITING, desk__in=places).order_by("desk", "device_class")
    waits = {}
    for desk, kind in rows.values_list("desk", "device_class").distinct():
        line = line_of(classes[kind], places[desk])
        able = [one.request for one in line.standings if one.facts.waits and one.request.desk_id == desk]
        if able:
            waits[desk, kind] = tuple(request.asked_at.timestamp() for request in able)
    return waits


def _needs_of(desk: Place, at: Standing) -> list[Need]:
    def need(tier: Tier, since: float, nth: int) -> Need:
        return Need(tier, since, desk.pk, nth, desk.postcode, desk.organisation_id)

    short = max(0, -(at.free + at.coming))
    waits = at.waits[at.covered :]
    left = max(0, at.covered - len(at.waits))
    return [
        *(need(Tier.PROMISED, 0, nth) for nth in range(short)),
        *(need(Tier.WAITING, since, nth) for nth, since in enumerate(waits)),
        # The emptiest shelf first; of two, the one from which more is lent.
        *(need(Tier.MINIMUM, level - at.lent / (at.lent + 1), level) for level in range(left, at.minimum)),
    ]


def _counted(rows: QuerySet[Any], place: str, kind: str) -> Counter[AtPlace]:
    counted: Counter[AtPlace] = Counter()
    for at, of_kind, count in rows.order_by().values_list(place, kind).annotate(count=Count("pk")):
        counted[at, of_kind] += count
    return counted
