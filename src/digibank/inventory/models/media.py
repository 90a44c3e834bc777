"""What keeps data inside a device, and what became of these data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.editing import Versioned
from digibank.inventory.flows import MediumState
from digibank.inventory.hardware import MediumKind, Verdict
from digibank.inventory.models.devices import Device
from digibank.numbers import Series

MEDIUM_NUMBERS = Series("OM")

MEDIUM_KINDS = [
    (MediumKind.HDD.value, _("hard disk")),
    (MediumKind.SSD.value, _("SSD")),
    (MediumKind.NVME.value, _("NVMe")),
    (MediumKind.EMMC.value, _("chip on the board (eMMC)")),
    (MediumKind.UNKNOWN.value, _("something else")),
]


class StorageMedium(Versioned):
    """A disk, a chip, a card: whatever keeps data in a device. Its state is the state of the data on it."""

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

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "serial"],
                condition=~models.Q(serial="") & ~models.Q(state__in=[MediumState.ABSENT, MediumState.DESTROYED]),
                name="a_medium_once_per_device",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MediumState.TO_ERASE, settled_at__isnull=True)
                | (~models.Q(state=MediumState.TO_ERASE) & models.Q(settled_at__isnull=False)),
                name="a_settled_medium_has_its_moment",
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
