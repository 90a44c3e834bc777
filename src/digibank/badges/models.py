"""Shared computers at a counter, and the badges with which colleagues come in there."""

from datetime import timedelta
from typing import Self

from django.contrib.auth.hashers import check_password
from django.db import models

from digibank import clock
from digibank.accounts.models import User
from digibank.audit.models import Actor
from digibank.badges.codes import badge_at_end
from digibank.editing import Versioned
from digibank.numbers import fingerprint
from digibank.organisations.models import Place


class ComputerQuerySet(models.QuerySet["SharedComputer"]):
    """Sets of shared computers."""

    def open(self) -> Self:
        """Those where a badge opens."""
        return self.filter(ended_at__isnull=True)

    def known_by(self, secret: str) -> Self:
        """The open one whose browser keeps this secret."""
        return self.open().filter(fingerprint=fingerprint(secret))


class SharedComputer(Versioned):
    """A computer at a counter that several colleagues use. Its browser keeps a secret; we keep the fingerprint."""

    BRAKE_AFTER = 10
    BRAKE_FOR = timedelta(minutes=15)

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="shared_computers")
    name = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64, editable=False)
    registered_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField(default=clock.now)
    ended_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    seen_on = models.DateField(default=clock.today)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    counted_from = models.DateTimeField(default=clock.now)

    scope_path = "place__organisation"

    objects = ComputerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="a_computer_has_its_own_secret"),
            models.UniqueConstraint(
                fields=["place", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_computer_of_this_name",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_computer_is_ended_by_somebody",
            ),
        ]
        ordering = ["place__name", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_braked(self) -> bool:
        """Whether too many wrong codes were typed here just now, of whichever badges (policy B-06)."""
        return self.wrong_codes >= self.BRAKE_AFTER and not self._count_is_old

    @property
    def _count_is_old(self) -> bool:
        return abs(clock.now() - self.counted_from) >= self.BRAKE_FOR  # Ahead of us after the clock was set back.

    def count_wrong(self) -> None:
        """One more wrong code. The caller holds this row under lock."""
        if self._count_is_old:
            self.wrong_codes, self.counted_from = 0, clock.now()
        self.wrong_codes += 1
        self.save(update_fields=["wrong_codes", "counted_from"])


class BadgeQuerySet(models.QuerySet["Badge"]):
    """Sets of badges."""

    def open(self) -> Self:
        """Those that were not ended; blocked ones too."""
        return self.filter(ended_at__isnull=True)

    def usable(self) -> Self:
        """Those with which somebody may be at work."""
        return self.open().filter(blocked_at__isnull=True)

    def scanned(self, text: str) -> "Badge | None":
        """The open badge with which this text ends, with its user."""
        content = badge_at_end(text)
        if content is None:
            return None
        return self.open().select_related("user__actor").filter(fingerprint=fingerprint(content)).first()


class Badge(models.Model):
    """A card with a square, and a short code that its holder knows. We keep a print of each and can show neither."""

    TRIES = 5

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="badges")
    fingerprint = models.CharField(max_length=64, editable=False)
    code = models.CharField(max_length=128, editable=False)
    issued_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    blocked_at = models.DateTimeField(null=True, blank=True)

    scope_path = "user__memberships__organisation"

    objects = BadgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="a_badge_has_its_own_secret"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at__isnull=True), name="one_open_badge_per_user"
            ),
            models.CheckConstraint(
                condition=models.Q(wrong_tries__lt=5) | models.Q(blocked_at__isnull=False),
                name="five_wrong_codes_block_a_badge",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"badge {self.pk}"

    @property
    def tries_left(self) -> int:
        """How many wrong codes it still takes."""
        return self.TRIES - self.wrong_tries

    def fits(self, code: str) -> bool:
        """Whether this is the code. Takes a good part of a tenth of a second, so that guessing takes long."""
        return check_password(code, self.code)
