"""Spare parts come into the drawer of a depot, from a shop or from a device, and leave it unused."""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.gate import refuse_outside_a_workshop
from digibank.inventory.models import Device, StorageMedium
from digibank.organisations.models import Place
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.condition import condition_of
from digibank.refurbishment.flows import PART_FLOW
from digibank.refurbishment.models import Part, PartKind


@transaction.atomic
def add_part(place: Place, *, kind: str, description: str, by: Actor) -> Part:
    """Put a new spare part into the drawer of a depot.

    A storage medium is none: it is written down in its device and erased there, also when it is new.
    """
    refuse_secrets(description, field="description")
    if place.kind != Place.Kind.DEPOT:
        raise RuleBroken(_("Spare parts lie at a depot. Choose a depot."), field="place")
    if kind == PartKind.STORAGE:
        raise RuleBroken(
            _("Put a new disk in the device, write it down there and erase it as any other."), field="kind"
        )
    part = Part.objects.create(place=place, kind=kind, description=description, origin=Part.Origin.NEW, added_by=by)
    record("refurbishment.part_added", part, by=by, about=[place], kind=kind)
    return part


@transaction.atomic
def harvest(device: Device, *, kind: str, description: str, by: Actor, medium: StorageMedium | None = None) -> Part:
    """Take a part out of a device that is not used again, for another one (policy W-13).

    A storage part is one of the media of the device and keeps the state of its data. Raises RuleBroken while the device
    may still be used again.
    """
    refuse_secrets(description, field="description")
    device = Device.objects.locked(device)
    refuse_outside_a_workshop(device)
    if device.state != Position.WRITTEN_OFF and not condition_of(device).ends:
        raise RuleBroken(
            _("%(number)s may still be used again. Inspect it, or write it off, before parts are taken out.")
            % {"number": device.number}
        )
    medium = _medium(device, kind, medium)
    taken = _("This storage medium is in the drawer already.")
    with refusing(Part, "a_medium_is_one_part_in_stock", taken, field="medium"):
        part = Part.objects.create(
            place=device.place,
            kind=kind,
            description=description,
            origin=Part.Origin.HARVESTED,
            harvested_from=device,
            medium=medium,
            added_by=by,
        )
    record("refurbishment.part_harvested", part, by=by, about=[device, device.place], kind=kind)
    return part


@transaction.atomic
def scrap_part(part: Part, *, because: str, by: Actor) -> Part:
    """Take a part out of the drawer that turned out not to be usable."""
    refuse_secrets(because, field="because")
    if not because.strip():
        raise RuleBroken(_("Write down why the part is not usable."), field="because")
    part = Part.objects.select_for_update().get(pk=part.pk)
    PART_FLOW.move(part, "scrap", gone_because=because)
    record("refurbishment.part_scrapped", part, by=by, about=[part.place])
    return part


def _medium(device: Device, kind: str, medium: StorageMedium | None) -> StorageMedium | None:
    """The medium of a storage part; other parts have none."""
    if kind != PartKind.STORAGE:
        return None
    inside = device.media.inside().filter(state__in=[MediumState.TO_ERASE, MediumState.ERASED])
    found = inside.filter(pk=medium.pk).first() if medium else None
    if found is None:
        raise RuleBroken(_("Choose which storage medium of this device you take out."), field="medium")
    return found
