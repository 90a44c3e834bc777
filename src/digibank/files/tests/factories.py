"""Documents for tests. The test that uses them sets settings.DOCUMENTS to a folder of its own."""

from digibank.audit.tests.factories import an_actor
from digibank.files.actions import store
from digibank.files.models import Document


def a_document(
    content: bytes = b"A report.", *, media_type: str = "text/plain", name: str = "hardware-report.txt"
) -> Document:
    """A stored document."""
    return store(content, media_type=media_type, name=name, by=an_actor())
