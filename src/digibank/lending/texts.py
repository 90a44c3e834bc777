"""A contract carries its own words in its file, in each language: so what is read beside it is what stands on it.

What a loan costs and when it ends changes after the contract was made; the paper does not. All languages lie in each
file, so the file tells nothing about who borrows (policy U-92).
"""

import io
import json
from typing import Any

from pypdf import PdfReader, PdfWriter

from digibank.files.models import Document

NAME = "texts.json"

type Texts = dict[str, dict[str, Any]]


def carrying(paper: bytes, texts: Texts) -> bytes:
    """The same paper with these words in its file."""
    writer, made = PdfWriter(clone_from=io.BytesIO(paper)), io.BytesIO()
    writer.add_attachment(NAME, json.dumps(texts, ensure_ascii=False).encode())
    writer.write(made)
    return made.getvalue()


def texts_on(paper: Document | None) -> Texts:
    """The words that lie in the file of this paper; none when it carries none."""
    if paper is None:
        return {}
    kept = PdfReader(io.BytesIO(paper.content())).attachments.get(NAME)
    texts: Texts = json.loads(kept[0]) if kept else {}
    return texts
