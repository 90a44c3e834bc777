"""What actions about the waiting list share: whose the next device is, how long an offer waits, and how one ends.

Nothing here opens a transaction of its own: the action does, and has locked person, household and request.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.models import Actor
from digibank.comms import actions as comms
from digibank.comms.flows import MESSAGE_FLOW, State
from digibank.comms.models import Channel, Message
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.models import Commitment, Supply
from digibank.lending.line import line_of
from digibank.lending.models import Offer, Request
from digibank.lending.queries import rules_for
from digibank.organisations.models import Place
from digibank.organisations.working_days import add_working_days
from digibank.people import actions as people
from digibank.people.models import Person, PersonAccess

# How many working days an offer waits after it was told, by the way it was told (policy U-37).
WAITS_DAYS = {Channel.SMS: 1, Channel.EMAIL: 3, Channel.PHONE: 3, Channel.LETTER: 7, Channel.CARD: 7}
# Somebody who keeps the place is offered nothing for so long, or the next device would come to the same closed door.
PAUSE_NOT_NOW = timedelta(days=14)
PAUSE_WORKING_DAYS = {Offer.Outcome.UNANSWERED: 5, Offer.Outcome.NOT_REACHED: 2}
# So long a desk of another municipality may see a person to whom it promised a device.
ACCESS = timedelta(days=180)


def keep_one(request: Request, desk: Place, *, by: Actor) -> tuple[Commitment, bool]:
    """Keep one of the class at this desk for this request, and say whether it counts for the share (policy U-35).

    The class at the desk is locked first, so that two desks, or a desk and the worker, never give the last one twice.
    Raises RuleBroken when the request does not stand there, somebody else comes first, the rules say no, or none is
    free.
    """
    Supply.objects.locked_at(desk, request.device_class)
    line = line_of(request.device_class, desk)
    standing, first = line.of(request), line.next
    if standing is None:
        raise RuleBroken(_("This request does not wait at this desk. Reload the page to see where it stands."))
    is_passed = standing.facts.waits or (first and first.place < standing.place)
    if first and first.request.pk != request.pk and is_passed:
        raise RuleBroken(
            _("%(number)s comes first for a %(name)s. Answer that request first.")
            % {"number": first.request.number, "name": request.device_class.name}
        )
    rules_for(request.person, desk)
    commitment = inventory.promise(request.device_class, place=desk, by=by)
    _open_to(desk, request.person, by)
    return commitment, standing.facts.goes_before


def answer_by_for(channel: str, told_on: date) -> date:
    """The last day on which somebody may answer who was told on this day, this way."""
    return add_working_days(told_on, WAITS_DAYS[Channel(channel)])


def pause_after(outcome: str) -> date:
    """The first day on which something is offered again to who keeps the place after this outcome."""
    today = clock.today()
    if outcome == Offer.Outcome.NOT_NOW:
        return today + PAUSE_NOT_NOW
    return add_working_days(today, PAUSE_WORKING_DAYS[Offer.Outcome(outcome)])


def waits_until(offer: Offer) -> date:
    """The last day of waiting as it follows from the message: a letter that was posted late gives its days still."""
    told_on = _told_on(offer.message)
    offered_on = offer.offered_at.astimezone(clock.BRUSSELS).date()
    return answer_by_for(offer.message.channel, told_on or offered_on)


def fate_of(offer: Offer) -> Offer.Outcome | None:
    """How an open offer ends by itself, None while it waits (policy U-37).

    What came back, or was never told, is no fault of the person.
    """
    if offer.message.state in (State.RETURNED, State.CANCELLED):
        return Offer.Outcome.NOT_REACHED
    if clock.today() <= waits_until(offer):
        return None
    return Offer.Outcome.UNANSWERED if _told_on(offer.message) else Offer.Outcome.NOT_REACHED


def end_offer(offer: Offer, outcome: str, *, by: Actor) -> None:
    """Write down how it ended; what was not told yet is told no more."""
    offer.outcome, offer.ended_at = outcome, clock.now()
    offer.save(update_fields=["outcome", "ended_at"])
    if outcome != Offer.Outcome.NOT_REACHED and MESSAGE_FLOW.allows(offer.message, "cancel"):
        comms.cancel(offer.message, by=by)


def _told_on(message: Message) -> date | None:
    """The day on which the person got to know it, None when nobody told it yet, or nobody knows."""
    if message.state not in (State.SENT, State.DONE) or message.done_at is None:
        return None
    return message.done_at.astimezone(clock.BRUSSELS).date()


def _open_to(desk: Place, person: Person, by: Actor) -> None:
    """Let a desk of another municipality see who comes there now: the person said so, and it stands in the trail."""
    if person.home_id == desk.organisation_id:
        return
    known = PersonAccess.objects.current().filter(person=person, organisation=desk.organisation)
    if not known.exists():
        people.open_across_border(
            person,
            organisation=desk.organisation,
            reason=_("A device is kept at this desk."),
            until_on=clock.today() + ACCESS,
            by=by,
        )
