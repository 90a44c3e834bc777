"""What one looks up about loans and requests beyond the rows of one table."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext as _

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.agenda.models import Slot
from digibank.agenda.queries import bookable_places, next_slots
from digibank.errors import RuleBroken
from digibank.inventory.flows import Position
from digibank.inventory.models import Commitment, Device, DeviceClass, DeviceFlag, Supply
from digibank.inventory.queries import free_by_desk_and_class
from digibank.lending.borrowing import TO_PROMISE, allowed
from digibank.lending.flows import RequestState
from digibank.lending.models import Loan, Occasion, Request, Signature
from digibank.lending.updates import refuse_ending
from digibank.logistics.models import STILL_OPEN, TransferLine
from digibank.organisations.models import Organisation, Place, Regulation
from digibank.people.models import Person

SLOTS_OFFERED = 6


def lending_desks(user: User, can: Can = Can.LEND) -> models.QuerySet[Place]:
    """Desks where the user has this right."""
    desks = Place.objects.in_use().lending_desks().filter(organisation__in=user.reach[can])
    return desks.select_related("organisation")


def other_desks(user: User) -> models.QuerySet[Place]:
    """Desks elsewhere in the association where residents can come too."""
    own = lending_desks(user)
    associations = Organisation.objects.filter(pk__in=own.values("organisation")).values("association")
    desks = Place.objects.in_use().lending_desks().filter(organisation__association__in=associations)
    return desks.exclude(pk__in=own.values("pk")).select_related("organisation")


def partners(user: User) -> models.QuerySet[Organisation]:
    """The partners of the association that may have sent somebody."""
    associations = Organisation.objects.filter(pk__in=user.reach[Can.LEND]).values("association")
    return Organisation.objects.filter(kind=Organisation.Kind.PARTNER, association__in=associations)


def own_desk(user: User) -> Place | None:
    """The desk the user works at; the first one of the organisation when the seat is elsewhere."""
    desks = list(lending_desks(user))
    place = user.seat.place_id if user.seat else None
    return next((desk for desk in desks if desk.pk == place), desks[0] if desks else None)


def till_desk(user: User, loan: Loan) -> Place:
    """The desk through whose till the money of this loan goes: one's own, when that is of the same municipality."""
    own = own_desk(user)
    return own if own and own.organisation_id == loan.desk.organisation_id else loan.desk


def short_at(device: Device, here: Place, desks: models.QuerySet[Place]) -> Place | None:
    """The desk where one like this device is short: this one when it is, else where somebody waits longest.

    Short is where more people wait than devices of the class are free there or ride there, this one left aside. Who can
    come here waits here.
    """
    rows = Request.objects.filter(state=RequestState.WAITING, device_class=device.device_class, desk__in=desks)
    come_here = set(rows.standing_at(here).values_list("pk", flat=True))
    asked = rows.order_by("asked_at", "pk").values_list("pk", "desk")
    waiting = Counter(here.pk if key in come_here else desk for key, desk in asked)
    if not waiting:
        return None
    same = Device.objects.filter(device_class=device.device_class).exclude(pk=device.pk)
    standing = same.filter(place__in=waiting, state=Position.AT_DESK).ready()
    promised = Commitment.objects.open().filter(
        device_class=device.device_class, place__in=waiting, device__isnull=True
    )
    riding = TransferLine.objects.filter(outcome__in=STILL_OPEN, transfer__turned_at=None, device__in=same)
    coming = riding.filter(transfer__to_place__in=waiting)
    for key, signed in [("place", standing), ("transfer__to_place", coming)]:
        waiting.subtract(signed.order_by().values_list(key, flat=True))
    waiting.update(promised.order_by().values_list("place", flat=True))
    short = [key for key, count in waiting.items() if count > 0]
    first = here.pk if here.pk in short else next(iter(short), None)
    return Place.objects.select_related("organisation").filter(pk=first).first() if first else None


def asked_by(person: Person, device_class: DeviceClass, desk: Place) -> Request | None:
    """The open request of this person for this class that a loan at this desk answers: nothing is kept elsewhere."""
    here = models.Q(promise__isnull=True) | models.Q(promise__place=desk)
    rows = Request.objects.open().standing_at(desk)
    return rows.filter(here, person=person, device_class=device_class).first()


def waited_for() -> list[tuple[Place, DeviceClass]]:
    """The desks and classes of which one is free while somebody waits for it there."""
    waiting = Request.objects.filter(state=RequestState.WAITING).order_by()
    pairs = {*waiting.values_list("desk", "device_class"), *waiting.values_list("also_at__place", "device_class")}
    free = free_by_desk_and_class(Place.objects.lending_desks().values_list("organisation", flat=True))
    keys = sorted((desk, kind) for desk, kind in pairs if desk and free[desk, kind] > 0)
    desks = Place.objects.select_related("organisation").in_bulk({desk for desk, _kind in keys})
    classes = DeviceClass.objects.in_bulk({kind for _desk, kind in keys})
    return [(desks[desk], classes[kind]) for desk, kind in keys]


def is_free(device_class: DeviceClass, desk: Place) -> bool:
    """Whether one of the class may still be promised at this desk."""
    return free_at(device_class, desk) > 0


def free_at(device_class: DeviceClass, desk: Place) -> int:
    """How many of the class may still be promised at this desk."""
    return Supply(place=desk, device_class=device_class).free()


def moments_for(user: User, desk: Place) -> list[Slot]:
    """Free moments for the warm handover: in the town of the desk, or around it when none is free there."""
    places = bookable_places(user)
    return next_slots(places.filter(town=desk.town), count=SLOTS_OFFERED) or next_slots(places, count=SLOTS_OFFERED)


def rules_for(person: Person, desk: Place) -> Regulation:
    """The regulation that holds at this desk today; RuleBroken when none does or the household has all it allows.

    Whoever changes something after it locks the person and the household first (policy U-30).
    """
    regulation, _used = allowed(person, desk, TO_PROMISE)
    return regulation


def scanned(user: User, desk: Place, text: str) -> Device:
    """The one device that this scan or typing means, when it can be lent at this desk now; else RuleBroken."""
    rows = Device.objects.filter(place__organisation__in=user.reach[Can.LEND]).matching(text.strip())
    found = list(rows.select_related("device_class", "place")[:2])
    if not found:
        raise RuleBroken(_("No device with this number is here. Scan the label again, or take another device."))
    if len(found) > 1:
        raise RuleBroken(_("Several devices fit. Scan the label of the one in your hand."))
    device = found[0]
    if Device.objects.free_at(desk).filter(pk=device.pk).exists():
        refuse_ending(device, clock.today())
        return device
    raise RuleBroken(_why_not(device, desk))


def _why_not(device: Device, desk: Place) -> str:
    where = {"number": device.number, "state": device.get_state_display(), "place": device.place.name}
    if device.place_id != desk.pk or device.state != Position.AT_DESK:
        return _("%(number)s cannot be lent here now: %(state)s, %(place)s. Take another device.") % where
    if not Device.objects.complete().filter(pk=device.pk).exists():
        return _("The charger of %(number)s is missing. Add one first.") % where
    if DeviceFlag.objects.open().filter(device=device).exists():
        return (
            _("Something is the matter with %(number)s. Take another one, and send this one to the workshop.") % where
        )
    return _("%(number)s is kept for somebody else. Take another one.") % where


@dataclass(frozen=True)
class Moment:
    """One line of the story of a loan, as ui/timeline.html shows it."""

    on: date
    icon: str
    title: str
    text: str = ""
    kind: str = ""


def story(loan: Loan) -> list[Moment]:
    """What happened to a loan, oldest first."""
    told = []
    if loan.request:
        told.append(Moment(_day(loan.request.asked_at), "talk", _("Asked."), loan.request.number))
    first = next(iter(loan.swaps.all()), None)
    lent = first.old if first else loan.device
    told.append(Moment(_day(loan.prepared_at), "laptop", _("Prepared."), lent.number))
    if loan.signed_on:
        seen_by = getattr(loan.seen_by, "user", None)
        told.append(Moment(loan.signed_on, "pencil", _("Signed and handed over."), str(seen_by or "")))
    told += [
        Moment(_day(renewal.at), "calendar", _("Made longer."), f"{renewal.due_on:%d/%m/%Y}")
        for renewal in loan.renewals.all()
    ]
    swaps = [
        Moment(_day(swap.at), "swap", _("Swapped for another one."), f"{swap.old.number} → {swap.new.number}")
        for swap in loan.swaps.all()
    ]
    return sorted(told + swaps, key=lambda moment: moment.on) + _endings(loan)


def _endings(loan: Loan) -> list[Moment]:
    told = []
    loss, back = getattr(loan, "loss", None), getattr(loan, "returned", None)
    if loss:
        told.append(
            Moment(loss.reported_on, "octagon", _("Stolen.") if loss.stolen else _("Lost."), loss.note, "refusal")
        )
    if back:
        told.append(
            Moment(back.returned_on, "undo", _("Back."), f"{back.get_condition_display()}. {back.note}".strip())
        )
        told += [
            Moment(_day(signature.at), "pencil", _("Return slip signed."), str(signature.get_way_display()))
            for signature in loan.signatures.all()
            if (signature.occasion, signature.signer) == (Occasion.RETURN, Signature.Signer.BORROWER)
        ]
        if back.unsigned_because:
            reason = str(back.get_unsigned_because_display())
            told.append(Moment(back.returned_on, "pencil", _("Nobody signed the return slip."), reason, "minor"))
    elif loan.ended_at and not loss:
        told.append(Moment(_day(loan.ended_at), "close", _("Cancelled."), kind="minor"))
    return told


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.BRUSSELS).date()
