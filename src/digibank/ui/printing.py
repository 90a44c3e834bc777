"""Documents as PDF: from the same templates and letters as the screen."""

from functools import cache
from typing import Any

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from digibank.ui.styles import FOLDER

DOCUMENT_SHEET = FOLDER / "documents.css"


def pdf(template: str, context: dict[str, Any]) -> bytes:
    """The document as PDF/UA, which screen readers can follow. `template` extends one of ui/documents/."""
    page = render_to_string(template, {**context, "for_paper": True})
    fonts, sheet = _sheet()
    # Only drawings inside the page: what people typed can never make this machine fetch something.
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    rendered: bytes = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
    return rendered


@cache
def _sheet() -> tuple[FontConfiguration, CSS]:
    """The style sheet and its letters, read once."""
    fonts = FontConfiguration()
    return fonts, CSS(filename=str(DOCUMENT_SHEET), font_config=fonts)
