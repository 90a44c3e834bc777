"""What is done for documents while nobody waits."""

import logging
from datetime import timedelta

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.actions import note_reading, remove_forgotten
from digibank.files.models import DamagedDocument, Document, Forgotten
from digibank.files.storage import documents
from digibank.work import lease
from digibank.work.registry import every

PORTION = 400
READ_EACH = timedelta(days=30)
TIME_TO_FINISH = timedelta(days=1)

logger = logging.getLogger(__name__)


@every(hours=1, lease=300)
def read_documents_again(by: Actor) -> int:
    """Read a portion of the documents: each about once a month, and damaged ones more often until they are mended.

    However many are damaged, half of the portion is for the others. One that cannot be read now is left to a next time.
    """
    damaged = list(Document.objects.damaged().order_by("reading__read_at", "pk")[: PORTION // 2])
    others = Document.objects.to_read_again(before=clock.now() - READ_EACH)[: PORTION - len(damaged)]
    done = 0
    for document in [*damaged, *others]:
        lease.extend()
        try:
            read_again(document, by=by)
            done += 1
        except OSError:
            documents().try_writing()  # When the store itself is away or full, this run ends here and comes back.
            logger.exception("Document %s could not be read.", document.pk)
    return done


def read_again(document: Document, *, by: Actor) -> bool:
    """Look whether the bytes are still what was stored, and remember it; True when they are.

    Reading comes before the transaction: a store may be slow, and others wait. Raises OSError when it does not answer.
    """
    damage = ""
    try:
        document.content()
    except DamagedDocument as damaged:
        damage = damaged.damage
    note_reading(document, damage=damage, by=by)
    return not damage


@every(hours=1)
def remove_forgotten_documents(by: Actor) -> int:
    """Take the bytes of forgotten documents out of the store, once no running backup can want them any more."""
    done = 0
    for mark in list(Forgotten.objects.due().select_related("document")[:PORTION]):
        lease.extend()
        remove_forgotten(mark, by=by)
        done += 1
    return done


@every(hours=24)
def sweep_unfinished(by: Actor) -> int:
    """Take away what a writer left that died a day ago or longer; how many pieces that were."""
    return documents().sweep(before=clock.now() - TIME_TO_FINISH)
