"""Devices that an account of the donor locks: what we asked, on which day, and what the donor answered."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.donations.flows import ON_THE_LIST, ReleaseState
from digibank.donations.models.taking_in import Donation
from digibank.inventory.flows import LEFT_US
from digibank.inventory.models import Device, DeviceFlag
from digibank.people.models import classified

REMIND_AFTER = timedelta(days=14)
TOO_LATE_AFTER = timedelta(days=30)


class Lock(models.TextChoices):
    """What keeps everybody out but who set the device up."""

    GOOGLE = "google", _("Google account")
    APPLE = "apple", _("Apple account (iCloud)")
    MANAGED = "managed", _("managed by a company or school (Intune, Autopilot)")
    FIRMWARE = "firmware", _("password before it starts (firmware)")


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Sets of devices that donors were asked to release."""

    def open(self) -> Self:
        """On the list: the donor has to answer, or a technician has to look.

        A device without its flag is free, and about one that left us for good nobody waits for an answer.
        """
        listed = self.filter(state__in=ON_THE_LIST, flag__cleared_at__isnull=True)
        return listed.exclude(flag__device__state__in=LEFT_US)

    def asked(self) -> Self:
        """The donor has to answer."""
        return self.open().filter(state=ReleaseState.ASKED)

    def to_check(self) -> Self:
        """The donor says that it is released, and nobody looked yet."""
        return self.open().filter(state=ReleaseState.TOLD)

    def to_remind(self) -> Self:
        """The donor was asked two weeks ago, and not reminded since (policy D-23)."""
        return self.asked().annotate(last=Coalesce("reminded_on", "asked_on")).filter(
            last__lte=clock.today() - REMIND_AFTER
        )  # fmt: skip

    def too_late(self) -> Self:
        """Still locked a month after we asked (policy D-23)."""
        return self.open().filter(asked_on__lte=clock.today() - TOO_LATE_AFTER)


class Release(models.Model):
    """A device of a donation that an account locks, and what the donor has to do about it (policy D-22).

    `flag` is what keeps the device back meanwhile: as soon as a technician clears it, the device is free, whatever was
    answered. `told_by` is who gave the answer: the donor with the link, or the colleague who heard it.
    """

    donation = models.ForeignKey(Donation, on_delete=models.PROTECT, related_name="releases")
    flag = models.OneToOneField(DeviceFlag, on_delete=models.PROTECT, related_name="release")
    lock = models.CharField(max_length=10, choices=Lock)
    state = models.CharField(max_length=10, choices=ReleaseState, default=ReleaseState.ASKED)
    asked_on = models.DateField(default=clock.today)
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    scope_path = "donation__place__organisation"
    privacy = classified(technical="id donation flag lock state asked_on asked_by reminded_on told_at told_by")

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ReleaseState.ASKED, told_at__isnull=True, told_by__isnull=True)
                | (~models.Q(state=ReleaseState.ASKED) & models.Q(told_at__isnull=False, told_by__isnull=False)),
                name="an_answer_about_a_lock_is_of_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(reminded_on__isnull=True) | models.Q(reminded_on__gte=models.F("asked_on")),
                name="a_donor_is_asked_before_reminded",
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_on"], name="releases_by_day")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.donation_id} {self.flag_id} {self.lock}"

    @property
    def device(self) -> Device:
        """The device that is locked."""
        return self.flag.device

    @property
    def is_open(self) -> bool:
        """Whether the device is on the list."""
        return self.state in ON_THE_LIST and not self.is_free and not self.has_left

    @property
    def is_free(self) -> bool:
        """Whether a technician found that nothing locks the device any more."""
        return not self.flag.is_open

    @property
    def has_left(self) -> bool:
        """Whether the device left us for good: given back, or waste."""
        return self.device.state in LEFT_US

    @property
    def remind_from(self) -> date:
        """The day from which the donor may be reminded."""
        return (self.reminded_on or self.asked_on) + REMIND_AFTER

    @property
    def is_too_late(self) -> bool:
        """Whether it is still locked a month after we asked."""
        return self.is_open and self.asked_on <= clock.today() - TOO_LATE_AFTER
