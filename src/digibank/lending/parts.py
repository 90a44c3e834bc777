"""What actions share about the parts of a loan: what goes along, and how it came back.

Nothing here opens a transaction of its own: the action does, and has locked the loan.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from digibank.errors import RuleBroken
from digibank.inventory.models import ESSENTIAL, Accessory, AccessoryKind
from digibank.lending.models import Loan, LoanPart


def list_parts(loan: Loan, given: set[str]) -> None:
    """Write down what goes along, of what is there; without its charger a device does not go (policy U-69)."""
    states = dict(loan.device.accessories.values_list("kind", "state"))
    there = {kind for kind, state in states.items() if state == Accessory.State.PRESENT}
    for kind in sorted(given - there):
        raise RuleBroken(
            _("The %(part)s of this device is not here. Untick it, or add one first.")
            % {"part": AccessoryKind(kind).label},
            field="parts",
        )
    for kind in ESSENTIAL:
        if kind in states and kind not in given:
            raise RuleBroken(
                _("Without its %(part)s this device is of no use. Give it along.") % {"part": kind.label}, field="parts"
            )
    LoanPart.objects.bulk_create(LoanPart(loan=loan, kind=kind, given=kind in given) for kind in sorted(states))


def given_parts(loan: Loan, found: Mapping[str, str]) -> dict[str, LoanPart]:
    """The parts that went along, by their kind; RuleBroken when not of each it is said how it came back."""
    given = {part.kind: part for part in loan.parts.filter(given=True)}
    if set(found) != set(given):
        raise RuleBroken(_("Say of each part that went along how it came back."), field="parts")
    return given


def back_in_words(found: Mapping[str, str]) -> dict[str, str]:
    """What came back and what is missing, as a message tells it."""
    labels = {
        here: [str(AccessoryKind(kind).label) for kind, back in found.items() if (back != "missing") is here]
        for here in (True, False)
    }
    return {"came_back": ", ".join(labels[True]), "missing": ", ".join(labels[False])}
