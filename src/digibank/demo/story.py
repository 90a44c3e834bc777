"""The life of one laptop, for real: a report and a log go in, and a loan comes out and back again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from digibank import clock
from digibank.agenda import actions as agenda
from digibank.agenda.models import Slot
from digibank.audit.actions import job_actor
from digibank.comms import actions as comms
from digibank.comms import jobs as post
from digibank.comms.models import Message
from digibank.demo import chain, helping, logs
from digibank.demo.founding import Region, Town
from digibank.demo.telling import Teller
from digibank.donations import actions as donations
from digibank.inventory import actions as inventory
from digibank.inventory.models import Device
from digibank.lending import actions as lending
from digibank.lending.models import Loan
from digibank.people import actions as people
from digibank.people.actions import Way, donors
from digibank.people.models import Person
from digibank.refurbishment import actions as refurbishment
from digibank.refurbishment.attestations import attestation_pdf

LESSON_HOURS = (14, 10, 15)


@dataclass(frozen=True)
class Papers:
    """What the story is told with: a report of the machine, perhaps of its battery, and logs of erasing it."""

    report: bytes
    log: bytes
    battery: bytes = b""
    second_log: bytes = b""

    @classmethod
    def committed(cls) -> "Papers":
        """The files that come with the demo."""
        return cls(
            report=logs.content(logs.REPORT),
            log=logs.content(logs.LOG),
            battery=logs.content(logs.BATTERY),
            second_log=logs.content(logs.SECOND_LOG),
        )


def moment_before(log: bytes) -> datetime:
    """Two hours before the erasing machine began: then the device comes in."""
    return logs.began(log).replace(tzinfo=clock.BRUSSELS) - timedelta(hours=2)


def tell(region: Region, papers: Papers, teller: Teller) -> Device:
    """Tell the whole story. The clock stands when the device comes in, and moves on from there.

    Raises RuleBroken, with the sentence a colleague would see, when a file is refused.
    """
    town = region.towns[0]
    device = _comes_in(region, papers, teller)
    _is_made_ready(device, region, papers.log, teller)
    chain.hand_in_hand(device, region, town)
    teller.step(f"{device.number} rijdt naar {town.desk.name} en wordt daar geteld.")
    person = _resident(town, teller)
    loan = _is_lent(device, person, town, teller)
    if region.helper:
        helping.a_morning(region.helper, town, teller)
    _comes_back(loan, town, region, teller)
    if papers.second_log:
        clock.pass_time(days=1)
        _is_made_ready(Device.objects.get(pk=device.pk), region, papers.second_log, teller)
        teller.note("Het toestel is weer klaar voor iemand anders.")
    else:
        teller.note("Nu wist u het opnieuw, en voegt u het nieuwe verslag toe.")
    return Device.objects.get(pk=device.pk)


def _comes_in(region: Region, papers: Papers, teller: Teller) -> Device:
    first = region.technicians[0]
    donor = donors.register(
        organisation=region.association, name="Drukkerij De Zetter", is_legal_person=True, phone="014 99 88 77",
        by=first.actor,
    )  # fmt: skip
    donation = donations.register(region.depot, donor=donor, by=first.actor)
    device = donations.add_device(
        donation, device_class=region.classes["laptop-15"], accessories=["charger", "mouse", "bag"], by=first.actor
    )
    teller.step(f"Schenking {donation.number}: een bedrijf brengt een laptop. Hij krijgt nummer {device.number}.")
    report = inventory.read_in(device, report=papers.report, by=first.actor)
    device.refresh_from_db()
    media = ", ".join(f"{medium.number} ({medium.product})" for medium in device.media.all())
    teller.step(f"Het verslag van de machine is gelezen: {device.title}. Opslag: {media or 'geen'}.")
    for remark in report.remarks:
        teller.note(f"Opgemerkt: {remark}.")
    if papers.battery:
        inventory.read_in(device, report=papers.battery, by=first.actor)
        device.refresh_from_db()
        teller.note(f"Batterij: {device.battery_percent} procent van nieuw.")
    chain.give_receipt(donation, by=first)
    teller.step("De donateur krijgt een ontvangstbewijs.")
    return device


def _is_made_ready(device: Device, region: Region, log: bytes, teller: Teller) -> None:
    began = logs.began(log).replace(tzinfo=clock.BRUSSELS)
    clock.pass_time(seconds=max((began - clock.now()).total_seconds(), 0))
    clock.pass_time(hours=4)
    for erasure in chain.add_log(device, log, region):
        paper = attestation_pdf(erasure)
        refurbishment.keep_attestation(erasure, paper=paper, by=region.technicians[0].actor)
        teller.step(
            f"Wisverslag {erasure.number} gewogen: gewist, niveau {erasure.get_level_display()}. Attest gemaakt."
        )
        said = erasure.statements.count()
        if said:
            signs = "Eén teken dat" if said == 1 else f"{said} tekens die"
            teller.note(f"{signs} het programma niet ziet, verklaarde een tweede technicus met naam.")
    device = chain.install_and_check(Device.objects.get(pk=device.pk), region)
    teller.step(f"Geïnstalleerd door {region.technicians[0]}, nagekeken door {region.technicians[1]}: in stock.")
    clock.pass_time(hours=1)


def _resident(town: Town, teller: Teller) -> Person:
    by = town.clerk.actor
    person = people.register(
        home=town.organisation, name="Roza Peeters", birth_year=1948, prefers="letter",
        ways=[Way("phone", "014 99 11 22")],
        address={"street": "Wilgendreef 14", "postcode": town.postcode, "town": town.desk.town}, by=by,
    )  # fmt: skip
    teller.step(f"Een inwoner van 78 komt aan de balie: {person.number}. Een naam en een brief zijn genoeg.")
    return person


def _is_lent(device: Device, person: Person, town: Town, teller: Teller) -> Loan:
    by = town.clerk.actor
    asked = lending.ask(person, device_class=device.device_class, desk=town.desk, by=by)
    teller.step(f"Aanvraag {asked.number}: {asked.get_state_display()}. Beloofd is een soort, geen nummer.")
    slot = first_lesson(town)
    loan = chain.lend(person, device, town, slot=slot, request=asked)
    teller.step(f"Uitlening {loan.number}: contract gemaakt, op papier getekend, meegegeven.")
    first_hour = slot.starts_at.astimezone(clock.BRUSSELS)
    teller.note(f"Terug tegen {loan.due_on:%d-%m-%Y}. Eerste les op {first_hour:%d-%m, %H.%M} uur.")
    _post(town)
    teller.note("De brief met de afspraak is gemaakt, geprint en gepost.")
    clock.pass_time(days=8)
    helping.follow(loan, town, teller)
    return loan


def first_lesson(town: Town) -> Slot:
    """A moment with a place left at the help point, a week from now or a little later."""
    day = clock.today() + timedelta(days=7)
    while True:
        day = town.help_point.next_open_day(day) or day
        for hour in LESSON_HOURS:
            slot = _lesson_at(datetime(day.year, day.month, day.day, hour, tzinfo=clock.BRUSSELS), town)
            if slot.left:
                return slot
        day += timedelta(days=1)


def _lesson_at(starts_at: datetime, town: Town) -> Slot:
    known = Slot.objects.coming().filter(place=town.help_point, starts_at=starts_at).first()
    return known or agenda.open_slot(
        town.help_point, starts_at=starts_at, minutes=60, kind="appointment", capacity=3, by=town.clerk.actor
    )


def _post(town: Town) -> None:
    """The worker makes the letters, the clerk posts them."""
    post.send_due(job_actor("demo"))
    for message in Message.objects.to_print():
        comms.note_posted(message, by=town.clerk.actor)


def _comes_back(loan: Loan, town: Town, region: Region, teller: Teller) -> None:
    days = (loan.ends_on - clock.today()).days - 3
    clock.pass_time(days=days)
    chain.take_back(loan, town, missing=["mouse"])
    _post(town)
    teller.step("Teruggebracht: de muis ontbreekt. Het toestel staat apart tot het opnieuw gewist is.")
    device = Device.objects.get(pk=loan.device_id)
    chain.ride([device], start=town.desk, end=region.depot, sender=town.clerk, receiver=region.technicians[0])
    teller.step("Het rijdt terug naar de werkplaats.")
