"""The one thing that can happen to a document: it is stored."""

from hashlib import sha256

from django.db import transaction

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.files.models import Document
from digibank.files.storage import documents


def store(content: bytes, *, media_type: str, name: str, by: Actor) -> Document:
    """Keep these bytes for good. The same bytes again give the document that is there, with its first name and type.

    `name` is a plain file name that says what kind of document this is, never whose.
    """
    digest = sha256(content).hexdigest()
    # The file comes first: a crash in between leaves a file without a row, never a row without a file.
    documents().write(digest, content)
    with transaction.atomic():
        document, is_new = Document.objects.get_or_create(
            sha256=digest,
            defaults={"size_bytes": len(content), "media_type": media_type, "name": name, "created_by": by},
        )
        if is_new:
            record("files.stored", document, by=by, size_bytes=len(content))
    return document
