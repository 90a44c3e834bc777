"""The paper about a swap: which device came back, which one goes along, and what stays as it was."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.inventory.models import Accessory
from digibank.lending import actions
from digibank.lending.contracts import borrower_words
from digibank.lending.models import Swap, SwapSlip
from digibank.lending.slips import given_name
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import hour, weekday


def write_swap_slip(swap: Swap, *, by: Actor) -> SwapSlip:
    """Print and keep the paper about this swap, once. Printing takes a moment, so nothing is locked meanwhile."""
    kept: SwapSlip | None = getattr(swap, "slip", None)
    if kept:
        return kept
    paper = files.store(swap_slip_pdf(swap), media_type="application/pdf", name="swap-slip.pdf", by=by)
    return actions.keep_swap_slip(swap, document=paper, by=by)


def swap_slip_pdf(swap: Swap) -> bytes:
    """The paper, in Dutch like the contract."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf("lending/swap_slip.html", swap_slip_context(swap))


def swap_slip_context(swap: Swap) -> dict[str, Any]:
    """What stands on the paper. What goes along is told as it is now, so it is printed right after the swap."""
    loan, place = swap.loan, swap.place
    return {
        "loan": loan,
        "service": f"{place.name}, {place.organisation.name}",
        "date": swap.at,
        "reference": loan.number,
        "facts": [(term, words) for term, words in _facts(swap) if words],
        "signers": [
            (loan.person.name, _("I brought one back and got the other one.")),
            (f"{given_name(swap.by)}, {place.name}", _("I received one and gave the other one.")),
        ],
    }


def _facts(swap: Swap) -> list[tuple[str, str]]:
    loan = swap.loan
    given = ", ".join(str(part.get_kind_display()) for part in loan.parts.filter(given=True))
    return [
        (_("You"), borrower_words(loan.person)),
        (_("You brought back"), f"{swap.old.title}, {swap.old.number}"),
        (_("The device is"), str(swap.get_condition_display())),
        (_("Damaged"), _back(swap, Accessory.State.DAMAGED)),
        (_("Missing"), _back(swap, Accessory.State.MISSING)),
        (_("Own files saved"), str(swap.get_files_saved_display())),
        (_("Signed out of own accounts"), str(swap.get_signed_out_display())),
        (_("We saw"), swap.note),
        (_("You get"), f"{swap.new.title}, {swap.new.number}"),
        (_("With it"), given if swap.new_id == loan.device_id else ""),
        (_("Bring back by"), weekday(swap.due_on)),
        (_("When"), f"{weekday(swap.at)}, {hour(swap.at)}"),
    ]


def _back(swap: Swap, state: Accessory.State) -> str:
    return ", ".join(str(part.get_kind_display()) for part in swap.parts.filter(back=state))
