"""Rows that a worker takes on loan, and the schedule of the jobs."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, router, transaction

from digibank import clock

LONGEST_LEASE = timedelta(hours=6)
LONGEST_PAUSE = timedelta(hours=1)


class LeaseLost(Exception):
    """The lease ran out and another worker may have the row: whoever had it stops and writes nothing more."""


class LeasedQuerySet[Row: "Leased"](models.QuerySet[Row]):
    """Sets of rows that workers take."""

    def free(self) -> "LeasedQuerySet[Row]":
        """Rows that are due and that no living worker has, the longest due first."""
        now = clock.now()
        nobody_has_it = models.Q(lease_until__isnull=True) | models.Q(lease_until__lte=now)
        # Longer than anybody may have a row: it was taken before a clock was set back, and nobody waits for that.
        nobody_has_it |= models.Q(lease_until__gt=now + LONGEST_LEASE)
        return self.filter(nobody_has_it, due_at__lte=now).order_by("due_at", "pk")

    def claim(self, limit: int, *, for_seconds: int, by: str) -> list[Row]:
        """Take at most `limit` free rows for so long, in the name of worker `by`; no two workers get the same row.

        Afterwards do the work outside any transaction, and end each row with `let_go`.
        """
        # Only looking takes no write lock, and mostly there is nothing.
        if not self.free().exists():
            return []
        with transaction.atomic(using=router.db_for_write(self.model)):
            # PostgreSQL locks the rows and passes over locked ones. SQLite has one writer: IMMEDIATE made it us.
            rows = list(self.free().select_for_update(skip_locked=True, of=("self",))[:limit])
            lease_until = clock.now() + timedelta(seconds=for_seconds)
            self.model._base_manager.filter(pk__in=[row.pk for row in rows]).update(
                lease_until=lease_until, leased_by=by, attempts=models.F("attempts") + 1
            )
        for row in rows:
            row.lease_until, row.leased_by, row.attempts = lease_until, by, row.attempts + 1
        return rows


class Leased(models.Model):
    """A row with work in it. An empty `due_at` says that nothing is left to do.

    A model of this kind says `objects = LeasedQuerySet["Message"].as_manager()` and `class Meta(Leased.Meta)`;
    constraints and indexes of its own are added to those of Leased, not put in their place.
    """

    due_at = models.DateTimeField(null=True, blank=True, default=clock.now)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    leased_by = models.CharField(max_length=80, blank=True, editable=False)
    attempts = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lease_until__isnull=False) ^ models.Q(leased_by=""),
                name="%(app_label)s_%(class)s_leased_by_someone",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="%(class)s_due"),
        ]

    def keep(self, *, seconds: int, **changes: Any) -> None:
        """Have the row for `seconds` from now, and write `changes`. Raises LeaseLost when somebody else has it."""
        self._write(lease_until=clock.now() + timedelta(seconds=seconds), **changes)

    def let_go(self, *, due_at: datetime | None, **changes: Any) -> None:
        """Give the row back: due again at this moment, or never; `changes` are written in the same statement.

        Raises LeaseLost when somebody else has it. Work that ended well wants `attempts=0` among the changes.
        """
        self._write(due_at=due_at, lease_until=None, leased_by="", **changes)

    def _write(self, **changes: Any) -> None:
        mine = models.Q(pk=self.pk, leased_by=self.leased_by, lease_until=self.lease_until)
        if not self.leased_by or not type(self)._base_manager.filter(mine).update(**changes):
            raise LeaseLost(f"{self._meta.label_lower} {self.pk}")
        for field, value in changes.items():
            setattr(self, field, value)


class Schedule(Leased):
    """When a job runs next and how it went last. The jobs stand in code; there is one row for each.

    `attempts` counts the tries since it last went well.
    """

    code = models.SlugField(max_length=40, unique=True)
    every_seconds = models.PositiveIntegerField()
    last_started_at = models.DateTimeField(null=True, blank=True)
    last_finished_at = models.DateTimeField(null=True, blank=True)
    last_succeeded_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=64, blank=True)

    public = "Says when jobs of the system ran; holds nothing of anybody."

    objects = LeasedQuerySet["Schedule"].as_manager()

    class Meta(Leased.Meta):
        constraints = [
            *Leased.Meta.constraints,
            models.CheckConstraint(condition=models.Q(every_seconds__gt=0), name="a_job_takes_a_breath"),
        ]

    def __str__(self) -> str:
        return self.code

    def latest(self) -> datetime:
        """The last moment at which it can be due: what is due later was written before a clock was set back."""
        return (
            max(self.next_after_success(), clock.now() + LONGEST_PAUSE) if self.attempts else self.next_after_success()
        )

    def next_after_success(self) -> datetime:
        """One interval from now: runs that were missed are not made up for."""
        return clock.now() + timedelta(seconds=self.every_seconds)

    def next_after_failure(self) -> datetime:
        """Twice as late after each failure in a row, up to an hour or the job's own interval."""
        longest = max(self.every_seconds, int(LONGEST_PAUSE.total_seconds()))
        doublings = min(self.attempts - 1, 12)
        return clock.now() + timedelta(seconds=min(self.every_seconds * 2**doublings, longest))
