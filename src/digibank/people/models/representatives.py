"""Who signs along with a person: a guardian whom the court appointed, or a parent of somebody under age."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.dated import Dated, DatedQuerySet, ends_after_it_begins
from digibank.guards import NoOverlap
from digibank.people.models.persons import Person, classified

OF_AGE = 18


class Representative(Dated):
    """Somebody without whom a person signs no contract, for a time (policy U-97).

    The proof, such as the decision of the court, was seen on a day; it is never scanned or kept. One at a time: of two
    parents one signs along.
    """

    class Kind(models.TextChoices):
        GUARDIAN = "guardian", _("guardian appointed by the court")
        PARENT = "parent", _("parent of a minor")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representatives")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=120, blank=True)
    proof_seen_on = models.DateField(default=clock.today)
    noted_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")

    scope_path = "person__home"
    privacy = classified(
        technical="id person noted_by",
        personal="kind name contact proof_seen_on from_on until_on",
    )

    objects = DatedQuerySet["Representative"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="who_signs_along_has_a_name"),
            ends_after_it_begins("a_representative_ends_after_it_begins"),
            NoOverlap(fields=("person_id",), starts="from_on", ends="until_on", name="one_signs_along_at_a_time"),
        ]
        ordering = ["-from_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


def who_signs_along(person: Person) -> Representative | None:
    """Who has to sign along with this person today, when somebody has to."""
    return Representative.objects.current().filter(person=person).first()


def is_under_age(person: Person) -> bool:
    """Whether the person is certainly younger than eighteen; of who turns eighteen this year only the year is known."""
    return person.birth_year is not None and clock.today().year - person.birth_year < OF_AGE
