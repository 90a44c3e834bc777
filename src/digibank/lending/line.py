"""The waiting list of a class at a desk, as it stands now: what the database knows, in the order of points.py."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models.functions import Coalesce

from digibank import clock
from digibank.inventory.models import DeviceClass
from digibank.lending.flows import RequestState
from digibank.lending.models import Loan, Request
from digibank.lending.points import Facts, Gain, Rules, gains_of, in_order, next_is_kept, next_of
from digibank.organisations.models import Organisation, Place, Regulation
from digibank.people.models import HouseholdMember
from digibank.support.models import Entitlement
from digibank.support.queries import held_in_person

# So many devices back it is looked whether who goes before had their share.
REMEMBERED = 100


@dataclass(frozen=True)
class Policy:
    """What the rules of the desk say today about its waiting lists."""

    rules: Rules
    share_percent: int
    per_household: int | None
    since: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """Somebody's place on the waiting list of a desk, and how the points came about."""

    request: Request
    place: int
    facts: Facts
    gains: tuple[Gain, ...]

    @property
    def points(self) -> int:
        """All points together."""
        return sum(gain.total for gain in self.gains)


@dataclass(frozen=True)
class Line:
    """Everybody who waits, the first in front, and whose the next device is."""

    standings: list[Standing]
    next: Standing | None

    def of(self, request: Request) -> Standing | None:
        """Where this request stands."""
        return next((standing for standing in self.standings if standing.request.pk == request.pk), None)


def line_of(device_class: DeviceClass, desk: Place) -> Line:
    """The waiting list of this class at this desk. Four queries, however many wait.

    Whoever gives something away because of it locks the class at the desk first.
    """
    policy, now = _policy_of(desk.organisation), clock.now()
    rows = {row.pk: row for row in _waiting(device_class, desk)}
    ordered = in_order([_facts_of(row, desk, policy) for row in rows.values()], policy.rules, now)
    standings = [
        Standing(rows[facts.key], number, facts, gains_of(facts, policy.rules, now))
        for number, facts in enumerate(ordered, start=1)
    ]
    kept = next_is_kept(_given(device_class, desk, policy), policy.share_percent)
    first = next_of(ordered, kept=kept)
    return Line(standings, next((standing for standing in standings if standing.facts is first), None))


def _policy_of(organisation: Organisation) -> Policy:
    regulation = Regulation.objects.holding(organisation, clock.today())
    if regulation is None:
        return Policy({}, 0, None)
    return Policy(
        rules=dict(regulation.queue_rules.values_list("criterion", "points")),
        share_percent=regulation.entitled_share_percent,
        per_household=regulation.devices_per_household,
        since=datetime.combine(regulation.valid_from, datetime.min.time(), clock.BRUSSELS),
    )


def _waiting(device_class: DeviceClass, desk: Place) -> models.QuerySet[Request]:
    """Who waits at this desk, with what the points ask; who is protected and lives elsewhere is not in it."""
    known = models.Q(person__protected=False) | models.Q(person__home=desk.organisation)
    rows = Request.objects.standing_at(desk).filter(known, state=RequestState.WAITING, device_class=device_class)
    annotated = rows.annotate(
        goes_before=held_in_person(Entitlement.Kind.GOES_BEFORE, "person", clock.today()),
        borrowed=_loans_at_home(desk.organisation),
    )
    return annotated.select_related("person__home").order_by("asked_at", "pk")


def _loans_at_home(organisation: Organisation) -> Coalesce:
    """How many devices who live together borrow now, as far as a desk of this organisation may know (policy U-31)."""
    # Three questions deep: where the person lives, who lives there, and what these borrow.
    asker = models.OuterRef(models.OuterRef(models.OuterRef("person")))
    mates = HouseholdMember.objects.with_person(asker).counted_at(organisation).values("person")
    loans = Loan.objects.open().filter(models.Q(person=models.OuterRef("person")) | models.Q(person__in=mates))
    counted = loans.order_by().annotate(all=models.Value(1)).values("all").annotate(count=models.Count("pk"))
    return Coalesce(models.Subquery(counted.values("count"), output_field=models.IntegerField()), 0)


def _facts_of(row: Request, desk: Place, policy: Policy) -> Facts:
    borrowed: int = row.borrowed  # type: ignore[attr-defined]  # annotated by _waiting
    is_full = policy.per_household is not None and borrowed >= policy.per_household
    is_paused = row.paused_until_on is not None and row.paused_until_on > clock.today()
    return Facts(
        key=row.pk,
        asked_at=row.asked_at,
        own_resident=row.person.home_id == desk.organisation_id,
        goes_before=row.goes_before,  # type: ignore[attr-defined]  # annotated by _waiting
        no_device=borrowed == 0,
        partner=row.asked_through == Request.Through.PARTNER,
        moved_at=row.moved_up_at,
        waits=not is_full and not is_paused,
    )


def _given(device_class: DeviceClass, desk: Place, policy: Policy) -> list[bool]:
    """Of the last devices of this class given here under these rules: whether each went to who goes before."""
    if not policy.share_percent:
        return []
    answered = (RequestState.OFFERED, RequestState.PROMISED, RequestState.FULFILLED)
    rows = Request.objects.filter(
        state__in=answered, promise__place=desk, device_class=device_class, promise__made_at__gte=policy.since
    )
    newest = rows.order_by("-promise__made_at", "-promise").values_list("went_before", flat=True)
    return list(newest[:REMEMBERED])[::-1]
