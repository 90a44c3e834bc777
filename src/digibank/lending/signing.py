"""What is done before anybody signs, outside the transaction: a store of documents may be slow, and others wait."""

from django.utils.translation import gettext as _

from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.files.models import DamagedDocument, Document
from digibank.lending.drawings import Drawing


def bound(paper: Document | None, signs: str) -> Document:
    """The paper, when it is the one with the SHA-256 that was read; RuleBroken when it is not (policy U-12)."""
    if paper is None:
        raise RuleBroken(_("This paper is not made yet. Make it, read it together, then sign."))
    if signs != paper.sha256:
        raise RuleBroken(_("This page shows an older paper. Reload it, read the new paper together, then sign."))
    return paper


def refuse_damaged(paper: Document) -> None:
    """Read the paper that is about to be signed; RuleBroken when its bytes are not what was stored (policy U-12)."""
    try:
        paper.content()
    except DamagedDocument as damage:
        raise RuleBroken(
            _("The stored paper is damaged, so nobody can sign it. Ask the operator to put it back from the backup.")
        ) from damage


def store_drawing(drawn: Drawing, *, by: Actor) -> Document:
    """What somebody drew, as a stored document that belongs to no signature yet.

    When the signature is refused after all, strokes without a name stay behind, which no page shows (decision 13).
    """
    return files.store(drawn.svg(), media_type="image/svg+xml", name="signature.svg", by=by)
