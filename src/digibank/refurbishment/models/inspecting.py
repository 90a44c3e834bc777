"""What somebody saw on a device before it is worked on, and the grades it got."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.inventory.models import Device, DeviceClass, UnfitGround
from digibank.refurbishment.grades import Appearance, BatteryGrade, Function

OLDEST_YEAR, LATEST_YEAR = 1980, 2100


class Defect(models.TextChoices):
    """What can be seen on the outside."""

    SCRATCHES = "scratches", _("scratches")
    DENTS = "dents", _("dents")
    CASING_CRACKED = "casing_cracked", _("crack in the casing")
    COVER_MISSING = "cover_missing", _("cover or screws missing")
    SCREEN_CRACKED = "screen_cracked", _("crack in the screen")
    SCREEN_MARKS = "screen_marks", _("spots or lines on the screen")
    KEYS_MISSING = "keys_missing", _("keys missing")
    HINGE_LOOSE = "hinge_loose", _("loose hinge")
    PORT_DAMAGED = "port_damaged", _("damaged plug")
    BATTERY_SWOLLEN = "battery_swollen", _("swollen battery")
    RUST = "rust", _("rust")
    LIQUID = "liquid", _("traces of liquid")
    STICKERS = "stickers", _("stickers or engraving")
    DIRTY = "dirty", _("dirty")


_OF_A_LAPTOP = (Defect.KEYS_MISSING, Defect.HINGE_LOOSE)
_OF_A_SCREEN = (Defect.SCREEN_CRACKED, Defect.SCREEN_MARKS, Defect.BATTERY_SWOLLEN)


def defects_for(device_class: DeviceClass) -> tuple[Defect, ...]:
    """What can be seen on a device of this class, in the order in which it is shown."""
    impossible: tuple[Defect, ...] = ()
    if device_class.shape != DeviceClass.Shape.LAPTOP:
        impossible = _OF_A_LAPTOP
    if device_class.shape == DeviceClass.Shape.DESKTOP:
        impossible += _OF_A_SCREEN
    return tuple(defect for defect in Defect if defect not in impossible)


def has_battery(device_class: DeviceClass) -> bool:
    """Whether a device of this class runs on a battery."""
    return device_class.shape != DeviceClass.Shape.DESKTOP


class Inspection(models.Model):
    """The visual inspection that the law asks for, with the grades (policy W-08, W-10).

    It belongs to one life of the device: `life_began_at` is when the device last came in from outside. The newest one
    of that life counts. Without a `ground` the device can be used again, and has its grades then. `battery_percent` is
    what was measured at that moment, `made_in` the year it was made when somebody knows it.
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="inspections")
    life_began_at = models.DateTimeField()
    ground = models.CharField(max_length=10, choices=UnfitGround, blank=True)
    defects = models.JSONField(default=list)
    words = models.CharField(max_length=300, blank=True)
    appearance = models.CharField(max_length=1, choices=Appearance, blank=True)
    function = models.CharField(max_length=1, choices=Function, blank=True)
    battery = models.CharField(max_length=1, choices=BatteryGrade, blank=True)
    battery_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    made_in = models.PositiveSmallIntegerField(null=True, blank=True)
    inspected_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    inspected_at = models.DateTimeField(default=clock.now)

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ground="", appearance__in=Appearance.values, function__in=Function.values)
                | models.Q(ground__in=UnfitGround.values),
                name="what_can_be_used_again_has_grades",
            ),
            models.CheckConstraint(
                condition=models.Q(made_in__isnull=True) | models.Q(made_in__range=(OLDEST_YEAR, LATEST_YEAR)),
                name="a_device_is_made_in_our_time",
            ),
            AppendOnly(name="refurbishment_inspection_append_only"),
        ]
        indexes = [models.Index(fields=["device", "life_began_at", "id"], name="inspections_of_a_life")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.ground or self.grades}"

    @property
    def is_reusable(self) -> bool:
        """Whether the device can be used again."""
        return not self.ground

    @property
    def grades(self) -> str:
        """The grades in a row, such as B A C; a dash where there is no battery."""
        return f"{self.appearance} {self.function} {self.battery or '–'}"

    @property
    def seen(self) -> list[str]:
        """The defects that were seen, in words."""
        return [str(Defect(code).label) for code in self.defects]
