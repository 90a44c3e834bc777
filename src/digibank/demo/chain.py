"""The acts of the chain as the people of the region do them: made ready, brought to a desk, lent, taken back."""

from collections.abc import Iterable, Sequence
from datetime import date

from digibank import clock
from digibank.accounts.models import User
from digibank.agenda.models import Slot
from digibank.demo import money
from digibank.demo.founding import Region, Town
from digibank.demo.handwriting import a_signature
from digibank.donations import actions as donations
from digibank.donations.models import Donation
from digibank.donations.receipts import receipt_pdf
from digibank.files.models import Document
from digibank.inventory.flows import Position
from digibank.inventory.models import Accessory, Device
from digibank.lending import actions as lending
from digibank.lending.contracts import write_contract
from digibank.lending.models import Asked, Loan, Request, Return
from digibank.lending.signing import store_drawing
from digibank.lending.slips import write_slip
from digibank.logistics import actions as logistics
from digibank.organisations.models import Place
from digibank.people.models import Person
from digibank.refurbishment import actions as refurbishment
from digibank.refurbishment.flows import ErasureState
from digibank.refurbishment.models import Erasure, Inspection, Repair, checks_for
from digibank.workforce import actions as workforce
from digibank.workforce.kinds import HelpKind, TaskKind


def give_receipt(donation: Donation, *, by: User) -> None:
    """Print the receipt and keep it."""
    donation.refresh_from_db()
    paper = receipt_pdf(donation)
    donations.keep_receipt(donation, receipt=paper, covers=donation.version, by=by.actor)


def add_log(device: Device, log: bytes, region: Region) -> list[Erasure]:
    """The first technician adds the log; the second states what the tool could not see, and approves what is less."""
    first, second = region.technicians
    found = refurbishment.add_log(device, log=log, by=first.actor)
    return [_settled(erasure, by=second) for erasure in found]


def _settled(erasure: Erasure, *, by: User) -> Erasure:
    if erasure.unsaid and erasure.state == ErasureState.WAITING:
        erasure = refurbishment.state_seen(erasure, signs=erasure.unsaid, by=by.actor)
    if erasure.lacks_exemption:
        erasure = refurbishment.exempt(erasure, reason="Deze schijf kan zichzelf niet wissen.", by=by.actor)
    return erasure


def inspect(device: Device, region: Region) -> Inspection:
    """The first technician looks at the device: some traces of use, and it works."""
    appearance = "ABBC"[device.pk % 4]
    defects = ["scratches"] if appearance != "A" else []
    return refurbishment.inspect(
        device, appearance=appearance, function="A", battery="B", defects=defects, by=region.technicians[0].actor
    )


def repair(device: Device, region: Region) -> Repair:
    """The first technician puts more memory in, from the drawer."""
    by = region.technicians[0].actor
    part = refurbishment.add_part(region.depot, kind="memory", description="8 GB DDR4", by=by)
    problem, done = "Te weinig geheugen voor dit systeem.", "8 GB bijgestoken."
    return refurbishment.repair(device, problem=problem, done=done, status=Repair.Status.FIXED, parts=[part], by=by)


def install(device: Device, region: Region, *, system: str = "Linux Mint", version: str = "22") -> None:
    """The first technician puts a system on it that gets updates for more than three years."""
    first, until = region.technicians[0], date(clock.today().year + 3, 4, 30)
    refurbishment.install(device, system=system, version=version, licence="free", updates_until=until, by=first.actor)


def install_and_check(device: Device, region: Region, *, system: str = "Linux Mint", version: str = "22") -> Device:
    """The first technician inspects and installs, the second checks; the device is in stock then."""
    inspect(device, region)
    install(device, region, system=system, version=version)
    second = region.technicians[1]
    good = [check.value for check in checks_for(device.device_class)]
    refurbishment.check_quality(device, good=good, by=second.actor)
    return Device.objects.get(pk=device.pk)


def lay_out_tasks(region: Region, *, clean: Device, asks_help: Device) -> None:
    """The first technician lays task cards out. One device is clean already; with another one help is asked."""
    lays, worker = region.technicians[0].actor, region.worker.actor
    for position in (Position.RECEIVED, Position.ERASED, Position.INSTALLED):
        workforce.lay_out_lane([region.depot], position=position, kind=TaskKind.CLEAN, by=lays)
    card = workforce.take_scanned([region.depot], number=clean.number, by=worker)
    while not card.is_at_last_step:
        card = workforce.do_step(card, step=card.steps_done, by=worker)
    refurbishment.note_handwork(card, by=worker)
    card = workforce.take_scanned([region.depot], number=asks_help.number, by=worker)
    workforce.ask_help(card, what=HelpKind.BROKEN, by=worker)


def ride(devices: Sequence[Device], *, start: Place, end: Place, sender: User, receiver: User, hours: int = 3) -> None:
    """A transfer is asked, sent, and counted in some hours later."""
    transfer = logistics.ask(from_place=start, to_place=end, devices=devices, by=sender.actor)
    transfer = logistics.send(transfer, by=sender.actor)
    clock.pass_time(hours=hours)
    logistics.receive(transfer, arrived=[device.pk for device in devices], by=receiver.actor)


def lend(person: Person, device: Device, town: Town, *, slot: Slot | None, request: Request | None = None) -> Loan:
    """The clerk prepares, prints, sees the signature and hands over. One in three signs on the screen."""
    loan = prepare(person, device, town, slot=slot, request=request)
    money.pay(loan, town)
    drawn = store_drawing(a_signature(person.name), by=town.clerk.actor) if loan.pk % 3 == 0 else None
    return lending.hand_over(loan, signs=_hash_of(loan.contract), drawn=drawn, by=town.clerk.actor)


def prepare(person: Person, device: Device, town: Town, *, slot: Slot | None, request: Request | None = None) -> Loan:
    """The clerk prepares and prints: the contract lies ready for a signature."""
    by = town.clerk.actor
    loan = lending.prepare(
        person,
        device=Device.objects.get(pk=device.pk),
        desk=town.desk,
        parts=_present(device),
        slot=slot,
        call_reason="" if slot else "Kiest liever aan de telefoon.",
        request=request,
        by=by,
    )
    return write_contract(loan, by=by)


def take_back(loan: Loan, town: Town, *, missing: Iterable[str] = (), condition: str = "ok") -> Return:
    """The clerk looks at the device and at each part that went along. One in ten borrowers wants the slip at once."""
    gone = set(missing)
    parts = {
        part.kind: Accessory.State.MISSING if part.kind in gone else Accessory.State.PRESENT
        for part in loan.parts.filter(given=True)
    }
    by = town.clerk.actor
    files = ("yes", "helped", "no_matter")[loan.pk % 3]
    asked = Asked(files_saved=files, signed_out="helped" if files == "helped" else "yes")
    back = lending.take_back(loan, place=town.desk, condition=condition, parts=parts, asked=asked, by=by)
    if loan.pk % 10 == 0:
        back = write_slip(back, by=by)
        drawn = store_drawing(a_signature(loan.person.name), by=by)
        lending.sign_return(loan, signs=_hash_of(back.slip), drawn=drawn, by=by)
    money.settle(Loan.objects.get(pk=loan.pk), town)
    return back


def _hash_of(paper: Document | None) -> str:
    return paper.sha256 if paper else ""


def _present(device: Device) -> list[str]:
    return list(device.accessories.filter(state=Accessory.State.PRESENT).values_list("kind", flat=True))


def hand_in_hand(device: Device, region: Region, town: Town) -> None:
    """The device rides from the depot to the desk of this town."""
    ride([device], start=region.depot, end=town.desk, sender=region.technicians[0], receiver=town.clerk)
