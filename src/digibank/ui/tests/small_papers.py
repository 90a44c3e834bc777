"""Papers for tests about what happens to a paper, not about how it looks: drawing a real one takes long."""

import io
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from django.utils.html import strip_tags
from pypdf import PdfReader, PdfWriter

from digibank.ui import printing


def a_sheet(words: str) -> bytes:
    """An empty sheet as PDF, with these words as its title."""
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.add_metadata({"/Title": words})
    writer.write(content)
    return content.getvalue()


def small_papers() -> AbstractContextManager[Any]:
    """Meanwhile a paper is an empty sheet with all its words as title."""
    return patch.object(printing, "draw", lambda page: a_sheet(" ".join(strip_tags(page).split())))


def title_of(paper: bytes) -> str:
    """The words of such a sheet."""
    metadata = PdfReader(io.BytesIO(paper)).metadata
    return str(metadata.title) if metadata else ""
