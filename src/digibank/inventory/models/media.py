"""What keeps data inside a device, and what became of these data."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.editing import Versioned
from digibank.inventory.flows import MediumState
from digibank.inventory.hardware import MediumKind, Verdict
from digibank.inventory.models.devices import Device
from digibank.numbers import Series
from digibank.organisations.models import Place

MEDIUM_NUMBERS = Series("OM")

MEDIUM_KINDS = [
    (MediumKind.HDD.value, _("hard disk")),
    (MediumKind.SSD.value, _("SSD")),
    (MediumKind.NVME.value, _("NVMe")),
    (MediumKind.EMMC.value, _("chip on the board (eMMC)")),
    (MediumKind.UNKNOWN.value, _("something else")),
]


class MediumQuerySet(models.QuerySet["StorageMedium"]):
    """Sets of media."""

    def inside(self) -> Self:
        """Media that were not taken out. What was destroyed or stated absent counts among them: its line stays."""
        return self.filter(taken_out_at__isnull=True)

    def loose(self) -> Self:
        """Media that were taken out and lie somewhere by themselves."""
        return self.filter(taken_out_at__isnull=False)

    def to_erase(self) -> Self:
        """Media on which somebody's data may still be."""
        return self.filter(state=MediumState.TO_ERASE)


class StorageMedium(Versioned):
    """A disk, a chip, a card: whatever keeps data in a device. Its state is the state of the data on it.

    `device` is the one it came in with, also after it was taken out; then `lies_at` says where it lies (policy E-09).
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="media")
    state = models.CharField(max_length=10, choices=MediumState, default=MediumState.TO_ERASE)
    kind = models.CharField(max_length=10, choices=MEDIUM_KINDS)
    product = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    bus = models.CharField(max_length=10, blank=True)
    capacity_bytes = models.BigIntegerField(null=True, blank=True)
    health = models.CharField(
        max_length=10, choices=[(verdict.value, verdict.value) for verdict in Verdict], default=Verdict.UNKNOWN.value
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_because = models.CharField(max_length=200, blank=True)
    # A new one that we bought and put in: what it cost the environment is subtracted from what reuse spares.
    fitted_new_at = models.DateTimeField(null=True, blank=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)
    lies_at = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="loose_media", null=True, blank=True)

    scope_path = "device__place__organisation"

    objects = MediumQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "serial"],
                condition=~models.Q(serial="")
                & ~models.Q(state__in=[MediumState.ABSENT, MediumState.DESTROYED])
                & models.Q(taken_out_at__isnull=True),
                name="a_medium_once_per_device",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MediumState.TO_ERASE, settled_at__isnull=True)
                | (~models.Q(state=MediumState.TO_ERASE) & models.Q(settled_at__isnull=False)),
                name="a_settled_medium_has_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_out_at__isnull=True, lies_at__isnull=True)
                | models.Q(taken_out_at__isnull=False, lies_at__isnull=False),
                name="a_loose_medium_lies_somewhere",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """OM-002210-4, as on the sticker on a disk that was taken out."""
        return MEDIUM_NUMBERS.of(self.pk)

    @property
    def gigabytes(self) -> int | None:
        """Capacity as makers write it, in units of a thousand million bytes."""
        return None if self.capacity_bytes is None else round(self.capacity_bytes / 1_000_000_000)

    @property
    def is_loose(self) -> bool:
        """Whether it was taken out of the device it came in with."""
        return self.taken_out_at is not None

    @property
    def origin(self) -> Device:
        """The device it came in with, also when it is not in there any more."""
        return self.device
