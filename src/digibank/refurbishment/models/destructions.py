"""How a medium was destroyed, and who did it."""

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.refurbishment.models.erasures import Erasure


class Destruction(models.Model):
    """A medium was destroyed on a day: by a colleague, or by a firm with its name (policy E-10).

    That a second person saw it, or read the certificate of the firm, is a statement with the erasure.
    """

    erasure = models.OneToOneField(Erasure, on_delete=models.PROTECT, related_name="destruction")
    destroyed_on = models.DateField(default=clock.today)
    firm = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "erasure__medium__device__place__organisation"

    class Meta:
        constraints = [AppendOnly(name="refurbishment_destruction_append_only")]

    def __str__(self) -> str:
        return f"{self.erasure_id} {self.destroyed_on}"
