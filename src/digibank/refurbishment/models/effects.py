"""What reuse spares the environment: factors with their source, and for each device that was lent what it counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly, ClosedOnce, NoOverlap
from digibank.inventory.models import Device, DeviceClass
from digibank.organisations.models import InForceQuerySet, Organisation, Place
from digibank.refurbishment.weights import LEAST_GRAMS, MOST_GRAMS

# Of CO2 equivalents: no device of ours spares less than a kilogram or more than a tonne. So grams that were typed as
# kilograms, and the other way round, are refused (policy F-03).
LEAST_CO2, MOST_CO2 = 1_000, 1_000_000
MOST_SUBTRACTED = 200_000


class FactorSet(models.Model):
    """One version of the factors, with where they come from and from when they hold. A newer one ends the older one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="factor_sets")
    version = models.CharField(max_length=20)
    source = models.TextField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    scope_path = "organisation"

    objects = InForceQuerySet["FactorSet"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="a_factor_version_once"),
            models.CheckConstraint(condition=~models.Q(source=""), name="factors_have_a_source"),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=models.F("valid_from")),
                name="factors_hold_a_day",
            ),
            NoOverlap(
                fields=("organisation_id",), starts="valid_from", ends="valid_until", name="one_factor_set_at_a_time"
            ),
            ClosedOnce(closed="valid_until", name="refurbishment_factorset_sealed"),
        ]
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return self.version


class Factor(models.Model):
    """What one device of a shape spares when it is used again: grams of CO2 equivalents as a range. And its weight."""

    factor_set = models.ForeignKey(FactorSet, on_delete=models.PROTECT, related_name="factors")
    shape = models.CharField(max_length=10, choices=DeviceClass.Shape)
    low_grams = models.PositiveIntegerField()
    likely_grams = models.PositiveIntegerField()
    high_grams = models.PositiveIntegerField()
    weight_grams = models.PositiveIntegerField()

    scope_path = "factor_set__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["factor_set", "shape"], name="a_shape_once_per_factor_set"),
            models.CheckConstraint(
                condition=models.Q(low_grams__gte=LEAST_CO2, high_grams__lte=MOST_CO2)
                & models.Q(low_grams__lte=models.F("likely_grams"), likely_grams__lte=models.F("high_grams")),
                name="a_factor_is_a_range_in_grams",
            ),
            models.CheckConstraint(
                condition=models.Q(weight_grams__range=(LEAST_GRAMS, MOST_GRAMS)), name="a_factor_weighs_grams"
            ),
            AppendOnly(name="refurbishment_factor_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.factor_set_id} {self.shape}"


class CostKind(models.TextChoices):
    """What getting a device ready cost the environment."""

    SSD = "ssd", _("new SSD")
    MEMORY = "memory", _("new memory")
    BATTERY = "battery", _("new battery")
    SCREEN = "screen", _("new screen")
    VAN_KM = "van_km", _("kilometres in our van")


class CostFactor(models.Model):
    """What is subtracted for one piece or one kilometre, in grams of CO2 equivalents."""

    factor_set = models.ForeignKey(FactorSet, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=10, choices=CostKind)
    grams = models.PositiveIntegerField()

    scope_path = "factor_set__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["factor_set", "kind"], name="a_cost_once_per_factor_set"),
            models.CheckConstraint(condition=models.Q(grams__range=(1, MOST_SUBTRACTED)), name="a_cost_is_in_grams"),
            AppendOnly(name="refurbishment_costfactor_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.factor_set_id} {self.kind}"


class Kilometres(models.Model):
    """What our van drove for one device alone. New parts stand in its repairs."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="kilometres")
    count = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField(default=clock.now)
    noted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(count__range=(1, 500)), name="a_ride_has_kilometres"),
            AppendOnly(name="refurbishment_kilometres_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.count}"


class Reuse(models.Model):
    """A device was lent for the first time: the one moment at which its reuse counts (policy F-01).

    `place` is where it came in, `on` the day it was handed over. Once for each device, whatever happens to it later.
    """

    device = models.OneToOneField(Device, on_delete=models.PROTECT, related_name="reuse")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    scope_path = "place__organisation"

    class Meta:
        constraints = [AppendOnly(name="refurbishment_reuse_append_only")]
        indexes = [models.Index(fields=["place", "on"], name="reuses_of_a_place")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.on}"


class Effect(models.Model):
    """What one reuse counts under one version of the factors, in grams of CO2 equivalents, and how that was reckoned.

    Never changed: with new factors new rows come beside these (policy F-02).
    """

    reuse = models.ForeignKey(Reuse, on_delete=models.PROTECT, related_name="effects")
    factor_set = models.ForeignKey(FactorSet, on_delete=models.PROTECT, related_name="effects")
    low_grams = models.PositiveIntegerField()
    likely_grams = models.PositiveIntegerField()
    high_grams = models.PositiveIntegerField()
    subtracted_grams = models.PositiveIntegerField(default=0)
    parameters = models.JSONField(default=dict)
    computed_at = models.DateTimeField(default=clock.now)

    scope_path = "reuse__place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reuse", "factor_set"], name="a_reuse_counts_once_per_factor_set"),
            models.CheckConstraint(
                condition=models.Q(low_grams__lte=models.F("likely_grams"), likely_grams__lte=models.F("high_grams")),
                name="an_effect_is_a_range",
            ),
            AppendOnly(name="refurbishment_effect_append_only"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.reuse_id} {self.factor_set_id}"
