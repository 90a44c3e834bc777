"""What was expected against what comes in: counted thing by thing, and each difference settled with the donor."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.actions.taking_in import add_device, count_parts, register
from digibank.donations.flows import RECEIVING
from digibank.donations.models import Decision, Donation, Offer, OfferedItem, Preselection
from digibank.donations.offering import Offering, checked
from digibank.donations.standing import move_on, refuse_over
from digibank.errors import RuleBroken
from digibank.inventory.models import Device, DeviceClass
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def receive_devices(
    item: OfferedItem,
    *,
    device_class: DeviceClass,
    count: int,
    by: Actor,
    vendor: str = "",
    product: str = "",
    serial: str = "",
    accessories: Iterable[str] = (),
    is_different: bool = False,
) -> list[Device]:
    """So many devices of this thing are here: each gets its number, all come with the donation of this offer.

    What is not here yet stays expected. Raises RuleBroken when more came than was offered, or it is not expected.
    """
    offer = _receiving(item)
    item = _arriving(item, count)
    _refuse_shared_serial(serial, count)
    donation = _donation_of(offer, by=by)
    devices = [
        add_device(
            donation,
            device_class=device_class,
            vendor=vendor,
            product=product,
            serial=serial,
            accessories=accessories,
            offered_as=item,
            by=by,
        )
        for _each in range(count)
    ]
    other_shape = bool(item.shape) and device_class.shape != item.shape
    _arrive(item, is_different=is_different or other_shape)
    record("donations.item_received", offer, by=by, about=[donation], outcome=item.reception, count=count)
    move_on(offer)
    return devices


@transaction.atomic
def receive_parts(item: OfferedItem, *, kind: str, count: int, by: Actor, is_different: bool = False) -> Donation:
    """So many loose parts of this thing are here: they are counted with the donation, and get no number."""
    offer = _receiving(item)
    item = _arriving(item, count)
    donation = _donation_of(offer, by=by)
    there = donation.parts.filter(kind=kind).first()
    count_parts(donation, kind=kind, count=count + (there.count if there else 0), by=by)
    _arrive(item, is_different=is_different)
    record("donations.item_received", offer, by=by, about=[donation], outcome=item.reception, count=count)
    move_on(offer)
    return donation


@transaction.atomic
def add_extra(offer: Offer, *, offering: Offering, by: Actor) -> OfferedItem:
    """Something comes along that nobody offered, and it is good: it is judged here at the door, and may be received."""
    offer = Offer.objects.locked(offer)
    refuse_over(offer)
    if offer.state not in RECEIVING:
        raise RuleBroken(_("Judge first what was offered. Then you count what came."))
    item = OfferedItem.objects.create(
        offer=offer, is_extra=True, preselection=Preselection.ACCEPTED, **checked(offering)
    )
    Decision.objects.create(item=item, verdict=Preselection.ACCEPTED, where=Decision.Where.DOOR, by=by)
    record("donations.extra_added", offer, by=by, kind=item.kind, count=item.count)
    move_on(offer)
    return item


@transaction.atomic
def split(item: OfferedItem, *, count: int, by: Actor) -> OfferedItem:
    """Part so many of a thing from the others, with what was judged of all of them; returns the part."""
    offer = _receiving(item)
    item = _arriving(item, count)
    record("donations.item_split", offer, by=by, count=count)
    return item


@transaction.atomic
def miss(item: OfferedItem, *, by: Actor) -> OfferedItem:
    """Say that it was not there. It may come later; until then this is to be settled with the donor."""
    return _say(item, OfferedItem.Reception.EXPECTED, OfferedItem.Reception.MISSING, by=by)


@transaction.atomic
def expect_again(item: OfferedItem, *, by: Actor) -> OfferedItem:
    """Undo that it was not there."""
    return _say(item, OfferedItem.Reception.MISSING, OfferedItem.Reception.EXPECTED, by=by)


@transaction.atomic
def settle_difference(item: OfferedItem, *, settlement: str, by: Actor, note: str = "") -> OfferedItem:
    """Write down what was agreed with the donor about a difference (policy D-09)."""
    offer = _receiving(item)
    item = offer.items.get(pk=item.pk)
    if not item.is_different or item.settlement:
        raise RuleBroken(_("There is no open difference here. Reload the page to see what is possible."))
    stays = settlement == OfferedItem.Settlement.STAYS_MISSING
    if stays and item.reception != OfferedItem.Reception.MISSING:
        raise RuleBroken(_("This one came. Choose another answer."), field="settlement")
    refuse_secrets(note, field="note")
    item.settlement, item.settlement_note = settlement, note
    item.save(update_fields=["settlement", "settlement_note"])
    record("donations.difference_settled", offer, by=by, settlement=settlement, reception=item.reception)
    move_on(offer)
    return item


def _say(item: OfferedItem, was: str, becomes: str, *, by: Actor) -> OfferedItem:
    offer = _receiving(item)
    item = offer.items.get(pk=item.pk)
    if item.reception != was or not item.is_expected:
        raise RuleBroken(_("A colleague counted this already. Reload the page and look again."))
    item.reception = becomes
    item.save(update_fields=["reception"])
    record("donations.item_counted", offer, by=by, outcome=becomes, count=item.count)
    move_on(offer)
    return item


def _receiving(item: OfferedItem) -> Offer:
    """The offer of this thing, locked. Raises RuleBroken when the donor withdrew it or its donation is closed."""
    offer = Offer.objects.locked(item.offer)
    refuse_over(offer)
    return offer


def _arriving(item: OfferedItem, count: int) -> OfferedItem:
    """The thing as it is now, with exactly `count` of it: what is more stays behind as a thing of its own."""
    item = OfferedItem.objects.select_related("offer").get(pk=item.pk)
    if not item.is_expected:
        raise RuleBroken(_("A colleague counted this already. Reload the page and look again."))
    if not 1 <= count <= item.count:
        sentence = _("Of this thing %(count)s were offered. Write what came besides as something extra.")
        raise RuleBroken(sentence % {"count": item.count}, field="count")
    if count < item.count:
        _leave_behind(item, item.count - count)
    item.count = count
    item.save(update_fields=["count"])
    return item


def _leave_behind(item: OfferedItem, count: int) -> None:
    """Make a thing of its own of what is not meant, with the same decisions by the same people."""
    decisions = list(item.decisions.all())
    rest = OfferedItem.objects.get(pk=item.pk)
    rest.pk, rest.count = None, count
    rest._state.adding = True
    rest.save()
    for decision in decisions:
        decision.pk, decision.item = None, rest
    Decision.objects.bulk_create(decisions)


def _arrive(item: OfferedItem, *, is_different: bool) -> None:
    item.reception = OfferedItem.Reception.DIFFERENT if is_different else OfferedItem.Reception.ARRIVED
    item.save(update_fields=["reception"])


def _donation_of(offer: Offer, *, by: Actor) -> Donation:
    """The donation that this offer becomes; made when the first of it comes in."""
    known = Donation.objects.filter(offer=offer).first()
    return known or register(offer.depot, donor=offer.donor, offer=offer, by=by)


def _refuse_shared_serial(serial: str, count: int) -> None:
    if serial and count > 1:
        raise RuleBroken(_("A serial number is of one device. Receive that one apart."), field="serial")
