"""What a municipality asks for what is damaged, missing or lost."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank.guards import NoOverlap
from digibank.inventory.models import AccessoryKind
from digibank.organisations.models import InForceQuerySet, Organisation

DAMAGE, LOSS = "damage", "loss"


class PartPriceQuerySet(InForceQuerySet["PartPrice"]):
    """Sets of prices."""

    def holding(self, organisation: Organisation, what: str, day: date) -> "PartPrice | None":
        """What this organisation asks for it on this day; None when it set no price."""
        return self.filter(organisation=organisation, what=what).on(day).first()


class PartPrice(models.Model):
    """The price of a part, of damage or of a loss at one organisation, from a day on; with a social tariff if any.

    Never changed: another price is a new row, and ends the one before.
    """

    WHAT = [
        *AccessoryKind.choices,
        (DAMAGE, _("damage to the device")),
        (LOSS, _("loss of the device")),
    ]

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="part_prices")
    what = models.CharField(max_length=12, choices=WHAT)
    cents = models.PositiveIntegerField()
    social_cents = models.PositiveIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    public = "Prices of parts are voted in public."

    objects = PartPriceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=models.F("valid_from")),
                name="a_price_holds_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(social_cents__isnull=True) | models.Q(social_cents__lte=models.F("cents")),
                name="the_social_tariff_is_the_lower_one",
            ),
            NoOverlap(
                fields=("organisation_id", "what"), starts="valid_from", ends="valid_until", name="one_price_at_a_time"
            ),
        ]
        ordering = ["what", "-valid_from"]

    def __str__(self) -> str:
        return f"{self.what} {self.valid_from}"
