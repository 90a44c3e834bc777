"""A device is repaired, or it turns out that it cannot be."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.models import Device
from digibank.people.secrets import refuse_secrets
from digibank.refurbishment.flows import PART_FLOW, PartState
from digibank.refurbishment.models import Part, Repair
from digibank.refurbishment.queries import life_began_at
from digibank.refurbishment.workbench import refuse_off_the_bench


@transaction.atomic
def repair(
    device: Device,
    *,
    problem: str,
    status: int,
    by: Actor,
    done: str = "",
    barrier: int | None = None,
    parts: Iterable[Part] = (),
) -> Repair:
    """Write down what was wrong, what was done, how it ended and with which parts (policy W-12).

    `barrier` says why it cannot be repaired, for that end and no other. `parts` come out of the drawer of the same
    depot; a storage medium among them becomes one of this device, and only when it is erased (policy W-13). What was
    in stock goes back on the bench, so that somebody else checks it. Raises RuleBroken with the rule that says no.
    """
    refuse_secrets(problem, field="problem")
    refuse_secrets(done, field="done")
    chosen = sorted(set(parts), key=lambda part: part.pk)
    device = _locked(device, chosen)
    refuse_off_the_bench(device)
    _refuse_half_told(problem, status, done, barrier)
    if device.state == Position.STOCK:
        device = inventory.take_to_bench(device, by=by)
    repaired = Repair.objects.create(
        device=device,
        life_began_at=life_began_at(device),
        problem=problem,
        done=done,
        status=status,
        barrier=barrier,
        place=device.place,
        repaired_by=by,
    )
    fitted = [_fit(part, device, repaired, by) for part in chosen]
    record("refurbishment.repaired", repaired, by=by, about=[device], status=int(status), parts=len(fitted))
    return repaired


def _locked(device: Device, parts: list[Part]) -> Device:
    """The device under lock, together with the devices whose storage goes into it: two repairs never wait in a ring."""
    sources = Device.objects.filter(media__as_part__in=[part.pk for part in parts])
    locked = Device.objects.locked_together([device, *sources])
    return next(found for found in locked if found.pk == device.pk)


def _refuse_half_told(problem: str, status: int, done: str, barrier: int | None) -> None:
    if not problem.strip():
        raise RuleBroken(_("Write down what was wrong."), field="problem")
    if status == Repair.Status.END_OF_LIFE and barrier is None:
        raise RuleBroken(_("Choose why it cannot be repaired."), field="barrier")
    if status != Repair.Status.END_OF_LIFE and barrier is not None:
        raise RuleBroken(_("Only what cannot be repaired has a reason why. Leave that empty."), field="barrier")
    if status == Repair.Status.FIXED and not done.strip():
        raise RuleBroken(_("Write down what you did."), field="done")


def _fit(part: Part, device: Device, repaired: Repair, by: Actor) -> Part:
    part = Part.objects.select_for_update(of=("self",)).select_related("medium", "place").get(pk=part.pk)
    said = {"number": part.number}
    if part.state != PartState.STOCK:
        raise RuleBroken(_("%(number)s is not in the drawer any more. Choose another part.") % said, field="parts")
    if part.place_id != device.place_id:
        raise RuleBroken(_("%(number)s lies at another depot. Choose a part of this one.") % said, field="parts")
    if part.medium:
        inventory.move_medium(part.medium, to=device, by=by)
    PART_FLOW.move(part, "fit", fitted_in=repaired)
    return part
