"""During a loan the device is swapped for another one; the loan itself goes on."""

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.guards import AppendOnly, OnlyFades
from digibank.inventory.models import Accessory, AccessoryKind, Device
from digibank.lending.models.endings import Return
from digibank.lending.models.loans import Loan
from digibank.organisations.models import Place
from digibank.people.models import classified


class Swap(models.Model):
    """One device came back and another of its class went along on the same loan (policy U-67).

    `condition` and `note` are about the one that came back. The last day of the loan is earlier after it only when the
    other device gets no security updates for so long. Nothing changes afterwards; the note may fade.
    """

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="swaps")
    old = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="swaps_out")
    new = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="swaps_in")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    condition = models.CharField(max_length=8, choices=Return.Condition)
    note = models.CharField(max_length=400, blank=True)
    files_saved = models.CharField(max_length=9, choices=Return.FilesSaved, default=Return.FilesSaved.NOT_ASKED)
    signed_out = models.CharField(max_length=9, choices=Return.SignedOut, default=Return.SignedOut.NOT_ASKED)
    was_due_on = models.DateField()
    due_on = models.DateField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "loan__desk__organisation"
    privacy = classified(
        technical="id loan old new place condition files_saved signed_out was_due_on due_on at by", personal="note"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(old=models.F("new")), name="a_swap_is_for_another_device"),
            models.CheckConstraint(
                condition=models.Q(due_on__lte=models.F("was_due_on")), name="a_swap_makes_no_loan_longer"
            ),
            OnlyFades(
                fixed=(
                    "loan_id", "old_id", "new_id", "place_id", "condition", "files_saved", "signed_out",
                    "was_due_on", "due_on", "at", "by_id",
                ),
                fades=("note",),
                name="lending_swap_only_fades",
            ),
        ]  # fmt: skip
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"swap {self.old_id} {self.new_id}"


class SwapPart(models.Model):
    """How a part of the device that was swapped out came back."""

    swap = models.ForeignKey(Swap, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=12, choices=AccessoryKind)
    back = models.CharField(max_length=8, choices=Accessory.State)

    scope_path = "swap__loan__desk__organisation"
    privacy = classified(technical="id swap kind back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["swap", "kind"], name="a_part_once_per_swap"),
            AppendOnly(name="lending_swappart_append_only"),
        ]
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind} {self.back}"


class SwapSlip(models.Model):
    """The paper about a swap, as it was printed: it belongs with the contract."""

    swap = models.OneToOneField(Swap, on_delete=models.PROTECT, related_name="slip")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    scope_path = "swap__loan__desk__organisation"
    privacy = classified(technical="id swap made_at", personal="document")

    class Meta:
        constraints = [AppendOnly(name="lending_swapslip_append_only")]

    def __str__(self) -> str:
        return f"slip of swap {self.swap_id}"
