"""What is the matter with a device, beside where it stands."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import ClosedOnce
from digibank.inventory.models.devices import Device


class FlagKind(models.TextChoices):
    """What can be the matter. A failure is never a position: the device stays where it is until the flag is cleared."""

    WIPE_FAILED = "wipe_failed", _("erasing failed")
    LOCKED_ACCOUNT = "locked_account", _("locked by an account")
    NEEDS_PART = "needs_part", _("needs a part")
    UNSAFE_BATTERY = "unsafe_battery", _("unsafe battery")
    INVESTIGATE = "investigate", _("to be looked at")


# What somebody at a desk can see without tools.
SEEN_AT_A_DESK = (FlagKind.UNSAFE_BATTERY, FlagKind.INVESTIGATE)


class DeviceFlagQuerySet(models.QuerySet["DeviceFlag"]):
    """Sets of flags."""

    def open(self) -> Self:
        """Flags that still hold."""
        return self.filter(cleared_at__isnull=True)


class DeviceFlag(models.Model):
    """Something is the matter with a device: who saw it, and who settled it and how (policy I-10).

    A flag is closed once; the database refuses any other change, and a second open flag of one kind.
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=15, choices=FlagKind)
    note = models.CharField(max_length=200, blank=True)
    raised_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=clock.now)
    cleared_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_how = models.CharField(max_length=200, blank=True)

    scope_path = "device__place__organisation"

    objects = DeviceFlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "kind"], condition=models.Q(cleared_at__isnull=True), name="one_open_flag_of_a_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(cleared_at__isnull=True, cleared_by__isnull=True, cleared_how="")
                | (models.Q(cleared_at__isnull=False, cleared_by__isnull=False) & ~models.Q(cleared_how="")),
                name="a_cleared_flag_says_by_whom_and_how",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=FlagKind.INVESTIGATE) | ~models.Q(note=""),
                name="what_is_to_be_looked_at_is_told",
            ),
            ClosedOnce(
                fixed=("device_id", "kind", "note", "raised_by_id", "raised_at"),
                closed="cleared_at",
                name="inventory_flag_closed_once",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "device"], name="open_flags", condition=models.Q(cleared_at__isnull=True))
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still keeps the device back."""
        return self.cleared_at is None
