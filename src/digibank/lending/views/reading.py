"""The contract for who reads another language, or listens."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from digibank.accounts.access import StaffRequest, needs
from digibank.accounts.rights import Can
from digibank.lending.models import Loan, Occasion
from digibank.lending.spoken import parts_to_hear
from digibank.lending.translated import translation_pdf, with_translation
from digibank.lending.views.loans import loan_of
from digibank.organisations.models import Language
from digibank.ui.framing import printed


@printed
@require_safe
@needs(Can.SEE_LOANS)
def translation(request: StaffRequest, pk: int, language: str) -> HttpResponse:
    """The contract in this language, to read beside the Dutch one."""
    found = _contracted(request, pk, language)
    return _shown(translation_pdf(found, language), found, language)


@printed
@require_safe
@needs(Can.SEE_LOANS)
def signed_translation(request: StaffRequest, pk: int, language: str) -> HttpResponse:
    """The copy of the signed contract with the translation behind it: the borrower takes both home."""
    found = _contracted(request, pk, language)
    copy = found.copies.filter(occasion=Occasion.LOAN).select_related("document").first()
    if copy is None:
        raise Http404
    return _shown(with_translation(copy.document, found, language), found, language)


@require_safe
@needs(Can.SEE_LOANS)
def aloud(request: StaffRequest, pk: int) -> HttpResponse:
    """The contract to listen to, on the screen that is turned to the borrower."""
    found = loan_of(request, pk, Can.SEE_LOANS)
    if found.contract is None:
        raise Http404
    return render(request, "lending/aloud.html", {"loan": found, "parts": parts_to_hear(found)})


def _contracted(request: StaffRequest, pk: int, language: str) -> Loan:
    found = loan_of(request, pk, Can.SEE_LOANS)
    if found.contract is None or language not in Language.values:
        raise Http404
    return found


def _shown(paper: bytes, loan: Loan, language: str) -> HttpResponse:
    """Drawn each time and kept nowhere: the language would say something about the person."""
    headers = {
        "Content-Disposition": f'inline; filename="{loan.number}-{language}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
