"""What somebody gave, when, where, and which papers the giver got."""

from typing import Self

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.donations.models.offers import Offer, OfferedItem
from digibank.editing import Versioned
from digibank.files.models import Document
from digibank.guards import AppendOnly
from digibank.inventory.models import DEVICE_NUMBERS, AccessoryKind, Device
from digibank.numbers import Series
from digibank.organisations.models import Place
from digibank.people.models import Donor, classified

NUMBERS = Series("SC")


class DonationQuerySet(models.QuerySet["Donation"]):
    """Sets of donations."""

    def matching(self, text: str) -> Self:
        """The donation with this number or with the device of this number; else those of a donor so named."""
        key, device = NUMBERS.key(text), DEVICE_NUMBERS.key(text)
        if key is not None:
            return self.filter(pk=key)
        if device is not None:
            return self.filter(given__device=device)
        return self.filter(donor__in=Donor.objects.named(text))


class Donation(Versioned):
    """Devices that came in together from one giver. Without a donor when that person gives no name (policy D-02).

    `offer` is what was announced before it came, when it was. `version` counts what was added, so that a receipt knows
    whether it still lists everything.

    `closed_at` is when everything of it was settled. Nothing is added then, until it is opened again (policy D-20).
    """

    donor = models.ForeignKey(Donor, null=True, blank=True, on_delete=models.PROTECT, related_name="donations")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="donations")
    received_on = models.DateField(default=clock.today)
    registered_at = models.DateTimeField(default=clock.now, editable=False)
    offer = models.OneToOneField(Offer, null=True, blank=True, on_delete=models.PROTECT, related_name="donation")
    remarks = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    scope_path = "place__organisation"
    privacy = classified(
        technical="id version donor place received_on registered_at offer closed_at", personal="remarks"
    )

    objects = DonationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["place", "id"], name="donations_by_place")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number on the receipt, such as SC-000042-1."""
        return NUMBERS.of(self.pk)

    @property
    def current_receipt(self) -> "Receipt | None":
        """The newest receipt, when nothing was added after it."""
        newest = self.receipts.first()
        return newest if newest and newest.covers == self.version else None


class DonatedDevice(models.Model):
    """A device that came in with a donation; each device at most once (policy D-04)."""

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="given")
    device = models.OneToOneField(Device, on_delete=models.PROTECT, related_name="given_with")
    offered_as = models.ForeignKey(OfferedItem, null=True, blank=True, on_delete=models.PROTECT, related_name="devices")

    scope_path = "donation__place__organisation"
    privacy = classified(technical="id donation device offered_as")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.donation_id} {self.device_id}"


class DonatedParts(models.Model):
    """Loose things that came in with a donation and belong with no device: how many chargers, mice, bags."""

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=12, choices=AccessoryKind)
    count = models.PositiveSmallIntegerField()

    scope_path = "donation__place__organisation"
    privacy = classified(technical="id donation kind count")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["donation", "kind"], name="parts_once_per_donation")]
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class Receipt(models.Model):
    """A receipt as it was given: what was there at that version of the donation. A later one never replaces it."""

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="receipts")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    covers = models.PositiveIntegerField()
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "donation__place__organisation"
    privacy = classified(technical="id donation covers written_at written_by", personal="document")

    class Meta:
        constraints = [AppendOnly(name="donations_receipt_append_only")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.donation_id} {self.covers}"
