"""What colleagues judged about two records that look like one person."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.people.models.persons import Person, classified


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """Sets of verdicts."""

    def standing(self) -> Self:
        """Verdicts that were not taken back."""
        return self.filter(ended_at__isnull=True)

    def about(self, person: Person) -> Self:
        """Verdicts in which this person is one of the two."""
        return self.filter(models.Q(first=person) | models.Q(second=person))

    def between(self, one: Person, other: Person) -> Self:
        """Verdicts about these two, in whatever order."""
        low, high = sorted((one.pk, other.pk))
        return self.filter(first=low, second=high)


class Verdict(models.Model):
    """Two records are the same person, or are not. Nothing is moved: taking it back leaves all as it was."""

    class Says(models.TextChoices):
        SAME = "same", _("the same person")
        DIFFERENT = "different", _("two persons")

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    says = models.CharField(max_length=10, choices=Says)
    judged_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "first__home"
    privacy = classified(technical="id first second judged_at ended_at", personal="says")

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="the_older_record_first"),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=models.Q(ended_at__isnull=True),
                name="one_standing_verdict_about_two",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.first_id} {self.says} {self.second_id}"

    def other(self, person: Person) -> Person:
        """The one of the two that is not `person`."""
        return self.second if self.first_id == person.pk else self.first
