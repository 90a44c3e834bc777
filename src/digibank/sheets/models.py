"""A plan: what will be done with a list, row by row, and that it was done."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.guards import ClosedOnce

REACHED = "A plan is reached only through the page of the chapter it is for, which asks who may see it."


class Verdict(models.TextChoices):
    """What becomes of a row."""

    COMING = "coming", _("comes in")
    WRONG = "wrong", _("wrong")
    KNOWN = "known", _("there already")
    LEFT_OUT = "left_out", _("left out")


class Plan(models.Model):
    """What a list will do: the file, the choices about it, the count of each verdict, and the hash of all rows.

    `kind` is the code of the kind of list, `about` the key of the record it is for. The same file for the same record
    is the same plan, so a list is never read in twice (policy T-03). `titles` are the columns of the file as they are
    shown, `columns` says which of them is which, `asked` counts unknown words per column, `answers` what they mean.
    """

    kind = models.CharField(max_length=40)
    about = models.PositiveBigIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="plans")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    tab = models.PositiveSmallIntegerField()
    heading_row = models.PositiveIntegerField()
    titles = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    asked = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    coming = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    out = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    committed_at = models.DateTimeField(null=True, blank=True)
    committed_by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    public = REACHED

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "about", "document"], name="a_list_is_one_plan"),
            models.CheckConstraint(
                condition=models.Q(committed_at__isnull=True, committed_by__isnull=True)
                | models.Q(committed_at__isnull=False, committed_by__isnull=False),
                name="a_committed_plan_says_by_whom",
            ),
            models.CheckConstraint(condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_plan_has_its_digest"),
            ClosedOnce(closed="committed_at", name="sheets_plan_done_for_good"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} {self.digest[:12]}"

    @property
    def is_committed(self) -> bool:
        """Whether this list was read in."""
        return self.committed_at is not None

    @property
    def total(self) -> int:
        """How many rows the list has."""
        return self.coming + self.wrong + self.known + self.out

    def count_of(self, verdict: str) -> int:
        """How many rows have this verdict."""
        counts = {
            Verdict.COMING: self.coming,
            Verdict.WRONG: self.wrong,
            Verdict.KNOWN: self.known,
            Verdict.LEFT_OUT: self.out,
        }
        return counts[Verdict(verdict)]


class PlanRow(models.Model):
    """A row of a list as it was judged: what stands there by column, what would be written, and why not.

    `number` is that of the row in the file. `reasons` are lists of column, code and detail.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    cells = models.JSONField(default=dict)
    item = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)

    public = REACHED

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="a_row_once_in_its_plan"),
            models.CheckConstraint(condition=models.Q(verdict__in=Verdict.values), name="a_row_has_a_verdict"),
        ]
        indexes = [models.Index(fields=["plan", "verdict", "number"], name="plan_rows_by_verdict")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number} {self.verdict}"
