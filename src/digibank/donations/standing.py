"""Where an offer stands follows from its things: nobody has to remember to move it."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from digibank import clock
from digibank.donations.flows import OFFER_FLOW, OPEN, OfferState
from digibank.donations.models import Offer, OfferedItem, Preselection
from digibank.errors import RuleBroken

# What a person decides; the other steps follow from the things.
BY_HAND = ("withdraw", "bring_back")


def stands_at(offer: Offer) -> OfferState:
    """Where the offer is, by its things: judged, refused, still to come, counted, or settled with the donor."""
    accepted = Q(preselection=Preselection.ACCEPTED)
    found = offer.items.aggregate(
        things=Count("pk"),
        undecided=Count("pk", filter=Q(preselection=Preselection.UNDECIDED)),
        accepted=Count("pk", filter=accepted),
        expected=Count("pk", filter=accepted & Q(reception=OfferedItem.Reception.EXPECTED)),
    )
    if found["undecided"] or not found["things"]:
        return OfferState.ANNOUNCED
    if not found["accepted"]:
        return OfferState.REFUSED
    if found["expected"]:
        return OfferState.PRESELECTED
    return OfferState.RECEIVED if offer.items.different().exists() else OfferState.SETTLED


def move_on(offer: Offer) -> None:
    """Bring a locked offer where its things are, by as many steps of the flow as that takes."""
    wanted = stands_at(offer)
    for step in _way(offer.state, wanted):
        target = OFFER_FLOW.steps[step].target
        OFFER_FLOW.move(offer, step, ended_at=None if target in OPEN else clock.now())


def refuse_withdrawn(offer: Offer) -> None:
    """Raise RuleBroken when the donor does not give it after all: nothing is judged or received then."""
    if offer.state == OfferState.WITHDRAWN:
        raise RuleBroken(_("The donor withdrew this offer. Undo that first."))


def _way(state: str, wanted: str) -> list[str]:
    """The shortest way from one state to another."""
    ways: list[tuple[str, list[str]]] = [(state, [])]
    for here, steps in ways:
        if here == wanted:
            return steps
        known = {state for state, _taken in ways}
        onward = [name for name in OFFER_FLOW.open_steps(here) if name not in BY_HAND]
        ways += [
            (OFFER_FLOW.steps[name].target, [*steps, name])
            for name in onward
            if OFFER_FLOW.steps[name].target not in known
        ]
    raise LookupError(f"No way leads from {state} to {wanted}.")
