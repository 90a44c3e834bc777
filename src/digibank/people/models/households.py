"""Who live together: only who, and since when. Nothing says how they belong together."""

from collections.abc import Iterable
from typing import Self

from django.db import models

from digibank import clock
from digibank.dated import Dated, DatedQuerySet, ends_after_it_begins
from digibank.guards import NoOverlap
from digibank.organisations.models import Organisation
from digibank.people.models.persons import Person, classified


class HouseholdQuerySet(models.QuerySet["Household"]):
    """Sets of households."""

    def locked_of(self, *persons: Person) -> "list[Household]":
        """Where these persons live together today; nobody else counts it, or joins it, until the transaction ends.

        Lock the persons first, or it is of before somebody moved in.
        """
        keys = HouseholdMember.objects.current().filter(person__in=persons).values("household")
        return list(self.filter(pk__in=keys).order_by("pk").select_for_update())


class Household(models.Model):
    """Persons of one municipality who live together. The row that is locked while something is counted for them."""

    home = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="households")
    made_at = models.DateTimeField(default=clock.now, editable=False)

    scope_path = "home"
    privacy = classified(technical="id home made_at")

    objects = HouseholdQuerySet.as_manager()

    def __str__(self) -> str:
        return f"household {self.pk}"


class HouseholdMemberQuerySet(DatedQuerySet["HouseholdMember"]):
    """Sets of persons who live together."""

    def with_person(self, person: Person | models.OuterRef) -> Self:
        """Those who live together with this person today, and the person."""
        together = HouseholdMember.objects.current().filter(person=person).values("household")
        return self.current().filter(household__in=together)

    def counted_at(self, organisation: Organisation) -> Self:
        """Without who is protected and lives elsewhere: outside the own municipality nothing tells of them.

        What a desk there counts, it counts without them (policy U-31).
        """
        return self.filter(models.Q(person__protected=False) | models.Q(person__home=organisation))


class HouseholdMember(Dated):
    """Somebody lives in a household for a time; at one time in one household."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="households")

    scope_path = "household__home"
    privacy = classified(technical="id household person", personal="from_on until_on")

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("nobody_leaves_before_moving_in"),
            NoOverlap(fields=("person_id",), starts="from_on", ends="until_on", name="one_household_at_a_time"),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.household_id} {self.person_id}"


def counted_with(person: Person, organisation: Organisation) -> Iterable[int]:
    """The keys of the persons who count as one with this person at a desk of this organisation; always the own."""
    others = HouseholdMember.objects.with_person(person).counted_at(organisation)
    return {person.pk, *others.values_list("person", flat=True)}


def locked_with_household(person: Person) -> Person:
    """The person as known now; nobody else lends to the household, or writes a request for it, until we are done."""
    found = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    Household.objects.locked_of(found)
    return found
