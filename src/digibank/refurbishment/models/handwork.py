"""What was done to a device by hand, from a task card."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import ClosedOnce
from digibank.inventory.models import Device
from digibank.workforce.models import TaskCard


class HandworkQuerySet(models.QuerySet["Handwork"]):
    """Sets of handwork."""

    def standing(self) -> Self:
        """What was not taken back."""
        return self.filter(undone_at__isnull=True)


class Handwork(models.Model):
    """A device was cleaned or packed: by whom and when. It is never changed, and taken back at most once."""

    class Kind(models.TextChoices):
        CLEANED = "cleaned", _("cleaned by hand")
        PACKED = "packed", _("packed in its box")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="handwork")
    kind = models.CharField(max_length=10, choices=Kind)
    card = models.ForeignKey(TaskCard, on_delete=models.PROTECT, related_name="handwork")
    done_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    scope_path = "device__place__organisation"

    objects = HandworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card"], condition=models.Q(undone_at__isnull=True), name="a_task_card_is_done_once"
            ),
            ClosedOnce(
                fixed=("device_id", "kind", "card_id", "done_by_id", "done_at"),
                closed="undone_at",
                name="refurbishment_handwork_closed_once",
            ),
        ]
        indexes = [models.Index(fields=["device", "id"], name="handwork_of_a_device")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.device_id}"
