"""Documents."""

from hashlib import sha256

from django.db import models

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.storage import documents
from digibank.guards import AppendOnly


class DamagedDocument(Exception):
    """The bytes of a document are gone or are no longer what was stored. Somebody has to put the backup back."""


class Document(models.Model):
    """One stored sequence of bytes, known by its hash; every owner of the same bytes points to the same row.

    `name` says what kind of document it is, never whose: "hardware-report.json", "contract.pdf".
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="documents")

    public = "A document is reached only through the view of its owner, which asks who may see it."

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="a_sha256_in_small_letters"
            ),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$"), name="a_plain_file_name"
            ),
            models.CheckConstraint(
                condition=models.Q(media_type__regex=r"^[a-z]+/[a-z0-9][a-z0-9.+-]*$"), name="a_plain_media_type"
            ),
            AppendOnly(name="files_document_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"

    def content(self) -> bytes:
        """The bytes, exactly as they were stored. Raises DamagedDocument when they are not."""
        content = documents().read(self.sha256)
        if content is None:
            raise DamagedDocument(f"The file of document {self.pk} is missing: put {self.sha256} back from the backup.")
        if sha256(content).hexdigest() != self.sha256:
            raise DamagedDocument(f"The file of document {self.pk} changed: put {self.sha256} back from the backup.")
        return content
