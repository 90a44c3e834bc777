"""What is done for documents while nobody waits."""

from datetime import timedelta

from digibank import clock
from digibank.audit.models import Actor
from digibank.files.actions import read_again
from digibank.files.models import Document
from digibank.files.storage import documents
from digibank.work import lease
from digibank.work.registry import every

PORTION = 400
READ_EACH = timedelta(days=30)
TIME_TO_FINISH = timedelta(days=1)


@every(hours=1, lease=300)
def read_documents_again(by: Actor) -> int:
    """Read a portion of the documents: each about once a month, and damaged ones each time until they are mended."""
    due = Document.objects.to_read_again(before=clock.now() - READ_EACH)[:PORTION]
    for document in due:
        lease.extend()
        read_again(document, by=by)
    return len(due)


@every(hours=24)
def sweep_unfinished(by: Actor) -> int:
    """Take away what a writer left that died a day ago or longer; how many pieces that were."""
    return documents().sweep(before=clock.now() - TIME_TO_FINISH)
