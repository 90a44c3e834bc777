"""A paper is signed, by what was drawn on the screen or by ink that a colleague saw; and the papers of a return."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.files.models import Document
from digibank.lending.flows import LOAN_FLOW
from digibank.lending.models import Loan, Occasion, Return, Signature, SignedCopy
from digibank.lending.signing import bound


@transaction.atomic
def sign(
    loan: Loan, *, paper: Document | None, occasion: Occasion, signs: str, by: Actor, drawn: Document | None = None
) -> list[Signature]:
    """Part of handing over, and of a return: the borrower signs this paper of a locked loan, and the desk too.

    The paper was read, and what was `drawn` was stored, before the loan was locked: see lending/signing.py.
    Raises RuleBroken when the borrower saw another paper than this one (policy U-12).
    """
    found = bound(paper, signs)
    with refusing(Signature, "each_signs_once_on_each_occasion", _("This is signed already. Reload the page.")):
        desk = _sign(loan, found, occasion, Signature.Signer.DESK, by)
    return [desk, _sign(loan, found, occasion, Signature.Signer.BORROWER, by, drawn=drawn)]


@transaction.atomic
def sign_along(loan: Loan, *, signs: str, by: Actor, drawn: Document | None = None) -> Loan:
    """Who signs along does so, before the borrower: for this contract, on paper or as `drawn` (policy U-98)."""
    found = Loan.objects.locked(loan)
    if found.signs_along is None or not LOAN_FLOW.allows(found, "hand_over"):
        raise RuleBroken(_("Nobody has to sign along now. Reload the page."))
    paper = bound(found.contract, signs)
    with refusing(Signature, "one_signs_along_once", _("This is signed already. Reload the page.")):
        _sign(found, paper, Occasion.LOAN, Signature.Signer.ALONG, by, drawn=drawn)
    found.signed_along_on = clock.today()
    found.save(update_fields=["signed_along_on"])
    record("lending.signed_along", found, by=by, about=[found.person])
    return found


@transaction.atomic
def keep_slip(back: Return, *, slip: Document, by: Actor) -> Return:
    """Attach the slip that was printed about this return. The first one stays (policy U-14)."""
    loan = Loan.objects.locked(back.loan)
    found = Return.objects.get(loan=loan)
    if found.slip_id:
        return found
    found.slip = slip
    found.save(update_fields=["slip"])
    record("lending.slip_written", loan, by=by, about=[loan.person], document=slip.pk)
    return found


@transaction.atomic
def sign_return(loan: Loan, *, signs: str, by: Actor, drawn: Document | None = None) -> Loan:
    """The borrower signs the slip about what came back, and the desk signs for having received it (policy U-14)."""
    found, back = _unsigned_return(loan)
    sign(found, paper=back.slip, occasion=Occasion.RETURN, signs=signs, drawn=drawn, by=by)
    record("lending.return_signed", found, by=by, about=[found.person])
    return found


@transaction.atomic
def leave_unsigned(loan: Loan, *, because: str, signs: str, by: Actor) -> Loan:
    """No borrower signs the slip, and this is why; the desk signs it all the same."""
    found, back = _unsigned_return(loan)
    _sign(found, bound(back.slip, signs), Occasion.RETURN, Signature.Signer.DESK, by)
    back.unsigned_because = because
    back.save(update_fields=["unsigned_because"])
    record("lending.return_unsigned", found, by=by, about=[found.person], because=because)
    return found


@transaction.atomic
def keep_copy(loan: Loan, *, occasion: Occasion, copy: Document, by: Actor) -> SignedCopy:
    """Keep the copy for the borrower. The first one stays."""
    found = Loan.objects.locked(loan)
    kept, is_new = SignedCopy.objects.get_or_create(loan=found, occasion=occasion, defaults={"document": copy})
    if is_new:
        record("lending.copy_made", found, by=by, about=[found.person], document=copy.pk)
    return kept


def _unsigned_return(loan: Loan) -> tuple[Loan, Return]:
    found = Loan.objects.locked(loan)
    back = Return.objects.select_related("slip").filter(loan=found).first()
    if back is None:
        raise RuleBroken(_("This device is not back yet. Take it back first."))
    if found.signatures.filter(occasion=Occasion.RETURN).exists():
        raise RuleBroken(_("This return was settled already. Reload the page."))
    return found, back


def _sign(
    loan: Loan,
    paper: Document,
    occasion: Occasion,
    signer: Signature.Signer,
    by: Actor,
    *,
    drawn: Document | None = None,
) -> Signature:
    way = Signature.Way.NAME
    if signer != Signature.Signer.DESK:
        way = Signature.Way.SCREEN if drawn else Signature.Way.PAPER
    return Signature.objects.create(
        loan=loan,
        occasion=occasion,
        signer=signer,
        way=way,
        document=paper,
        sha256=paper.sha256,
        drawing=drawn,
        seen_by=by,
    )
