"""The waiting list: where else somebody can come, who was moved up by hand, and what was offered."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.models import Actor
from digibank.comms.models import Message
from digibank.guards import AppendOnly, ClosedOnce
from digibank.inventory.models import Commitment
from digibank.lending.models.requests import Request
from digibank.people.models import classified


class MoveUp(models.Model):
    """A colleague put a request in front of the line, and why. Never changed (policy U-36)."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="moves")
    because = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "request__desk__organisation"
    privacy = classified(technical="id request at by", personal="because")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(because=""), name="a_move_has_its_reason"),
            AppendOnly(name="lending_moveup_append_only"),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"moved up {self.pk}"


class TurnQuerySet(models.QuerySet["Offer"]):
    """Sets of offers."""

    def open(self) -> Self:
        """Offers that wait for an answer."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: User, can: Can) -> Self:
        """Offers at desks of the organisations where the user has this right; of who is protected at home only."""
        reach = user.reach[can]
        known = models.Q(request__person__protected=False) | models.Q(request__person__home__in=reach)
        return self.filter(known, commitment__place__organisation__in=reach)


class Offer(models.Model):
    """A free device of a class, kept for who is next until `answer_by`, the last day of waiting (policy U-37).

    `message` tells of it. It ends once, in one way; how it ended never changes.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        NOT_NOW = "not_now", _("not now, keeps the place")
        NO_LONGER = "no_longer", _("not wanted any more")
        UNANSWERED = "unanswered", _("nobody answered")
        NOT_REACHED = "not_reached", _("did not get there, keeps the place")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="offers")
    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="offer")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "commitment__place__organisation"
    privacy = classified(technical="id request commitment message offered_at answer_by ended_at", personal="outcome")

    objects = TurnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(ended_at__isnull=True), name="one_open_offer_per_request"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") ^ models.Q(ended_at__isnull=False), name="an_ended_offer_has_its_outcome"
            ),
            ClosedOnce(
                closed="ended_at",
                fixed=("request_id", "commitment_id", "message_id", "offered_at"),
                name="lending_offer_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], name="open_offers", condition=models.Q(ended_at__isnull=True)),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"offer {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.ended_at is None

    def is_over(self, day: date) -> bool:
        """Whether the last day of waiting lies before this day."""
        return self.answer_by < day
