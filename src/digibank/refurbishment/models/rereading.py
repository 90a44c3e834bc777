"""Which erased media are read back by somebody else, and what was found (policy E-07)."""

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from math import ceil

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.guards import AppendOnly
from digibank.organisations.models import Place
from digibank.refurbishment.evidence.samples import Stands
from digibank.refurbishment.models.erasures import Erasure

SHARE = 0.2


class RereadWeek(models.Model):
    """One week of erasures at one depot, with the seed by which it is chosen what is read back."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="reread_weeks")
    monday = models.DateField()
    seed = models.CharField(max_length=64)

    scope_path = "place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "monday"], name="a_week_of_a_depot_once"),
            AppendOnly(name="refurbishment_rereadweek_append_only"),
        ]
        ordering = ["-monday", "place"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.monday}"

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)

    def chosen(self, erasures: Iterable[int]) -> list[int]:
        """Those of these erasures, by key, that are read back: one in five, the same for everybody with the seed."""
        by_chance = sorted(erasures, key=lambda key: sha256(f"{self.seed}:{key}".encode()).digest())
        return by_chance[: ceil(len(by_chance) * SHARE)]


class Reread(models.Model):
    """Somebody else than the eraser read a medium back, and this stood there."""

    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, related_name="rereads")
    sample = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    seed = models.CharField(max_length=80)
    found = models.CharField(max_length=12, choices=[(stands.value, stands.value) for stands in Stands])
    is_empty = models.BooleanField()
    read_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(default=clock.now)
    # A copy, so that the database itself sees that these are two people.
    erased_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "erasure__medium__device__place__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(read_by=models.F("erased_by")), name="somebody_else_reads_back"),
            models.CheckConstraint(
                condition=models.Q(is_empty=True, found__in=[Stands.ZEROS.value, Stands.PATTERN.value])
                | models.Q(is_empty=False) & ~models.Q(found__in=[Stands.ZEROS.value, Stands.PATTERN.value]),
                name="empty_is_what_was_found",
            ),
            AppendOnly(name="refurbishment_reread_append_only"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.erasure_id} {self.found}"


def monday_of(day: date) -> date:
    """The first day of the week of this day."""
    return day - timedelta(days=day.weekday())
