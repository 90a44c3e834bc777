"""A device is scanned in anywhere: the table says what becomes of it, and here that is done (policy U-50).

Locked in the order of the chapters: the loan, then lists of transfers, then the device.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Accessory, Device
from digibank.inventory.scans import as_typed, labelled, no_label
from digibank.lending.actions import returns
from digibank.lending.advice import CAN_BE_UNDONE, DONE_WORDS, HOW, TAKES_BACK, Advice, How
from digibank.lending.models import NOTHING_ASKED, Asked, Return
from digibank.lending.whereabouts import Found, found_at, workshop_for
from digibank.logistics import actions as logistics
from digibank.logistics.models import Scan, TransferLine
from digibank.organisations.models import Place

Result = Scan.Result


@transaction.atomic
def scan_in(place: Place, *, text: str, once: UUID, by: Actor, whole: bool = False) -> Scan:
    """Say what is to be done with the device in hand, and do it when nobody has to decide.

    With `whole` the colleague says that it is in order and that all its parts are there: then what was lent is taken
    back at once (policy U-54). What cannot be is no error: the scan stays with its reason. Sent twice, it is one scan.
    """
    earlier = Scan.objects.filter(once=once).first()
    if earlier:
        return earlier
    device = labelled(text, place)
    if device is None:
        return Scan.objects.create(
            once=once, place=place, by=by, typed=as_typed(text), result=Result.REFUSED, said=no_label(text)
        )
    found = found_at(device, place)
    advice = found.row.advice
    takes = whole and advice in TAKES_BACK
    before = _answered(device, place, by)
    if before and before.left_as == found.where and not takes:
        said = _("%(number)s was scanned already. %(said)s") % {"number": device.number, "said": before.said}
        return _kept(found, once, by, result=Result.TWICE, said=said, done=Done())
    if takes:
        return _tried(found, once, by, _take_back_whole)
    return _tried(found, once, by, ACTS[advice] if HOW[advice] == How.AT_ONCE else None)


@transaction.atomic
def carry_out(scan: Scan, *, once: UUID, by: Actor) -> Scan:
    """Do what the scan asked to decide: keep it, send it on, take it out of its ride, report it found."""
    found = _still(scan)
    if HOW[found.row.advice] != How.BY_BUTTON or found.row.advice in TAKES_BACK:
        raise RuleBroken(_("There is nothing to decide about %(number)s.") % {"number": found.device.number})
    done = ACTS[found.row.advice](found, by)
    return _kept(found, once, by, result=Result.DONE, said=_sentence(found, done), done=done)


@transaction.atomic
def take_back_scanned(
    scan: Scan,
    *,
    condition: str,
    parts: Mapping[str, str],
    once: UUID,
    by: Actor,
    note: str = "",
    asked: Asked = NOTHING_ASKED,
) -> Return:
    """Take back what was scanned, at whichever desk; `parts` gives how each part came back (policy U-52)."""
    found = _still(scan)
    if found.loan is None or found.row.advice not in TAKES_BACK:
        raise RuleBroken(_("%(number)s is not lent any more. Scan it again.") % {"number": found.device.number})
    back, done = _take_back(found, by, condition=condition, parts=parts, note=note, asked=asked)
    _kept(found, once, by, result=Result.DONE, said=_sentence(found, done), done=done)
    return back


@transaction.atomic
def undo_scan(scan: Scan, *, by: Actor) -> Scan:
    """Take back what a scan did, as long as nothing left: off the list, and where our books had it (policy U-55).

    A scan that was refused did nothing: it only leaves the screen.
    """
    found = Scan.objects.select_for_update().get(pk=scan.pk)
    if found.result == Result.REFUSED and not found.undone_at:
        return _closed(found)
    if found.undone_at or found.result != Result.DONE or found.advice not in CAN_BE_UNDONE or found.device is None:
        raise RuleBroken(_("This cannot be undone any more. Scan the device again to see what is possible."))
    if found.line:
        logistics.leave_out(found.line, by=by)
    if found.stood_at:
        inventory.turn_up(found.device, place=found.stood_at, by=by)
    _closed(found)
    record("lending.scan_undone", found.device, by=by, about=[found.place], advice=found.advice)
    return found


def _closed(scan: Scan) -> Scan:
    scan.undone_at = clock.now()
    scan.save(update_fields=["undone_at"])
    return scan


@dataclass(frozen=True)
class Done:
    """What an act led to: the line of a list, where our books had the device, and the place that the sentence names."""

    line: TransferLine | None = None
    stood_at: Place | None = None
    place: Place | None = None


type Act = Callable[[Found, Actor], Done]


def _tried(found: Found, once: UUID, by: Actor, act: Act | None) -> Scan:
    """Do it when there is something to do; what a rule refuses is kept with its sentence, and nothing else is."""
    try:
        with transaction.atomic():
            done = act(found, by) if act else Done()
            said = _sentence(found, done, was_done=act is not None)
    except RuleBroken as no:
        return _kept(found, once, by, result=Result.REFUSED, said=str(no), done=Done())
    waits = act is None and HOW[found.row.advice] == How.BY_BUTTON
    return _kept(found, once, by, result=Result.WAITS if waits else Result.DONE, said=said, done=done)


def _answered(device: Device, place: Place, by: Actor) -> Scan | None:
    """The last scan of this device here that got an answer; one that was refused is tried again."""
    mine = Scan.objects.standing().session(place, by).filter(device=device)
    last = mine.exclude(result=Result.TWICE).first()
    return last if last and last.result != Result.REFUSED else None


def _kept(found: Found, once: UUID, by: Actor, *, result: Result, said: str, done: Done) -> Scan:
    made = Scan.objects.create(
        once=once,
        place=found.here,
        device=found.device,
        result=result,
        advice=found.row.advice,
        left_as=found_at(found.device, found.here).where,
        said=said,
        line=done.line,
        stood_at=done.stood_at,
        by=by,
    )
    record("lending.scanned", found.device, by=by, about=[found.here], advice=str(found.row.advice), result=str(result))
    return made


def _sentence(found: Found, done: Done, *, was_done: bool = True) -> str:
    """What the colleague reads: the sentence of the row, or that of what was decided."""
    place, line = done.place or found.other, done.line or found.line
    words = DONE_WORDS.get(found.row.advice, found.row.words) if was_done else found.row.words
    return str(words) % {
        "number": found.device.number,
        "name": found.device.title,
        "place": place,
        "phone": place.phone,
        "list": line.transfer.number if line else "",
    }


def _still(scan: Scan) -> Found:
    """The case that the scan was about, when it still is that case; nobody else acts on the scan meanwhile."""
    held = Scan.objects.select_for_update().get(pk=scan.pk)
    if held.device is None or held.undone_at:
        raise RuleBroken(_("Scan the device again: there is nothing to do about this scan."))
    found = found_at(held.device, held.place)
    if found.row.advice != held.advice:
        raise RuleBroken(
            _("Something changed with %(number)s. Scan it again to see what is possible now.")
            % {"number": found.device.number}
        )
    return found


def _take_back_whole(found: Found, by: Actor) -> Done:
    assert found.loan is not None
    parts = {part.kind: str(Accessory.State.PRESENT) for part in found.loan.given_parts}
    return _take_back(found, by, condition=Return.Condition.OK, parts=parts)[1]


def _take_back(
    found: Found,
    by: Actor,
    *,
    condition: str,
    parts: Mapping[str, str],
    note: str = "",
    asked: Asked = NOTHING_ASKED,
) -> tuple[Return, Done]:
    """The loan ends here; from a desk the device is put on the list to the workshop, when it may ride (policy U-53)."""
    loan = found.loan
    assert loan is not None
    back = returns.take_back(loan, place=found.here, condition=condition, parts=parts, note=note, asked=asked, by=by)
    if loan.desk.organisation_id != found.here.organisation_id:
        record("lending.taken_back_elsewhere", loan, by=by, about=[loan.person, loan.device, found.here])
    return back, _ride_apart(found, by)


def _ride_apart(found: Found, by: Actor) -> Done:
    """To the workshop, unless it is there already. A battery that may not ride does not undo what came before."""
    if found.here.kind == Place.Kind.DEPOT:
        return Done(place=found.here)
    try:
        with transaction.atomic():
            return _to_workshop(found, by)
    except RuleBroken:
        return Done(place=found.here)


def _to_workshop(found: Found, by: Actor) -> Done:
    return _ride(found, workshop_for(found.here), by)


def _to_other(found: Found, by: Actor) -> Done:
    return _ride(found, found.other, by)


def _ride(found: Found, to_place: Place, by: Actor) -> Done:
    device = Device.objects.get(pk=found.device.pk)
    line = logistics.propose(device, at=found.here, to_place=to_place, by=by)
    stood_at = device.place if device.place_id != found.here.pk else None
    return Done(line=line, stood_at=stood_at, place=to_place)


def _turn_up(found: Found, by: Actor) -> Done:
    stood_at = found.device.place
    inventory.turn_up(found.device, place=found.here, by=by)
    return Done(stood_at=stood_at, place=stood_at)


def _line_of(found: Found) -> TransferLine:
    assert found.line is not None
    return found.line


def _count_in(found: Found, by: Actor) -> Done:
    return Done(line=logistics.count_in(_line_of(found), by=by))


def _count_in_apart(found: Found, by: Actor) -> Done:
    logistics.count_in(_line_of(found), by=by)
    return _to_workshop(found, by)


def _stop_over(found: Found, by: Actor) -> Done:
    logistics.stop_over(_line_of(found), place=found.here, by=by)
    return Done(line=found.line)


def _take_out(found: Found, by: Actor) -> Done:
    return Done(line=logistics.take_out(_line_of(found), place=found.here, by=by))


def _find(found: Found, by: Actor) -> Done:
    inventory.report_found(found.device, place=found.here, by=by)
    return _ride_apart(found, by)


ACTS: dict[Advice, Act] = {
    Advice.SEND_ON: _to_other,
    Advice.BRING_HOME: _to_other,
    Advice.SEND_TO_WAITING: _to_other,
    Advice.TO_WORKSHOP: _to_workshop,
    Advice.KEEP_HERE: _turn_up,
    Advice.TAKE_IN: _turn_up,
    Advice.RECEIVE: _count_in,
    Advice.RECEIVE_FOR: _count_in,
    Advice.RECEIVE_APART: _count_in_apart,
    Advice.STOP_OVER: _stop_over,
    Advice.TAKE_OUT: _take_out,
    Advice.FIND: _find,
}
