"""The waste register: what came in at a depot and what went out, and the figures of a year (policies Q-06 and Q-08).

Nothing is estimated here: what was never weighed says so.
"""

from collections.abc import Collection as Many
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.models import Subject
from digibank.inventory.flows import Position
from digibank.inventory.models import DEVICE_NUMBERS, Device
from digibank.organisations.models import Place
from digibank.refurbishment.models import Disposal, LooseKind, LooseWaste

DEVICE = Device._meta.label_lower
PLACE = Place._meta.label_lower


class Stream(StrEnum):
    """Which way it went."""

    IN = "in"
    OUT = "out"


class Destination(StrEnum):
    """Where what went out went to."""

    REUSE = "reuse"
    DONOR = "donor"
    RECYCLER = "recycler"


@dataclass(frozen=True)
class Line:
    """One line of the register. `pieces` and `grams` are None when nobody counted or weighed."""

    on: date
    stream: Stream
    code: str
    what: str
    category: int | None
    pieces: int | None
    grams: int | None
    origin: str = ""
    destination: Destination | None = None
    firm: str = ""
    document: str = ""

    @property
    def where(self) -> str:
        """Where it went, in words; empty for what came in."""
        words = {Destination.REUSE: _("to reuse"), Destination.DONOR: _("back to the donor")}
        return self.firm or (words[self.destination] if self.destination else "")


@dataclass(frozen=True)
class Period:
    """From a day up to and including another, in Brussels."""

    first: date
    last: date

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment of it and the first after it."""
        return _midnight(self.first), _midnight(self.last + timedelta(days=1))

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in it."""
        start, end = self.moments
        return start <= moment < end


@dataclass(frozen=True)
class Figure:
    """What went one way in a year, in one category, of one origin."""

    destination: str
    category: int | None
    origin: str
    pieces: int
    grams: int
    unweighed: int


def year_of(year: int) -> Period:
    """A calendar year, as the yearly report counts."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def register(depots: Iterable[Place], period: Period) -> list[Line]:
    """Every line of these depots in this period, oldest first."""
    here = [depot.pk for depot in depots]
    came = came_in_at(here)
    lines = [
        *_came_in(came, period),
        *_to_reuse(came, period),
        *_to_donors(here, period),
        *_to_recyclers(here, period),
        *_loose(here, period),
    ]
    return sorted(lines, key=lambda line: (line.on, line.stream, line.code))


def figures(lines: Iterable[Line]) -> list[Figure]:
    """Kilograms and number by destination, category and origin: first what came in, last what recyclers took."""
    sums: dict[tuple[int, str, int | None, str], list[int]] = {}
    for line in lines:
        where = line.where or _("came in")
        total = sums.setdefault((_rank(line), where, line.category, line.origin), [0, 0, 0])
        total[0] += line.pieces or 0
        total[1] += line.grams or 0
        total[2] += (line.pieces or 0) if line.grams is None else 0
    in_order = sorted(sums, key=lambda key: (key[0], key[1], key[2] is None, key[2] or 0, key[3]))
    return [Figure(*key[1:], *sums[key]) for key in in_order]


def _rank(line: Line) -> int:
    return list(Destination).index(line.destination) + 1 if line.destination else 0


def came_in_at(depots: Many[int]) -> dict[int, datetime]:
    """The devices that were registered at these depots, by key, each with when it came in."""
    events = Subject.objects.filter(event__verb="inventory.device_registered", kind=PLACE, key__in=depots)
    rows = Subject.objects.filter(event__in=events.values("event"), kind=DEVICE)
    return dict(rows.values_list("key", "event__at"))


def came_in_where(places: Many[int]) -> dict[int, int]:
    """The devices that were registered at these places, by key, each with the key of the place."""
    events = Subject.objects.filter(event__verb="inventory.device_registered", kind=PLACE, key__in=places)
    where = dict(events.values_list("event", "key"))
    rows = Subject.objects.filter(event__in=events.values("event"), kind=DEVICE).values_list("key", "event")
    return {device: where[event] for device, event in rows}


def first_lent() -> dict[int, datetime]:
    """Every device that was ever lent, by key, each with when that was for the first time."""
    lent = Subject.objects.filter(event__verb="inventory.lent", kind=DEVICE).order_by()
    return dict(lent.values_list("key").annotate(first=Min("event__at")))


def _came_in(came: dict[int, datetime], period: Period) -> Iterator[Line]:
    found = {key: at for key, at in came.items() if period.holds(at)}
    for device, waste in _devices(found):
        yield _device_line(device, waste, _day(found[device.pk]), Stream.IN)


def _to_reuse(came: dict[int, datetime], period: Period) -> Iterator[Line]:
    found = {key: at for key, at in first_lent().items() if key in came and period.holds(at)}
    for device, waste in _devices(found):
        yield _device_line(device, waste, _day(found[device.pk]), Stream.OUT, Destination.REUSE)


def _to_donors(depots: list[int], period: Period) -> Iterator[Line]:
    start, end = period.moments
    back = Device.objects.filter(
        place__in=depots, state=Position.RETURNED_TO_DONOR, gone_at__gte=start, gone_at__lt=end
    )
    for device in back.select_related("device_class"):
        assert device.gone_at is not None
        yield _device_line(device, None, _day(device.gone_at), Stream.OUT, Destination.DONOR)


def _to_recyclers(depots: list[int], period: Period) -> Iterator[Line]:
    rows = Disposal.objects.filter(
        collection__depot__in=depots, collection__collected_on__range=(period.first, period.last)
    )
    for waste in rows.select_related("device__device_class", "collection__recycler"):
        assert waste.collection is not None
        yield Line(
            on=waste.collection.collected_on,
            stream=Stream.OUT,
            code=waste.device.number,
            what=waste.device.title,
            category=waste.category,
            pieces=1,
            grams=waste.grams,
            origin=waste.origin,
            destination=Destination.RECYCLER,
            firm=str(waste.collection.recycler),
            document=waste.collection.document_number,
        )


def _loose(depots: list[int], period: Period) -> Iterator[Line]:
    rows = LooseWaste.objects.filter(
        collection__depot__in=depots, collection__collected_on__range=(period.first, period.last)
    )
    for loose in rows.select_related("collection__recycler").annotate(drives=Count("collection__drives")):
        yield Line(
            on=loose.collection.collected_on,
            stream=Stream.OUT,
            code=loose.collection.number,
            what=str(loose.get_kind_display()),
            category=loose.category,
            pieces=loose.drives if loose.kind == LooseKind.DRIVES else None,
            grams=loose.grams,
            destination=Destination.RECYCLER,
            firm=str(loose.collection.recycler),
            document=loose.collection.document_number,
        )


def _devices(keys: Iterable[int]) -> Iterator[tuple[Device, Disposal | None]]:
    """The devices with these keys, each with the disposal at which it was weighed, if it was."""
    rows = Device.objects.filter(pk__in=list(keys)).select_related("device_class").order_by("pk")
    weighed = {waste.device_id: waste for waste in Disposal.objects.standing().filter(device__in=rows.order_by())}
    for device in rows:
        yield device, weighed.get(device.pk)


def _device_line(
    device: Device, waste: Disposal | None, on: date, stream: Stream, destination: Destination | None = None
) -> Line:
    return Line(
        on=on,
        stream=stream,
        code=DEVICE_NUMBERS.of(device.pk),
        what=device.title,
        category=waste.category if waste else device.device_class.eee_category.value,
        pieces=1,
        grams=waste.grams if waste else None,
        origin=waste.origin if waste else "",
        destination=destination,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.BRUSSELS).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.BRUSSELS)
