"""What we judge of things before they are ours: that keeps a depot outside the waste permit (policy P-01)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.flows import BEFORE_RECEPTION
from digibank.donations.models import Decision, Donation, Offer, OfferedItem, Preselection
from digibank.donations.standing import move_on, refuse_over
from digibank.errors import RuleBroken
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def accept(offer: Offer, *, items: Iterable[OfferedItem], where: str, by: Actor) -> Offer:
    """Say that these things look fit for reuse and may come."""
    offer = Offer.objects.locked(offer)
    _decide(offer, _still_out(offer, items), verdict=Preselection.ACCEPTED, where=where, by=by)
    move_on(offer)
    return offer


@transaction.atomic
def refuse(
    offer: Offer,
    *,
    items: Iterable[OfferedItem],
    ground: str,
    advice: str,
    where: str,
    by: Actor,
    reason: str = "",
) -> Offer:
    """Say that these things may not come, on one of the five grounds of the law, and where they can go (policy P-02).

    Raises RuleBroken when a ground or advice fails, or one of them came in already.
    """
    offer = Offer.objects.locked(offer)
    chosen = _still_out(offer, items)
    _decide_against(offer, chosen, ground=ground, advice=advice, reason=reason, where=where, by=by)
    move_on(offer)
    return offer


@transaction.atomic
def accept_all_except(
    offer: Offer,
    *,
    refused: Iterable[OfferedItem],
    where: str,
    by: Actor,
    ground: str = "",
    advice: str = "",
    reason: str = "",
) -> Offer:
    """Refuse these things, and accept all others that nobody judged yet: one act for a whole batch (policy P-04)."""
    offer = Offer.objects.locked(offer)
    chosen = _still_out(offer, refused)
    if chosen:
        _decide_against(offer, chosen, ground=ground, advice=advice, reason=reason, where=where, by=by)
    others = list(offer.items.filter(preselection=Preselection.UNDECIDED))
    _decide(offer, others, verdict=Preselection.ACCEPTED, where=where, by=by)
    move_on(offer)
    return offer


@transaction.atomic
def take_decision_back(item: OfferedItem, *, by: Actor) -> Offer:
    """Undo what was judged of this thing, as long as it did not come in; the earlier decision stays known."""
    offer = Offer.objects.locked(item.offer)
    decision = item.decision
    if offer.state not in BEFORE_RECEPTION or decision is None:
        raise RuleBroken(_("This cannot be undone any more. Reload the page to see what is possible."))
    _decide(offer, _still_out(offer, [item]), verdict=Preselection.UNDECIDED, where=decision.where, by=by)
    move_on(offer)
    return offer


def _still_out(offer: Offer, items: Iterable[OfferedItem]) -> list[OfferedItem]:
    """These things of the locked offer as they are now. Raises RuleBroken when one of them came in already."""
    refuse_over(offer)
    chosen = list(offer.items.filter(pk__in=[item.pk for item in items]))
    here = (OfferedItem.Reception.ARRIVED, OfferedItem.Reception.DIFFERENT)
    if any(item.reception in here or item.settlement for item in chosen):
        raise RuleBroken(_("One of these came in meanwhile. Reload the page and look again."))
    return chosen


def _decide_against(
    offer: Offer, items: list[OfferedItem], *, ground: str, advice: str, reason: str, where: str, by: Actor
) -> None:
    if not items:
        raise RuleBroken(_("Choose what you refuse."), field="refused")
    if not ground:
        raise RuleBroken(_("Choose why it is refused. The law knows five grounds."), field="ground")
    if not advice:
        raise RuleBroken(_("Choose where the donor can bring it instead."), field="advice")
    refuse_secrets(reason, field="reason")
    because = {"ground": ground, "advice": advice, "reason": reason}
    _decide(offer, items, verdict=Preselection.REFUSED, where=where, by=by, **because)


def _decide(
    offer: Offer, items: list[OfferedItem], *, verdict: Preselection, where: str, by: Actor, **because: str
) -> None:
    """Write one decision per thing, and what it comes to on the things themselves."""
    if not items:
        return
    Decision.objects.bulk_create(Decision(item=item, verdict=verdict, where=where, by=by, **because) for item in items)
    # What was missing and came after all is no longer missing when it is refused at the door.
    offer.items.filter(pk__in=[item.pk for item in items]).update(
        preselection=verdict, reception=OfferedItem.Reception.EXPECTED
    )
    # A receipt also lists what was refused: one that was made before lists less than there is.
    Donation.objects.filter(offer=offer).update(version=F("version") + 1)
    things = sum(item.count for item in items)
    record(
        "donations.items_judged",
        offer,
        by=by,
        verdict=verdict,
        where=where,
        ground=because.get("ground", ""),
        lines=len(items),
        things=things,
    )
