"""Classes, devices, what is inside them and what belongs with them."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.editing import Versioned
from digibank.files.models import Document
from digibank.inventory.flows import BEFORE_THE_GATE, MediumState, Position
from digibank.inventory.hardware import MediumKind, Verdict
from digibank.numbers import Series
from digibank.organisations.models import Organisation, Place

DEVICE_NUMBERS = Series("DB")
MEDIUM_NUMBERS = Series("OM")


MEDIUM_KINDS = [
    (MediumKind.HDD.value, _("hard disk")),
    (MediumKind.SSD.value, _("SSD")),
    (MediumKind.NVME.value, _("NVMe")),
    (MediumKind.EMMC.value, _("chip on the board (eMMC)")),
    (MediumKind.UNKNOWN.value, _("something else")),
]


class AccessoryKind(models.TextChoices):
    """What can belong with a device."""

    CHARGER = "charger", _("charger")
    MOUSE = "mouse", _("mouse")
    BAG = "bag", _("bag")
    KEYBOARD = "keyboard", _("keyboard")
    SCREEN = "screen", _("screen")
    CABLE = "cable", _("cable")
    START_CARD = "start_card", _("start card")


class DeviceClass(models.Model):
    """What is promised to a resident: a laptop of 15 inches, not device 4217."""

    class Shape(models.TextChoices):
        LAPTOP = "laptop", _("laptop")
        DESKTOP = "desktop", _("desktop computer")
        TABLET = "tablet", _("tablet")
        PHONE = "phone", _("smartphone")

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=60, unique=True)
    shape = models.CharField(max_length=10, choices=Shape)
    accessories = models.JSONField(default=list)

    public = "What kinds of devices we lend is public."

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def expected_accessories(self) -> list[AccessoryKind]:
        """What belongs with each device of this class."""
        return [AccessoryKind(code) for code in self.accessories]


class DeviceQuerySet(models.QuerySet["Device"]):
    """Sets of devices."""

    def matching(self, word: str) -> Self:
        """Devices with this number, serial number, or word in maker or product."""
        key = DEVICE_NUMBERS.key(word)
        if key is not None:
            return self.filter(pk=key)
        told = models.Q(serial__iexact=word) | models.Q(vendor__icontains=word) | models.Q(product__icontains=word)
        return self.filter(told)


class Device(Versioned):
    """One machine with a number and a label.

    `open_media` counts what stands between the device and the gate: each storage medium whose data are not settled,
    and one more as long as nobody knows what storage is inside. It is recounted under lock by every act on a medium.
    """

    device_class = models.ForeignKey(DeviceClass, on_delete=models.PROTECT, related_name="devices")
    state = models.CharField(max_length=15, choices=Position, default=Position.RECEIVED)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="devices")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owned_devices")
    vendor = models.CharField(max_length=80, blank=True)
    product = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    processor = models.CharField(max_length=120, blank=True)
    memory_bytes = models.BigIntegerField(null=True, blank=True)
    battery_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    storage_known = models.BooleanField(default=False)
    no_storage_because = models.CharField(max_length=200, blank=True)
    open_media = models.PositiveSmallIntegerField(default=1)
    received_at = models.DateTimeField(default=clock.now)

    scope_path = "place__organisation"

    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=BEFORE_THE_GATE) | models.Q(open_media=0),
                name="nothing_unerased_past_the_gate",
            ),
            models.CheckConstraint(
                condition=models.Q(storage_known=True) | models.Q(open_media__gte=1), name="unknown_storage_is_open"
            ),
            models.CheckConstraint(
                condition=models.Q(battery_percent__isnull=True) | models.Q(battery_percent__lte=100),
                name="a_battery_holds_at_most_all",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "state", "device_class"], name="devices_by_place"),
            models.Index(fields=["serial"], name="devices_by_serial", condition=~models.Q(serial="")),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the label says: DB-004217-7."""
        return DEVICE_NUMBERS.of(self.pk)

    @property
    def title(self) -> str:
        """How people call it: maker and product, or its class when these are not known."""
        told_twice = self.vendor and self.product.casefold().startswith(f"{self.vendor.casefold()} ")
        return self.product if told_twice else f"{self.vendor} {self.product}".strip() or self.device_class.name

    @property
    def is_past_the_gate(self) -> bool:
        """Whether its data are settled and it may be made ready."""
        return self.state not in BEFORE_THE_GATE


class StorageMedium(models.Model):
    """A disk, a chip, a card: whatever keeps data in a device. Its state is the state of the data on it."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="media")
    state = models.CharField(max_length=10, choices=MediumState, default=MediumState.TO_ERASE)
    kind = models.CharField(max_length=10, choices=MEDIUM_KINDS)
    product = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    bus = models.CharField(max_length=10, blank=True)
    capacity_bytes = models.BigIntegerField(null=True, blank=True)
    health = models.CharField(
        max_length=10, choices=[(verdict.value, verdict.value) for verdict in Verdict], default=Verdict.UNKNOWN.value
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_because = models.CharField(max_length=200, blank=True)

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "serial"],
                condition=~models.Q(serial="") & ~models.Q(state__in=[MediumState.ABSENT, MediumState.DESTROYED]),
                name="a_medium_once_per_device",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MediumState.TO_ERASE, settled_at__isnull=True)
                | (~models.Q(state=MediumState.TO_ERASE) & models.Q(settled_at__isnull=False)),
                name="a_settled_medium_has_its_moment",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """OM-002210-4, as on the sticker on a disk that was taken out."""
        return MEDIUM_NUMBERS.of(self.pk)

    @property
    def gigabytes(self) -> int | None:
        """Capacity as makers write it, in units of a thousand million bytes."""
        return None if self.capacity_bytes is None else round(self.capacity_bytes / 1_000_000_000)


class Accessory(models.Model):
    """A part that belongs with a device, and whether it is there."""

    class State(models.TextChoices):
        PRESENT = "present", _("there")
        MISSING = "missing", _("missing")
        DAMAGED = "damaged", _("damaged")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="accessories")
    kind = models.CharField(max_length=12, choices=AccessoryKind)
    state = models.CharField(max_length=8, choices=State)

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "kind"], name="an_accessory_once_per_device")]
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class HardwareReport(models.Model):
    """What a machine said about itself, as it came: the evidence behind the facts on the device."""

    class Kind(models.TextChoices):
        MACHINE = "machine", _("machine")
        DISK = "disk", _("disk")
        BATTERY = "battery", _("battery")

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="reports")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    remarks = models.JSONField(default=list)
    read_at = models.DateTimeField(default=clock.now)
    read_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "device__place__organisation"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "document"], name="a_report_once_per_device")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
