"""What should stand at a desk at least, and what was proposed each morning with what became of it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly, ClosedOnce
from digibank.inventory.models import Device, DeviceClass
from digibank.logistics.flows import TransferState
from digibank.logistics.models import Transfer
from digibank.organisations.models import Organisation, Place
from digibank.spreading.flows import LineState, ProposalState

MOST_AT_A_DESK = 500


class MinimumStock(models.Model):
    """How many free devices of a class should stand at a desk at least, when nobody waits. No row says none."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="minimums")
    device_class = models.ForeignKey(DeviceClass, on_delete=models.PROTECT, related_name="minimums")
    count = models.PositiveSmallIntegerField()

    scope_path = "place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "device_class"], name="one_minimum_per_desk_and_class"),
            models.CheckConstraint(
                condition=models.Q(count__range=(1, MOST_AT_A_DESK)), name="a_minimum_is_believable"
            ),
        ]
        ordering = ["place", "device_class__name"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.device_class_id} {self.count}"


class Proposal(models.Model):
    """What was proposed to an association at a moment. One is open; the next morning replaces it (policy X-08)."""

    association = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    made_on = models.DateField(default=clock.today)
    made_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)

    scope_path = "association"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association"], condition=models.Q(state=ProposalState.OPEN), name="one_open_proposal"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.OPEN) ^ models.Q(replaced_at__isnull=False),
                name="a_replaced_proposal_has_its_moment",
            ),
            ClosedOnce(
                fixed=("association_id", "made_on", "made_at"),
                closed="replaced_at",
                name="spreading_proposal_closed_once",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.association_id} {self.made_on}"

    @property
    def is_open(self) -> bool:
        """Whether its lines may still be answered."""
        return self.state == ProposalState.OPEN


class ProposalLine(models.Model):
    """So many devices of a class from one place to one desk, and why (policy X-05).

    What was proposed never changes: `count`, the places, and `facts`, the figures on which it stands. What the
    coordinator made of it stands beside it: `sent_to` and `sent_count` with the transfer, or `because` when it was
    dropped.
    """

    class Reason(models.TextChoices):
        PROMISED = "promised", _("promised there")
        WAITING = "waiting", _("people wait there")
        MINIMUM = "minimum", _("less than the minimum there")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lines")
    device_class = models.ForeignKey(DeviceClass, on_delete=models.PROTECT, related_name="+")
    from_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    to_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=10, choices=Reason)
    facts = models.JSONField()
    state = models.CharField(max_length=10, choices=LineState, default=LineState.OPEN)
    sent_to = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_count = models.PositiveSmallIntegerField(null=True, blank=True)
    transfer = models.ForeignKey(Transfer, null=True, blank=True, on_delete=models.PROTECT, related_name="proposed_by")
    because = models.CharField(max_length=200, blank=True)
    answered_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    scope_path = "proposal__association"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gte=1), name="a_proposed_line_has_devices"),
            models.CheckConstraint(
                condition=~models.Q(from_place=models.F("to_place")), name="a_proposed_line_goes_elsewhere"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=LineState.ACCEPTED,
                    transfer__isnull=False,
                    sent_to__isnull=False,
                    sent_count__gte=1,
                    sent_count__lte=models.F("count"),
                )
                | ~models.Q(state=LineState.ACCEPTED) & models.Q(transfer=None, sent_to=None, sent_count=None),
                name="an_accepted_line_has_its_transfer",
            ),
            models.CheckConstraint(
                condition=models.Q(state=LineState.DROPPED) ^ models.Q(because=""), name="a_dropped_line_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[LineState.ACCEPTED, LineState.DROPPED])
                ^ models.Q(answered_by=None, answered_at=None),
                name="an_answered_line_says_by_whom",
            ),
            ClosedOnce(
                fixed=(
                    "proposal_id", "device_class_id", "from_place_id", "to_place_id", "count", "reason", "facts",
                ),
                closed="replaced_at",
                name="spreading_line_fixed",
            ),
        ]  # fmt: skip
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_place_id} → {self.to_place_id}: {self.count}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == LineState.OPEN

    @property
    def was_changed(self) -> bool:
        """Whether something else was accepted than was proposed."""
        return self.state == LineState.ACCEPTED and (self.sent_to_id, self.sent_count) != (self.to_place_id, self.count)

    @property
    def may_be_undone(self) -> bool:
        """Whether the answer can be taken back: in the newest proposal, as long as nothing left (policy X-07)."""
        if not self.proposal.is_open:
            return False
        waits = self.transfer is not None and self.transfer.state == TransferState.ASKED
        return self.state == LineState.DROPPED or (self.state == LineState.ACCEPTED and waits)

    def picked(self, count: int) -> list[Device]:
        """The first so many of the devices that were proposed."""
        rows: Any = Device.objects.filter(proposed_in__line=self).order_by("pk")
        return list(rows[:count])


class ProposedDevice(models.Model):
    """One device of a line, as it was proposed. Never changed."""

    line = models.ForeignKey(ProposalLine, on_delete=models.PROTECT, related_name="devices")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="proposed_in")

    scope_path = "line__proposal__association"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "device"], name="a_device_once_in_a_line"),
            AppendOnly(name="spreading_proposed_device_append_only"),
        ]
        ordering = ["device"]

    def __str__(self) -> str:
        return f"{self.line_id} {self.device_id}"
