"""How a loan ended: the device came back, or nobody has it any more."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.lending.models.loans import Loan
from digibank.organisations.models import Place
from digibank.people.models import classified


class Return(models.Model):
    """The device came back: where, how it looked, and who looked. How its parts came back stands with each part.

    Two short questions belong to it: are your own files saved, and are you signed out of your accounts (policy U-95)?
    `slip` is the paper about it. When no borrower was there to sign that, `unsigned_because` says why (policy U-14).
    """

    class Condition(models.TextChoices):
        OK = "ok", _("in order")
        DAMAGED = "damaged", _("damaged, it works")
        BROKEN = "broken", _("broken, it does not work")

    class Unsigned(models.TextChoices):
        OTHER = "other", _("somebody else brought it")
        COLLECTED = "collected", _("we collected it")
        POST = "post", _("it came by post")
        FOUND = "found", _("it was found")
        UNWILLING = "unwilling", _("the borrower does not want to sign")

    class FilesSaved(models.TextChoices):
        NOT_ASKED = "not_asked", _("not asked")
        YES = "yes", _("yes")
        HELPED = "helped", _("yes, we helped")
        NO_MATTER = "no_matter", _("does not matter")

    class SignedOut(models.TextChoices):
        NOT_ASKED = "not_asked", _("not asked")
        YES = "yes", _("yes")
        HELPED = "helped", _("yes, we helped")
        LOCKED = "locked", _("no, still locked to an account")

    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="returned")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="returns")
    returned_on = models.DateField(default=clock.today)
    condition = models.CharField(max_length=8, choices=Condition)
    note = models.CharField(max_length=400, blank=True)
    checked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    slip = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unsigned_because = models.CharField(max_length=10, choices=Unsigned, blank=True)
    files_saved = models.CharField(
        max_length=9, choices=FilesSaved, default=FilesSaved.NOT_ASKED, db_default="not_asked"
    )
    signed_out = models.CharField(max_length=9, choices=SignedOut, default=SignedOut.NOT_ASKED, db_default="not_asked")

    scope_path = "loan__desk__organisation"
    privacy = classified(
        technical="id loan place returned_on condition checked_by unsigned_because files_saved signed_out",
        personal="note slip",
    )

    def __str__(self) -> str:
        return f"{self.condition} {self.pk}"


@dataclass(frozen=True)
class Asked:
    """What was asked whoever brought the device; "not asked" is no answer, and is never guessed (policy U-95)."""

    files_saved: str = Return.FilesSaved.NOT_ASKED
    signed_out: str = Return.SignedOut.NOT_ASKED


NOTHING_ASKED = Asked()


class Loss(models.Model):
    """The borrower says that the device is lost or stolen."""

    loan = models.OneToOneField(Loan, on_delete=models.PROTECT, related_name="loss")
    stolen = models.BooleanField()
    reported_on = models.DateField(default=clock.today)
    police_report = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=400, blank=True)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "loan__desk__organisation"
    privacy = classified(technical="id loan stolen reported_on written_by", personal="police_report note")

    class Meta:
        verbose_name_plural = "losses"

    def __str__(self) -> str:
        return f"{'stolen' if self.stolen else 'lost'} {self.pk}"
