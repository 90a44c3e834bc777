"""The contract in another language, to read beside the Dutch one: the same content, and never signed.

Which language is chosen for each print, and is kept nowhere: we do not store what somebody speaks (policy U-92).
"""

import io
from typing import Any

from django.utils import translation
from pypdf import PdfReader, PdfWriter

from digibank.files.models import Document
from digibank.lending.contracts import contract_as_signed
from digibank.lending.flows import LoanKind
from digibank.lending.models import Loan
from digibank.ui.printing import pdf


def translation_pdf(loan: Loan, language: str) -> bytes:
    """The contract in this language, on a paper that says it is a translation."""
    with translation.override(language):
        return pdf("lending/translation.html", translation_context(loan, language))


def translation_context(loan: Loan, language: str) -> dict[str, Any]:
    """What stands on it: the same facts, rules and questions in the same order, without lines to sign on."""
    context = contract_as_signed(loan, language)
    kept = loan.regulation.in_language(language) if loan.kind == LoanKind.LOAN else None
    return context | {
        "signers": [],
        "rules": kept.paragraphs() if kept else context["rules"],
        "translated_by": kept.translated_by if kept else "",
        "rules_in_dutch": kept is None and loan.kind != LoanKind.LEASE,
    }


def with_translation(copy: Document, loan: Loan, language: str) -> bytes:
    """The signed copy with a translation behind it; what was signed stays as it is, and lies in it as a file."""
    writer, joined = PdfWriter(clone_from=io.BytesIO(copy.content())), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(translation_pdf(loan, language))))
    writer.write(joined)
    return joined.getvalue()
