"""What happens to proposals: made each morning, accepted, dropped, taken back; and minimum stocks that are set.

Lines are locked first, in the order of their keys; then classes at desks, then devices (decision 9).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken
from digibank.inventory.models import Device, DeviceClass, Supply
from digibank.logistics import actions as logistics
from digibank.logistics.flows import TransferState
from digibank.logistics.models import STILL_OPEN, Transfer
from digibank.organisations.models import Organisation, Place
from digibank.people.secrets import refuse_secrets
from digibank.spreading.flows import LINE_FLOW, PROPOSAL_FLOW, LineState, ProposalState
from digibank.spreading.models import MinimumStock, Proposal, ProposalLine, ProposedDevice
from digibank.spreading.needs import state_of
from digibank.spreading.proposing import REASONS, Drafted, draft
from digibank.spreading.queries import minimums_seen
from digibank.spreading.staleness import lacks


@dataclass(frozen=True)
class Change:
    """What a coordinator makes of a line: another desk, or fewer devices."""

    to_place: Place
    count: int


@transaction.atomic
def propose(association: Organisation, *, by: Actor) -> Proposal:
    """Propose which devices go where, as everything stands now. What was not answered before is replaced (X-08)."""
    # One at a time for an association: two at once would both be open.
    Organisation.objects.select_for_update(no_key=True).get(pk=association.pk)
    for earlier in Proposal.objects.select_for_update().filter(association=association, state=ProposalState.OPEN):
        _replace(earlier, by)
    drafted = draft(state_of(association))
    made = Proposal.objects.create(association=association)
    lines = ProposalLine.objects.bulk_create([_line(made, one) for one in drafted])
    ProposedDevice.objects.bulk_create(
        [
            ProposedDevice(line=line, device_id=device)
            for line, one in zip(lines, drafted, strict=True)
            for device in one.devices
        ]
    )
    devices = sum(len(one.devices) for one in drafted)
    record("spreading.proposed", made, by=by, about=[association], lines=len(lines), devices=devices)
    return made


@transaction.atomic
def accept(
    proposal: Proposal, *, lines: Sequence[ProposalLine], by: Actor, changes: Mapping[int, Change] | None = None
) -> list[Transfer]:
    """Let these lines ride: one transfer for each way, on which nothing moves yet (policy X-06).

    A line of which something cannot ride any more stays open, and its page says why; the others go on. `changes`
    says by the key of a line to which other desk, or how many fewer. Raises RuleBroken when none can ride.
    """
    found = _locked(proposal, lines)
    chosen = [(line, (changes or {}).get(line.pk) or Change(line.to_place, line.count)) for line in found]
    for line, change in chosen:
        _refuse_change(line, change)
    _lock_stock(chosen)
    rides: dict[tuple[int, int], list[tuple[ProposalLine, Change]]] = defaultdict(list)
    no: dict[int, str] = {}
    gone: dict[tuple[int, int], int] = defaultdict(int)
    for line, change in chosen:
        way = (line.from_place_id, line.device_class_id)
        no[line.pk] = lacks(line, change.count, taken=gone[way])
        if not no[line.pk]:
            gone[way] += change.count
            rides[line.from_place_id, change.to_place.pk].append((line, change))
    if not rides:
        raise RuleBroken(next(filter(None, no.values()), _("Tick at least one line.")))
    return [_let_ride(lines_of_way, by) for lines_of_way in rides.values()]


@transaction.atomic
def drop(line: ProposalLine, *, because: str, by: Actor) -> ProposalLine:
    """Do not do it, with the reason; the next morning it may be proposed again."""
    refuse_secrets(because, field="because")
    found = _locked(line.proposal, [line])[0]
    LINE_FLOW.move(found, "drop", because=because, answered_by=by, answered_at=clock.now())
    record("spreading.dropped", found, by=by, about=[found.to_place])
    return found


@transaction.atomic
def undo(line: ProposalLine, *, by: Actor) -> ProposalLine:
    """Take an answer back, as long as nothing left: its devices come off the list that waits (policy X-07)."""
    found = _locked(line.proposal, [line])[0]
    if found.transfer:
        _take_off(found, found.transfer, by)
    cleared = {"transfer": None, "sent_to": None, "sent_count": None, "because": ""}
    LINE_FLOW.move(found, "reopen", answered_by=None, answered_at=None, **cleared)
    record("spreading.undone", found, by=by, about=[found.to_place])
    return found


@transaction.atomic
def set_minimums(place: Place, *, counts: Mapping[DeviceClass, int], seen: str, by: Actor) -> Place:
    """Say how many of each class should stand at this desk at least; nought for none (policy X-03).

    `seen` is what stood there when the page was opened (`minimums_seen`): nobody overwrites a colleague unseen.
    """
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    if minimums_seen(place) != seen:
        raise RuleBroken(_("Someone else changed this just now. Open the page again and compare."))
    if place.kind != Place.Kind.LENDING_DESK:
        raise RuleBroken(_("Only a lending desk has a minimum. Choose a desk."))
    for device_class, count in counts.items():
        rows = MinimumStock.objects.filter(place=place, device_class=device_class)
        if count:
            MinimumStock.objects.update_or_create(place=place, device_class=device_class, defaults={"count": count})
        else:
            rows.delete()
    record("spreading.minimum_set", place, by=by, devices=sum(counts.values()))
    return place


def _line(proposal: Proposal, one: Drafted) -> ProposalLine:
    return ProposalLine(
        proposal=proposal,
        device_class_id=one.device_class,
        from_place_id=one.from_place,
        to_place_id=one.to_place,
        count=len(one.devices),
        reason=REASONS[one.tier],
        facts=one.facts,
    )


def _replace(proposal: Proposal, by: Actor) -> None:
    now = clock.now()
    for line in proposal.lines.select_for_update().filter(state=LineState.OPEN).order_by("pk"):
        LINE_FLOW.move(line, "replace", replaced_at=now)
    PROPOSAL_FLOW.move(proposal, "replace", replaced_at=now)
    record("spreading.replaced", proposal, by=by)


def _locked(proposal: Proposal, lines: Sequence[ProposalLine]) -> list[ProposalLine]:
    """These lines as they are now, under lock with their proposal; RuleBroken when a newer one replaced it."""
    now = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not now.is_open:
        raise RuleBroken(_("A newer proposal replaced this one. Open the newest and answer that."))
    keys = [line.pk for line in lines]
    list(ProposalLine.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    rows = ProposalLine.objects.filter(pk__in=keys, proposal=now).order_by("pk")
    return list(_with_places(rows))


def _with_places(rows: QuerySet[ProposalLine]) -> QuerySet[ProposalLine]:
    return rows.select_related(
        "proposal", "device_class", "from_place__organisation", "to_place__organisation", "transfer"
    )


def _refuse_change(line: ProposalLine, change: Change) -> None:
    desk = change.to_place
    if not line.is_open:
        raise RuleBroken(_("A colleague answered one of these lines just now. Reload the page."))
    if desk.pk == line.from_place_id:
        raise RuleBroken(_("The devices are there already. Choose another desk."), field="to_place")
    if desk.kind != Place.Kind.LENDING_DESK or desk.given_up_on:
        raise RuleBroken(_("Choose a lending desk that is in use."), field="to_place")
    if not 1 <= change.count <= line.count:
        raise RuleBroken(
            _("At most %(count)s are proposed here. Choose fewer, or drop the line.") % {"count": line.count},
            field="count",
        )


def _lock_stock(chosen: Sequence[tuple[ProposalLine, Change]]) -> None:
    """Nobody promises, binds or takes one of these until the transaction ends; in order, so nobody waits in a ring."""
    supplies = {(line.from_place_id, line.device_class_id): line for line, _change in chosen}
    for key in sorted(supplies):
        Supply.objects.locked_at(supplies[key].from_place, supplies[key].device_class)
    devices = [device for line, change in chosen for device in line.picked(change.count)]
    Device.objects.locked_together(devices)


def _let_ride(lines: Sequence[tuple[ProposalLine, Change]], by: Actor) -> Transfer:
    """One transfer for all lines of one way."""
    first, change = lines[0]
    devices = [device for line, part in lines for device in line.picked(part.count)]
    ride = logistics.ask(from_place=first.from_place, to_place=change.to_place, devices=devices, by=by)
    for line, part in lines:
        answer = {"transfer": ride, "sent_to": part.to_place, "sent_count": part.count}
        LINE_FLOW.move(line, "accept", answered_by=by, answered_at=clock.now(), **answer)
        record("spreading.accepted", line, by=by, about=[ride, part.to_place], devices=part.count)
    return ride


def _take_off(line: ProposalLine, ride: Transfer, by: Actor) -> None:
    """Take the devices of this line off the list that waits; a list that is empty then is called off."""
    ride = Transfer.objects.select_for_update().get(pk=ride.pk)
    if ride.state != TransferState.ASKED:
        raise RuleBroken(
            _("%(number)s left already, or is over. Open it to see what can be done.") % {"number": ride.number}
        )
    mine = [device.pk for device in line.picked(line.sent_count or 0)]
    for entry in ride.lines.filter(device__in=mine, outcome__in=STILL_OPEN).order_by("device"):
        logistics.leave_out(entry, by=by)
    if not ride.lines.filter(outcome__in=STILL_OPEN).exists():
        logistics.cancel(ride, because=_("The proposal was taken back."), by=by)
