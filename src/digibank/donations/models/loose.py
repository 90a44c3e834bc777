"""Loose chargers, mice and bags: how many lie where, and each time that number changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.donations.models.taking_in import Donation
from digibank.guards import AppendOnly
from digibank.inventory.models import AccessoryKind
from digibank.organisations.models import Place
from digibank.people.models import classified


class LooseStock(models.Model):
    """How many loose parts of one kind lie at a place: the sum of its movements, never below nothing (policy D-10)."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="loose_stock")
    kind = models.CharField(max_length=12, choices=AccessoryKind)
    count = models.PositiveIntegerField(default=0)

    scope_path = "place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "kind"], name="loose_parts_once_per_place"),
            models.CheckConstraint(condition=models.Q(count__gte=0), name="loose_parts_are_not_below_nothing"),
        ]
        ordering = ["place", "kind"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.kind} {self.count}"


class LooseMovement(models.Model):
    """So many loose parts came or went, and why. Never changed."""

    class Why(models.TextChoices):
        DONATION = "donation", _("came with a donation")
        HARVESTED = "harvested", _("taken out of a device")
        USED = "used", _("given along with a device")
        DISCARDED = "discarded", _("broken, thrown away")
        COUNTED = "counted", _("counted anew")

    stock = models.ForeignKey(LooseStock, on_delete=models.PROTECT, related_name="movements")
    change = models.IntegerField()
    why = models.CharField(max_length=10, choices=Why)
    donation = models.ForeignKey(Donation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "stock__place__organisation"
    privacy = classified(technical="id stock change why donation at by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(change=0), name="a_movement_moves_something"),
            models.CheckConstraint(
                condition=models.Q(why="donation", donation__isnull=False)
                | (~models.Q(why="donation") & models.Q(donation__isnull=True)),
                name="only_a_donation_comes_with_a_donation",
            ),
            AppendOnly(name="donations_loosemovement_append_only"),
        ]
        indexes = [models.Index(fields=["stock", "-id"], name="loose_movements_newest")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.stock_id} {self.change}"
