"""What is done to a device by hand: the end of a task card to clean or to pack it."""

from django.db import transaction

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.refurbishment.models import Handwork
from digibank.workforce import actions as workforce
from digibank.workforce.kinds import TaskKind
from digibank.workforce.models import TaskCard

_DONE = {TaskKind.CLEAN: Handwork.Kind.CLEANED, TaskKind.PACK: Handwork.Kind.PACKED}


@transaction.atomic
def note_handwork(card: TaskCard, *, by: Actor) -> Handwork:
    """The device was cleaned or packed: its task card is done. A technician still checks it (policy Y-05)."""
    card = workforce.finish(card, by=by)
    kind = _DONE[TaskKind(card.kind)]
    work = Handwork.objects.create(device=card.device, kind=kind, card=card, done_by=by)
    record(f"refurbishment.{kind.value}", work, by=by, about=[card.device, card.place])
    return work


@transaction.atomic
def undo_handwork(card: TaskCard, *, by: Actor) -> Handwork:
    """It was not done after all: the card is in hand again at its last step. Within a minute only."""
    card = workforce.reopen(card, by=by)
    work = Handwork.objects.standing().get(card=card)
    work.undone_at = clock.now()
    work.save(update_fields=["undone_at"])
    record("refurbishment.handwork_undone", work, by=by, about=[card.device, card.place])
    return work
