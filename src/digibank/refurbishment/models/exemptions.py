"""Somebody with the right to do so found less than the required level enough."""

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.refurbishment.models.erasures import Erasure


class Exemption(models.Model):
    """A second person with the right to approve found a lower level enough, and says why (policy E-08)."""

    erasure = models.OneToOneField(Erasure, on_delete=models.PROTECT, related_name="exemption")
    reason = models.CharField(max_length=200)
    approved_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(default=clock.now)
    # A copy, so that the database itself sees that these are two people.
    erased_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "erasure__medium__device__place__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("erased_by")), name="a_second_person_approves_the_exemption"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="an_exemption_says_why"),
            AppendOnly(name="refurbishment_exemption_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.erasure_id} {self.approved_by_id}"
