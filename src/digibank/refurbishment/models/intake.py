"""Stations of a workshop that report by stick, and the reports that came in."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory.models import Device
from digibank.numbers import fingerprint
from digibank.organisations.models import Place
from digibank.refurbishment.flows import IntakeState


class StationQuerySet(models.QuerySet["Station"]):
    """Sets of stations."""

    def opened_by(self, token: str) -> "Station | None":
        """The station that this token opens now. What is unknown, ended or too old is looked up in the same way."""
        opens = self.filter(ended_at__isnull=True, opens_until__gt=clock.now(), place__given_up_on__isnull=True)
        return opens.select_related("actor", "place").filter(fingerprint=fingerprint(token)).first()


class Station(models.Model):
    """A table in a workshop with an intake stick. The stick holds a token; we keep its fingerprint (policy N-03).

    `actor` is who acts when the stick reports. `seen_on` is the last day on which it did.
    """

    TOKEN_LASTS = timedelta(days=90)

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stations")
    name = models.CharField(max_length=40)
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="station")
    fingerprint = models.CharField(max_length=64, editable=False)
    opens_until = models.DateTimeField()
    registered_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=clock.now)
    seen_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "place__organisation"

    objects = StationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="a_station_has_its_own_token"),
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_station_of_this_name",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_station_is_ended_by_somebody",
            ),
        ]
        ordering = ["place__name", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def opens(self) -> bool:
        """Whether its token opens now."""
        return self.ended_at is None and self.opens_until > clock.now() and self.place.given_up_on is None


class IntakeReport(models.Model):
    """One run of the intake stick, as it came. It waits until somebody says which device it is about.

    `run` is the number that the stick made: however often a run is sent, it is here once (policy N-02). `vendor`,
    `product` and `serial` are as the machine said, for the list. `took_over` is what binding changed on the device,
    so that it can be undone: fields with what stood there before and what was said, keys of media that were added.
    """

    run = models.UUIDField()
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="reports")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now)
    vendor = models.CharField(max_length=80, blank=True)
    product = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=IntakeState, default=IntakeState.WAITING)
    device = models.ForeignKey(Device, null=True, blank=True, on_delete=models.PROTECT, related_name="intake_reports")
    took_over = models.JSONField(default=dict)
    because = models.CharField(max_length=200, blank=True)
    settled_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    scope_path = "station__place__organisation"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run"], name="a_run_of_the_stick_once"),
            models.CheckConstraint(
                condition=models.Q(state=IntakeState.BOUND, device__isnull=False)
                | (~models.Q(state=IntakeState.BOUND) & models.Q(device__isnull=True)),
                name="a_bound_report_has_its_device",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=IntakeState.ASIDE) & ~models.Q(because=""))
                | (~models.Q(state=IntakeState.ASIDE) & models.Q(because="")),
                name="a_report_set_aside_says_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "station"], name="intake_by_state")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.run} {self.state}"

    @property
    def title(self) -> str:
        """What people call it: maker and product, as far as the machine said."""
        told_twice = self.vendor and self.product.casefold().startswith(f"{self.vendor.casefold()} ")
        return self.product if told_twice else f"{self.vendor} {self.product}".strip()

    def refuse_another(self, station: Station, sha256: str) -> None:
        """Raise RuleBroken unless this is what came in with this number: the same bytes, for the same workshop."""
        if self.document.sha256 != sha256 or self.station.place_id != station.place_id:
            raise RuleBroken(
                _("This run came in before, with other content or for another workshop. Run the stick again.")
            )

    @property
    def fields_taken_over(self) -> dict[str, list[Any]]:
        """What binding wrote on the device: for each field what stood there before, and what the report said."""
        return dict(self.took_over.get("fields", {}))

    @property
    def media_taken_over(self) -> list[int]:
        """The keys of the storage media that binding added."""
        return list(self.took_over.get("media", []))
