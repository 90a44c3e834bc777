"""Why an hour is not offered: who helps then, and what keeps each of them. For a colleague who books all the same."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from digibank import clock
from digibank.agenda.engaging import Wish, opening_for
from digibank.agenda.models import Where
from digibank.agenda.openings import Hand, plans_of, starts_in
from digibank.organisations.models import Place
from digibank.workforce.models import Helper


@dataclass(frozen=True)
class Fullness:
    """Each helper of that hour with what keeps them, how many moments the place has then, whether one stays."""

    helpers: list[tuple[str, str]]
    moments: int
    walk_in: bool


def why_full(place: Place, wish: Wish) -> Fullness | None:
    """What is full at this hour; None when it is offered, or can be booked by nobody: over, outside the hours, at home.

    Asked anew each time that the page is shown, and again by the booking itself (policy AP-07).
    """
    plan = plans_of(place, [wish.day], wish.where)[wish.day]
    never = wish.starts_at <= clock.now() or wish.when not in starts_in(plan.windows, wish.minutes)
    if wish.where == Where.AT_HOME or never or opening_for(plan, wish):
        return None
    hands = [hand for hand in plan.hands if any(shift.meets(wish.when) for shift in hand.there)]
    rows = Helper.objects.select_related("user").in_bulk([hand.helper for hand in hands])
    moments = sum(one.meets(wish.when) for one in plan.moments)
    helpers = [(rows[hand.helper].first_name, _keeps(hand, wish)) for hand in hands]
    return Fullness(sorted(helpers), moments, plan.walk_in and len(hands) > 1)


def _keeps(hand: Hand, wish: Wish) -> str:
    """What keeps this helper from it, in words."""
    if not hand.is_there(wish.when):
        return _("is not there all the time")
    if not hand.is_free(wish.when):
        return _("has an appointment then")
    if not hand.can(wish.topic, ""):
        return _("does not know this topic")
    if not hand.can("", wish.tongue):
        return _("does not speak this language")
    return _("is kept for a moment of the place, or for who walks in")
