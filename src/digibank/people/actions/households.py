"""Who live together is written down, and ends.

Locked in this order: the persons by number, then their household.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.people.models import Household, HouseholdMember, Person


@transaction.atomic
def live_together(person: Person, *, with_: Person, by: Actor) -> Household:
    """These two live together from today: what a household may have, they may have together (policy U-30).

    Raises RuleBroken when they live in two municipalities, or each lives together with others already.
    """
    _lock(person, with_)
    if person.pk == with_.pk:
        raise RuleBroken(_("This is the same person. Type the number of who lives in the same house."), field="number")
    if person.home_id != with_.home_id:
        raise RuleBroken(_("Who live together live in one municipality. Look at the number once more."), field="number")
    known = Household.objects.locked_of(person, with_)
    members = HouseholdMember.objects.current().filter(household__in=known)
    living = set(members.values_list("person", flat=True)) & {person.pk, with_.pk}
    if len(known) == 1 and len(living) == len((person, with_)):
        raise RuleBroken(_("These two live together already. Reload the page."), field="number")
    if len(known) > 1:
        raise RuleBroken(_("Both live with others already. Take one of them out first."), field="number")
    household = known[0] if known else Household.objects.create(home_id=person.home_id)
    for newcomer in (person, with_):
        if newcomer.pk not in living:
            HouseholdMember.objects.create(household=household, person=newcomer)
    record("people.lives_together", household, by=by, about=[person, with_])
    return household


@transaction.atomic
def live_apart(person: Person, *, by: Actor) -> Person:
    """The person lives with the others no more, from today. Who then is left alone lives in no household."""
    _lock(person)
    known = Household.objects.locked_of(person)
    if not known:
        raise RuleBroken(_("This person lives with nobody we know. Reload the page."))
    household = known[0]
    members = HouseholdMember.objects.current().filter(household=household)
    left = list(members.exclude(person=person))
    ends = members if len(left) == 1 else members.filter(person=person)
    ends.update(until_on=clock.today())
    record("people.lives_apart", household, by=by, about=[person])
    return person


def _lock(*persons: Person) -> None:
    """Nobody else lends to these, asks for them or moves them until the transaction ends."""
    keys = [person.pk for person in persons]
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
