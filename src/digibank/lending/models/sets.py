"""A set of devices that a desk lends to an organisation for some days."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.inventory.models import Accessory, AccessoryKind, Commitment, Device, DeviceClass
from digibank.lending.flows import SetState
from digibank.numbers import Series
from digibank.organisations.models import Organisation, Place, Regulation
from digibank.people.models import Contact, classified

SET_NUMBERS = Series("SE")
CHECKED_WITHIN = timedelta(hours=48)
_SIGNED = (SetState.OUT, SetState.BACK, SetState.CHECKED)
_CAME_BACK = (SetState.BACK, SetState.CHECKED)


class DeviceSetQuerySet(models.QuerySet["DeviceSet"]):
    """Sets of sets."""

    def to_check(self) -> Self:
        """Those that came back and were not looked at yet."""
        return self.filter(state=SetState.BACK)

    def late(self) -> Self:
        """Those that should have been back before today."""
        return self.filter(state=SetState.OUT, last_on__lt=clock.today())

    def locked(self, found: "DeviceSet") -> "DeviceSet":
        """The set as it is now; nobody else moves it until the transaction ends."""
        self.select_for_update().get(pk=found.pk)
        rows = self.select_related("desk__organisation", "organisation", "device_class", "regulation", "contract")
        return rows.get(pk=found.pk)


class DeviceSet(models.Model):
    """So many devices of a class for an organisation, through `last_on`, under a version of the rules (policy U-83).

    It is asked some days ahead and answered by `answer_by_on`. It begins with a contract that the contact signed, needs
    no warm handover, and is checked within 48 hours after it came back.
    """

    desk = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sets")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sets")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="sets")
    device_class = models.ForeignKey(DeviceClass, on_delete=models.PROTECT, related_name="sets")
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, related_name="sets")
    count = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    last_on = models.DateField()
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    typed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    answer_by_on = models.DateField()
    state = models.CharField(max_length=9, choices=SetState, default=SetState.ASKED)
    reason = models.CharField(max_length=200, blank=True)
    contract = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_sha256 = models.CharField(max_length=64, blank=True)
    seen_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    out_at = models.DateTimeField(null=True, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    scope_path = "desk__organisation"
    privacy = classified(
        technical="id desk organisation contact device_class regulation count from_on last_on asked_at typed_by"
        " answer_by_on state signed_sha256 seen_by out_at back_at checked_at checked_by ended_on",
        personal="reason contract",
    )

    objects = DeviceSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gte=1), name="a_set_has_a_device"),
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("from_on")), name="a_set_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(state=SetState.REFUSED) ^ models.Q(reason=""), name="a_refused_set_has_its_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=_SIGNED,
                    contract__isnull=False,
                    seen_by__isnull=False,
                    out_at__isnull=False,
                    signed_sha256__regex=r"^[0-9a-f]{64}$",
                )
                | (
                    ~models.Q(state__in=_SIGNED) & models.Q(signed_sha256="", seen_by__isnull=True, out_at__isnull=True)
                ),
                name="a_set_leaves_with_a_signed_contract",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=_CAME_BACK, back_at__isnull=False)
                | (~models.Q(state__in=_CAME_BACK) & models.Q(back_at__isnull=True)),
                name="a_set_that_came_back_has_its_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="checked", checked_at__isnull=False, checked_by__isnull=False)
                | (~models.Q(state="checked") & models.Q(checked_at__isnull=True, checked_by__isnull=True)),
                name="a_checked_set_was_checked_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["desk", "state", "-id"], name="sets_of_a_desk")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on the contract, such as SE-000012-6."""
        return SET_NUMBERS.of(self.pk)

    @property
    def is_unanswered(self) -> bool:
        """Whether the answer should have been given before today (policy U-83)."""
        return self.state == SetState.ASKED and self.answer_by_on < clock.today()

    @property
    def is_late(self) -> bool:
        """Whether it should have been back before today."""
        return self.state == SetState.OUT and self.last_on < clock.today()

    @property
    def is_unchecked(self) -> bool:
        """Whether it lies here longer than 48 hours and nobody looked (policy U-86)."""
        return self.state == SetState.BACK and self.back_at is not None and self.back_at + CHECKED_WITHIN < clock.now()

    @property
    def came_nobody(self) -> bool:
        """Whether the first day passed and nobody fetched it."""
        return self.state == SetState.PROMISED and self.from_on < clock.today()


class SetLine(models.Model):
    """One place in a promised set: what keeps it, which device went along, and whether that came back."""

    class Back(models.TextChoices):
        HERE = "here", _("came back")
        MISSING = "missing", _("did not come back")

    device_set = models.ForeignKey(DeviceSet, on_delete=models.PROTECT, related_name="lines")
    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="set_line")
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.PROTECT, related_name="set_lines")
    back = models.CharField(max_length=7, choices=Back, blank=True)

    scope_path = "device_set__desk__organisation"
    privacy = classified(technical="id device_set commitment device back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device_set", "device"], name="a_device_once_in_a_set"),
            models.CheckConstraint(
                condition=models.Q(back="") | models.Q(device__isnull=False), name="only_a_device_comes_back_from_a_set"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"line {self.pk}"


class SetPart(models.Model):
    """A part that went along with a device of a set, and how it came back."""

    line = models.ForeignKey(SetLine, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=12, choices=AccessoryKind)
    back = models.CharField(max_length=8, choices=Accessory.State, blank=True)

    scope_path = "line__device_set__desk__organisation"
    privacy = classified(technical="id line kind back")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "kind"], name="a_part_once_per_set_line")]
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind} {self.back}"
