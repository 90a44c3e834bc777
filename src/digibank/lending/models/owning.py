"""A device becomes the borrower's."""

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.guards import AppendOnly
from digibank.lending.models.loans import Loan
from digibank.people.models import classified


class PassedOn(models.Model):
    """All of a lease-purchase is paid: the device is the borrower's, and this paper says so. Never changed (U-80)."""

    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="passed_on")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan at by", personal="document")

    class Meta:
        constraints = [AppendOnly(name="lending_passedon_append_only")]
        verbose_name_plural = "passed on"

    def __str__(self) -> str:
        return f"passed on {self.loan_id}"
