"""The return slip: what came back, for the borrower to keep as proof."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.inventory.models import Accessory
from digibank.lending import actions
from digibank.lending.contracts import borrower_words
from digibank.lending.models import Loan, Return
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import hour, weekday


def write_slip(back: Return, *, by: Actor) -> Return:
    """Print and keep the slip of this return, once. Printing takes a moment, so nothing is locked meanwhile."""
    if back.slip_id:
        return back
    return actions.keep_slip(back, slip=print_slip(back, by=by), by=by)


def print_slip(back: Return, *, by: Actor) -> Document:
    """The slip as a stored document that belongs to no return yet."""
    return files.store(slip_pdf(back), media_type="application/pdf", name="return-slip.pdf", by=by)


def slip_pdf(back: Return) -> bytes:
    """The slip, in Dutch like the contract."""
    with translation.override(settings.LANGUAGE_CODE):
        return pdf("lending/slip.html", slip_context(back))


def slip_context(back: Return) -> dict[str, Any]:
    """What stands on the slip."""
    loan, place = back.loan, back.place
    return {
        "loan": loan,
        "service": f"{place.name}, {place.organisation.name}",
        "date": back.returned_on,
        "reference": loan.number,
        "large": loan.person.large_print,
        "locked": back.signed_out == Return.SignedOut.LOCKED,
        "missing": bool(_parts(loan, Accessory.State.MISSING)),
        "facts": [(term, words) for term, words in _facts(back) if words],
        "signers": [
            (loan.person.name, _("I brought this back.")),
            (f"{given_name(back.checked_by)}, {place.name}", _("I received this.")),
        ],
    }


def given_name(actor: Actor) -> str:
    """The first name of a colleague, as paper for a resident tells it; "Digibank" for what no colleague did."""
    user = getattr(actor, "user", None)
    return str(user).split()[0] if user else "Digibank"


def _facts(back: Return) -> list[tuple[str, str]]:
    loan, place = back.loan, back.place
    assert loan.ended_at is not None
    return [
        (_("You"), borrower_words(loan.person)),
        (_("You brought back"), f"{loan.device.title}, {loan.device.number}"),
        (_("The device is"), str(back.get_condition_display())),
        (_("With it"), _parts(loan, Accessory.State.PRESENT) or _("nothing")),
        (_("Damaged"), _parts(loan, Accessory.State.DAMAGED)),
        (_("Missing"), _parts(loan, Accessory.State.MISSING)),
        (_("Own files saved"), str(back.get_files_saved_display())),
        (_("Signed out of own accounts"), str(back.get_signed_out_display())),
        (_("We saw"), back.note),
        (_("When"), f"{weekday(loan.ended_at)}, {hour(loan.ended_at)}"),
        (_("Where"), f"{place.name}, {place.street}, {place.postcode} {place.town}"),
        (_("Received by"), given_name(back.checked_by)),
    ]


def _parts(loan: Loan, state: Accessory.State) -> str:
    return ", ".join(str(part.get_kind_display()) for part in loan.parts.filter(given=True, back=state))
