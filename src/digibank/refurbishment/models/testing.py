"""What was tried on a device by hand, and how it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.inventory.models import Device, DeviceClass
from digibank.refurbishment.grades import Outcome
from digibank.refurbishment.models.preparing import Check


class Trial(models.TextChoices):
    """What is tried. The last two are asked for the reuse record."""

    KEYBOARD = "keyboard", _("keyboard and touchpad")
    SCREEN = "screen", _("screen")
    SOUND = "sound", _("sound")
    CAMERA = "camera", _("camera")
    WIFI = "wifi", _("internet")
    PORTS = "ports", _("plugs and charging")
    HINGE = "hinge", _("hinge")
    ADAPTER = "adapter", _("charger")
    SAFETY = "safety", _("electrical safety")
    ENERGY = "energy", _("energy use")


_NOT_HANDHELD = (Trial.KEYBOARD, Trial.HINGE)
_NOT_DESKTOP = (*_NOT_HANDHELD, Trial.SCREEN, Trial.CAMERA, Trial.ADAPTER)
_IMPOSSIBLE = {DeviceClass.Shape.LAPTOP.value: (), DeviceClass.Shape.DESKTOP.value: _NOT_DESKTOP}

# What a good test says about the list of the quality check.
CHECKED_BY = {
    Trial.KEYBOARD: Check.KEYBOARD,
    Trial.SCREEN: Check.SCREEN,
    Trial.SOUND: Check.SOUND,
    Trial.CAMERA: Check.CAMERA,
    Trial.WIFI: Check.WIFI,
    Trial.PORTS: Check.PORTS,
}
FAILED = (Outcome.SERIOUS, Outcome.UNUSABLE)


def trials_for(device_class: DeviceClass) -> tuple[Trial, ...]:
    """What is tried on a device of this class, in the order in which it is shown."""
    impossible = _IMPOSSIBLE.get(device_class.shape, _NOT_HANDHELD)
    return tuple(kind for kind in Trial if kind not in impossible)


class DeviceTest(models.Model):
    """One test in one life of a device; the newest of its kind counts (policy W-11)."""

    Kind = Trial

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="tests")
    life_began_at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Trial)
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.CharField(max_length=200, blank=True)
    tested_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    tested_at = models.DateTimeField(default=clock.now)

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome__in=FAILED) | ~models.Q(note=""), name="a_failed_test_says_what_is_wrong"
            ),
            AppendOnly(name="refurbishment_devicetest_append_only"),
        ]
        indexes = [models.Index(fields=["device", "life_began_at", "id"], name="tests_of_a_life")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"

    @property
    def has_failed(self) -> bool:
        """Whether the device cannot go to somebody like this."""
        return self.outcome in FAILED
