"""Systems that were installed, and quality that a colleague checked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.inventory.models import Device, DeviceClass
from digibank.refurbishment.models.inspecting import Inspection


class Installation(models.Model):
    """A system that was put on a device, and until when its maker mends holes in it (policy W-14)."""

    class Licence(models.TextChoices):
        FREE = "free", _("free software")
        WITH_DEVICE = "with_device", _("came with the device")
        REFURBISHER = "refurbisher", _("licence for refurbishers")
        VOLUME = "volume", _("licence of the organisation")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="installations")
    system = models.CharField(max_length=40)
    version = models.CharField(max_length=40, blank=True)
    licence = models.CharField(max_length=12, choices=Licence)
    updates_until = models.DateField(null=True, blank=True)
    updates_unknown_because = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)
    installed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    installed_at = models.DateTimeField(default=clock.now)

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(updates_until__isnull=False) | ~models.Q(updates_unknown_because=""),
                name="a_system_says_until_when_it_is_safe",
            ),
            AppendOnly(name="refurbishment_installation_append_only"),
        ]
        indexes = [models.Index(fields=["device", "id"], name="installations_of_a_device")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.system} {self.version}".strip()


class Check(models.TextChoices):
    """What is looked at before a device goes into stock."""

    SCREEN = "screen", _("screen")
    KEYBOARD = "keyboard", _("keyboard and touchpad")
    WIFI = "wifi", _("internet")
    SOUND = "sound", _("sound")
    CAMERA = "camera", _("camera")
    BATTERY = "battery", _("battery")
    PORTS = "ports", _("plugs and charging")
    CLEANED = "cleaned", _("cleaned")


_BY_SHAPE = {
    DeviceClass.Shape.LAPTOP.value: tuple(Check),
    DeviceClass.Shape.DESKTOP.value: (Check.WIFI, Check.SOUND, Check.PORTS, Check.CLEANED),
}
_HANDHELD = tuple(check for check in Check if check is not Check.KEYBOARD)
# A good device may do without these; then it says so.
MAY_BE_ABSENT = (Check.WIFI, Check.CAMERA, Check.BATTERY)


def checks_for(device_class: DeviceClass) -> tuple[Check, ...]:
    """What is looked at on a device of this class, in the order in which it is shown."""
    return _BY_SHAPE.get(device_class.shape, _HANDHELD)


class Finding(models.TextChoices):
    """What was found."""

    GOOD = "good", _("in order")
    ABSENT = "absent", _("has none")
    BAD = "bad", _("not in order")


class QualityCheck(models.Model):
    """A colleague looked at what another one made ready (policy W-02). What passes was inspected (policy W-09)."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="quality_checks")
    installation = models.OneToOneField(Installation, on_delete=models.PROTECT, related_name="check_after")
    inspection = models.ForeignKey(
        Inspection, null=True, blank=True, on_delete=models.PROTECT, related_name="checks_after"
    )
    # False for what was checked before inspections were kept here.
    inspected_first = models.BooleanField(default=True)
    findings = models.JSONField(default=dict)
    passed = models.BooleanField()
    note = models.CharField(max_length=200, blank=True)
    checked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(default=clock.now)
    # Copies, so that the database itself sees that these are two people.
    installed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    repaired_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(checked_by=models.F("installed_by")), name="somebody_else_checks_quality"
            ),
            models.CheckConstraint(
                condition=models.Q(passed=True) | ~models.Q(note=""), name="what_is_rejected_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(repaired_by__isnull=True) | ~models.Q(checked_by=models.F("repaired_by")),
                name="somebody_else_checks_a_repair",
            ),
            models.CheckConstraint(
                condition=models.Q(passed=False) | models.Q(inspected_first=False) | models.Q(inspection__isnull=False),
                name="what_passes_was_inspected",
            ),
            AppendOnly(name="refurbishment_qualitycheck_append_only"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.passed}"

    @property
    def wrong(self) -> list[str]:
        """What was not in order, in words."""
        return [str(Check(code).label) for code, found in self.findings.items() if found == Finding.BAD]
