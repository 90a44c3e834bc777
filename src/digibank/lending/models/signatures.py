"""Who signed which paper, and the copies that the borrower takes home."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document, Reading
from digibank.guards import AppendOnly
from digibank.lending.models.loans import Loan
from digibank.people.models import classified


class Occasion(models.TextChoices):
    """When a paper is signed."""

    LOAN = "loan", _("at the loan")
    RETURN = "return", _("at the return")


class Signature(models.Model):
    """Somebody signed one paper, known by the hash of its bytes. Never changed (policy U-12).

    A borrower draws on the screen or signs on paper, and `seen_by` saw it; so does who signs along, before the loan
    begins and once for each contract that was made. The desk signs by name: who is logged in.
    """

    class Signer(models.TextChoices):
        BORROWER = "borrower", _("the borrower")
        DESK = "desk", _("the desk")
        ALONG = "along", _("who signs along")

    class Way(models.TextChoices):
        SCREEN = "screen", _("on the screen")
        PAPER = "paper", _("on paper")
        NAME = "name", _("by name")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="signatures")
    occasion = models.CharField(max_length=6, choices=Occasion)
    signer = models.CharField(max_length=8, choices=Signer)
    way = models.CharField(max_length=6, choices=Way)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    drawing = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seen_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan occasion signer way document sha256 seen_by at", personal="drawing")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "occasion", "signer"],
                condition=~models.Q(signer="along"),
                name="each_signs_once_on_each_occasion",
            ),
            models.UniqueConstraint(
                fields=["loan", "document"], condition=models.Q(signer="along"), name="one_signs_along_once"
            ),
            models.CheckConstraint(
                condition=models.Q(way="screen", drawing__isnull=False)
                | (~models.Q(way="screen") & models.Q(drawing__isnull=True)),
                name="drawn_on_the_screen_or_not_at_all",
            ),
            models.CheckConstraint(
                condition=models.Q(signer="desk", way="name")
                | (~models.Q(signer="desk") & models.Q(way__in=("screen", "paper"))),
                name="the_desk_signs_by_name",
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="a_signature_binds_a_sha256"
            ),
            AppendOnly(name="lending_signature_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.signer} {self.occasion} {self.way}"

    @property
    def agrees(self) -> bool:
        """Whether the paper, and what was drawn, were the very bytes that were signed when they were last read."""
        damaged = [reading for reading in self._readings if reading and reading.damage]
        return self.document.sha256 == self.sha256 and not damaged

    @property
    def read_at(self) -> datetime:
        """When both were last read: at the signature, or again later. The store itself is not asked; it may be away."""
        return min(max(reading.read_at, self.at) if reading else self.at for reading in self._readings)

    @property
    def _readings(self) -> list[Reading | None]:
        signed = [self.document, self.drawing] if self.drawing else [self.document]
        return [getattr(document, "reading", None) for document in signed]


class SignedCopy(models.Model):
    """The paper that was signed with a sheet that says who signed it: for the borrower, to print once more later."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="copies")
    occasion = models.CharField(max_length=6, choices=Occasion)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan occasion made_at", personal="document")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "occasion"], name="one_signed_copy_on_each_occasion"),
            AppendOnly(name="lending_signedcopy_append_only"),
        ]
        verbose_name_plural = "signed copies"

    def __str__(self) -> str:
        return f"copy {self.occasion} {self.pk}"
