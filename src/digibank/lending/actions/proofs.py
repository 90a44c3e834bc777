"""A proof is seen at the desk, or was ticked by mistake."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.lending.borrowing import regulation_at
from digibank.lending.models import ProofSeen
from digibank.organisations.models import Place
from digibank.people.models import Person, locked_with_household


@transaction.atomic
def see_proofs(person: Person, *, desk: Place, criteria: Collection[str], by: Actor) -> list[ProofSeen]:
    """Write down that these proofs were seen today, and nothing of what stands on them (policy U-70).

    Raises RuleBroken for what the rules of the desk do not ask.
    """
    person = locked_with_household(person)
    asked = set(regulation_at(desk).borrow_rules.values_list("criterion", flat=True))
    if not set(criteria) <= asked:
        raise RuleBroken(_("The rules do not ask this. Reload the page and look again."), field="seen")
    seen = [
        ProofSeen.objects.get_or_create(
            person=person,
            organisation=desk.organisation,
            criterion=criterion,
            seen_on=clock.today(),
            taken_back_at=None,
            defaults={"by": by},
        )[0]
        for criterion in sorted(criteria)
    ]
    if seen:
        # Only that something was seen: which proof says too much in a trail (policy U-71).
        record("lending.proofs_seen", person, by=by, about=[desk])
    return seen


@transaction.atomic
def unsee_proofs(person: Person, *, desk: Place, by: Actor) -> Person:
    """Take back what was ticked today at the desks of this organisation: it was a mistake."""
    person = locked_with_household(person)
    rows = ProofSeen.objects.standing().filter(person=person, organisation=desk.organisation, seen_on=clock.today())
    if not rows.update(taken_back_at=clock.now()):
        raise RuleBroken(_("Nothing was ticked today. Reload the page."))
    record("lending.proofs_taken_back", person, by=by, about=[desk])
    return person
