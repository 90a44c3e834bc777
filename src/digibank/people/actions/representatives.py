"""Who signs along with a person is written down, and ends."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.people.models import Person, Representative, is_under_age
from digibank.people.secrets import refuse_secrets_in


@transaction.atomic
def note_representative(
    person: Person,
    *,
    kind: str,
    name: str,
    proof_seen_on: date,
    by: Actor,
    contact: str = "",
    until_on: date | None = None,
) -> Representative:
    """Somebody signs along with this person from today; the proof was seen, and is not kept (policy U-97).

    Civil Code, articles 492 and following (guardian) and 1124 (minors). `until_on` is the first day without. Raises
    RuleBroken when somebody signs along already, or when a parent would sign for who is of age.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_secrets_in({"name": name, "contact": contact})
    today = clock.today()
    if kind == Representative.Kind.PARENT and not is_under_age(person):
        raise RuleBroken(
            _("A parent signs along with a minor only. Write down the year of birth first, or choose a guardian."),
            field="kind",
        )
    if proof_seen_on > today:
        raise RuleBroken(_("This day is still to come. Write down when you saw the proof."), field="proof_seen_on")
    if until_on and until_on <= today:
        raise RuleBroken(_("This day is over. Choose a later one, or leave it empty."), field="until_on")
    twice = _("Somebody signs along with this person already. End that first.")
    with refusing(Representative, "one_signs_along_at_a_time", twice, field="name"):
        noted = Representative.objects.create(
            person=person,
            kind=kind,
            name=name,
            contact=contact,
            proof_seen_on=proof_seen_on,
            until_on=until_on,
            noted_by=by,
        )
    record("people.representative_noted", person, by=by, representative=noted.pk, kind=kind)
    return noted


@transaction.atomic
def end_representative(representative: Representative, *, by: Actor) -> Representative:
    """From today nobody signs along with the person because of this."""
    person = Person.objects.select_for_update().get(pk=representative.person_id)
    found = Representative.objects.get(pk=representative.pk)
    if not found.is_current:
        raise RuleBroken(_("This ended already. Reload the page."))
    found.until_on = clock.today()
    found.save(update_fields=["until_on"])
    record("people.representative_ended", person, by=by, representative=found.pk)
    return found
