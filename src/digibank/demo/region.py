"""Eighteen months in seven municipalities: devices come in, are made ready, lent, brought back and sometimes lost.

Everything is decided by one seeded generator, so that the same day gives the same region.
"""

from datetime import datetime, time, timedelta
from random import Random

from digibank import clock
from digibank.accounts.models import User
from digibank.agenda import actions as agenda
from digibank.agenda.models import Slot
from digibank.audit.actions import job_actor
from digibank.comms import actions as comms
from digibank.comms import jobs as post
from digibank.comms.models import Message
from digibank.demo import chain, logs, money, newcomers, spreading
from digibank.demo.founding import Region, Town
from digibank.demo.life import DEVICES, RESIDENTS, Life
from digibank.demo.names import DESKTOPS, LAPTOPS, TABLETS
from digibank.demo.offers import leave_offers
from digibank.demo.story import first_lesson
from digibank.demo.telling import Teller
from digibank.donations import actions as donations
from digibank.donations.models import Donation
from digibank.errors import RuleBroken
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.models import Device
from digibank.lending import actions as lending
from digibank.lending import jobs as lending_jobs
from digibank.lending.line import line_of
from digibank.lending.longer import why_not_longer
from digibank.lending.models import Request
from digibank.refurbishment import actions as refurbishment

DAYS = 546
WEEK = 7
LEFT_ON_THE_BENCH = 6
DISK = "SAMSUNG MZ7LN256HMJP-000H1"


def beginning() -> datetime:
    """The morning on which the region was founded: a Monday, eighteen months before today."""
    day = clock.today() - timedelta(days=DAYS)
    day -= timedelta(days=day.weekday())
    return datetime.combine(day, time(9), tzinfo=clock.BRUSSELS)


def let_it_live(
    region: Region,
    teller: Teller,
    *,
    until: datetime,
    besides: Device | None = None,
    seed: int = 7,
    most_devices: int = DEVICES,
    most_residents: int = RESIDENTS,
) -> Life:
    """Let the weeks go by until this moment. The clock stands at the beginning of the region.

    The device `besides` has a story of its own, at moments that are still to come here: nobody touches it.
    """
    chance = Random(seed)  # noqa: S311  a story, not a secret
    life = Life(region, chance, besides.pk if besides else 0, most_devices, most_residents)
    weeks = max((until - clock.now()).days // WEEK, 1)
    for week in range(1, weeks + 1):
        _one_week(life, week, weeks)
        teller.progress(week, weeks, "Week")
    spreading.propose(region)
    return life


def _one_week(life: Life, week: int, weeks: int) -> None:
    began = clock.now()
    _donations(life, share=week / weeks)
    clock.pass_time(hours=5)
    _workshop(life)
    if week == weeks:
        _leave_on_the_bench(life)
        leave_offers(life)
    _rides(life, is_last=week == weeks)
    clock.pass_time(hours=16)
    _desks(life, share=week / weeks, is_last=week == weeks)
    _returns(life)
    _routine(life, is_last=week == weeks)
    clock.pass_time(seconds=(began + timedelta(days=WEEK) - clock.now()).total_seconds())


def _donations(life: Life, *, share: float) -> None:
    """Companies bring some devices at once, residents one."""
    by = life.region.technicians[0]
    while life.devices < (life.most_devices - LEFT_ON_THE_BENCH) * share:
        donation = donations.register(life.region.depot, donor=newcomers.donor(life), by=by.actor)
        for _count in range(life.chance.choice([1, 1, 2, 6, 8])):
            _device(life, donation, by)
        if life.chance.random() < 0.2:
            chain.give_receipt(donation, by=by)


def _device(life: Life, donation: Donation, by: User) -> Device:
    code = life.chance.choices(["laptop-15", "laptop-14", "tablet-10", "computer"], [55, 20, 10, 15])[0]
    models = {"tablet-10": TABLETS, "computer": DESKTOPS}.get(code, LAPTOPS)
    vendor, product = life.chance.choice(models)
    kind = life.region.classes[code]
    there = [
        part for part in kind.expected_accessories() if life.chance.random() < (0.97 if part == "charger" else 0.85)
    ]
    life.devices += 1
    device = donations.add_device(
        donation, device_class=kind, vendor=vendor, product=product, serial=f"VB{life.devices:06d}",
        accessories=there, by=by.actor,
    )  # fmt: skip
    life.disks += 1
    inventory.add_medium(
        device, kind=life.chance.choice(["ssd", "hdd"]), product=DISK, serial=f"S3TW{life.disks:010d}",
        capacity_bytes=life.chance.choice(sorted(logs.SIZES)), by=by.actor,
    )  # fmt: skip
    return device


def _workshop(life: Life) -> None:
    """What stands in the workshop is erased, installed and checked; a few are given up."""
    here = Device.objects.filter(place=life.region.depot, state__in=[Position.RECEIVED, Position.QUARANTINE])
    for device in here.order_by("pk"):
        if life.chance.random() < 0.04:
            _give_up(device, life)
        else:
            _make_ready(device, life)


def _leave_on_the_bench(life: Life) -> None:
    """A company gave some devices today: one is kept back, one waits for a second person, to be installed, checked."""
    first = life.region.technicians[0]
    donation = donations.register(life.region.depot, donor=life.donors[0], by=first.actor)
    stuck, *_to_erase, half, erased, installed = [_device(life, donation, first) for _count in range(LEFT_ON_THE_BENCH)]
    clock.pass_time(hours=3)
    chain.inspect(stuck, life.region)
    inventory.raise_flag(stuck, kind="locked_account", note="Vraagt de Google-account van de vorige.", by=first.actor)
    refurbishment.add_log(half, log=_log_of(half), by=first.actor)
    for device in (erased, installed):
        chain.add_log(device, _log_of(device), life.region)
    chain.install(Device.objects.get(pk=installed.pk), life.region)
    chain.lay_out_tasks(life.region, asks_help=stuck, clean=installed)


def _make_ready(device: Device, life: Life) -> None:
    chain.add_log(device, _log_of(device), life.region)
    if device.pk % 7 == 0:
        chain.repair(device, life.region)
    chain.install_and_check(Device.objects.get(pk=device.pk), life.region)


def _log_of(device: Device) -> bytes:
    """What nwipe wrote two hours ago about the only disk in this device."""
    medium = device.media.get()
    at = clock.now().astimezone(clock.BRUSSELS).replace(tzinfo=None) - timedelta(hours=2)
    return logs.log_of(serial=medium.serial, size=medium.capacity_bytes or 0, at=at)


def _give_up(device: Device, life: Life) -> None:
    """Too old, and the disk gave errors: one drills it through, the other looks at it."""
    first, second = (user.actor for user in life.region.technicians)
    refurbishment.inspect(device, ground="outdated", defects=["rust"], by=first)
    drilled = refurbishment.write_down_destruction(device.media.get(), way="drilled", by=first)
    refurbishment.state_seen(drilled, signs=drilled.unsaid, by=second)
    inventory.write_off(Device.objects.get(pk=device.pk), by=first, because="Te oud en stuk, voor onderdelen.")


def _rides(life: Life, *, is_last: bool) -> None:
    """What is ready goes to the desk with the least; what came back goes to the workshop."""
    region = life.region
    stock = Device.objects.filter(place=region.depot, state=Position.STOCK).exclude(pk=life.besides)
    ready = list(stock.complete().order_by("pk"))
    keep = len(ready) // 3 if is_last else 0
    for number, town in enumerate(sorted(region.towns, key=_ready_at)):
        load = ready[keep + number :: len(region.towns)] if keep + number < len(ready) else []
        if load:
            chain.ride(
                load, start=region.depot, end=town.desk, sender=region.technicians[0], receiver=town.clerk, hours=1
            )
        back = list(Device.objects.filter(place=town.desk, state=Position.QUARANTINE))
        if back and not is_last:
            chain.ride(
                back, start=town.desk, end=region.depot, sender=town.clerk, receiver=region.technicians[0], hours=1
            )


def _ready_at(town: Town) -> int:
    return Device.objects.free_at(town.desk).count()


def _desks(life: Life, *, share: float, is_last: bool) -> None:
    """Residents come by; who finds a free device borrows it, the others wait. Tablets are asked more than given.

    The last week leaves a contract on the desk of each town that waits for its signature.
    """
    for town in life.region.towns:
        _serve_who_waited(life, town)
    while life.residents < (life.most_residents - len(life.region.towns)) * share:
        town = life.chance.choice(life.region.towns)
        person = newcomers.resident(life, town)
        kind = life.region.classes[life.chance.choices(list(life.region.classes), [45, 10, 35, 10])[0]]
        asked = lending.ask(person, device_class=kind, desk=town.desk, by=town.clerk.actor)
        if asked.promise:
            _lend(life, asked, town)
    if is_last:
        for town in life.region.towns:
            _leave_unsigned(life, town)


def _leave_unsigned(life: Life, town: Town) -> None:
    """Somebody went home to think it over: the device is kept, the contract lies ready."""
    asked = lending.ask(
        newcomers.resident(life, town),
        device_class=life.region.classes["laptop-15"],
        desk=town.desk,
        by=town.clerk.actor,
    )
    if asked.promise:
        chain.prepare(asked.person, _promised(asked), town, slot=first_lesson(town), request=asked)


def _serve_who_waited(life: Life, town: Town) -> None:
    """What came by the last ride goes to whoever waits longest; some did not come yet."""
    for kind in life.region.classes.values():
        while first := line_of(kind, town.desk).next:
            try:
                promised = lending.promise(first.request, by=town.clerk.actor)
            except RuleBroken:
                break
            if life.chance.random() < 0.95:
                _lend(life, promised, town)


def _lend(life: Life, asked: Request, town: Town) -> None:
    slot = first_lesson(town) if life.chance.random() < 0.85 else None
    life.loans.append((chain.lend(asked.person, _promised(asked), town, slot=slot, request=asked), town))


def _promised(asked: Request) -> Device:
    """One that stands ready at the desk, of the class that was promised."""
    free = Device.objects.free_at(asked.desk).filter(device_class=asked.device_class).first()
    if free is None:
        raise RuntimeError(f"{asked.number} was promised what is not there.")
    return free


def _returns(life: Life) -> None:
    """Most loans come back about their day, some are renewed, a few stay away, are lost or stolen."""
    for loan, town in list(life.loans):
        days = (loan.ends_on - clock.today()).days
        if days > WEEK:
            continue
        fate = life.chance.random()
        if days < -40 or fate < 0.35:
            chain.take_back(loan, town, missing=["mouse"] if life.chance.random() < 0.05 else [], condition="ok")
        elif fate < 0.5 and loan.renewals_left() > 0 and not why_not_longer(loan):
            lending.renew(loan, by=town.clerk.actor)
            loan.refresh_from_db()
            continue
        elif fate < 0.51:
            lending.report_lost(loan, by=town.clerk.actor, note="Vergeten op de trein.")
        elif fate < 0.515:
            lending.report_stolen(loan, police_report="PV 2026-000123", by=town.clerk.actor)
        else:
            continue
        life.loans.remove((loan, town))


def _routine(life: Life, *, is_last: bool) -> None:
    """The worker's jobs, lessons that took place, letters that are posted and calls that are made."""
    clock.pass_time(days=1)
    by = job_actor("demo")
    lending_jobs.remind(by)
    post.send_due(by)
    for town in life.region.towns:
        money.close(town)
    money.pay_lists(life.region)
    for slot in Slot.objects.filter(starts_at__lt=clock.now(), appointments__state="planned").distinct():
        _after_lesson(slot, life)
    if not is_last:
        _post(life)


def _after_lesson(slot: Slot, life: Life) -> None:
    for appointment in slot.appointments.filter(state="planned"):
        note = agenda.note_done if life.chance.random() < 0.9 else agenda.note_missed
        note(appointment, by=life.region.towns[0].clerk.actor)


def _post(life: Life) -> None:
    """Clerks post the letters, make the calls and give the cards."""
    by = life.region.towns[0].clerk.actor
    for message in Message.objects.to_print():
        comms.note_posted(message, by=by)
    for message in Message.objects.to_give():
        comms.note_given(message, by=by)
    for message in Message.objects.to_call():
        comms.note_called(message, reached=life.chance.random() < 0.8, by=by)
