"""A pause after a late loan is lifted."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.lending.models import Loan, PauseLifted
from digibank.lending.pauses import pause_after
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def lift_pause(loan: Loan, *, reason: str, by: Actor) -> PauseLifted:
    """Let this person borrow again although this loan was late, with the reason (policy U-77)."""
    if not reason.strip():
        raise RuleBroken(_("Write down why. Somebody may ask."), field="reason")
    refuse_secrets(reason, field="reason")
    found = Loan.objects.locked(loan)
    if PauseLifted.objects.filter(loan=found).exists() or pause_after(found) is None:
        raise RuleBroken(_("There is no pause any more. Reload the page."))
    lifted = PauseLifted.objects.create(loan=found, reason=reason, by=by)
    record("lending.pause_lifted", found, by=by, about=[found.person])
    return lifted
