"""Documents as PDF: from the same templates and letters as the screen."""

import atexit
from functools import cache
from importlib import import_module
from typing import Any

from django.template.loader import render_to_string

from digibank.ui.styles import FOLDER

DOCUMENT_SHEET = FOLDER / "documents.css"


def pdf(template: str, context: dict[str, Any]) -> bytes:
    """The document as PDF/UA, which screen readers can follow. `template` extends one of ui/documents/."""
    return draw(render_to_string(template, {**context, "for_paper": True}))


def draw(page: str) -> bytes:
    """This page of HTML on paper."""
    fonts, sheet = _sheet()
    document = _printer().HTML(string=page, url_fetcher=_drawings_only())
    drawn: bytes = document.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")
    return drawn


@cache
def _drawings_only() -> Any:
    """Only drawings inside the page: what people typed can never make this machine fetch something.

    Made once: each fetcher reads the certificates of the machine, which takes longer than a small document.
    """
    return _printer("urls").URLFetcher(allowed_protocols=["data"])


@cache
def _sheet() -> tuple[Any, Any]:
    """The letters and the style sheet, read once."""
    fonts = _printer("text.fonts").FontConfiguration()
    atexit.register(_sheet.cache_clear)  # The letters lie in a folder that goes with them, while Python still stands.
    return fonts, _printer().CSS(filename=str(DOCUMENT_SHEET), font_config=fonts)


# Loaded by the first document: it takes a second and 50 MB, and most processes never print.
def _printer(part: str = "") -> Any:
    return import_module(f"weasyprint.{part}" if part else "weasyprint")
