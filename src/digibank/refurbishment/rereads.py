"""What is to be read back by somebody else this week, and what turned out not to be empty (policy E-07)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

from django.db.models import QuerySet

from digibank import clock
from digibank.inventory.flows import MediumState
from digibank.organisations.models import Place
from digibank.refurbishment.evidence.techniques import Technique
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure, Reread, RereadWeek, monday_of
from digibank.refurbishment.models.erasures import WITNESSED
from digibank.refurbishment.models.rereading import SHARE

WEEKS_BACK = 4  # what was not read back stays on the list so long


@dataclass(frozen=True)
class Batch:
    """A week at a depot: how many media were erased, and those of them that are chosen, read back or not."""

    week: RereadWeek
    erased: int
    to_read: list[Erasure]
    read: list[Erasure]

    @property
    def needed(self) -> int:
        """How many have to be read back."""
        return ceil(self.erased * SHARE)


def batches_at(depots: Iterable[Place]) -> list[Batch]:
    """The last weeks at these depots, newest first."""
    since = monday_of(clock.today()) - timedelta(weeks=WEEKS_BACK)
    weeks = list(RereadWeek.objects.filter(place__in=list(depots), monday__gte=since).select_related("place"))
    if not weeks:
        return []
    begin = _start_of(min(week.monday for week in weeks))
    rows = _readable().filter(depot__in=[week.place_id for week in weeks], accepted_at__gte=begin)
    erasures = list(rows.select_related("medium__device", "medium__lies_at", "erased_by__user"))
    read = set(Reread.objects.filter(erasure__in=erasures).values_list("erasure", flat=True))
    return [_batch(week, [one for one in erasures if _lies_in(one, week)], read) for week in weeks]


def alarms_at(depots: Iterable[Place]) -> QuerySet[Erasure]:
    """Erasures that were found not to be empty while their device is away: it has to come back (policy E-07)."""
    bad = Reread.objects.filter(is_empty=False).values("erasure")
    rows = Erasure.objects.filter(pk__in=bad, state=ErasureState.ACCEPTED, medium__state=MediumState.ERASED)
    return rows.filter(depot__in=list(depots)).select_related("medium__device__place")


def _readable() -> QuerySet[Erasure]:
    """What counts and can be read back: there is nothing to read of what was reset or destroyed."""
    read_by_eye = [*WITNESSED, Technique.KEYS_DESTROYED]
    return Erasure.objects.filter(state=ErasureState.ACCEPTED).exclude(technique__in=read_by_eye)


def _batch(week: RereadWeek, erasures: list[Erasure], read: set[int]) -> Batch:
    by_key = {erasure.pk: erasure for erasure in erasures}
    chosen = [by_key[key] for key in week.chosen(by_key)]
    return Batch(
        week=week,
        erased=len(erasures),
        to_read=[erasure for erasure in chosen if erasure.pk not in read],
        read=[erasure for erasure in chosen if erasure.pk in read],
    )


def _lies_in(erasure: Erasure, week: RereadWeek) -> bool:
    accepted = erasure.accepted_at
    return (
        erasure.depot_id == week.place_id
        and accepted is not None
        and monday_of(accepted.astimezone(clock.BRUSSELS).date()) == week.monday
    )


def _start_of(monday: date) -> datetime:
    return datetime.combine(monday, time(), tzinfo=clock.BRUSSELS)
