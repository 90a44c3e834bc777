"""Transfers: which devices ride from where to where, and what came out at the other end."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.guards import AppendOnly, ClosedOnce
from digibank.inventory.models import Device
from digibank.logistics.flows import TransferState
from digibank.numbers import Series
from digibank.organisations.models import Organisation, Place

TRANSFER_NUMBERS = Series("TR")

OPEN = (TransferState.ASKED, TransferState.SENT)
SESSION = timedelta(hours=12)


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Sets of transfers."""

    def visible_to(self, user: User, can: Can) -> Self:
        """Transfers from or to a place of an organisation where the user has this right (policy L-04)."""
        reach = user.reach[can]
        return self.filter(models.Q(from_place__organisation__in=reach) | models.Q(to_place__organisation__in=reach))

    def open(self) -> Self:
        """Transfers that are not over."""
        return self.filter(state__in=OPEN)


class Transfer(models.Model):
    """Devices that ride together from one place to another.

    `turned_at` says that it was called back on its way: then it is received where it left (policy L-05).
    """

    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.ASKED)
    from_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="transfers_out")
    to_place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="transfers_in")
    asked_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    turned_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)

    scope_path = "from_place__organisation"

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(from_place=models.F("to_place")), name="a_transfer_goes_somewhere_else"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[TransferState.SENT, TransferState.ARRIVED])
                | models.Q(sent_at__isnull=False),
                name="what_is_on_its_way_was_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, ended_at__isnull=True)
                | ~models.Q(state__in=OPEN) & models.Q(ended_at__isnull=False),
                name="what_is_over_has_its_end",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=TransferState.CANCELLED) & models.Q(turned_at__isnull=True)
                | ~models.Q(cancelled_because=""),
                name="what_is_cancelled_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["from_place", "state"], name="transfers_by_start"),
            models.Index(fields=["to_place", "state"], name="transfers_by_end"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on the list that rides along: TR-000042-1."""
        return TRANSFER_NUMBERS.of(self.pk)

    @property
    def destination(self) -> Place:
        """Where it is received: where it was to go, or where it left when it was called back."""
        return self.from_place if self.turned_at else self.to_place

    @property
    def receiving_organisation(self) -> Organisation:
        """Whose colleagues receive it."""
        return self.destination.organisation


class TransferLine(models.Model):
    """One device of a transfer, and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("not counted yet")
        MISSING = "missing", _("was not there")
        ARRIVED = "arrived", _("arrived")
        LOST = "lost", _("lost")
        LEFT_OUT = "left_out", _("stayed behind")
        TAKEN_OUT = "taken_out", _("came out at another place")

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lines")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="transfer_lines")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    remark = models.CharField(max_length=200, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    scope_path = "transfer__from_place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transfer", "device"], name="a_device_once_per_transfer"),
            models.UniqueConstraint(
                fields=["device"],
                condition=models.Q(outcome__in=["open", "missing"]),
                name="one_open_transfer_per_device",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.device_id}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be counted, or was not there and may come later."""
        return self.outcome in STILL_OPEN


STILL_OPEN = (TransferLine.Outcome.OPEN, TransferLine.Outcome.MISSING)


class StopOver(models.Model):
    """A device on its way was seen where it was not to come out. It rides on. Never changed (policy L-08)."""

    line = models.ForeignKey(TransferLine, on_delete=models.PROTECT, related_name="stop_overs")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stop_overs")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    scope_path = "place__organisation"

    class Meta:
        constraints = [AppendOnly(name="logistics_stop_over_append_only")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.line_id} {self.place_id}"


class ScanQuerySet(models.QuerySet["Scan"]):
    """Sets of scans."""

    def standing(self) -> Self:
        """Scans that were not undone."""
        return self.filter(undone_at__isnull=True)

    def session(self, place: Place, by: Actor) -> Self:
        """What this colleague scanned at this place in one day's work, the newest first."""
        return self.filter(place=place, by=by, transfer=None, at__gte=clock.now() - SESSION).order_by("-pk")


class Scan(models.Model):
    """Somebody held a label under a scanner: what the answer was, and what was done (policy L-07).

    `once` is made where it is scanned, so that a scan that is sent twice is one scan. `advice` is the code of the row
    that answered; `left_as` where the device stood after it; `stood_at` where it stood in our books before it.
    What is no label of ours stands in `typed`.
    """

    class Result(models.TextChoices):
        DONE = "done", _("done")
        WAITS = "waits", _("to be done")
        TWICE = "twice", _("scanned already")
        REFUSED = "refused", _("not possible")

    once = models.UUIDField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="scans")
    transfer = models.ForeignKey(Transfer, null=True, blank=True, on_delete=models.PROTECT, related_name="scans")
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.PROTECT, related_name="scans")
    typed = models.CharField(max_length=40, blank=True)
    result = models.CharField(max_length=8, choices=Result)
    advice = models.CharField(max_length=20, blank=True)
    left_as = models.CharField(max_length=20, blank=True)
    said = models.CharField(max_length=400)
    line = models.ForeignKey(TransferLine, null=True, blank=True, on_delete=models.PROTECT, related_name="scans")
    stood_at = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    scope_path = "place__organisation"

    objects = ScanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["once"], name="a_scan_is_kept_once"),
            models.CheckConstraint(
                condition=models.Q(device__isnull=False) | models.Q(result__in=["refused"]),
                name="only_a_refused_scan_has_no_device",
            ),
            ClosedOnce(
                fixed=(
                    "once", "place_id", "transfer_id", "device_id", "typed", "result", "advice", "left_as", "said",
                    "line_id", "stood_at_id", "by_id", "at",
                ),
                closed="undone_at",
                name="logistics_scan_undone_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["place", "by", "-id"], name="scans_of_a_colleague"),
            models.Index(fields=["device", "-id"], name="scans_of_a_device"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.advice or self.result} {self.pk}"
