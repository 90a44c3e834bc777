"""A set is asked by an organisation, promised, handed over as one act, received and checked.

Locked in this order: the set, the class at the desk, its devices by number.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.dated import months_after
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory import actions as inventory
from digibank.inventory.models import Accessory, Device, DeviceClass
from digibank.lending.borrowing import regulation_at
from digibank.lending.flows import SET_FLOW, SetState
from digibank.lending.models import DeviceSet, SetLine, SetPart
from digibank.organisations.models import Organisation, Place, Regulation
from digibank.organisations.working_days import add_working_days
from digibank.people.models import Contact
from digibank.people.secrets import refuse_secrets

ANSWERED_WITHIN = 7  # Working days.
DAYS_IN_A_WEEK = 7


@transaction.atomic
def ask_set(
    organisation: Organisation,
    *,
    desk: Place,
    device_class: DeviceClass,
    count: int,
    from_on: date,
    last_on: date,
    contact_name: str,
    contact_phone: str,
    by: Actor,
) -> DeviceSet:
    """Write down that an organisation asks so many devices, through `last_on`, and whom to call there.

    Raises RuleBroken when the rules offer no sets, it is asked too late or for too long, or nobody came the last time
    (policy U-83, U-87).
    """
    regulation = regulation_at(desk)
    _refuse_period(regulation, from_on, last_on)
    _refuse_after_no_show(organisation, desk, regulation)
    refuse_secrets(contact_name, field="contact_name")
    contact, _new = Contact.objects.get_or_create(
        organisation=desk.organisation, works_at=organisation, name=contact_name.strip(), phone=contact_phone.strip()
    )
    asked = DeviceSet.objects.create(
        desk=desk,
        organisation=organisation,
        contact=contact,
        device_class=device_class,
        regulation=regulation,
        count=count,
        from_on=from_on,
        last_on=last_on,
        typed_by=by,
        answer_by_on=add_working_days(clock.today(), ANSWERED_WITHIN),
    )
    record("lending.set_asked", asked, by=by, about=[organisation, desk], device_class=device_class.code, count=count)
    return asked


@transaction.atomic
def promise_set(device_set: DeviceSet, *, by: Actor) -> DeviceSet:
    """Keep so many of the class at the desk for these days: all of them, or none (policy U-84)."""
    found = DeviceSet.objects.locked(device_set)
    SET_FLOW.move(found, "promise")
    kept = inventory.promise_set(
        found.device_class,
        place=found.desk,
        count=found.count,
        from_on=found.from_on,
        until_on=found.last_on + timedelta(days=1),
        by=by,
    )
    SetLine.objects.bulk_create(SetLine(device_set=found, commitment=commitment) for commitment in kept)
    record("lending.set_promised", found, by=by, about=[found.organisation, found.desk])
    return found


@transaction.atomic
def refuse_set(device_set: DeviceSet, *, reason: str, by: Actor) -> DeviceSet:
    """Say no, with the reason that the organisation may read."""
    if not reason.strip():
        raise RuleBroken(_("Write down why. Somebody may ask."), field="reason")
    refuse_secrets(reason, field="reason")
    found = DeviceSet.objects.locked(device_set)
    SET_FLOW.move(found, "refuse", reason=reason, ended_on=clock.today())
    record("lending.set_refused", found, by=by, about=[found.organisation, found.desk])
    return found


@transaction.atomic
def cancel_set(device_set: DeviceSet, *, by: Actor) -> DeviceSet:
    """The organisation does not need it any more; what was promised is free for others."""
    found = _ended(device_set, "cancel", by)
    record("lending.set_cancelled", found, by=by, about=[found.organisation, found.desk])
    return found


@transaction.atomic
def note_no_show(device_set: DeviceSet, *, by: Actor) -> DeviceSet:
    """Nobody fetched it on the first day: it is free for others, and it counts later (policy U-87)."""
    found = DeviceSet.objects.locked(device_set)
    if found.state == SetState.PROMISED and not found.came_nobody:
        raise RuleBroken(_("The first day is not over yet. Wait until tomorrow, or call."))
    found = _ended(found, "note_no_show", by)
    record("lending.set_not_fetched", found, by=by, about=[found.organisation, found.desk])
    return found


@transaction.atomic
def keep_set_contract(device_set: DeviceSet, *, contract: Document, by: Actor) -> DeviceSet:
    """Attach the contract of a promised set. The first one stays."""
    found = DeviceSet.objects.locked(device_set)
    if found.contract_id:
        return found
    if found.state != SetState.PROMISED:
        raise RuleBroken(_("This set is not promised any more. Reload the page."))
    found.contract = contract
    found.save(update_fields=["contract"])
    record("lending.set_contract_written", found, by=by, about=[found.organisation], document=contract.pk)
    return found


@transaction.atomic
def hand_over_set(device_set: DeviceSet, *, devices: Sequence[Device], signs: str, by: Actor) -> DeviceSet:
    """Give all devices of the set: `by` saw the contact sign the contract with this SHA-256 (policy U-85).

    All are bound and leave, or none. No warm handover is needed (blueprint promise 5).
    """
    found = DeviceSet.objects.locked(device_set)
    if found.state == SetState.PROMISED and found.from_on > clock.today():
        raise RuleBroken(
            _("It is kept from %(day)s on. Give it on that day or later.") % {"day": f"{found.from_on:%d/%m/%Y}"}
        )
    if found.contract is None or found.contract.sha256 != signs:
        raise RuleBroken(
            _("This is not the contract that lies ready. Reload the page, print it, and let it be signed.")
        )
    _refuse_count(found, devices)
    SET_FLOW.move(found, "hand_over", signed_sha256=signs, seen_by=by, out_at=clock.now())
    lines = found.lines.select_related("commitment__place", "commitment__device_class").order_by("pk")
    for line, device in zip(lines, sorted(devices, key=lambda device: device.pk), strict=True):
        inventory.bind(line.commitment, device, by=by)
        inventory.lend(device, by=by)
        line.device = device
        line.save(update_fields=["device"])
        given = device.accessories.filter(state=Accessory.State.PRESENT).values_list("kind", flat=True)
        SetPart.objects.bulk_create(SetPart(line=line, kind=kind) for kind in given)
    record("lending.set_handed_over", found, by=by, about=[found.organisation, found.desk, *devices])
    return found


@transaction.atomic
def receive_set(device_set: DeviceSet, *, devices: Sequence[Device], by: Actor) -> DeviceSet:
    """Receive what was scanned; the rest may still follow. Data are erased again, parts are checked after (U-86)."""
    found = DeviceSet.objects.locked(device_set)
    if not devices:
        raise RuleBroken(_("Nothing was scanned. Scan the label of each device."), field="scans")
    if found.state != SetState.BACK:
        SET_FLOW.move(found, "come_back", back_at=clock.now())
    lines = {line.device_id: line for line in found.lines.select_related("commitment").filter(back="")}
    for device in sorted(devices, key=lambda device: device.pk):
        line = lines.get(device.pk)
        if line is None:
            raise RuleBroken(
                _("%(number)s is not out with this set. Take it off the list.") % {"number": device.number},
                field="scans",
            )
        _is_back(line, device, found.desk, by)
    record("lending.set_came_back", found, by=by, about=[found.organisation, found.desk, *devices])
    return found


@transaction.atomic
def check_set(device_set: DeviceSet, *, parts: Mapping[int, str], by: Actor) -> DeviceSet:
    """Say how each part came back, by its key; a device that did not come is lost (policy U-86)."""
    found = DeviceSet.objects.locked(device_set)
    SET_FLOW.move(found, "check", checked_at=clock.now(), checked_by=by, ended_on=clock.today())
    rows = SetPart.objects.filter(line__device_set=found, line__back=SetLine.Back.HERE).select_related("line__device")
    known = {part.pk: part for part in rows}
    if set(parts) != set(known):
        raise RuleBroken(_("Say of each part that went along how it came back."), field="parts")
    for key, part in known.items():
        part.back = parts[key]
        assert part.line.device is not None
        inventory.check_accessory(part.line.device, kind=part.kind, state=part.back, by=by)
    SetPart.objects.bulk_update(known.values(), ["back"])
    for line in found.lines.filter(back="").select_related("device", "commitment"):
        assert line.device is not None
        inventory.release(line.commitment, by=by)
        inventory.lose(line.device, by=by)
        line.back = SetLine.Back.MISSING
        line.save(update_fields=["back"])
    record("lending.set_checked", found, by=by, about=[found.organisation, found.desk])
    return found


def _is_back(line: SetLine, device: Device, desk: Place, by: Actor) -> None:
    inventory.take_back(device, place=desk, accessories={}, by=by)
    inventory.release(line.commitment, by=by)
    line.back = SetLine.Back.HERE
    line.save(update_fields=["back"])


def _ended(device_set: DeviceSet, step: str, by: Actor) -> DeviceSet:
    """The set after a step that frees what was promised for it."""
    found = DeviceSet.objects.locked(device_set)
    SET_FLOW.move(found, step, ended_on=clock.today())
    for line in found.lines.select_related("commitment__device"):
        inventory.release(line.commitment, by=by)
    return found


def _refuse_count(device_set: DeviceSet, devices: Collection[Device]) -> None:
    if len({device.pk for device in devices}) != device_set.count:
        raise RuleBroken(
            _("%(scanned)s devices were scanned and %(count)s were promised. Scan exactly these.")
            % {"scanned": len({device.pk for device in devices}), "count": device_set.count},
            field="scans",
        )


def _refuse_period(regulation: Regulation, from_on: date, last_on: date) -> None:
    if not regulation.set_weeks:
        raise RuleBroken(_("The rules offer no sets to organisations."))
    first = clock.today() + timedelta(days=regulation.set_days_ahead)
    if from_on < first:
        raise RuleBroken(
            _("A set is asked %(days)s days ahead. The first day that can be kept is %(day)s.")
            % {"days": regulation.set_days_ahead, "day": f"{first:%d/%m/%Y}"},
            field="from_on",
        )
    longest = from_on + timedelta(days=DAYS_IN_A_WEEK * regulation.set_weeks)
    if not from_on <= last_on <= longest:
        raise RuleBroken(
            _("A set is lent for %(weeks)s weeks at most. Choose a last day until %(day)s.")
            % {"weeks": regulation.set_weeks, "day": f"{longest:%d/%m/%Y}"},
            field="last_on",
        )


def _refuse_after_no_show(organisation: Organisation, desk: Place, regulation: Regulation) -> None:
    """Nobody came for the last set: the rules may refuse the next for some months (policy U-87)."""
    rows = DeviceSet.objects.filter(
        organisation=organisation, desk__organisation=desk.organisation, state=SetState.NO_SHOW
    )
    last = rows.order_by("-ended_on").first()
    if last is None or last.ended_on is None or not regulation.no_show_months:
        return
    again_on = months_after(last.ended_on, regulation.no_show_months)
    if clock.today() < again_on:
        raise RuleBroken(
            _("Nobody fetched the last set. From %(day)s this organisation can ask one again.")
            % {"day": f"{again_on:%d/%m/%Y}"},
            field="organisation",
        )
