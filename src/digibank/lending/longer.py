"""Whether a loan can be made longer: its rules, the updates of its device, and who waits for one like it."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.models import Commitment
from digibank.lending.line import line_of
from digibank.lending.models import Loan
from digibank.lending.queries import free_at
from digibank.lending.updates import longer_until


def refuse_kept(loan: Loan) -> None:
    """Raise RuleBroken when the device itself is kept for somebody after this loan (policy U-60)."""
    kept = Commitment.objects.open().filter(device=loan.device).exclude(pk=loan.commitment_id)
    next_one = kept.order_by("from_on").first()
    if next_one:
        raise RuleBroken(
            _("%(number)s is kept for somebody from %(day)s. Plan the return, and lend another one.")
            % {"number": loan.device.number, "day": date_format(next_one.from_on, "j F Y")}
        )


def refuse_waited_for(loan: Loan) -> None:
    """Raise RuleBroken when more people wait for one like it at its desk than are free there (policy U-60).

    A coordinator may have given leave for once (policy U-61). Whoever acts on it locks the class at the desk first.
    """
    if somebody_waits(loan) and not has_leave(loan):
        raise RuleBroken(
            _("Somebody waits for a %(name)s at %(desk)s, and none is free. Plan the return, or ask the coordinator.")
            % {"name": loan.device.device_class.name, "desk": loan.desk.name}
        )


def somebody_waits(loan: Loan) -> bool:
    """Whether somebody would have to wait longer for one like it. Who has all that the rules allow does not wait."""
    waiting = [who for who in line_of(loan.device.device_class, loan.desk).standings if who.facts.waits]
    return bool(waiting) and len(waiting) > free_at(loan.device.device_class, loan.desk)


def has_leave(loan: Loan) -> bool:
    """Whether a coordinator let it be made longer from its present last day."""
    return loan.leaves.filter(due_on=loan.ends_on).exists()


def why_not_longer(loan: Loan) -> str:
    """Why this running loan cannot be made longer although its rules allow it; empty when it can."""
    try:
        longer_until(loan)
        refuse_kept(loan)
        refuse_waited_for(loan)
    except RuleBroken as no:
        return str(no)
    return ""
