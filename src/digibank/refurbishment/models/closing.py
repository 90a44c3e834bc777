"""A donation is settled: its closing, the figures of that day and later ones, and the paper about all its data."""

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.donations.models import Donation
from digibank.files.models import Document
from digibank.guards import AppendOnly, ClosedOnce
from digibank.people.models import classified
from digibank.refurbishment.models.effects import FactorSet


class BatchClosing(models.Model):
    """A donation was closed: all its storage media were settled, and nothing was left to ask the donor (policy D-20).

    `media` counts the storage media that came in with it, `settled` those of them that were settled: the database
    itself refuses a closing where the two differ. It is opened again once, with the reason; the row stays.
    """

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="closings")
    media = models.PositiveIntegerField()
    settled = models.PositiveIntegerField()
    closed_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reopened_because = models.CharField(max_length=200, blank=True)

    scope_path = "donation__place__organisation"
    privacy = classified(
        technical="id donation media settled closed_at closed_by reopened_at reopened_by", personal="reopened_because"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["donation"], condition=models.Q(reopened_at__isnull=True), name="a_donation_is_closed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(media=models.F("settled")), name="a_closed_donation_has_no_open_medium"
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at__isnull=True, reopened_by__isnull=True, reopened_because="")
                | (models.Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~models.Q(reopened_because="")),
                name="who_reopens_a_donation_says_why",
            ),
            ClosedOnce(
                fixed=("donation_id", "media", "settled", "closed_at", "closed_by_id"),
                closed="reopened_at",
                name="refurbishment_batchclosing_sealed",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.donation_id} {self.closed_at:%Y-%m-%d}"

    @property
    def stands(self) -> bool:
        """Whether the donation was not opened again after it."""
        return self.reopened_at is None


class BatchFigures(models.Model):
    """What became of the devices of a closed donation, counted on a day. Never changed: a later count is a new row.

    Each device counts once. `grams` is what its waste weighed. The range is in grams of CO2 equivalents, of the
    `reckoned` devices only, under the factors of `factor_set`; it is empty when none was reckoned (policy D-21).
    """

    closing = models.ForeignKey(BatchClosing, on_delete=models.PROTECT, related_name="figures")
    devices = models.PositiveIntegerField()
    reused = models.PositiveIntegerField()
    parts = models.PositiveIntegerField()
    recycled = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()
    here = models.PositiveIntegerField()
    grams = models.PositiveIntegerField()
    reckoned = models.PositiveIntegerField(default=0)
    low_grams = models.PositiveIntegerField(null=True, blank=True)
    likely_grams = models.PositiveIntegerField(null=True, blank=True)
    high_grams = models.PositiveIntegerField(null=True, blank=True)
    factor_set = models.ForeignKey(FactorSet, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(default=clock.now)
    counted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "closing__donation__place__organisation"
    privacy = classified(
        technical="id closing devices reused parts recycled returned gone here grams reckoned low_grams likely_grams"
        " high_grams factor_set counted_at counted_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    devices=models.F("reused")
                    + models.F("parts")
                    + models.F("recycled")
                    + models.F("returned")
                    + models.F("gone")
                    + models.F("here")
                ),
                name="each_device_of_a_donation_counts_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    reckoned=0, factor_set__isnull=True, low_grams__isnull=True, likely_grams__isnull=True,
                    high_grams__isnull=True,
                )
                | models.Q(
                    reckoned__gte=1, factor_set__isnull=False, low_grams__lte=models.F("likely_grams"),
                    likely_grams__lte=models.F("high_grams"),
                ),
                name="what_a_donation_spares_is_a_range",
            ),
            AppendOnly(name="refurbishment_batchfigures_append_only"),
        ]  # fmt: skip
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.closing_id} {self.counted_at:%Y-%m-%d}"

    @property
    def kilograms(self) -> tuple[int, int, int] | None:
        """What reuse spares, in whole kilograms of CO2 equivalents: low, likely, high; None when nothing is known."""
        if self.low_grams is None or self.likely_grams is None or self.high_grams is None:
            return None
        return round(self.low_grams / 1000), round(self.likely_grams / 1000), round(self.high_grams / 1000)


class BatchAttestation(models.Model):
    """The paper about every storage medium of a donation, as it was given (policy D-19). A later one is a new version.

    `covers` is the fingerprint of what it lists: the same again makes no new paper.
    """

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="attestations")
    version = models.PositiveSmallIntegerField()
    covers = models.CharField(max_length=64)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "donation__place__organisation"
    privacy = classified(technical="id donation version covers written_at written_by", personal="document")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["donation", "version"], name="an_attestation_of_a_donation_once"),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="an_attestation_of_a_donation_has_a_version"
            ),
            AppendOnly(name="refurbishment_batchattestation_append_only"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on the paper: SC-000042-1/2 is the second about this donation."""
        return number_of(self.donation, self.version)


def number_of(donation: Donation, version: int) -> str:
    """The number of this version of the attestation of a donation."""
    return f"{donation.number}/{version}"
