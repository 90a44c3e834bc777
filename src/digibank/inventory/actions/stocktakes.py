"""A place is counted: begun, scanned, what is missing stated, each difference settled, and approved."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory.actions.gone import report_lost
from digibank.inventory.actions.journey import turn_up
from digibank.inventory.flows import STOCKTAKE_FLOW, StocktakeState
from digibank.inventory.models import CountLine, CountScan, Device, DeviceClass, Stocktake
from digibank.inventory.queries import counted_at, moved_during
from digibank.inventory.scans import as_typed, labelled, no_label
from digibank.organisations.models import Place
from digibank.people.secrets import refuse_secrets

Result, Settled = CountLine.Result, CountLine.Settled


@transaction.atomic
def start_stocktake(place: Place, *, by: Actor, device_class: DeviceClass | None = None) -> Stocktake:
    """Begin a count; what should stand there now is frozen with its position (policy H-01)."""
    running = _("This is being counted already. Go on with that count, or cancel it first.")
    with (
        refusing(Stocktake, "one_open_count_of_a_class", running),
        refusing(Stocktake, "one_open_count_of_a_place", running),
    ):
        stocktake = Stocktake.objects.create(place=place, device_class=device_class, started_by=by)
    expected = [
        CountLine(stocktake=stocktake, device=device, expected=True, position=device.state, stood_at=place)
        for device in counted_at(place, device_class)
    ]
    CountLine.objects.bulk_create(expected)
    record("inventory.stocktake_started", stocktake, by=by, about=[place], devices=len(expected))
    return stocktake


@transaction.atomic
def count(stocktake: Stocktake, *, text: str, once: UUID, by: Actor) -> CountScan:
    """Scan one label; several people may at once. Nothing moves by it, and a second scan is said (policy H-02).

    What is no device of the association stays with its reason. A scan that is sent twice is one scan.
    """
    stocktake = Stocktake.objects.locked(stocktake)
    earlier = CountScan.objects.filter(once=once).first()
    if earlier:
        return earlier
    if not stocktake.is_open:
        raise RuleBroken(_("This count is over. Begin a new one to scan again."))
    told = {"once": once, "stocktake": stocktake, "by": by}
    device = labelled(text, stocktake.place)
    if device is None:
        return CountScan.objects.create(
            typed=as_typed(text), result=CountScan.Result.REFUSED, said=no_label(text), **told
        )
    if stocktake.device_class and device.device_class_id != stocktake.device_class_id:
        said = _("%(number)s is no %(kind)s. Only these are counted now.") % {
            "number": device.number,
            "kind": stocktake.device_class.name,
        }
        return CountScan.objects.create(typed=device.number, result=CountScan.Result.REFUSED, said=said, **told)
    line, result, said = _seen(stocktake, device, by)
    record("inventory.counted", stocktake, by=by, about=[device], result=str(result))
    return CountScan.objects.create(line=line, result=result, said=said, **told)


@transaction.atomic
def state_missing(stocktake: Stocktake, *, by: Actor) -> Stocktake:
    """Everybody is done scanning: what was not seen is missing, unless it moved through the system meanwhile (H-03)."""
    stocktake = Stocktake.objects.locked(stocktake)
    STOCKTAKE_FLOW.move(stocktake, "state_missing", counted_at=clock.now())
    unseen = list(stocktake.lines.filter(result=Result.TO_COUNT).select_related("device"))
    moved = moved_during(stocktake, unseen)
    for line in unseen:
        line.result = Result.MOVED if line.device_id in moved else Result.MISSING
    CountLine.objects.bulk_update(unseen, ["result"])
    record(
        "inventory.missing_stated", stocktake, by=by, about=[stocktake.place],
        missing=len(unseen) - len(moved), moved=len(moved),
    )  # fmt: skip
    return stocktake


@transaction.atomic
def settle(line: CountLine, *, settled_as: str, by: Actor, remark: str = "", place: Place | None = None) -> CountLine:
    """Say what became of one difference. What is lost is made so by the approval only (policy H-04, H-05).

    What stands at another place, or belongs here from now on, turned up there. `place` is that other place.
    """
    refuse_secrets(remark, field="remark")
    stocktake = Stocktake.objects.locked(line.stocktake)
    line = CountLine.objects.select_related("device").get(pk=line.pk)
    _refuse_settling(stocktake, line, settled_as)
    if settled_as == Settled.NOTED and not remark:
        raise RuleBroken(_("Write down what you know about it."), field="remark")
    if settled_as == Settled.ELSEWHERE:
        if place is None or place.pk == stocktake.place_id:
            raise RuleBroken(_("Choose the other place where it stands."), field="place")
        turn_up(line.device, place=place, by=by)
    if settled_as == Settled.TAKEN_IN:
        turn_up(line.device, place=stocktake.place, by=by)
    line.settled_as, line.settled_by, line.settled_at, line.remark = settled_as, by, clock.now(), remark
    line.save(update_fields=["settled_as", "settled_by", "settled_at", "remark"])
    record("inventory.difference_settled", stocktake, by=by, about=[line.device], settled_as=str(settled_as))
    return line


@transaction.atomic
def approve_stocktake(stocktake: Stocktake, *, by: Actor) -> Stocktake:
    """Close the count. What is lost becomes so now, and then somebody approves who did not count (policy H-05)."""
    stocktake = Stocktake.objects.locked(stocktake)
    left = stocktake.lines.to_settle().count()
    if left:
        raise RuleBroken(_("Differences that are not settled yet: %(count)s. Settle these first.") % {"count": left})
    lost = list(stocktake.lines.filter(settled_as=Settled.LOST).select_related("device").order_by("device_id"))
    if lost and _counted_by(stocktake, by):
        raise RuleBroken(_("Something is lost, and you counted. Ask a colleague who did not count to approve it."))
    for line in lost:
        report_lost(line.device, because=_("Not found at count %(number)s.") % {"number": stocktake.number}, by=by)
    STOCKTAKE_FLOW.move(stocktake, "approve", approved_by=by, ended_at=clock.now(), lost=len(lost))
    record("inventory.stocktake_approved", stocktake, by=by, about=[stocktake.place], lost=len(lost))
    return stocktake


@transaction.atomic
def cancel_stocktake(stocktake: Stocktake, *, because: str, by: Actor) -> Stocktake:
    """Break it off: what was scanned stays written down, and nothing is lost."""
    refuse_secrets(because, field="because")
    stocktake = Stocktake.objects.locked(stocktake)
    STOCKTAKE_FLOW.move(stocktake, "cancel", cancelled_because=because, ended_at=clock.now())
    record("inventory.stocktake_cancelled", stocktake, by=by, about=[stocktake.place])
    return stocktake


def _seen(stocktake: Stocktake, device: Device, by: Actor) -> tuple[CountLine, CountScan.Result, str]:
    """Write down that the device was seen; what the count says of it."""
    told = {"number": device.number, "name": device.title, "place": device.place, "state": device.get_state_display()}
    line = stocktake.lines.filter(device=device).first()
    if line and line.seen_at:
        at = line.seen_at.astimezone(clock.BRUSSELS)
        said = _("%(number)s was counted already at %(at)s.") % {"number": device.number, "at": f"{at:%H.%M}"}
        return line, CountScan.Result.TWICE, said
    if line:
        line.result, line.seen_at, line.seen_by = Result.FOUND, clock.now(), by
        line.settled_as, line.settled_by, line.settled_at = "", None, None
        line.save()
        return line, CountScan.Result.FOUND, _("%(number)s, %(name)s: it is here.") % told
    came = counted_at(stocktake.place, stocktake.device_class).filter(pk=device.pk).exists()
    line = CountLine.objects.create(
        stocktake=stocktake, device=device, expected=False, position=device.state, stood_at=device.place,
        result=Result.CAME if came else Result.UNEXPECTED, seen_at=clock.now(), seen_by=by,
    )  # fmt: skip
    if came:
        return line, CountScan.Result.FOUND, _("%(number)s, %(name)s: it came here during the count.") % told
    said = _("%(number)s, %(name)s: not expected here. Our books say: %(state)s, %(place)s. Set it apart.") % told
    return line, CountScan.Result.UNEXPECTED, said


def _refuse_settling(stocktake: Stocktake, line: CountLine, settled_as: str) -> None:
    if stocktake.state != StocktakeState.SETTLING:
        raise RuleBroken(_("Differences are settled after the scanning and before the approval. Reload the page."))
    if line.settled_as in (Settled.ELSEWHERE, Settled.TAKEN_IN):
        raise RuleBroken(_("%(number)s is settled already. Reload the page.") % {"number": line.device.number})
    if settled_as not in line.choices_to_settle:
        raise RuleBroken(_("Choose what became of %(number)s.") % {"number": line.device.number}, field="settled_as")


def _counted_by(stocktake: Stocktake, by: Actor) -> bool:
    """Whether this person began the count, scanned in it, or said that something is lost."""
    settled = stocktake.lines.filter(settled_as=Settled.LOST, settled_by=by)
    return stocktake.started_by_id == by.pk or stocktake.scans.filter(by=by).exists() or settled.exists()
