"""Where an offer stands follows from its things, and what keeps a donation open from what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from digibank import clock
from digibank.donations.flows import BEFORE_RECEPTION, OFFER_FLOW, OPEN, OfferState
from digibank.donations.models import Donation, Offer, OfferedItem, Preselection
from digibank.errors import RuleBroken
from digibank.inventory.flows import MediumState, Position
from digibank.inventory.models import Device, StorageMedium

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


def refuse_more(offer: Offer) -> None:
    """Raise RuleBroken when nothing can be added to this offer any more, also since its donor was forgotten (D-35)."""
    if offer.state not in BEFORE_RECEPTION or (offer.donor and offer.donor.has_faded):
        raise RuleBroken(_("Nothing can be added to this offer any more. Write down a new offer."))


def refuse_over(offer: Offer) -> None:
    """Raise RuleBroken when the donor does not give it after all, or its donation is closed: it is as it is then."""
    if offer.state == OfferState.WITHDRAWN:
        raise RuleBroken(_("The donor withdrew this offer. Undo that first."))
    closed = Donation.objects.filter(offer=offer, closed_at__isnull=False).first()
    if closed:
        refuse_closed(closed)


def refuse_closed(donation: Donation) -> None:
    """Raise RuleBroken when the donation is closed: nothing is added to it or asked about it then (policy D-20)."""
    if donation.closed_at:
        raise RuleBroken(
            _("Donation %(number)s is closed. Open it again first, and say why.") % {"number": donation.number}
        )


def locked_with_all(donation: Donation, *, also: Iterable[Device] = ()) -> Donation:
    """The donation as it is now, under lock with its offer, its devices and these: what is open changes no more."""
    offer = Offer.objects.filter(donation=donation).first()
    if offer:
        Offer.objects.locked(offer)
    locked = Donation.objects.select_for_update().get(pk=donation.pk)
    Device.objects.locked_together([*Device.objects.filter(given_with__donation=donation), *also])
    return locked


@dataclass(frozen=True)
class OpenPoint:
    """Something that keeps a donation open, in a sentence, and where it is settled.

    `about` is the medium, the device nobody looked into, the offer, or the donation for its list of locked devices.
    """

    about: StorageMedium | Device | Offer | Donation
    sentence: str

    @property
    def is_about_data(self) -> bool:
        """Whether somebody's data may still be there."""
        return isinstance(self.about, StorageMedium | Device)


NAMED = 5


def refuse_open(points: list[OpenPoint], why: str) -> None:
    """Raise RuleBroken when something is open: why that matters, the first of it, and how much more there is."""
    if not points:
        return
    more = len(points) - NAMED
    rest = _("And %(more)s more: see the list.") % {"more": more}
    raise RuleBroken(" ".join([why, *(point.sentence for point in points[:NAMED]), *([rest] if more > 0 else [])]))


def open_points(donation: Donation) -> list[OpenPoint]:
    """All that keeps a donation open, as it is now: its storage, its offer, and what the donor has to release."""
    devices = Device.objects.filter(given_with__donation=donation)
    return [
        *unsettled(StorageMedium.objects.filter(device__in=devices)),
        *unseen(devices),
        *_given_back_today(devices),
        *_differences(donation),
        *_locked_devices(donation),
    ]


def unsettled(media: QuerySet[StorageMedium]) -> list[OpenPoint]:
    """Those of these media of which the data are not settled; not those that went back to the donor in their device."""
    went_back = Q(device__state=Position.RETURNED_TO_DONOR, taken_out_at__isnull=True)
    waiting = media.filter(state=MediumState.TO_ERASE).exclude(went_back)
    return [OpenPoint(medium, _data_on(medium)) for medium in waiting.select_related("device").order_by("pk")]


def _data_on(medium: StorageMedium) -> str:
    said = {"medium": medium.number, "device": medium.device.number}
    if medium.is_loose:
        return _("%(medium)s, taken out of %(device)s, is not erased or destroyed.") % said
    return _("%(medium)s in %(device)s is not erased or destroyed.") % said


def unseen(devices: QuerySet[Device]) -> list[OpenPoint]:
    """Those of these devices of which nobody knows what storage is inside; what was given back is the donor's."""
    unknown = devices.filter(storage_known=False).exclude(state=Position.RETURNED_TO_DONOR).order_by("pk")
    sentence = _("Nobody looked yet what storage is in %(device)s.")
    return [OpenPoint(device, sentence % {"device": device.number}) for device in unknown]


def _given_back_today(devices: QuerySet[Device]) -> list[OpenPoint]:
    """Those that went back with their data and may come back today: a closed donation would have open data then."""
    with_data = devices.filter(Q(open_media__gt=0) | Q(storage_known=False)).order_by("pk")
    sentence = _("%(device)s was given back today, and that can still be undone. Close the donation tomorrow.")
    return [
        OpenPoint(device, sentence % {"device": device.number})
        for device in with_data.filter(state=Position.RETURNED_TO_DONOR)
        if device.can_be_restored
    ]


def _differences(donation: Donation) -> list[OpenPoint]:
    offer = donation.offer
    if offer is None or offer.state == OfferState.SETTLED:
        return []
    return [
        OpenPoint(
            offer, _("Of offer %(offer)s not all is counted and settled with the donor.") % {"offer": offer.number}
        )
    ]


def _locked_devices(donation: Donation) -> list[OpenPoint]:
    waiting = donation.releases.open().select_related("flag__device")
    sentence = _("%(device)s waits on the list of locked devices.")
    return [OpenPoint(donation, sentence % {"device": release.device.number}) for release in waiting]


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
