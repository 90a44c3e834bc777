"""Everything that can happen to a transfer: asked, sent, counted in, settled, cancelled."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory import actions as inventory
from digibank.inventory.models import Commitment, Device
from digibank.logistics.flows import TRANSFER_FLOW, TransferState
from digibank.logistics.loading import (
    ended,
    keeping_what_is_promised,
    locked,
    open_lines,
    refuse_not_on_its_way,
    refuse_unfit,
    settle,
)
from digibank.logistics.models import Transfer, TransferLine
from digibank.organisations.models import Place
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def ask(*, from_place: Place, to_place: Place, devices: Iterable[Device], by: Actor) -> Transfer:
    """Ask that these devices ride from one place to the other. Nothing moves yet."""
    if from_place.pk == to_place.pk:
        raise RuleBroken(_("The devices are there already. Choose another place."), field="to_place")
    if to_place.given_up_on:
        raise RuleBroken(
            _("%(place)s is not used any more. Choose another place.") % {"place": to_place.name}, field="to_place"
        )
    chosen = [Device.objects.locked(device) for device in sorted(set(devices), key=lambda device: device.pk)]
    if not chosen:
        raise RuleBroken(_("Scan or type at least one device."), field="devices")
    transfer = Transfer.objects.create(from_place=from_place, to_place=to_place, asked_by=by)
    for device in chosen:
        refuse_unfit(device, transfer)
        taken = _("%(number)s is on the list of another transfer already.") % {"number": device.number}
        with refusing(TransferLine, "one_open_transfer_per_device", taken, field="devices"):
            TransferLine.objects.create(transfer=transfer, device=device)
    record("logistics.asked", transfer, by=by, about=[from_place, to_place, *chosen], devices=len(chosen))
    return transfer


@transaction.atomic
def leave_out(line: TransferLine, *, by: Actor) -> TransferLine:
    """Take a device off the list before the transfer is sent."""
    transfer = locked(line.transfer)
    if transfer.state != TransferState.ASKED:
        raise RuleBroken(_("This transfer left already. Count the device when it is received."))
    line.refresh_from_db()
    if not line.is_open:
        said = {"number": line.device.number}
        raise RuleBroken(_("%(number)s is off this list already. Reload the page.") % said)
    settle(line, TransferLine.Outcome.LEFT_OUT)
    record("logistics.left_out", transfer, by=by, about=[line.device])
    return line


@transaction.atomic
def send(transfer: Transfer, *, by: Actor) -> Transfer:
    """Let it leave: from now on each device is on its way, and nobody else can have it (policy L-01).

    Raises RuleBroken when something on the list cannot ride, or is needed here for who was promised one (policy L-11).
    """
    transfer = locked(transfer)
    lines = open_lines(transfer)
    if not lines:
        raise RuleBroken(_("No device is left on this list. Cancel the transfer."))
    TRANSFER_FLOW.move(transfer, "send", sent_at=clock.now())
    with keeping_what_is_promised(transfer, lines):
        for line in lines:
            device = Device.objects.locked(line.device)
            refuse_unfit(device, transfer)
            inventory.send(device, to=transfer.to_place, by=by)
    record("logistics.sent", transfer, by=by, about=[line.device for line in lines], devices=len(lines))
    return transfer


@transaction.atomic
def receive(
    transfer: Transfer, *, arrived: Iterable[int], by: Actor, remarks: Mapping[int, str] | None = None
) -> Transfer:
    """Count what came out: `arrived` are the keys of the devices that are there.

    What was not there stays on its way, and the transfer stays open until it comes or is said to be lost
    (policy L-03). May be done again when something comes later.
    """
    transfer = locked(transfer)
    refuse_not_on_its_way(transfer)
    there, lines = set(arrived), open_lines(transfer)
    strange = there - set(transfer.lines.values_list("device", flat=True))
    if strange:
        numbers = ", ".join(device.number for device in Device.objects.filter(pk__in=strange))
        raise RuleBroken(
            _("Not on this list: %(numbers)s. Set it apart and call who sent it.") % {"numbers": numbers},
            field="arrived",
        )
    for line in lines:
        remark = (remarks or {}).get(line.device_id, "")
        refuse_secrets(remark)
        is_there = line.device_id in there
        if is_there:
            inventory.arrive(line.device, place=transfer.destination, by=by)
        settle(line, TransferLine.Outcome.ARRIVED if is_there else TransferLine.Outcome.MISSING, remark)
    missing = sum(line.is_open for line in lines)
    record("logistics.received", transfer, by=by, arrived=len(lines) - missing, missing=missing)
    return ended(transfer, by)


@transaction.atomic
def settle_missing(transfer: Transfer, *, lost: Iterable[int], by: Actor) -> Transfer:
    """Say of devices that were not there that they are lost; a loss that was told elsewhere is only written down."""
    transfer = locked(transfer)
    refuse_not_on_its_way(transfer)
    gone = set(lost)
    lines = [line for line in open_lines(transfer) if line.device_id in gone]
    if not lines:
        raise RuleBroken(_("Tick the devices that are lost."), field="lost")
    for line in lines:
        if Commitment.objects.open().filter(device=line.device, kind=Commitment.Kind.TRANSPORT).exists():
            inventory.lose(line.device, by=by)
        settle(line, TransferLine.Outcome.LOST)
    record("logistics.settled", transfer, by=by, about=[line.device for line in lines], lost=len(lines))
    return ended(transfer, by)


@transaction.atomic
def cancel(transfer: Transfer, *, because: str, by: Actor) -> Transfer:
    """Call it off. What left already turns around, and is counted where it left (policy L-05)."""
    refuse_secrets(because, field="because")
    transfer = locked(transfer)
    if transfer.turned_at:
        raise RuleBroken(_("This transfer was called back already. Count the devices where they left."))
    if transfer.state == TransferState.SENT:
        transfer.turned_at, transfer.cancelled_because = clock.now(), because
        transfer.save(update_fields=["turned_at", "cancelled_because"])
        record("logistics.turned_back", transfer, by=by)
        return transfer
    TRANSFER_FLOW.move(transfer, "cancel", cancelled_because=because, ended_at=clock.now())
    for line in open_lines(transfer):
        settle(line, TransferLine.Outcome.LEFT_OUT)
    record("logistics.cancelled", transfer, by=by)
    return transfer
