"""Counting what stands at a place: what was expected, what was scanned, and what became of each difference."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.inventory.flows import STOCKTAKE_OPEN, Position, StocktakeState
from digibank.inventory.models.devices import Device, DeviceClass
from digibank.numbers import Series
from digibank.organisations.models import Place

STOCKTAKE_NUMBERS = Series("TL")


class StocktakeQuerySet(models.QuerySet["Stocktake"]):
    """Sets of counts."""

    def open(self) -> Self:
        """Counts that are not over."""
        return self.filter(state__in=STOCKTAKE_OPEN)

    def locked(self, stocktake: "Stocktake") -> "Stocktake":
        """The count as it is now; nobody else scans or settles in it until the transaction ends."""
        self.select_for_update().get(pk=stocktake.pk)
        return self.select_related("place__organisation", "device_class").get(pk=stocktake.pk)


class Stocktake(models.Model):
    """A count of one place, of all kinds of devices or of one. What is expected is frozen when it begins (H-01).

    `lost` is how many devices its approval made lost. These are approved by somebody who did not begin the count: the
    database refuses it otherwise (policy H-05).
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stocktakes")
    device_class = models.ForeignKey(
        DeviceClass, null=True, blank=True, on_delete=models.PROTECT, related_name="stocktakes"
    )
    state = models.CharField(max_length=10, choices=StocktakeState, default=StocktakeState.COUNTING)
    started_at = models.DateTimeField(default=clock.now)
    started_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    lost = models.PositiveIntegerField(default=0)
    cancelled_because = models.CharField(max_length=200, blank=True)

    scope_path = "place__organisation"

    objects = StocktakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "device_class"],
                condition=models.Q(state__in=STOCKTAKE_OPEN),
                name="one_open_count_of_a_class",
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=models.Q(state__in=STOCKTAKE_OPEN, device_class__isnull=True),
                name="one_open_count_of_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=STOCKTAKE_OPEN, ended_at__isnull=True)
                | ~models.Q(state__in=STOCKTAKE_OPEN) & models.Q(ended_at__isnull=False),
                name="a_count_that_is_over_has_its_end",
            ),
            models.CheckConstraint(
                condition=models.Q(state=StocktakeState.APPROVED) ^ models.Q(approved_by__isnull=True),
                name="an_approved_count_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(lost=0) | ~models.Q(approved_by=models.F("started_by")),
                name="losses_are_approved_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(state=StocktakeState.CANCELLED) ^ models.Q(cancelled_because=""),
                name="a_cancelled_count_says_why",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on its report, such as TL-000012-6."""
        return STOCKTAKE_NUMBERS.of(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether somebody may still scan in it."""
        return self.state in STOCKTAKE_OPEN


class CountLineQuerySet(models.QuerySet["CountLine"]):
    """Sets of lines of a count."""

    def to_settle(self) -> Self:
        """Differences about which nobody has said what became of them."""
        return self.filter(result__in=DIFFERENCES, settled_as="")


class CountLine(models.Model):
    """One device of a count: where it was thought to be when the count began or when it was scanned, and the result."""

    class Result(models.TextChoices):
        TO_COUNT = "", _("not seen yet")
        FOUND = "found", _("found")
        MISSING = "missing", _("not found")
        MOVED = "moved", _("moved during the count")
        UNEXPECTED = "unexpected", _("not expected here")
        CAME = "came", _("came during the count")

    class Settled(models.TextChoices):
        HERE = "here", _("it is here after all")
        ELSEWHERE = "elsewhere", _("it stands at another place")
        LOST = "lost", _("it is lost")
        TAKEN_IN = "taken_in", _("it belongs here from now on")
        GOES_BACK = "goes_back", _("it rides to where it belongs")
        NOTED = "noted", _("only a remark")

    stocktake = models.ForeignKey(Stocktake, on_delete=models.PROTECT, related_name="lines")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="count_lines")
    expected = models.BooleanField()
    position = models.CharField(max_length=15, choices=Position)
    stood_at = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=10, choices=Result, blank=True, default=Result.TO_COUNT)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_as = models.CharField(max_length=10, choices=Settled, blank=True)
    settled_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=200, blank=True)

    scope_path = "stocktake__place__organisation"

    objects = CountLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stocktake", "device"], name="a_device_once_per_count"),
            models.CheckConstraint(
                condition=models.Q(seen_at__isnull=True, seen_by__isnull=True)
                | models.Q(seen_at__isnull=False, seen_by__isnull=False),
                name="what_was_seen_says_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_as="", settled_by__isnull=True, settled_at__isnull=True)
                | (~models.Q(settled_as="") & models.Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="a_settled_difference_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~models.Q(result__in=["found", "unexpected", "came"]) | models.Q(seen_at__isnull=False),
                name="what_was_found_was_seen",
            ),
        ]
        indexes = [models.Index(fields=["stocktake", "result"], name="count_lines_by_result")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.result or 'to count'}"

    @property
    def choices_to_settle(self) -> tuple[Settled, ...]:
        """What may be said about this difference."""
        return SETTLED_BY_RESULT.get(self.result, ())


DIFFERENCES = (CountLine.Result.MISSING, CountLine.Result.UNEXPECTED)
SETTLED_BY_RESULT: dict[str, tuple[CountLine.Settled, ...]] = {
    CountLine.Result.MISSING: (
        CountLine.Settled.HERE,
        CountLine.Settled.ELSEWHERE,
        CountLine.Settled.LOST,
        CountLine.Settled.NOTED,
    ),
    CountLine.Result.UNEXPECTED: (CountLine.Settled.TAKEN_IN, CountLine.Settled.GOES_BACK, CountLine.Settled.NOTED),
}


class CountScan(models.Model):
    """One scan of a count: who, when, and what the answer was. Never changed (policy H-02)."""

    class Result(models.TextChoices):
        FOUND = "found", _("counted")
        TWICE = "twice", _("counted already")
        UNEXPECTED = "unexpected", _("not expected here")
        REFUSED = "refused", _("not possible")

    once = models.UUIDField()
    stocktake = models.ForeignKey(Stocktake, on_delete=models.PROTECT, related_name="scans")
    line = models.ForeignKey(CountLine, null=True, blank=True, on_delete=models.PROTECT, related_name="scans")
    typed = models.CharField(max_length=40, blank=True)
    result = models.CharField(max_length=10, choices=Result)
    said = models.CharField(max_length=400)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    scope_path = "stocktake__place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["once"], name="a_count_scan_is_kept_once"),
            AppendOnly(name="inventory_count_scan_append_only"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.result} {self.pk}"
