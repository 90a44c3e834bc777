"""The copy of a signed paper for the borrower: the paper itself, and a sheet that says who signed it and how."""

import base64
import io
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from pypdf import PdfWriter

from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.files.models import Document
from digibank.lending import actions
from digibank.lending.models import Loan, Occasion, Signature, SignedCopy
from digibank.lending.slips import given_name
from digibank.ui.printing import pdf
from digibank.ui.templatetags.ui import hour, weekday


def write_copy(loan: Loan, occasion: Occasion, *, by: Actor) -> SignedCopy | None:
    """Make and keep the copy of what was signed on this occasion, once; None when nothing was signed.

    Printing takes a moment, so nothing is locked meanwhile. Raises DamagedDocument when the signed paper is damaged.
    """
    kept = loan.copies.filter(occasion=occasion).first()
    # Who signs along signs first: until the others did, there is nothing to copy.
    if kept or not loan.signatures.filter(occasion=occasion, signer=Signature.Signer.DESK).exists():
        return kept
    return actions.keep_copy(loan, occasion=occasion, copy=print_copy(loan, occasion, by=by), by=by)


def print_copy(loan: Loan, occasion: Occasion, *, by: Actor) -> Document:
    """The copy as a stored document that belongs to no loan yet."""
    return files.store(copy_pdf(loan, occasion), media_type="application/pdf", name="signed-copy.pdf", by=by)


def copy_pdf(loan: Loan, occasion: Occasion) -> bytes:
    """The very paper that was signed, with the sheet about its signatures behind it."""
    found = loan.signatures.filter(occasion=occasion).select_related("document", "drawing", "seen_by__user")
    desk = found.get(signer=Signature.Signer.DESK)
    signed = list(found.filter(document=desk.document))
    with translation.override(settings.LANGUAGE_CODE):
        sheet = pdf("lending/signed.html", sheet_context(loan, occasion, signed))
    return _behind(signed[0].document, sheet)


def sheet_context(loan: Loan, occasion: Occasion, signed: list[Signature]) -> dict[str, Any]:
    """What stands on the sheet about the signatures."""
    place = loan.returned.place if occasion == Occasion.RETURN else loan.desk
    by = {Signature.Signer(one.signer): one for one in signed}
    desk, borrower = by[Signature.Signer.DESK], by.get(Signature.Signer.BORROWER)
    people = [(loan.person.name, borrower)]
    if (along := by.get(Signature.Signer.ALONG)) and loan.signs_along:
        people.append((loan.signs_along.name, along))
    return {
        "service": f"{place.name}, {place.organisation.name}",
        "date": desk.at,
        "reference": loan.number,
        "is_return": occasion == Occasion.RETURN,
        "facts": [
            *((name, _signer_words(loan, signature)) for name, signature in people),
            (_("The desk"), f"{given_name(desk.seen_by)}, {place.name}"),
            (_("When"), f"{weekday(desk.at)}, {hour(desk.at)}"),
        ],
        "drawings": [(name, _picture(one.drawing)) for name, one in people if one and one.drawing],
        "large": loan.person.large_print,
        "sha256": desk.sha256,
    }


def _signer_words(loan: Loan, signature: Signature | None) -> str:
    if signature is None:
        return _("did not sign: %(why)s") % {"why": loan.returned.get_unsigned_because_display()}
    seen_by = {"name": given_name(signature.seen_by)}
    if signature.way == Signature.Way.SCREEN:
        return _("signed on the screen, seen by %(name)s") % seen_by
    return _("signed on paper, seen by %(name)s") % seen_by


def _picture(drawing: Document) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.content()).decode()}"


def _behind(paper: Document, sheet: bytes) -> bytes:
    """The paper with this sheet behind it; the paper itself goes along as a file, so that its hash can be checked."""
    content, joined = paper.content(), io.BytesIO()
    writer = PdfWriter(clone_from=io.BytesIO(content))
    for carried in writer.attachment_list:  # Its own words stay in the paper, which lies in the copy as it is.
        carried.delete()
    writer.append(io.BytesIO(sheet))
    writer.add_attachment(paper.name, content)
    writer.write(joined)
    return joined.getvalue()
