"""One laptop, from the telephone call of its donor to the recycler, as the people of the region do it."""

from dataclasses import dataclass
from datetime import date, datetime

from digibank import clock
from digibank.demo import chain
from digibank.demo.founding import Region, found_region
from digibank.demo.logs import BATTERY, LOG, REPORT, SECOND_LOG, content
from digibank.donations import actions as donations
from digibank.donations.models import Donation, Offer
from digibank.donations.offering import Offering
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.lending.models import Loan
from digibank.people import actions as people
from digibank.people.actions import Way, donors
from digibank.refurbishment import actions as refurbishment
from digibank.refurbishment.models import Erasure, checks_for

FOUNDED = datetime(2026, 2, 2, 9, tzinfo=clock.BRUSSELS)
OFFERED = datetime(2026, 2, 26, 10, tzinfo=clock.BRUSSELS)
CAME = datetime(2026, 3, 2, 11, tzinfo=clock.BRUSSELS)
READY = datetime(2026, 3, 5, 15, tzinfo=clock.BRUSSELS)
LENT = datetime(2026, 3, 10, 10, tzinfo=clock.BRUSSELS)
BACK = datetime(2026, 9, 10, 10, tzinfo=clock.BRUSSELS)
AGAIN = datetime(2026, 9, 15, 14, tzinfo=clock.BRUSSELS)
GONE = datetime(2026, 9, 21, 9, tzinfo=clock.BRUSSELS)


@dataclass
class Life:
    """The laptop at the end of its life, and what it left behind."""

    device: Device
    donation: Donation
    erasures: list[Erasure]


def the_whole_life() -> Life:
    """It is offered, judged, received, erased, mended, lent, brought back, erased again, recycled; the gift is closed."""
    with clock.at(FOUNDED):
        region = found_region()
    with clock.at(OFFERED):
        offer = _offered(region)
    with clock.at(CAME):
        device = _received(offer, region)
    with clock.at(READY):
        erasures = _made_ready(device, region)
    with clock.at(LENT):
        _lent(device, region)
    with clock.at(BACK):
        _brought_back(device, region)
    with clock.at(AGAIN):
        erasures += chain.add_log(device, content(SECOND_LOG), region)
        clock.pass_time(minutes=30)
        _given_up(device, region)
    with clock.at(GONE):
        _taken_along(device, region)
        refurbishment.close_batch(Donation.objects.get(), by=region.technicians[1].actor)
    device.refresh_from_db()
    return Life(device, Donation.objects.get(), [Erasure.objects.get(pk=erasure.pk) for erasure in erasures])


def _offered(region: Region) -> Offer:
    by = region.technicians[0].actor
    printer = donors.register(
        organisation=region.association, name="Drukkerij De Zetter", is_legal_person=True, phone="014 99 88 77", by=by
    )
    offer = donations.announce(region.depot, donor=printer, channel=Offer.Channel.PHONE, drop_off=region.depot, by=by)
    donations.add_items(offer, items=[Offering(kind="laptop", vendor="HP", product="ProBook", works="yes")], by=by)
    return donations.accept_all_except(offer, refused=[], where="form", by=by)


def _received(offer: Offer, region: Region) -> Device:
    first = region.technicians[0]
    (device,) = donations.receive_devices(
        offer.items.get(), device_class=region.classes["laptop-15"], count=1, accessories=["charger", "mouse", "bag"],
        by=first.actor,
    )  # fmt: skip
    for report in (REPORT, BATTERY):
        inventory.read_in(device, report=content(report), by=first.actor)
    chain.give_receipt(Donation.objects.get(), by=first)
    refurbishment.inspect(device, appearance="B", function="C", battery="B", defects=["scratches"], by=first.actor)
    return device


def _made_ready(device: Device, region: Region) -> list[Erasure]:
    """Erased with a second person, tested, mended, refused once by a colleague and then found in order."""
    first, second = (user.actor for user in region.technicians)
    erasures = chain.add_log(device, content(LOG), region)
    clock.pass_time(minutes=20)
    refurbishment.record_tests(
        device, outcomes={"keyboard": "serious", "screen": "good"}, note="De letter E doet niets.", by=first
    )
    part = refurbishment.add_part(region.depot, kind="keyboard", description="ProBook 450", by=first)
    refurbishment.repair(
        device, problem="De letter E doet niets.", done="Toetsenbord vervangen.", status=1, parts=[part], by=first
    )
    clock.pass_time(minutes=40)
    refurbishment.record_tests(device, outcomes={"keyboard": "good"}, by=first)
    refurbishment.inspect(device, appearance="B", function="A", battery="B", defects=["scratches"], by=first)
    clock.pass_time(minutes=30)
    _installed(device, region)
    good = [check.value for check in checks_for(device.device_class)]
    clock.pass_time(minutes=30)
    refurbishment.check_quality(device, good=good[:-1], note="Nog vuil.", by=second)
    clock.pass_time(minutes=15)
    _installed(device, region)
    clock.pass_time(minutes=15)
    refurbishment.check_quality(device, good=good, by=second)
    return erasures


def _installed(device: Device, region: Region) -> None:
    refurbishment.install(
        Device.objects.get(pk=device.pk), system="Linux Mint", version="22", licence="free",
        updates_until=date(2029, 4, 30), by=region.technicians[0].actor,
    )  # fmt: skip


def _lent(device: Device, region: Region) -> None:
    town = region.towns[0]
    chain.hand_in_hand(device, region, town)
    person = people.register(
        home=town.organisation, name="Roza Peeters", birth_year=1948, prefers="phone",
        ways=[Way("phone", "014 99 11 22")], by=town.clerk.actor,
    )  # fmt: skip
    chain.lend(person, device, town, slot=None)


def _brought_back(device: Device, region: Region) -> None:
    town = region.towns[0]
    chain.take_back(Loan.objects.get(), town, missing=["mouse"], condition="damaged")
    chain.ride([device], start=town.desk, end=region.depot, sender=town.clerk, receiver=region.technicians[0])


def _given_up(device: Device, region: Region) -> None:
    """Somebody dropped it, and its board would cost more than it is worth."""
    first = region.technicians[0].actor
    refurbishment.repair(device, problem="Start niet meer.", status=3, barrier=2, by=first)
    clock.pass_time(minutes=10)
    refurbishment.inspect(device, ground="too_dear", defects=["casing_cracked"], words="Gevallen.", by=first)
    clock.pass_time(minutes=10)
    refurbishment.dispose(
        Device.objects.get(pk=device.pk), grams=2150, category=2, ground="too_dear", note="Moederbord stuk.", by=first
    )


def _taken_along(device: Device, region: Region) -> None:
    first = region.technicians[0].actor
    recycler = refurbishment.add_recycler(
        region.association, name="Kempense Recyclage", registration="OVAM 2026-118", by=first
    )
    refurbishment.hand_over(
        region.depot, disposals=list(device.disposals.all()), recycler=recycler, document_number="IF-2026-0042",
        collected_on=clock.today(), by=first,
    )  # fmt: skip
