"""What was wrong with a device and what was done about it, with the parts that were used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import AppendOnly
from digibank.inventory.models import Device, StorageMedium
from digibank.numbers import Series
from digibank.organisations.models import Place
from digibank.refurbishment.flows import PartState

PART_NUMBERS = Series("ON")


class RepairStatus(models.IntegerChoices):
    """How a repair ended, with the codes of the Open Repair Data Standard v0.3."""

    FIXED = 1, _("repaired")
    REPAIRABLE = 2, _("can be repaired, not now")
    END_OF_LIFE = 3, _("cannot be repaired")


class RepairBarrier(models.IntegerChoices):
    """Why it cannot be repaired, with the codes of the Open Repair Data Standard v0.3."""

    NO_PARTS = 1, _("no spare parts to be had")
    PARTS_TOO_DEAR = 2, _("spare parts too expensive")
    NOT_TO_OPEN = 3, _("cannot be opened")
    NO_INFORMATION = 4, _("nobody tells how to repair it")
    NO_EQUIPMENT = 5, _("we lack the tools")
    WORN_OUT = 6, _("worn out")


class Repair(models.Model):
    """One attempt to repair a device in one of its lives (policy W-12)."""

    Status = RepairStatus
    Barrier = RepairBarrier

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="repairs")
    life_began_at = models.DateTimeField()
    problem = models.CharField(max_length=300)
    done = models.CharField(max_length=300, blank=True)
    status = models.PositiveSmallIntegerField(choices=RepairStatus)
    barrier = models.PositiveSmallIntegerField(choices=RepairBarrier, null=True, blank=True)
    # Where it was done: the device may be elsewhere by the time of an export.
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    repaired_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    repaired_at = models.DateTimeField(default=clock.now)

    scope_path = "place__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status=RepairStatus.END_OF_LIFE, barrier__isnull=False)
                | (~models.Q(status=RepairStatus.END_OF_LIFE) & models.Q(barrier__isnull=True)),
                name="only_the_end_of_a_life_has_a_barrier",
            ),
            models.CheckConstraint(condition=~models.Q(problem=""), name="a_repair_says_what_was_wrong"),
            AppendOnly(name="refurbishment_repair_append_only"),
        ]
        indexes = [
            models.Index(fields=["device", "life_began_at", "id"], name="repairs_of_a_life"),
            models.Index(fields=["place", "repaired_at"], name="repairs_of_a_depot"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.device_id} {self.status}"


class PartKind(models.TextChoices):
    """What can be taken out of one device and put into another."""

    STORAGE = "storage", _("storage medium")
    MEMORY = "memory", _("memory")
    BATTERY = "battery", _("battery")
    SCREEN = "screen", _("screen")
    KEYBOARD = "keyboard", _("keyboard")
    CHARGER = "charger", _("charger")
    BOARD = "board", _("board or card")
    CASING = "casing", _("casing or hinge")
    OTHER = "other", _("something else")


class Part(models.Model):
    """A spare part in the drawer of a depot: new, or harvested from a device (policy W-13).

    A storage part is a StorageMedium that keeps the state of its own data; it may be fitted only when it is erased.
    """

    class Origin(models.TextChoices):
        NEW = "new", _("new")
        HARVESTED = "harvested", _("from another device")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="parts_in_stock")
    kind = models.CharField(max_length=10, choices=PartKind)
    description = models.CharField(max_length=80)
    origin = models.CharField(max_length=10, choices=Origin)
    harvested_from = models.ForeignKey(
        Device, null=True, blank=True, on_delete=models.PROTECT, related_name="harvested_parts"
    )
    medium = models.ForeignKey(StorageMedium, null=True, blank=True, on_delete=models.PROTECT, related_name="as_part")
    state = models.CharField(max_length=10, choices=PartState, default=PartState.STOCK)
    fitted_in = models.ForeignKey(Repair, null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    gone_because = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    scope_path = "place__organisation"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(origin="harvested", harvested_from__isnull=False)
                | models.Q(origin="new", harvested_from__isnull=True),
                name="a_harvested_part_says_from_where",
            ),
            models.CheckConstraint(
                condition=models.Q(state=PartState.FITTED, fitted_in__isnull=False)
                | (~models.Q(state=PartState.FITTED) & models.Q(fitted_in__isnull=True)),
                name="a_fitted_part_says_in_which_repair",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=PartKind.STORAGE, medium__isnull=False)
                | (~models.Q(kind=PartKind.STORAGE) & models.Q(medium__isnull=True)),
                name="a_storage_part_is_a_medium",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PartState.GONE) | ~models.Q(gone_because=""),
                name="a_part_that_is_gone_says_why",
            ),
            models.UniqueConstraint(
                fields=["medium"], condition=models.Q(state=PartState.STOCK), name="a_medium_is_one_part_in_stock"
            ),
        ]
        indexes = [models.Index(fields=["place", "state", "kind"], name="parts_of_a_depot")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What the sticker on the part says: ON-000017-2."""
        return PART_NUMBERS.of(self.pk)
