"""Everything that can happen to a donation: registered, filled with devices and parts, receipted."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from digibank import clock
from digibank.audit.actions import record
from digibank.audit.models import Actor
from digibank.donations.actions.loose import move_loose
from digibank.donations.givers import refuse_renamed, still_known
from digibank.donations.models import (
    DonatedDevice,
    DonatedParts,
    Donation,
    LooseMovement,
    Offer,
    OfferedItem,
    Receipt,
)
from digibank.donations.standing import refuse_closed
from digibank.errors import RuleBroken
from digibank.files import actions as files
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device, DeviceClass
from digibank.organisations.models import Place
from digibank.people.models import Donor
from digibank.people.secrets import refuse_secrets


@transaction.atomic
def register(
    place: Place,
    *,
    donor: Donor | None,
    by: Actor,
    received_on: date | None = None,
    remarks: str = "",
    offer: Offer | None = None,
) -> Donation:
    """Write down that somebody brought devices to this depot; without a donor when that person gives no name.

    `offer` is what was announced and now comes in.
    """
    day = received_on or clock.today()
    if day > clock.today():
        raise RuleBroken(_("This day is still to come. Choose the day on which it came in."), field="received_on")
    if donor and donor.organisation_id != place.organisation_id:
        raise RuleBroken(_("Another organisation keeps this donor. Write the name down here."), field="name")
    refuse_secrets(remarks, field="remarks")
    if donor and offer is None:
        donor = still_known(donor)
    donation = Donation.objects.create(place=place, donor=donor, received_on=day, remarks=remarks, offer=offer)
    about = [place, *([donor] if donor else []), *([offer] if offer else [])]
    record("donations.registered", donation, by=by, about=[*about], named=bool(donor))
    return donation


@transaction.atomic
def add_device(
    donation: Donation,
    *,
    device_class: DeviceClass,
    by: Actor,
    vendor: str = "",
    product: str = "",
    serial: str = "",
    accessories: Iterable[str] = (),
    offered_as: OfferedItem | None = None,
) -> Device:
    """Give a device of this donation its number and its place in the depot; `offered_as` is what was announced."""
    donation = _grown(donation)
    device = inventory.register(
        device_class,
        place=donation.place,
        vendor=vendor,
        product=product,
        serial=serial,
        accessories=accessories,
        by=by,
    )
    DonatedDevice.objects.create(donation=donation, device=device, offered_as=offered_as)
    record("donations.device_added", donation, by=by, about=[device])
    return device


@transaction.atomic
def count_parts(donation: Donation, *, kind: str, count: int, by: Actor) -> DonatedParts:
    """Say how many loose parts of this kind came with the donation; a later count corrects an earlier one.

    What lies in the depot follows. Raises RuleBroken when parts that are corrected away were used already.
    """
    donation = _grown(donation)
    there = DonatedParts.objects.filter(donation=donation, kind=kind).first()
    parts, _is_new = DonatedParts.objects.update_or_create(donation=donation, kind=kind, defaults={"count": count})
    more = count - (there.count if there else 0)
    move_loose(donation.place, kind=kind, change=more, why=LooseMovement.Why.DONATION, donation=donation, by=by)
    record("donations.parts_counted", donation, by=by, kind=kind, count=count)
    return parts


@transaction.atomic
def keep_receipt(donation: Donation, *, receipt: bytes, covers: int, by: Actor) -> Receipt:
    """Keep a receipt that was printed when the donation had version `covers`, and was as the caller knows it.

    Raises RuleBroken when something was added since, or the donor was forgotten: that paper would not say so.
    """
    printed, donation = donation.donor, _locked(donation)
    refuse_renamed(printed, donation.donor)
    if donation.version != covers:
        raise RuleBroken(_("A colleague added something just now. Look at the list and make the receipt again."))
    if not donation.given.exists() and not donation.parts.filter(count__gt=0).exists():
        raise RuleBroken(_("Nothing is written down yet. Add a device or loose parts first."))
    document = files.store(receipt, media_type="application/pdf", name=f"receipt-{donation.number}.pdf", by=by)
    kept = Receipt.objects.create(donation=donation, document=document, covers=covers, written_by=by)
    record("donations.receipt_written", donation, by=by, receipt=kept.pk, covers=covers)
    return kept


def _locked(donation: Donation) -> Donation:
    """The donation as it is now; nobody else adds to it until the transaction ends."""
    return Donation.objects.select_for_update().get(pk=donation.pk)


def _grown(donation: Donation) -> Donation:
    """The locked donation at its next version: no receipt lists what is being added. Raises RuleBroken once closed."""
    donation = _locked(donation)
    refuse_closed(donation)
    donation.version += 1
    donation.save(update_fields=["version"])
    return donation
