"""What a device is promised, lent or on its way for: the one truth about what is free."""

from collections.abc import Sequence
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.guards import NoOverlap
from digibank.inventory.models.devices import Device, DeviceClass
from digibank.organisations.models import Place

type Period = tuple[date, date | None]  # Half-open; without an end it is for good.


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Sets of commitments."""

    def open(self) -> Self:
        """Commitments that still hold."""
        return self.filter(released_at__isnull=True)

    def promised(self, device_class: DeviceClass, place: Place) -> Self:
        """Devices of this class that are promised at this place and not bound to one device yet."""
        return self.open().filter(device_class=device_class, place=place, device__isnull=True)


class Commitment(models.Model):
    """What keeps a device, or one of its class at a desk, from being given to somebody else.

    The one truth about availability: the database refuses two that overlap for one device (policy I-05). It holds
    from a day until a day, half-open; an empty end means until it is released.
    """

    class Kind(models.TextChoices):
        PROMISE = "promise", _("promised to somebody")
        LOAN = "loan", _("lent")
        TRANSPORT = "transport", _("on its way")

    kind = models.CharField(max_length=10, choices=Kind)
    device_class = models.ForeignKey(DeviceClass, on_delete=models.PROTECT, related_name="commitments")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="commitments", null=True, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="commitments")
    from_on = models.DateField(default=clock.today)
    until_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    released_at = models.DateTimeField(null=True, blank=True)

    scope_path = "place__organisation"

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="promise") | models.Q(device__isnull=False), name="only_a_promise_has_no_device"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on")),
                name="a_commitment_lasts_a_day",
            ),
            NoOverlap(
                fields=("device_id",),
                starts="from_on",
                ends="until_on",
                where="released_at IS NULL",
                name="one_commitment_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "device_class"],
                name="promises_by_desk_and_class",
                condition=models.Q(released_at__isnull=True, device__isnull=True),
            ),
            models.Index(
                fields=["device"], name="commitments_of_a_device", condition=models.Q(released_at__isnull=True)
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SupplyQuerySet(models.QuerySet["Supply"]):
    """Sets of classes at desks."""

    def locked_at(self, place: Place, device_class: DeviceClass) -> "Supply":
        """This class at this desk; nobody else promises or binds one of that class until the transaction ends."""
        supply, _new = self.get_or_create(place=place, device_class=device_class)
        return self.select_for_update().get(pk=supply.pk)


class Supply(models.Model):
    """A class at a desk: the row that is locked while one of that class is promised or bound there."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="supplies")
    device_class = models.ForeignKey(DeviceClass, on_delete=models.PROTECT, related_name="supplies")

    public = "Says only which classes a desk has ever promised."

    objects = SupplyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "device_class"], name="a_class_once_per_desk")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.device_class_id}"

    def free(self, from_on: date | None = None, until_on: date | None = None) -> int:
        """How many devices of the class may still be promised here. Below zero when some were lost or withdrawn.

        For good from today on, when no days are given; else for these days, half-open: what is promised for other
        days can be promised for these too (policy U-84).
        """
        ready = Device.objects.free_at(self.place).filter(device_class=self.device_class).count()
        promised = Commitment.objects.promised(self.device_class, self.place)
        periods = list(promised.values_list("from_on", "until_on"))
        return ready - most_at_once(periods, from_on or clock.today(), until_on)


def most_at_once(periods: Sequence[Period], start: date, end: date | None) -> int:
    """How many of these half-open periods hold on one and the same day from `start` until `end`, at most."""
    days = {start, *(begins for begins, _ends in periods if begins > start and (end is None or begins < end))}
    holding = [sum(begins <= day and (ends is None or day < ends) for begins, ends in periods) for day in days]
    return max(holding)
