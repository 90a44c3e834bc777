"""A device becomes waste, and a recycler takes it along."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.files.models import Document
from digibank.inventory import actions as inventory
from digibank.inventory.flows import MediumState
from digibank.inventory.models import Device, StorageMedium
from digibank.organisations.models import Organisation, Place
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.actions.records import freeze_record
from digibank.refurbishment.models import (
    CollectedDrive,
    Collection,
    CollectionDocument,
    Disposal,
    LooseKind,
    LooseWaste,
    Origin,
    Recycler,
)
from digibank.refurbishment.weights import refuse_weight


@transaction.atomic
def add_recycler(organisation: Organisation, *, name: str, registration: str, by: Actor) -> Recycler:
    """Put a firm on the list that may take waste from this organisation, from today."""
    taken = _("A firm with this registration number is on the list already. End that line first.")
    with refusing(Recycler, "a_registration_once_at_a_time", taken, field="registration"):
        added = Recycler.objects.create(organisation=organisation, name=name, registration=registration)
    record("refurbishment.recycler_added", added, by=by, about=[organisation])
    return added


@transaction.atomic
def end_recycler(recycler: Recycler, *, by: Actor) -> Recycler:
    """Take a firm off the list; what it took along stays with its name."""
    if Recycler.objects.current().filter(pk=recycler.pk).update(until_on=clock.today()):
        record("refurbishment.recycler_ended", recycler, by=by)
    recycler.refresh_from_db()
    return recycler


@transaction.atomic
def dispose(
    device: Device,
    *,
    grams: int,
    category: int,
    ground: str,
    by: Actor,
    origin: str = Origin.HOUSEHOLD,
    note: str = "",
) -> Disposal:
    """Make waste of a device at its depot: weighed, in its category, and why (policies Q-01 and Q-02)."""
    refuse_secrets(note, field="note")
    device = Device.objects.locked(device)
    refuse_weight(device.device_class, grams)
    device = inventory.dispose(device, by=by)
    disposal = Disposal.objects.create(
        device=device,
        depot=device.place,
        grams=grams,
        category=category,
        origin=origin,
        ground=ground,
        note=note,
        disposed_by=by,
    )
    record("refurbishment.disposed", disposal, by=by, about=[device], grams=grams, category=category, ground=ground)
    return disposal


@transaction.atomic
def undo_disposal(disposal: Disposal, *, by: Actor) -> Disposal:
    """Keep a device after all. Raises RuleBroken once a recycler took it along (policy Q-05)."""
    device = Device.objects.locked(disposal.device)
    if not Disposal.objects.waiting().filter(pk=disposal.pk).update(undone_at=clock.now()):
        raise RuleBroken(_("%(number)s was taken along or kept already. Reload the page.") % {"number": device.number})
    inventory.keep_after_all(device, by=by)
    disposal.refresh_from_db()
    record("refurbishment.disposal_undone", disposal, by=by, about=[device])
    return disposal


@transaction.atomic
def hand_over(
    depot: Place,
    *,
    recycler: Recycler,
    document_number: str,
    collected_on: date,
    by: Actor,
    disposals: Iterable[Disposal] = (),
    drives: Iterable[StorageMedium] = (),
    loose_grams: Mapping[str, int] | None = None,
) -> Collection:
    """Give waste of this depot to a recycler, in one act (policy Q-03).

    `loose_grams` gives for each kind of loose things what they weigh together, drives included. A copy of the reuse
    record of each device is kept. Raises RuleBroken when one of the devices or drives cannot go along; then none goes.
    """
    leaving, drives, loose = list(disposals), list(drives), dict(loose_grams or {})
    _refuse_incomplete(leaving, drives, loose)
    _refuse_recycler(recycler, depot, collected_on)
    collection = Collection.objects.create(
        depot=depot, recycler=recycler, document_number=document_number, collected_on=collected_on, written_by=by
    )
    for drive in sorted(drives, key=lambda one: one.pk):
        _take_drive(collection, drive)
    LooseWaste.objects.bulk_create(
        LooseWaste(collection=collection, kind=kind, grams=loose[kind]) for kind in LooseKind if kind in loose
    )
    devices = [_take_device(collection, disposal) for disposal in sorted(leaving, key=lambda one: one.device_id)]
    record(
        "refurbishment.collected",
        collection,
        by=by,
        about=[depot, *devices, *drives],
        devices=len(devices),
        drives=len(drives),
    )
    for device in devices:
        freeze_record(device, by=by)
    return collection


@transaction.atomic
def add_collection_document(collection: Collection, *, document: Document, by: Actor) -> CollectionDocument:
    """Keep a paper of the recycler with the collection; the same paper a second time is there already."""
    kept, new = CollectionDocument.objects.get_or_create(
        collection=collection, document=document, defaults={"added_by": by}
    )
    if new:
        record("refurbishment.collection_document_added", collection, by=by)
    return kept


def _refuse_incomplete(leaving: list[Disposal], drives: list[StorageMedium], loose: dict[str, int]) -> None:
    if not leaving and not drives and not loose:
        raise RuleBroken(_("Tick at least one device, or weigh what goes along."), field="disposals")
    if drives and LooseKind.DRIVES not in loose:
        raise RuleBroken(_("Weigh the drives together, and write how much they weigh."), field="drives_grams")
    if LooseKind.DRIVES in loose and not drives:
        raise RuleBroken(_("Scan the sticker of each drive that goes along."), field="drives")


def _refuse_recycler(recycler: Recycler, depot: Place, collected_on: date) -> None:
    if collected_on > clock.today():
        raise RuleBroken(_("This day is still to come. Write it down when the waste has left."), field="collected_on")
    if recycler.organisation_id != depot.organisation_id:
        raise RuleBroken(_("This firm is not on the list of this depot. Put it on the list first."), field="recycler")
    if not Recycler.objects.current().filter(pk=recycler.pk).exists():
        raise RuleBroken(_("%(name)s is off the list. Choose another firm.") % {"name": recycler}, field="recycler")


def _take_device(collection: Collection, disposal: Disposal) -> Device:
    """The device of a disposal, which leaves with this collection and with no other."""
    device = Device.objects.locked(disposal.device)
    here = Disposal.objects.waiting().filter(pk=disposal.pk, depot=collection.depot)
    if not here.update(collection=collection):
        raise RuleBroken(
            _("%(number)s is not among the waste of this depot any more. Reload the page.") % {"number": device.number},
            field="disposals",
        )
    return device


def _take_drive(collection: Collection, medium: StorageMedium) -> None:
    Device.objects.locked(medium.device)
    medium.refresh_from_db()
    if medium.state != MediumState.DESTROYED:
        raise RuleBroken(
            _("%(number)s is not destroyed. Destroy it and write that down first.") % {"number": medium.number},
            field="drives",
        )
    gone = _("%(number)s left with a recycler already.") % {"number": medium.number}
    if CollectedDrive.objects.filter(medium=medium).exists():
        raise RuleBroken(gone, field="drives")
    CollectedDrive.objects.create(collection=collection, medium=medium)
