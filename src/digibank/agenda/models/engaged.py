"""When helpers are taken by appointments: rows that never overlap, whatever is booked at once."""

from typing import Self

from django.db import models

from digibank import clock
from digibank.agenda.flows import SlotState
from digibank.agenda.models.moments import Slot
from digibank.guards import ClosedOnce, NoOverlap
from digibank.organisations.models import Place
from digibank.workforce.models import Helper


class BookedDay(models.Model):
    """A day of a place on which somebody books a helper. The row is locked while it is done (policy AP-05)."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="booked_days")
    on = models.DateField()

    public = "On which days people may come is public; who comes stands on the appointment."

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "on"], name="a_booked_day_once_per_place")]
        ordering = ["place", "on"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.on.isoformat()}"


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Sets of engagements."""

    def standing(self) -> Self:
        """Those that keep their helper from other appointments; a hold that ran out keeps nobody (policy AP-06)."""
        lapsed = models.Q(slot__held_until__lte=clock.now())
        return self.filter(released_at__isnull=True, slot__state=SlotState.OPEN).exclude(lapsed)


class Engagement(models.Model):
    """A helper is taken by an appointment, from and until. Two of one helper never overlap (policy AP-05)."""

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="engagements")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="engagements")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    scope_path = "slot__place__organisation"

    objects = EngagementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="an_engagement_lasts"),
            NoOverlap(
                fields=("helper_id",), starts="starts_at", ends="ends_at", of="moment", where="released_at IS NULL",
                name="a_helper_is_taken_once",
            ),
            ClosedOnce(
                closed="released_at", fixed=("helper_id", "slot_id", "starts_at", "ends_at"),
                name="agenda_engagement_closed_once",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["helper", "starts_at"],
                name="engagements_by_helper",
                condition=models.Q(released_at__isnull=True),
            )
        ]
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.helper_id} {self.starts_at.isoformat()}"
