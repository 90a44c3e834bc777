"""A document as the answer of its owner's view."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from digibank.files.models import Document

# What a browser only shows. Anything else, such as a page with a script or a drawing in SVG, could act in our name.
SHOWN = {"application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain"}
# Whatever stands in a file, it fetches nothing, sends nothing and is nobody: its origin is its own.
ALONE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def document_response(document: Document, *, download: bool = False) -> HttpResponse:
    """The document for whoever the calling view let through: shown when that is safe, else to keep as a file.

    Raises DamagedDocument when the bytes are not what was stored. What was forgotten is nowhere any more: 404.
    """
    if document.is_forgotten:
        raise Http404
    answer = HttpResponse(document.content(), content_type=_content_type(document.media_type))
    as_file = download or document.media_type not in SHOWN
    answer["Content-Disposition"] = content_disposition_header(as_file, document.name) or "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    if document.media_type != "application/pdf":  # Browsers show no PDF in a sandbox; it keeps the policy of our pages.
        answer["Content-Security-Policy"] = ALONE
    # A desk's computer is shared: nothing stays behind in its browser.
    answer["Cache-Control"] = "private, no-store"
    return answer


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
