"""A free device is offered to who is next, and what becomes of that; and who is moved up by hand.

Locked in this order: person, household, request, class at the desk, message.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.comms.channels import open_channels
from digibank.comms.models import Channel
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.lending.flows import REQUEST_FLOW, RequestState
from digibank.lending.models import MoveUp, Offer, Request
from digibank.lending.offering import (
    answer_by_for,
    end_offer,
    fate_of,
    keep_one,
    pause_after,
    waits_until,
)
from digibank.lending.queries import rules_for
from digibank.organisations.models import Place
from digibank.people.models import locked_with_household
from digibank.people.secrets import refuse_secrets

MOST_UNANSWERED = 2


@transaction.atomic
def offer(request: Request, *, desk: Place, by: Actor) -> Offer:
    """Keep one of the class for who is next at this desk, and tell it the way that reaches the person (policy U-37).

    Raises RuleBroken when somebody else comes first, none is free, or the rules say no.
    """
    locked_with_household(request.person)
    found = Request.objects.locked(request)
    commitment, went_before = keep_one(found, desk, by=by)
    REQUEST_FLOW.move(found, "offer", promise=commitment, went_before=went_before, paused_until_on=None)
    answer_by = answer_by_for(open_channels(found.person)[0], clock.today())
    message = comms.queue(
        "lending/offer",
        to=found.person,
        by=by,
        about=found,
        from_place=desk,
        device=found.device_class.name,
        number=found.number,
        answer_by=answer_by,
    )
    made = Offer.objects.create(request=found, commitment=commitment, message=message, answer_by=answer_by)
    record("lending.offered", found, by=by, about=[found.person, desk], answer_by=answer_by)
    return made


@transaction.atomic
def accept(offer: Offer, *, by: Actor) -> Request:
    """The person wants it: what was offered is promised. The rules are looked at once more (policy U-38)."""
    found, request = _open_offer(offer)
    rules_for(request.person, found.commitment.place)
    REQUEST_FLOW.move(request, "accept")
    end_offer(found, Offer.Outcome.ACCEPTED, by=by)
    record("lending.accepted", request, by=by, about=[request.person])
    return request


@transaction.atomic
def decline(offer: Offer, *, keeps_place: bool, by: Actor) -> Request:
    """The person does not want it now and waits for a later one, or wants none any more."""
    found, request = _open_offer(offer)
    if keeps_place:
        _keep_place(found, request, Offer.Outcome.NOT_NOW, by)
    else:
        REQUEST_FLOW.move(request, "withdraw")
        end_offer(found, Offer.Outcome.NO_LONGER, by=by)
        inventory.release(found.commitment, by=by)
    record("lending.declined", request, by=by, about=[request.person], keeps_place=keeps_place)
    return request


@transaction.atomic
def note_call(offer: Offer, *, reached: bool, by: Actor, answer: str = "") -> Offer:
    """Somebody called about an offer; `answer` is what was said at once, empty when the person thinks about it.

    Raises RuleBroken when the offer is answered or over by now.
    """
    found, _request = _open_offer(offer)
    comms.note_called(found.message, reached=reached, by=by)
    if answer == Offer.Outcome.ACCEPTED:
        accept(found, by=by)
    elif answer:
        decline(found, keeps_place=answer == Offer.Outcome.NOT_NOW, by=by)
    return found


@transaction.atomic
def lapse(offer: Offer, *, by: Actor) -> Request:
    """End an offer whose days are over: the device goes to the next (policy U-37).

    Who was not reached keeps the place, and so does who did not answer once. The second time the request is closed,
    and a letter says so. Raises RuleBroken while the offer still waits.
    """
    found, request = _open_offer(offer)
    outcome = fate_of(found)
    if outcome is None:
        raise RuleBroken(_("This offer still waits, until %(day)s.") % {"day": f"{waits_until(found):%d/%m/%Y}"})
    earlier = request.offers.filter(outcome=Offer.Outcome.UNANSWERED).count()
    if outcome == Offer.Outcome.UNANSWERED and earlier + 1 >= MOST_UNANSWERED:
        REQUEST_FLOW.move(request, "close")
        end_offer(found, outcome, by=by)
        inventory.release(found.commitment, by=by)
        _tell_closed(request, found.commitment.place, by)
    else:
        _keep_place(found, request, outcome, by)
    record("lending.lapsed", request, by=by, about=[request.person], outcome=outcome.value)
    return request


@transaction.atomic
def extend(offer: Offer, *, by: Actor) -> Offer:
    """Let an offer wait as long as its message needs: it was told later, or another way (policy U-37)."""
    found, request = _open_offer(offer)
    until = waits_until(found)
    if until != found.answer_by:
        found.answer_by = until
        found.save(update_fields=["answer_by"])
        record("lending.offer_extended", request, by=by, about=[request.person], answer_by=until)
    return found


@transaction.atomic
def move_up(request: Request, *, because: str, by: Actor) -> Request:
    """Put a request in front of the line, with the reason that the coordinator reads (policy U-36)."""
    if not because.strip():
        raise RuleBroken(_("Write down why. The coordinator reads it."), field="because")
    refuse_secrets(because, field="because")
    found = Request.objects.locked(request)
    if found.state != RequestState.WAITING:
        raise RuleBroken(_("Only who waits can be moved up. Reload the page."))
    if found.moved_up_at:
        raise RuleBroken(_("This request was moved up already. Reload the page."))
    found.moved_up_at = clock.now()
    found.save(update_fields=["moved_up_at"])
    MoveUp.objects.create(request=found, because=because, by=by)
    record("lending.moved_up", found, by=by, about=[found.person, found.desk])
    return found


def _open_offer(offer: Offer) -> tuple[Offer, Request]:
    """The offer and its request as they are now; nobody else answers it until the transaction ends."""
    locked_with_household(offer.request.person)
    request = Request.objects.locked(offer.request)
    found = Offer.objects.select_related("commitment__place__organisation", "message").get(pk=offer.pk)
    if not found.is_open:
        raise RuleBroken(_("This offer was answered already, or its days are over. Reload the page."))
    return found, request


def _keep_place(offer: Offer, request: Request, outcome: Offer.Outcome, by: Actor) -> None:
    """The person waits again, since the day of asking; nothing is offered for a while."""
    paused = pause_after(outcome)
    REQUEST_FLOW.move(request, "keep_place", promise=None, went_before=False, paused_until_on=paused)
    end_offer(offer, outcome, by=by)
    inventory.release(offer.commitment, by=by)


def _tell_closed(request: Request, desk: Place, by: Actor) -> None:
    """Say by letter that the request is closed; the usual way when no letter reaches the person."""
    comms.queue(
        "lending/closed",
        to=request.person,
        by=by,
        about=request,
        once=f"request-{request.pk}-closed",
        from_place=desk,
        way=Channel.LETTER,
        device=request.device_class.name,
        number=request.number,
    )
