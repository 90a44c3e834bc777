"""What machines said about themselves, as it came."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.inventory.models.devices import Device


class HardwareReport(models.Model):
    """What a machine said about itself, as it came: the evidence behind the facts on the device."""

    class Kind(models.TextChoices):
        MACHINE = "machine", _("machine")
        DISK = "disk", _("disk")
        BATTERY = "battery", _("battery")
        SNAPSHOT = "snapshot", _("machine with its disks and batteries")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="reports")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    remarks = models.JSONField(default=list)
    read_at = models.DateTimeField(default=clock.now)
    read_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "document"], name="a_report_once_per_device")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
