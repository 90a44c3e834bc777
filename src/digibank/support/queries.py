"""What the desk and the social worker look up about support."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.organisations.models import Organisation
from digibank.people.models import Person
from digibank.people.models.persons import PersonQuerySet
from digibank.support.models import Entitlement
from digibank.ui.templatetags.ui import euro


@dataclass(frozen=True)
class Held:
    """What a desk knows of an entitlement: what, how much, until when. Not by whom, and not why (policy Z-02).

    `key` is that of the row, for what is settled with the OCMW later. `until` is the first day it holds no more.
    """

    key: int
    kind: str
    amount_cents: int | None
    until: date

    @property
    def words(self) -> str:
        """What and how much, as a page says it."""
        words = str(Entitlement.Kind(self.kind).label)
        if self.amount_cents is None:
            return words
        return _("%(what)s, up to %(amount)s") % {"what": words, "amount": euro(self.amount_cents)}


def entitlement_for(person: Person, kind: str, *, on: date | None = None) -> Held | None:
    """What holds of this kind for the person on this day, today when none is given.

    Of several the one with the highest amount, and of these the one that lasts longest.
    """
    return next(iter(held_by(person, on=on, kind=kind)), None)


def held_by(person: Person, *, on: date | None = None, kind: str = "") -> list[Held]:
    """All that holds for the person on this day; of one `kind`, when one is given."""
    rows = Entitlement.objects.holding(on or clock.today()).filter(person=person)
    rows = rows.filter(kind=kind) if kind else rows
    found = rows.order_by("kind", "-amount_cents", "-valid_until", "pk")
    return [Held(*row) for row in found.values_list("pk", "kind", "amount_cents", "valid_until")]


def held_in_person(kind: str, person: str, day: date) -> models.Exists:
    """For a row of which the field `person` leads to somebody: whether an entitlement of this kind holds that day."""
    return models.Exists(Entitlement.objects.holding(day).filter(kind=kind, person=models.OuterRef(person)))


def supported_by(user: User) -> PersonQuerySet:
    """The residents whom a social worker may support: those of the municipality that the own OCMW serves."""
    served = Organisation.objects.filter(served_by__in=user.reach[Can.GIVE_SUPPORT])
    return Person.objects.filter(home__in=served)


def giver_for(user: User, person: Person) -> Organisation | None:
    """The OCMW in whose name this user gives something to this person."""
    own = Organisation.objects.filter(pk__in=user.reach[Can.GIVE_SUPPORT], serves=person.home_id)
    return own.order_by("pk").first()
