"""What stands on the list of a transfer, and what may: the part that all acts on transfers share."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.inventory.flows import Position
from digibank.inventory.gate import refuse_flagged_ride
from digibank.inventory.models import Device, Supply
from digibank.logistics.flows import TRANSFER_FLOW, TransferState
from digibank.logistics.models import STILL_OPEN, Transfer, TransferLine
from digibank.organisations.models import Place

MAY_RIDE = (Position.STOCK, Position.AT_DESK, Position.QUARANTINE)


def locked(transfer: Transfer) -> Transfer:
    """The transfer as it is now, with its places; nobody else changes it until the transaction ends."""
    Transfer.objects.select_for_update().get(pk=transfer.pk)
    return Transfer.objects.select_related("from_place__organisation", "to_place__organisation").get(pk=transfer.pk)


def open_lines(transfer: Transfer) -> list[TransferLine]:
    """What is still to be counted, in the order of the numbers, so that nobody waits in a ring."""
    rows = transfer.lines.filter(outcome__in=STILL_OPEN).select_related("device__device_class")
    return list(rows.order_by("device_id"))


def settle(line: TransferLine, outcome: TransferLine.Outcome, remark: str = "") -> None:
    """Write down what became of this device."""
    line.outcome, line.counted_at, line.remark = outcome, clock.now(), remark or line.remark
    line.save(update_fields=["outcome", "counted_at", "remark"])


def refuse_not_on_its_way(transfer: Transfer) -> None:
    """Raise RuleBroken when the transfer did not leave yet, or is over."""
    if transfer.state != TransferState.SENT:
        raise RuleBroken(
            _("%(number)s is not on its way: %(state)s.")
            % {"number": transfer.number, "state": transfer.get_state_display()}
        )


def refuse_unfit(device: Device, transfer: Transfer) -> None:
    """Raise RuleBroken when the device cannot ride: elsewhere, not ready, or not erased and not to a workshop."""
    if device.place_id != transfer.from_place_id or device.state not in MAY_RIDE:
        said = {"number": device.number, "state": device.get_state_display(), "place": device.place.name}
        raise RuleBroken(
            _("%(number)s cannot ride along: %(state)s, %(place)s. Take it off the list.") % said, field="devices"
        )
    if device.state == Position.QUARANTINE and transfer.to_place.kind != Place.Kind.DEPOT:
        raise RuleBroken(
            _("%(number)s is not erased yet. It may ride to a workshop only.") % {"number": device.number},
            field="devices",
        )
    refuse_flagged_ride(device, transfer.to_place)


@contextmanager
def keeping_what_is_promised(transfer: Transfer, lines: Iterable[TransferLine]) -> Iterator[None]:
    """While these leave a desk nobody promises one of their class; RuleBroken when too few stay (policy L-11)."""
    if transfer.from_place.kind == Place.Kind.DEPOT:
        yield
        return
    classes = {line.device.device_class_id: line.device.device_class for line in lines}
    supplies = [Supply.objects.locked_at(transfer.from_place, classes[key]) for key in sorted(classes)]
    free = [supply.free() for supply in supplies]
    yield
    for supply, was_free in zip(supplies, free, strict=True):
        if supply.free() < min(was_free, 0):
            raise RuleBroken(
                _("Somebody was promised a %(name)s at %(place)s, and too few would stay. Leave one off the list.")
                % {"name": classes[supply.device_class_id].name, "place": transfer.from_place.name},
                field="devices",
            )


def ended(transfer: Transfer, by: Actor) -> Transfer:
    """Close the transfer when each device is settled."""
    if not open_lines(transfer):
        TRANSFER_FLOW.move(transfer, "come_back" if transfer.turned_at else "arrive", ended_at=clock.now())
        record("logistics.ended", transfer, by=by, turned=bool(transfer.turned_at))
    return transfer
