"""The screens of a help point that nobody logs in to: where numbers are called, and where visitors check in."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import ClosedOnce
from digibank.numbers import fingerprint
from digibank.organisations.models import Place


class ScreenQuerySet(models.QuerySet["Screen"]):
    """Sets of screens."""

    def open(self) -> Self:
        """Those whose address still opens."""
        return self.filter(ended_at__isnull=True)

    def opening_with(self, secret: str, kind: str) -> "Screen | None":
        """The open screen of this kind with this secret; None for one that ended, is wrong, or was never given."""
        rows = self.open().filter(place__given_up_on__isnull=True).select_related("place__organisation", "actor")
        return rows.filter(fingerprint=fingerprint(secret), kind=kind).first()


class Screen(models.Model):
    """An address with a secret in it, for one screen of a place. Only the fingerprint of the secret is kept.

    `actor` is in whose name a kiosk checks visitors in.
    """

    class Kind(models.TextChoices):
        DISPLAY = "display", _("call display")
        KIOSK = "kiosk", _("check-in screen")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="screens")
    kind = models.CharField(max_length=10, choices=Kind)
    fingerprint = models.CharField(max_length=64, unique=True)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "place__organisation"

    objects = ScreenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind"], condition=models.Q(ended_at=None), name="one_open_screen_per_place_and_kind"
            ),
            ClosedOnce(
                closed="ended_at",
                fixed=("place_id", "kind", "fingerprint", "actor_id", "made_at", "made_by_id"),
                name="helpdesk_screen_closed_once",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.place_id} {self.kind}"
