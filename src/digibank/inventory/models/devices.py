"""Devices: of which class, where they stand, and what belongs with each of them."""

import re
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models.functions import Concat, Lower, Replace
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.editing import Versioned
from digibank.guards import LettersIndexed
from digibank.inventory.flows import BEFORE_THE_GATE, GONE, LEFT_US, OUT_OF_SIGHT, Position
from digibank.numbers import Series
from digibank.organisations.models import Organisation, Place
from digibank.searching import LETTERS, holding

DEVICE_NUMBERS = Series("DB")


class AccessoryKind(models.TextChoices):
    """What can belong with a device."""

    CHARGER = "charger", _("charger")
    MOUSE = "mouse", _("mouse")
    BAG = "bag", _("bag")
    KEYBOARD = "keyboard", _("keyboard")
    SCREEN = "screen", _("screen")
    CABLE = "cable", _("cable")
    START_CARD = "start_card", _("start card")


# Without its charger a device is of no use to anybody; a missing bag can be told and accepted.
ESSENTIAL = (AccessoryKind.CHARGER,)


class EeeCategory(models.IntegerChoices):
    """The categories of annex III to directive 2012/19/EU in which our devices fall."""

    SCREENS = 2, _("2: screens, and devices with a screen larger than 100 cm²")
    LARGE = 4, _("4: large, a side longer than 50 cm")
    SMALL_IT = 6, _("6: small IT and telecommunication, no side longer than 50 cm")


class DeviceClass(models.Model):
    """What is promised to a resident: a laptop of 15 inches, not device 4217."""

    class Shape(models.TextChoices):
        LAPTOP = "laptop", _("laptop")
        DESKTOP = "desktop", _("desktop computer")
        TABLET = "tablet", _("tablet")
        PHONE = "phone", _("smartphone")

    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=60)
    shape = models.CharField(max_length=10, choices=Shape)
    accessories = models.JSONField(default=list)

    public = "What kinds of devices we lend is public."

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="a_class_code_once"),
            models.UniqueConstraint(Lower("name"), name="a_class_name_once"),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def eee_category(self) -> EeeCategory:
        """The category of the directive in which its devices fall."""
        return _CATEGORIES[DeviceClass.Shape(self.shape)]

    def expected_accessories(self) -> list[AccessoryKind]:
        """What belongs with each device of this class."""
        return [AccessoryKind(code) for code in self.accessories]


# Directive 2012/19/EU, annexes III and IV: a laptop and a tablet count as screens.
_CATEGORIES = {
    DeviceClass.Shape.LAPTOP: EeeCategory.SCREENS,
    DeviceClass.Shape.TABLET: EeeCategory.SCREENS,
    DeviceClass.Shape.DESKTOP: EeeCategory.SMALL_IT,
    DeviceClass.Shape.PHONE: EeeCategory.SMALL_IT,
}


_SIGNS = "-/._"
_BETWEEN_WORDS = re.compile(rf"[\s{re.escape(_SIGNS)}]+")


def _told_in_words() -> Lower:
    """What is told about a device as small letters, a space before each word."""
    told: models.expressions.Combinable = Concat(
        *(part for field in ("vendor", "product", "serial", "own_number") for part in (models.Value(" "), field))
    )
    for sign in _SIGNS:
        told = Replace(told, models.Value(sign), models.Value(" "))
    return Lower(told)


class DeviceQuerySet(models.QuerySet["Device"]):
    """Sets of devices."""

    def matching(self, word: str) -> Self:
        """Devices with this number, or all of these words in maker, product, serial number and the owner's number."""
        key = DEVICE_NUMBERS.key(word)
        if key is not None:
            return self.filter(pk=key)
        words = _BETWEEN_WORDS.sub(" ", word.lower()).split()
        # What is short is the beginning of a word; what is longer may stand anywhere in it.
        found: Self = holding(self, [part if len(part) >= LETTERS else f" {part}" for part in words])
        return found

    def locked(self, device: "Device") -> "Device":
        """The device as it is now, and nobody else changes it or its media until the transaction ends."""
        return self.select_for_update().get(pk=device.pk)

    def locked_together(self, devices: Iterable["Device"]) -> list["Device"]:
        """These devices as they are now, locked in the order of their numbers, so that nobody waits in a ring."""
        return list(self.select_for_update().filter(pk__in={device.pk for device in devices}).order_by("pk"))

    def complete(self) -> Self:
        """Devices with every part that they are of no use without."""
        of_this = Accessory.objects.filter(device=models.OuterRef("pk"), kind__in=ESSENTIAL)
        return self.exclude(models.Exists(of_this.exclude(state=Accessory.State.PRESENT)))

    def uncommitted(self) -> Self:
        """Devices that are kept for nobody and are not on their way."""
        # By the name of the relation: the class Commitment stands above this one.
        this = self.model.objects.filter(pk=models.OuterRef("pk"))
        return self.exclude(models.Exists(this.filter(commitments__isnull=False, commitments__released_at=None)))

    def flagged(self, kind: str = "") -> Self:
        """Devices with something the matter with them; only of this kind when it is given."""
        return self.filter(self._has_flag(kind))

    def unflagged(self) -> Self:
        """Devices with which nothing is the matter (policy I-11)."""
        return self.exclude(self._has_flag())

    def _has_flag(self, kind: str = "") -> models.Exists:
        of_kind = {"flags__kind": kind} if kind else {}
        this = self.model.objects.filter(pk=models.OuterRef("pk"))
        return models.Exists(this.filter(flags__isnull=False, flags__cleared_at=None, **of_kind))

    def ready(self) -> Self:
        """Devices that can go to somebody as they are: complete, committed to nothing, nothing the matter with them."""
        return self.uncommitted().complete().unflagged()

    def free_at(self, place: Place) -> Self:
        """Devices that can be lent at this place now: at the desk and ready."""
        return self.filter(place=place, state=Position.AT_DESK).ready()


class Device(Versioned):
    """One machine with a number and a label.

    `open_media` counts what stands between the device and the gate: each storage medium whose data are not settled,
    and one more as long as nobody knows what storage is inside. It is recounted under lock by every act on a medium.

    `own_number` is what its owner called it before it came to us, such as the number of an inventory sticker.

    `will_not_start`: somebody tried it, and nothing can be run on it; the workshop takes the drive out.

    `gone_at`, `gone_from` and `gone_because` tell when it was lost, stolen, written off, given back or disposed of,
    where it stood, and why.
    """

    device_class = models.ForeignKey(DeviceClass, on_delete=models.PROTECT, related_name="devices")
    state = models.CharField(max_length=15, choices=Position, default=Position.RECEIVED)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="devices")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owned_devices")
    vendor = models.CharField(max_length=80, blank=True)
    product = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    own_number = models.CharField(max_length=40, blank=True, default="", db_default="")
    processor = models.CharField(max_length=120, blank=True)
    made_in = models.PositiveSmallIntegerField(null=True, blank=True)
    memory_bytes = models.BigIntegerField(null=True, blank=True)
    battery_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    storage_known = models.BooleanField(default=False)
    no_storage_because = models.CharField(max_length=200, blank=True)
    open_media = models.PositiveSmallIntegerField(default=1)
    received_at = models.DateTimeField(default=clock.now)
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_from = models.CharField(max_length=15, choices=Position, blank=True)
    gone_because = models.CharField(max_length=200, blank=True)
    will_not_start = models.BooleanField(default=False)
    search = models.GeneratedField(
        expression=_told_in_words(), output_field=models.CharField(max_length=400), db_persist=True
    )

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
            models.CheckConstraint(
                condition=models.Q(state__in=(*GONE, *LEFT_US), gone_at__isnull=False)
                | (~models.Q(state__in=(*GONE, *LEFT_US)) & models.Q(gone_at__isnull=True)),
                name="a_gone_device_has_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(made_in__isnull=True) | models.Q(made_in__range=(1970, 2100)),
                name="a_device_is_made_in_a_year",
            ),
            models.UniqueConstraint(
                fields=["own_number", "owner"],
                condition=~models.Q(own_number=""),
                name="an_own_number_once_per_owner",
            ),
            LettersIndexed(field="search", name="devices_by_letters"),
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

    @property
    def can_be_restored(self) -> bool:
        """Whether it was written off or given back today, from our own hands: that can be undone (policy I-08)."""
        if self.state not in MAY_BE_RESTORED or self.gone_from in OUT_OF_SIGHT or self.gone_at is None:
            return False
        return self.gone_at.astimezone(clock.BRUSSELS).date() == clock.today()


MAY_BE_RESTORED = (Position.WRITTEN_OFF, Position.RETURNED_TO_DONOR)


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
