"""A paper is signed, by what was drawn on the screen or by ink that a colleague saw; and the papers of a return."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.files import actions as files
from digibank.files.models import DamagedDocument, Document
from digibank.lending.drawings import Drawing
from digibank.lending.models import Loan, Occasion, Return, Signature, SignedCopy


@transaction.atomic
def sign(
    loan: Loan, *, paper: Document | None, occasion: Occasion, signs: str, by: Actor, drawn: Drawing | None = None
) -> list[Signature]:
    """Part of handing over, and of a return: the borrower signs this paper of a locked loan, and the desk too.

    Raises RuleBroken when the borrower saw another paper than this one, or when its bytes are damaged (policy U-12).
    """
    bound = _bound(paper, signs)
    # The picture comes last: a refusal leaves no drawing of somebody behind.
    with refusing(Signature, "each_signs_once_on_each_occasion", _("This is signed already. Reload the page.")):
        desk = _sign(loan, bound, occasion, Signature.Signer.DESK, by)
    return [desk, _sign(loan, bound, occasion, Signature.Signer.BORROWER, by, drawn=drawn)]


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
def sign_return(loan: Loan, *, signs: str, by: Actor, drawn: Drawing | None = None) -> Loan:
    """The borrower signs the slip about what came back, and the desk signs for having received it (policy U-14)."""
    found, back = _unsigned_return(loan)
    sign(found, paper=back.slip, occasion=Occasion.RETURN, signs=signs, drawn=drawn, by=by)
    record("lending.return_signed", found, by=by, about=[found.person])
    return found


@transaction.atomic
def leave_unsigned(loan: Loan, *, because: str, signs: str, by: Actor) -> Loan:
    """No borrower signs the slip, and this is why; the desk signs it all the same."""
    found, back = _unsigned_return(loan)
    _sign(found, _bound(back.slip, signs), Occasion.RETURN, Signature.Signer.DESK, by)
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


def _bound(paper: Document | None, signs: str) -> Document:
    """The paper, when it is the one that was read and its bytes are whole."""
    if paper is None:
        raise RuleBroken(_("This paper is not made yet. Make it, read it together, then sign."))
    if signs != paper.sha256:
        raise RuleBroken(_("This page shows an older paper. Reload it, read the new paper together, then sign."))
    try:
        paper.content()
    except DamagedDocument as damage:
        raise RuleBroken(
            _("The stored paper is damaged, so nobody can sign it. Ask the operator to put it back from the backup.")
        ) from damage
    return paper


def _sign(
    loan: Loan,
    paper: Document,
    occasion: Occasion,
    signer: Signature.Signer,
    by: Actor,
    *,
    drawn: Drawing | None = None,
) -> Signature:
    way = Signature.Way.NAME
    if signer == Signature.Signer.BORROWER:
        way = Signature.Way.SCREEN if drawn else Signature.Way.PAPER
    drawing = None
    if drawn:
        drawing = files.store(drawn.svg(), media_type="image/svg+xml", name="signature.svg", by=by)
    return Signature.objects.create(
        loan=loan,
        occasion=occasion,
        signer=signer,
        way=way,
        document=paper,
        sha256=paper.sha256,
        drawing=drawing,
        seen_by=by,
    )
