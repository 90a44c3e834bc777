"""What happens to documents: they are stored, and from time to time read again."""

import logging
from hashlib import sha256

from django.db import transaction

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.files.models import Document, Forgotten, Reading
from digibank.files.storage import documents

logger = logging.getLogger(__name__)


def store(content: bytes, *, media_type: str, name: str, by: Actor) -> Document:
    """Keep these bytes for good. The same bytes again give the document that is there, with its first name and type.

    What was forgotten is kept again: whoever brings the same bytes now has a reason to keep them.
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
        else:
            _keep_again(document, content, by=by)
    return document


@transaction.atomic
def forget(document: Document, *, by: Actor) -> Forgotten:
    """Let nobody have the bytes of this document any more; a job removes them. The row stays, and who points to it.

    The caller has looked that no other owner holds the same bytes. A second time changes nothing.
    """
    mark, is_new = Forgotten.objects.get_or_create(document=document, defaults={"forgotten_by": by})
    if is_new:
        record("files.forgotten", document, by=by)
    return mark


@transaction.atomic
def remove_forgotten(mark: Forgotten, *, by: Actor) -> None:
    """Take the bytes of a forgotten document out of the store, unless somebody stored them again meanwhile."""
    due = Forgotten.objects.due().select_for_update().filter(pk=mark.pk).first()
    if due is None:
        return
    # The file goes first: a crash in between leaves a mark that is due, and the next run finds nothing to remove.
    documents().remove(due.document.sha256)
    due.removed_at = clock.now()
    due.save(update_fields=["removed_at"])
    record("files.removed", due.document, by=by)


@transaction.atomic
def note_reading(document: Document, *, damage: str, by: Actor) -> None:
    """Remember that the document was read now, and what was wrong with it; `damage` is empty when nothing was.

    Damage, and its end, stand on the trail once.
    """
    now = clock.now()
    known = Reading.objects.filter(document=document).first() or Reading(document=document)
    if damage and not known.damage:
        record("files.damaged", document, by=by, damage=damage)
        logger.error("Document %s is %s: put %s back from the backup.", document.pk, damage, document.sha256)
    if known.damage and not damage:
        record("files.mended", document, by=by)
    known.read_at, known.damage = now, damage
    known.damaged_since = (known.damaged_since or now) if damage else None
    known.save()


def _keep_again(document: Document, content: bytes, *, by: Actor) -> None:
    """End the mark of a forgotten document, with its file there; the lock keeps the removing job away meanwhile."""
    mark = Forgotten.objects.select_for_update().filter(document=document).first()
    if mark is None:
        return
    documents().write(document.sha256, content)
    mark.delete()
    record("files.stored_again", document, by=by)
