"""What an OCMW gives a resident at the lending desk."""

from datetime import date, datetime, time, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.guards import NoOverlap
from digibank.organisations.models import InForceQuerySet, Organisation
from digibank.people.models import Person, classified


class EntitlementQuerySet(InForceQuerySet["Entitlement"]):
    """Sets of entitlements."""

    def holding(self, day: date) -> Self:
        """Those that hold on this day; one that was ended held until the day before that."""
        midnight = datetime.combine(day + timedelta(days=1), time(), clock.BRUSSELS)
        return self.on(day).filter(models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=midnight))

    def of_person(self, person: Person) -> Self:
        """Those of this person, newest first."""
        return self.filter(person=person).order_by("-pk")


class Entitlement(models.Model):
    """A right of a resident that the desk takes into account, from a day until a day, half-open.

    Given by a social worker of an OCMW. Why is written nowhere here: the reason stays in the unit that knows it
    (policy Z-01). `amount_cents` is the most that is paid for a loan; only what is paid for has one.
    """

    class Kind(models.TextChoices):
        GOES_BEFORE = "goes_before", _("goes before on the waiting list")
        FREE = "free", _("pays no deposit and no fee")
        PAID = "paid", _("deposit and fee are paid for")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="entitlements")
    kind = models.CharField(max_length=12, choices=Kind)
    amount_cents = models.PositiveIntegerField(null=True, blank=True)
    valid_from = models.DateField(default=clock.today)
    valid_until = models.DateField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entitlements")
    typed_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    scope_path = "organisation"
    privacy = classified(
        technical="id person granted_at",
        personal="kind amount_cents valid_from valid_until organisation typed_by ended_at",
    )

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="paid", amount_cents__isnull=False, amount_cents__gt=0)
                | (~models.Q(kind="paid") & models.Q(amount_cents__isnull=True)),
                name="only_what_is_paid_for_has_an_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("valid_from")), name="an_entitlement_holds_a_day"
            ),
            NoOverlap(
                fields=("person_id", "kind", "organisation_id"),
                starts="valid_from",
                ends="valid_until",
                where="ended_at IS NULL",
                name="one_entitlement_at_a_time",
            ),
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def person_shown(self) -> str:
        """Whose it is, as a list may show it: of a protected person the number only."""
        return self.person.number if self.person.protected else self.person.name

    @property
    def has_passed(self) -> bool:
        """Whether it holds no more and will not again."""
        return self.ended_at is not None or self.valid_until <= clock.today()
