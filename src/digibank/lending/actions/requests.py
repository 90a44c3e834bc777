"""Somebody asks for a device; one of its class is promised, or the person waits."""

from collections.abc import Collection
from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.errors import RuleBroken, refusing
from digibank.inventory import actions as inventory
from digibank.inventory.models import DeviceClass
from digibank.lending.borrowing import TO_ASK, allowed
from digibank.lending.flows import REQUEST_FLOW, RequestState
from digibank.lending.models import AlsoAt, Offer, Request
from digibank.lending.offering import end_offer, keep_one
from digibank.organisations.models import Organisation, Place, Regulation
from digibank.people.models import Person, counted_with, locked_with_household
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def ask(
    person: Person,
    *,
    device_class: DeviceClass,
    desk: Place,
    by: Actor,
    asked_through: str = Request.Through.RESIDENT,
    also_at: Collection[Place] = (),
    sent_by: Organisation | None = None,
) -> Request:
    """Write down what somebody asks for. One of the class is promised at once, or the person waits (policy U-03).

    `also_at` are other desks where the person can come: the request stands in their lines too (policy U-34). `sent_by`
    is the partner who sent the person, and may be asked to remind them (policy U-64). Raises RuleBroken when the
    household asked for this class already (policy U-30), or a desk does not lend to who lives elsewhere (policy U-72).
    """
    person = locked_with_household(person)
    _refuse_outsider(person, desk, "desk")
    asked_already = _("This was asked for already. Look at the open request of this person.")
    with refusing(Request, "a_class_asked_once_per_person", asked_already, field="device_class"):
        asked = Request.objects.create(
            person=person,
            device_class=device_class,
            desk=desk,
            asked_through=asked_through,
            sent_by=sent_by,
            typed_by=by,
        )
    _refuse_double(asked)
    desks = [desk, *(place for place in also_at if place.pk != desk.pk)]
    for place in desks[1:]:
        _stand(asked, place)
    record("lending.asked", asked, by=by, about=[person, *desks], device_class=device_class.code)
    for place in desks:
        # None is free there, or others come first: then this one waits too.
        with suppress(RuleBroken):
            return promise(asked, desk=place, by=by)
    return asked


@transaction.atomic
def promise(request: Request, *, by: Actor, desk: Place | None = None) -> Request:
    """Keep one of the class free for whoever comes first in the line of this desk; the request's own when none is said.

    Raises RuleBroken when somebody else comes first, none is free, or the rules say no by now (policy U-33, U-38).
    """
    locked_with_household(request.person)
    found = Request.objects.locked(request)
    place = desk or found.desk
    commitment, went_before = keep_one(found, place, by=by)
    REQUEST_FLOW.move(found, "promise", promise=commitment, went_before=went_before, paused_until_on=None)
    record("lending.promised", found, by=by, about=[found.person, place])
    return found


@transaction.atomic
def withdraw(request: Request, *, by: Actor) -> Request:
    """The person wants it no longer; what was promised is free for others."""
    found = _closed(request, "withdraw", by=by)
    record("lending.withdrawn", found, by=by, about=[found.person, found.desk])
    return found


@transaction.atomic
def refuse(request: Request, *, reason: str, by: Actor) -> Request:
    """Say no, with the reason that the person may read."""
    if not reason.strip():
        raise RuleBroken(_("Write down why. The person may ask."), field="reason")
    refuse_secrets(reason, field="reason")
    found = _closed(request, "refuse", by=by, reason=reason)
    record("lending.refused", found, by=by, about=[found.person, found.desk])
    return found


@transaction.atomic
def put_back(request: Request, *, by: Actor) -> Request:
    """Part of cancelling its loan: the person waits again, since the day of asking."""
    found = Request.objects.locked(request)
    REQUEST_FLOW.move(found, "put_back", promise=None, went_before=False)
    record("lending.put_back", found, by=by, about=[found.person])
    return found


@transaction.atomic
def fulfil(request: Request, *, by: Actor) -> Request:
    """Part of handing over: what was asked for is lent."""
    found = Request.objects.locked(request)
    REQUEST_FLOW.move(found, "fulfil")
    record("lending.fulfilled", found, by=by, about=[found.person])
    return found


def _stand(asked: Request, place: Place) -> None:
    """The request stands in the line of this desk too."""
    if place.kind != Place.Kind.LENDING_DESK:
        raise RuleBroken(_("Nothing is lent there. Choose another desk."), field="also_at")
    if asked.person.protected and place.organisation_id != asked.person.home_id:
        raise RuleBroken(_("Who is protected waits at the desks of the own municipality only."), field="also_at")
    _refuse_outsider(asked.person, place, "also_at")
    AlsoAt.objects.create(request=asked, place=place)


def _refuse_outsider(person: Person, desk: Place, field: str) -> None:
    """Nobody waits for what the rules of the desk will not lend; without rules nothing is known yet."""
    if Regulation.objects.holding(desk.organisation, clock.today()) is None:
        return
    try:
        allowed(person, desk, TO_ASK)
    except RuleBroken as no:
        raise RuleBroken(str(no), field=field) from no


def _refuse_double(asked: Request) -> None:
    """One open request of a class for a household, as far as a desk may know of it (policy U-30, U-31)."""
    household = counted_with(asked.person, asked.desk.organisation)
    same = Request.objects.open().filter(person__in=household, device_class=asked.device_class)
    if same.exclude(pk=asked.pk).exists():
        raise RuleBroken(
            _("Somebody who lives in the same house asked for this already. Answer that request first."),
            field="device_class",
        )


def _closed(request: Request, step: str, *, by: Actor, reason: str = "") -> Request:
    """The request after its last step; what was promised for it is free again."""
    found = Request.objects.locked(request)
    preparing = found.loans.open().first() if found.state == RequestState.PROMISED else None
    if preparing:
        raise RuleBroken(
            _("Loan %(number)s is being prepared for this request. Cancel that loan first.")
            % {"number": preparing.number}
        )
    offer = found.offers.open().first()
    REQUEST_FLOW.move(found, step, reason=reason)
    if offer:
        end_offer(offer, Offer.Outcome.NO_LONGER, by=by)
    if found.promise:
        inventory.release(found.promise, by=by)
    return found
