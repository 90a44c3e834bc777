"""An offer before anything of it comes in: announced, filled with things, withdrawn."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.flows import OFFER_FLOW
from digibank.donations.givers import still_known
from digibank.donations.models import Donation, Offer, OfferedItem
from digibank.donations.offering import Offering, checked
from digibank.donations.standing import move_on, refuse_more
from digibank.errors import RuleBroken, refusing
from digibank.files.models import Document
from digibank.organisations.models import Place
from digibank.people.models import Donor
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def announce(
    depot: Place,
    *,
    donor: Donor | None,
    channel: str,
    by: Actor,
    drop_off: Place | None = None,
    preferred_days: Iterable[int] = (),
    part_of_day: str = Offer.PartOfDay.ANY,
    remarks: str = "",
) -> Offer:
    """Write down that somebody wants to give something: brought to `drop_off`, or collected when there is none.

    Raises RuleBroken when nobody could be found at the door, the place takes no donations, or the donor is kept
    by another organisation than the depot.
    """
    if drop_off is None and not (donor and donor.address and donor.phone):
        raise RuleBroken(_("To collect it we need a name, an address and a telephone number."), field="street")
    if drop_off and not drop_off.takes_donations:
        raise RuleBroken(_("Devices cannot be brought to this place. Choose another place."), field="drop_off")
    if donor and donor.organisation_id != depot.organisation_id:
        raise RuleBroken(_("Another organisation keeps this donor. Write the name down here."), field="name")
    refuse_secrets(remarks, field="remarks")
    if donor:
        donor = still_known(donor)
    offer = Offer.objects.create(
        depot=depot,
        donor=donor,
        drop_off=drop_off,
        coming=Offer.Coming.BROUGHT if drop_off else Offer.Coming.COLLECTED,
        preferred_days=sorted(set(preferred_days)),
        part_of_day=part_of_day,
        channel=channel,
        remarks=remarks,
    )
    about = [depot, *([donor] if donor else [])]
    record("donations.offer_announced", offer, by=by, about=about, channel=channel, coming=offer.coming)
    return offer


@transaction.atomic
def add_items(
    offer: Offer, *, items: Iterable[Offering], by: Actor, photo: Document | None = None
) -> list[OfferedItem]:
    """Write down things of this offer, all or none; the photo is of the first. Somebody has to judge them now.

    Raises RuleBroken when something of the offer came in already, it ended, its donor was forgotten, a serial number is
    told twice or with more than one thing, or a text holds a secret.
    """
    offer = Offer.objects.locked(offer)
    refuse_more(offer)
    rows = [OfferedItem(offer=offer, **checked(item)) for item in items]
    if not rows:
        return []
    rows[0].photo = photo
    with refusing(
        OfferedItem,
        "a_serial_number_once_per_offer",
        _("A serial number stands twice in this offer. Keep one of the two."),
        field="serial",
    ):
        added = OfferedItem.objects.bulk_create(rows)
    move_on(offer)
    record("donations.items_offered", offer, by=by, lines=len(added), things=sum(item.count for item in added))
    return added


@transaction.atomic
def withdraw(offer: Offer, *, by: Actor) -> Offer:
    """The donor does not give it after all, or it came to nothing."""
    offer = Offer.objects.locked(offer)
    if Donation.objects.filter(offer=offer).exists():
        raise RuleBroken(_("A part of it came in. Say of the rest that it was not there."))
    OFFER_FLOW.move(offer, "withdraw", ended_at=clock.now())
    record("donations.offer_withdrawn", offer, by=by)
    return offer


@transaction.atomic
def bring_back(offer: Offer, *, by: Actor) -> Offer:
    """Undo that an offer was withdrawn."""
    offer = Offer.objects.locked(offer)
    OFFER_FLOW.move(offer, "bring_back", ended_at=None)
    move_on(offer)
    record("donations.offer_brought_back", offer, by=by)
    return offer
