"""An OCMW gives a resident a right at the desk, and ends it. No action here takes a reason (policy Z-01)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.dated import months_after
from digibank.errors import RuleBroken, refusing
from digibank.organisations.models import Organisation
from digibank.people.models import Person
from digibank.support.models import Entitlement

LONGEST_MONTHS = 36


@transaction.atomic
def grant(
    person: Person,
    *,
    kind: str,
    valid_until: date,
    organisation: Organisation,
    by: Actor,
    valid_from: date | None = None,
    amount_cents: int | None = None,
) -> Entitlement:
    """Give a resident of the municipality that the OCMW serves a right, until a day on which it holds no more.

    Raises RuleBroken when the person lives elsewhere, the period or the amount is none, or it holds already (policy
    Z-03, Z-04).
    """
    if organisation.kind != Organisation.Kind.OCMW or organisation.serves_id != person.home_id:
        raise RuleBroken(_("This OCMW supports the residents of its own municipality. Choose one of these."))
    begins = valid_from or clock.today()
    _refuse_period(begins, valid_until)
    _refuse_amount(kind, amount_cents)
    holds = _("This holds already in that time. End that one first, or choose a later day.")
    with refusing(Entitlement, "one_entitlement_at_a_time", holds, field="kind"):
        granted = Entitlement.objects.create(
            person=person,
            kind=kind,
            amount_cents=amount_cents,
            valid_from=begins,
            valid_until=valid_until,
            organisation=organisation,
            typed_by=by,
        )
    record("support.granted", granted, by=by, about=[person])
    return granted


@transaction.atomic
def end(entitlement: Entitlement, *, by: Actor) -> Entitlement:
    """Let it hold no more from today on. What was done with it before stays as it was."""
    found = Entitlement.objects.select_for_update().get(pk=entitlement.pk)
    if found.has_passed:
        raise RuleBroken(_("This has ended already. Reload the page."))
    found.ended_at = clock.now()
    found.save(update_fields=["ended_at"])
    record("support.ended", found, by=by, about=[found.person])
    return found


def _refuse_period(begins: date, until: date) -> None:
    today = clock.today()
    if begins < today:
        raise RuleBroken(_("Choose today or a later day."), field="valid_from")
    if not begins < until <= months_after(begins, LONGEST_MONTHS):
        raise RuleBroken(_("Choose an end after the first day, at most three years later."), field="valid_until")


def _refuse_amount(kind: str, amount_cents: int | None) -> None:
    if kind == Entitlement.Kind.PAID and not amount_cents:
        raise RuleBroken(_("Write the highest amount that is paid for one loan."), field="amount_cents")
    if kind != Entitlement.Kind.PAID and amount_cents is not None:
        raise RuleBroken(_("An amount belongs only with what is paid for. Leave it empty."), field="amount_cents")
