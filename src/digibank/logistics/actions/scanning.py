"""Device by device: put on a list, counted in, seen on its way, taken out, proposed for a ride."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.gate import refuse_flagged
from digibank.inventory.models import DEVICE_NUMBERS, Device
from digibank.inventory.scans import as_typed, no_label
from digibank.logistics.actions import transfers
from digibank.logistics.flows import TransferState
from digibank.logistics.loading import ended, locked, refuse_not_on_its_way, refuse_unfit, settle
from digibank.logistics.models import STILL_OPEN, Scan, StopOver, Transfer, TransferLine
from digibank.organisations.models import Place


@transaction.atomic
def put_on_list(transfer: Transfer, *, device: Device, by: Actor) -> TransferLine:
    """Add a device to a transfer that did not leave yet; what stayed behind before may ride after all."""
    transfer = locked(transfer)
    if transfer.state != TransferState.ASKED:
        raise RuleBroken(_("%(number)s left already. Make another list.") % {"number": transfer.number})
    device = Device.objects.locked(device)
    refuse_unfit(device, transfer)
    line = transfer.lines.filter(device=device).first()
    if line and line.is_open:
        raise RuleBroken(_("%(number)s is on this list already.") % {"number": device.number})
    taken = _("%(number)s is on the list of another transfer already.") % {"number": device.number}
    with refusing(TransferLine, "one_open_transfer_per_device", taken, field="devices"):
        if line:
            line.outcome, line.counted_at = TransferLine.Outcome.OPEN, None
            line.save(update_fields=["outcome", "counted_at"])
        else:
            line = TransferLine.objects.create(transfer=transfer, device=device)
    record("logistics.added", transfer, by=by, about=[device])
    return line


@transaction.atomic
def propose(device: Device, *, at: Place, to_place: Place, by: Actor) -> TransferLine:
    """Ask that a device that stands `at` a place rides to another one, on the list that waits for that ride (L-10).

    When our books have it elsewhere, it turned up `at` that place. A list there that did not leave loses it.
    """
    waiting = Transfer.objects.filter(state=TransferState.ASKED, from_place=at, to_place=to_place)
    lists = waiting | Transfer.objects.filter(lines__device=device, lines__outcome__in=STILL_OPEN)
    # All lists at once and in order, so that two proposals never wait in a ring; then the device.
    keys = sorted(set(lists.values_list("pk", flat=True)))
    held = list(Transfer.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    line = TransferLine.objects.filter(device=device, outcome__in=STILL_OPEN).select_related("transfer").first()
    chosen = next((one for one in held if _waits(one, at, to_place)), None)
    if line and _waits(line.transfer, at, to_place):
        return line
    if line and line.transfer.state == TransferState.ASKED:
        transfers.leave_out(line, by=by)
    if device.place_id != at.pk:
        device = inventory.turn_up(device, place=at, by=by)
    if chosen:
        return put_on_list(chosen, device=device, by=by)
    asked = transfers.ask(from_place=at, to_place=to_place, devices=[device], by=by)
    return asked.lines.get()


@transaction.atomic
def stop_over(line: TransferLine, *, place: Place, by: Actor) -> StopOver:
    """Write down that a device on its way was seen here. It is not received: it rides on (policy L-08)."""
    transfer = _riding(line)
    if transfer.destination.pk == place.pk:
        raise RuleBroken(
            _("%(number)s comes here. Receive it.") % {"number": line.device.number},
        )
    seen = StopOver.objects.create(line=line, place=place, by=by)
    record("logistics.stopped_over", transfer, by=by, about=[line.device, place])
    return seen


@transaction.atomic
def count_in(line: TransferLine, *, by: Actor) -> TransferLine:
    """Receive this one device where the transfer goes; the others are still to be counted (policy L-03)."""
    transfer = _riding(line)
    inventory.arrive(line.device, place=transfer.destination, by=by)
    settle(line, TransferLine.Outcome.ARRIVED)
    record("logistics.counted_in", transfer, by=by, about=[line.device])
    ended(transfer, by)
    return line


@transaction.atomic
def take_out(line: TransferLine, *, place: Place, by: Actor) -> TransferLine:
    """Keep a device here that was on its way elsewhere, because somebody waits for it here (policy L-09).

    Only what is erased and in order: what came back from a loan rides on to the workshop.
    """
    transfer = _riding(line)
    device = Device.objects.locked(line.device)
    refuse_flagged(device)
    if device.state != Position.IN_TRANSIT:
        raise RuleBroken(_("%(number)s is not erased yet. Let it ride on.") % {"number": device.number})
    inventory.arrive(device, place=place, by=by)
    settle(line, TransferLine.Outcome.TAKEN_OUT)
    record("logistics.taken_out", transfer, by=by, about=[device, place])
    ended(transfer, by)
    return line


@transaction.atomic
def scan(transfer: Transfer, *, text: str, once: UUID, by: Actor) -> Scan:
    """Put what is scanned on a list that waits, or count it in when the list arrived (policy L-07).

    What cannot be is no error: the scan stays with its reason. A scan that is sent twice is one scan.
    """
    transfer = locked(transfer)
    earlier = Scan.objects.filter(once=once).first()
    if earlier:
        return earlier
    place = transfer.from_place if transfer.state == TransferState.ASKED else transfer.destination
    device = _meant(transfer, text)
    told = {"once": once, "place": place, "transfer": transfer, "by": by}
    if device is None:
        typed = as_typed(text)
        return Scan.objects.create(typed=typed, result=Scan.Result.REFUSED, said=no_label(text), **told)
    handle = _put_on if transfer.state == TransferState.ASKED else _counted
    line = transfer.lines.filter(device=device).first()
    try:
        with transaction.atomic():
            result, said, line = handle(transfer, device, line, by)
    except RuleBroken as no:
        result, said, line = Scan.Result.REFUSED, str(no), None
    return Scan.objects.create(device=device, line=line, result=result, said=said, **told)


type Handled = tuple[Scan.Result, str, TransferLine | None]


def _put_on(transfer: Transfer, device: Device, line: TransferLine | None, by: Actor) -> Handled:
    about = {"number": device.number, "name": device.title}
    if line and line.is_open:
        return Scan.Result.TWICE, _("%(number)s is on the list already.") % about, line
    return (
        Scan.Result.DONE,
        _("%(number)s, %(name)s: on the list.") % about,
        put_on_list(transfer, device=device, by=by),
    )


def _counted(transfer: Transfer, device: Device, line: TransferLine | None, by: Actor) -> Handled:
    about = {"number": device.number, "name": device.title}
    if line is None:
        raise RuleBroken(_("%(number)s is not on this list. Set it apart and scan it in by itself.") % about)
    if line.outcome == TransferLine.Outcome.ARRIVED:
        return Scan.Result.TWICE, _("%(number)s is counted already.") % about, line
    return Scan.Result.DONE, _("%(number)s, %(name)s: it is here.") % about, count_in(line, by=by)


def _meant(transfer: Transfer, text: str) -> Device | None:
    """The device with this number, as far as who scans may know of it: at the start, or at the end of the ride."""
    key = DEVICE_NUMBERS.key(text)
    rows = Device.objects.select_related("device_class", "place").filter(pk=key or 0)
    if transfer.state == TransferState.ASKED:
        rows = rows.filter(place__organisation=transfer.from_place.organisation)
    return rows.first()


def _riding(line: TransferLine) -> Transfer:
    """The transfer of this line under lock, and the line as it is now; RuleBroken when it does not ride."""
    transfer = locked(line.transfer)
    refuse_not_on_its_way(transfer)
    line.refresh_from_db()
    if not line.is_open:
        raise RuleBroken(
            _("%(number)s is settled already: %(outcome)s.")
            % {"number": line.device.number, "outcome": line.get_outcome_display()}
        )
    return transfer


def _waits(transfer: Transfer, at: Place, to_place: Place) -> bool:
    """Whether this is a list for this ride that did not leave yet."""
    ride = (transfer.from_place_id, transfer.to_place_id)
    return transfer.state == TransferState.ASKED and ride == (at.pk, to_place.pk)
