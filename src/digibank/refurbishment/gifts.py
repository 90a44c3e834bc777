"""What a donor may know of the devices that were given: what was done with them, and never who has them (policy D-32).

Who looks each day learns nothing more: a loan shows from the month after it, and so does whatever happens after a loan.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Subject
from digibank.donations.models import DonatedDevice, Donation, Release
from digibank.inventory.flows import GONE, Position
from digibank.inventory.models import Device
from digibank.refurbishment.batches import media_by_device
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Disposal, Erasure, Part

APPROVED, LENT = "inventory.approved", "inventory.lent"
HERE_AGAIN = ("inventory.found", "inventory.restored", "inventory.kept_after_all")
# It was never ready, or is not ready any more.
ON_THE_BENCH = (Position.RECEIVED, Position.ERASED, Position.INSTALLED)


class Stage(models.TextChoices):
    """How far a device came, in words for who gave it."""

    RECEIVED = "received", _("we have it")
    ERASED = "erased", _("data erased")
    READY = "ready", _("made ready for somebody")
    IN_USE = "in_use", _("in use")
    GIVEN_BACK = "given_back", _("given back to you")
    TO_RECYCLE = "to_recycle", _("goes to the recycler")
    RECYCLED = "recycled", _("recycled")
    GONE = "gone", _("not in use any more")


# What ends its days with us, as the trail tells it.
ENDED = {
    "inventory.returned_to_donor": Stage.GIVEN_BACK,
    "inventory.disposed": Stage.TO_RECYCLE,
    "inventory.lost": Stage.GONE,
    "inventory.stolen": Stage.GONE,
    "inventory.written_off": Stage.GONE,
}


@dataclass(frozen=True)
class Life:
    """What became of a given device. `erasures` are those of the donor's data, never of what came after a loan.

    `used_since` is the first day of the month in which it was lent for the first time. `is_settled` says that no data
    of the donor are left, `had_no_storage` that none ever were.
    """

    entry: DonatedDevice
    stage: Stage
    received_on: date
    erasures: tuple[Erasure, ...]
    is_settled: bool
    had_no_storage: bool
    ready_on: date | None
    used_since: date | None
    ended_on: date | None
    lives_on_in_another: bool

    @property
    def device(self) -> Device:
        """The device."""
        return self.entry.device


@dataclass(frozen=True)
class _Known:
    """What the tables say about some devices, each by the key of its device.

    `last_told` is what the trail of earlier months told last about its end, or about its being here again.
    """

    firsts: Mapping[tuple[int, str], datetime]
    erasures: Mapping[int, list[Erasure]]
    last_told: Mapping[int, tuple[str, datetime]]
    collected_at: Mapping[int, datetime]
    lives_on_since: Mapping[int, datetime]


def lives_of(entries: Iterable[DonatedDevice]) -> list[Life]:
    """The lives of these devices of one gift, in as many questions to the database for one as for all."""
    shown = list(entries)
    if not shown:
        return []
    keys = [entry.device_id for entry in shown]
    collected = Disposal.objects.standing().filter(device__in=keys, collection__isnull=False)
    fitted = Part.objects.filter(harvested_from__in=keys, fitted_in__isnull=False).order_by("-fitted_in__repaired_at")
    firsts = _firsts(keys)
    known = _Known(
        firsts=firsts,
        erasures=_erasures(shown[0].donation, firsts),
        last_told=_last_told(keys),
        collected_at=dict(collected.values_list("device", "collection__written_at")),
        lives_on_since=dict(fitted.values_list("harvested_from", "fitted_in__repaired_at")),
    )
    return [_life(entry, known) for entry in shown]


def asked_before_a_loan(releases: QuerySet[Release]) -> QuerySet[Release]:
    """Those of these of which the device was not lent yet when it was found locked: after a loan it may be a borrower.

    What was asked before a loan reads on the day of that loan as on the day before.
    """
    lent = Subject.objects.filter(
        kind=Device._meta.label_lower,
        key=models.OuterRef("flag__device"),
        event__verb=LENT,
        event__at__lte=models.OuterRef("flag__raised_at"),
    )
    return releases.exclude(models.Exists(lent))


def _life(entry: DonatedDevice, known: _Known) -> Life:
    device = entry.device
    lent_at = known.firsts.get((device.pk, LENT))
    used_since = _month(lent_at) if lent_at and _month(lent_at) < _month(clock.now()) else None
    approved_at = known.firsts.get((device.pk, APPROVED))
    ready = approved_at if lent_at or device.state not in ON_THE_BENCH else None
    # Who gets something back gets its data with it.
    is_settled = device.state != Position.RETURNED_TO_DONOR and (lent_at is not None or not device.open_media)
    erasures = tuple(known.erasures[device.pk])
    ending, ended_at = _ending_after_a_loan(device, known) if lent_at else _ending(device, known)
    lives_on = known.lives_on_since.get(device.pk)
    so_far = Stage.IN_USE if used_since else Stage.READY if ready else Stage.ERASED if is_settled else Stage.RECEIVED
    return Life(
        entry=entry,
        stage=ending or so_far,
        received_on=entry.donation.received_on,
        erasures=erasures,
        is_settled=is_settled,
        had_no_storage=is_settled and not erasures and bool(device.no_storage_because),
        ready_on=_day(ready) if ready else None,
        used_since=used_since,
        ended_on=_day(ended_at) if ended_at else None,
        lives_on_in_another=lives_on is not None and (lent_at is None or lives_on < _month_began()),
    )


type End = tuple[Stage, datetime] | tuple[None, None]


def _ending(device: Device, known: _Known) -> End:
    """How its days with us ended, as it is now."""
    if device.gone_at is None:
        return None, None
    if device.state == Position.RETURNED_TO_DONOR:
        return Stage.GIVEN_BACK, device.gone_at
    if device.state == Position.DISPOSED:
        return Stage.RECYCLED if device.pk in known.collected_at else Stage.TO_RECYCLE, device.gone_at
    return (Stage.GONE, device.gone_at) if device.state in GONE else (None, None)


def _ending_after_a_loan(device: Device, known: _Known) -> End:
    """The same as it was when this month began: also that it is here again, or went to the recycler, tells no day."""
    verb, at = known.last_told.get(device.pk, ("", clock.now()))
    if verb not in ENDED:
        return None, None
    collected_at = known.collected_at.get(device.pk)
    if ENDED[verb] == Stage.TO_RECYCLE and collected_at and collected_at < _month_began():
        return Stage.RECYCLED, at
    return ENDED[verb], at


def _firsts(keys: list[int]) -> dict[tuple[int, str], datetime]:
    """When each device was made ready and lent for the first time."""
    told = Subject.objects.filter(kind=Device._meta.label_lower, key__in=keys, event__verb__in=(APPROVED, LENT))
    rows = told.values_list("key", "event__verb").annotate(first=models.Min("event__at"))
    return {(key, verb): first for key, verb, first in rows}


def _last_told(keys: list[int]) -> dict[int, tuple[str, datetime]]:
    """Of each device what the trail told last, before this month, about its end or its being here again."""
    told = Subject.objects.filter(
        kind=Device._meta.label_lower,
        key__in=keys,
        event__verb__in=(*ENDED, *HERE_AGAIN),
        event__at__lt=_month_began(),
    )
    rows = told.order_by("event").values_list("key", "event__verb", "event__at")
    return {key: (verb, at) for key, verb, at in rows}


def _erasures(donation: Donation, firsts: Mapping[tuple[int, str], datetime]) -> dict[int, list[Erasure]]:
    """By device what ended the donor's data: of each medium that came in the first erasure, if no loan came before."""
    origins = {medium.pk: device for device, media in media_by_device(donation).items() for medium in media}
    rows = Erasure.objects.filter(medium__in=origins, state=ErasureState.ACCEPTED).order_by("pk")
    found: dict[int, list[Erasure]] = defaultdict(list)
    seen: set[int] = set()
    for erasure in rows.select_related("medium", "attestation__document__forgotten"):
        device = origins[erasure.medium_id]
        lent_at = firsts.get((device, LENT))
        if erasure.medium_id not in seen and not (lent_at and erasure.life_began_at > lent_at):
            found[device].append(erasure)
        seen.add(erasure.medium_id)
    return found


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.BRUSSELS).date()


def _month(moment: datetime) -> date:
    """The first day of its month in Brussels."""
    return _day(moment).replace(day=1)


def _month_began() -> datetime:
    """When this month began in Brussels."""
    return clock.now().astimezone(clock.BRUSSELS).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
