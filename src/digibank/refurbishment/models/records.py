"""Copies of reuse records that stay as they were."""

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.guards import AppendOnly
from digibank.inventory.models import Device


class FrozenRecord(models.Model):
    """The reuse record of a device as it was on a day, as JSON; the paper is printed from it (policy R-04)."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="frozen_records")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(default=clock.now)
    frozen_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "document"], name="a_record_is_frozen_once"),
            AppendOnly(name="refurbishment_frozenrecord_append_only"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.document_id}"
