"""Somebody else than the eraser reads an erased medium back."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.inventory import actions as inventory
from digibank.inventory.flows import DEVICE_FLOW, MediumState
from digibank.inventory.models import Device, StorageMedium
from digibank.refurbishment.evidence.samples import Sample, Stands, read_sample
from digibank.refurbishment.evidence.techniques import TABLE, Technique
from digibank.refurbishment.flows import ERASURE_FLOW, ErasureState
from digibank.refurbishment.models import Erasure, Reread
from digibank.refurbishment.rules import refuse_another_time


@transaction.atomic
def reread(erasure: Erasure, *, sample: bytes, by: Actor) -> Reread:
    """Keep what somebody else than the eraser read back of an erased medium (policy E-07).

    When it is not empty, the erasure does not count any more and the medium is to be erased again. When its device left
    the workshop already the medium stays as it is, and the workshop sees an alarm until the device is back.
    Raises RuleBroken for whoever erased it, and for a sample that says nothing about this medium.
    """
    read_back = read_sample(sample)
    device = Device.objects.locked(erasure.medium.device)
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if by.kind != Actor.Kind.USER or by.pk == erasure.erased_by_id:
        raise RuleBroken(_("A colleague reads it back: somebody else than who erased."))
    if erasure.state != ErasureState.ACCEPTED or erasure.accepted_at is None:
        raise RuleBroken(_("This erasure does not count. There is nothing to read back."))
    refuse_another_time(read_back.started_at, read_back.ended_at, erasure.accepted_at)
    stands = _stands(erasure, read_back)
    document = files.store(sample, media_type="application/json", name=f"{erasure.number}-reread.json", by=by)
    is_empty = stands in (Stands.ZEROS, Stands.PATTERN)
    kept = Reread.objects.create(
        erasure=erasure,
        sample=document,
        seed=read_back.seed,
        found=stands.value,
        is_empty=is_empty,
        read_by=by,
        erased_by=erasure.erased_by,
    )
    if is_empty:
        record("refurbishment.reread", erasure, by=by, about=[device])
    else:
        record("refurbishment.reread_badly", erasure, by=by, about=[device], found=stands.value)
        _erase_again(erasure, device, by)
    return kept


def _stands(erasure: Erasure, sample: Sample) -> Stands:
    """What stands on the medium. A sample of something else, or of other places, is no answer at all."""
    stands = sample.stands(serial=erasure.medium.serial, capacity_bytes=erasure.medium.capacity_bytes)
    if stands in (Stands.OTHER_DRIVE, Stands.OTHER_SIZE, Stands.OTHER_PLACES):
        raise RuleBroken(_("This sample is of another drive, or of other places than its seed gives."), field="sample")
    if stands is Stands.DATA and TABLE[Technique(erasure.technique)].scrambles:
        raise RuleBroken(
            _("Of a drive whose key is gone, a sample tells nothing unless it is empty. Choose another medium."),
            field="sample",
        )
    return stands


def _erase_again(erasure: Erasure, device: Device, by: Actor) -> None:
    medium = StorageMedium.objects.get(pk=erasure.medium_id)
    left = not medium.is_loose and device.is_past_the_gate and not DEVICE_FLOW.allows(device, "call_back")
    if medium.state == MediumState.ERASED and not left:
        ERASURE_FLOW.move(erasure, "refute", accepted_at=None)
        inventory.doubt(medium, by=by)
