"""A copy of a reuse record is kept as it is now."""

from django.conf import settings
from django.db import transaction
from django.utils import translation

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.files import actions as files
from digibank.inventory.models import Device
from digibank.refurbishment.models import FrozenRecord
from digibank.refurbishment.reuse.composing import record_of
from digibank.refurbishment.reuse.schema import as_json


@transaction.atomic
def freeze_record(device: Device, *, by: Actor) -> FrozenRecord:
    """Keep the reuse record as it is today (policy R-04). When nothing was added since, the copy is there already."""
    # The copy is a document of the house, whoever looked at the page in another language.
    with translation.override(settings.LANGUAGE_CODE):
        content = as_json(record_of(device))
    document = files.store(content, media_type="application/json", name=f"reuse-record-{device.number}.json", by=by)
    kept, new = FrozenRecord.objects.get_or_create(device=device, document=document, defaults={"frozen_by": by})
    if new:
        record("refurbishment.record_frozen", kept, by=by, about=[device])
    return kept
