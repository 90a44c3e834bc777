"""Documents."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.storage import documents
from digibank.guards import AppendOnly


class DamagedDocument(Exception):
    """The bytes of a document are gone or are no longer what was stored. Somebody has to put the backup back."""

    damage = "changed"


class MissingDocument(DamagedDocument):
    """The bytes of a document are gone."""

    damage = "missing"


class ForgottenDocument(Exception):
    """The bytes of a document were taken away on purpose. Nobody has to put anything back."""


class DocumentQuerySet(models.QuerySet["Document"]):
    """Sets of documents."""

    def kept(self) -> Self:
        """Those whose bytes were not taken away on purpose."""
        return self.filter(forgotten__isnull=True)

    def to_read_again(self, *, before: datetime) -> Self:
        """Those not known as damaged: first those never read again, then those read longest ago, before this."""
        due = models.Q(reading__isnull=True) | models.Q(reading__read_at__lt=before, reading__damage="")
        return self.kept().filter(due).order_by(models.F("reading__read_at").asc(nulls_first=True), "pk")

    def damaged(self) -> Self:
        """Those whose bytes were missing or changed when they were last read again, the longest known first."""
        return self.kept().filter(reading__damaged_since__isnull=False).order_by("reading__damaged_since", "pk")


class Document(models.Model):
    """One stored sequence of bytes, known by its hash; every owner of the same bytes points to the same row.

    The row is never changed or taken away. Its bytes may be forgotten (policy D-36).

    `name` says what kind of document it is, never whose: "hardware-report.json", "contract.pdf".
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="documents")

    public = "A document is reached only through the view of its owner, which asks who may see it."

    objects = DocumentQuerySet.as_manager()

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

    @property
    def is_forgotten(self) -> bool:
        """Whether its bytes were taken away on purpose."""
        return hasattr(self, "forgotten")

    def holders(self) -> Iterator[models.Model]:
        """Every row that needs these bytes: the same bytes may have several owners."""
        for relation in self._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel) and relation.related_model not in (Reading, Forgotten):
                model = relation.related_model
                assert not isinstance(model, str)
                yield from model._base_manager.filter(**{relation.field.name: self})

    def content(self) -> bytes:
        """The bytes, exactly as they were stored.

        Raises DamagedDocument when they are not, and ForgottenDocument when they were taken away on purpose.
        """
        if self.is_forgotten:
            raise ForgottenDocument(f"Document {self.pk} was forgotten.")
        content = documents().read(self.sha256)
        if content is None:
            raise MissingDocument(f"The file of document {self.pk} is missing: put {self.sha256} back from the backup.")
        if sha256(content).hexdigest() != self.sha256:
            raise DamagedDocument(f"The file of document {self.pk} changed: put {self.sha256} back from the backup.")
        return content


class Reading(models.Model):
    """When a document was last read again, and what was wrong with it then; nothing when it was as it was stored."""

    class Damage(models.TextChoices):
        MISSING = "missing", _("missing")
        CHANGED = "changed", _("changed")

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="reading")
    read_at = models.DateTimeField()
    damage = models.CharField(max_length=10, choices=Damage, blank=True)
    damaged_since = models.DateTimeField(null=True, blank=True)

    public = "Says of a document only whether its bytes are still there."

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(damage="", damaged_since__isnull=True)
                | (~models.Q(damage="") & models.Q(damaged_since__isnull=False)),
                name="damage_has_its_moment",
            )
        ]
        indexes = [
            models.Index(fields=["read_at"], name="documents_by_reading"),
            models.Index(fields=["damaged_since"], name="damaged_documents", condition=~models.Q(damage="")),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.damage}"


class ForgottenQuerySet(models.QuerySet["Forgotten"]):
    """Sets of marks."""

    def due(self) -> Self:
        """Those whose bytes can be taken away now: no backup that began before them still wants the bytes."""
        return self.filter(removed_at__isnull=True, forgotten_at__lte=clock.now() - LONGEST_BACKUP).order_by("pk")


# A backup copies the database first and the documents after it: what its rows point to has to be there that long.
LONGEST_BACKUP = timedelta(hours=6)


class Forgotten(models.Model):
    """That the bytes of a document are taken away on purpose: from this moment nobody gets them any more.

    They are removed from the store some hours later, at `removed_at`. Who pointed to the document still does.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="forgotten")
    forgotten_at = models.DateTimeField(default=clock.now)
    forgotten_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    public = "Says of a document only that its bytes were taken away."

    objects = ForgottenQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["forgotten_at"], name="documents_to_remove", condition=models.Q(removed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.removed_at or ''}".strip()
