"""Many desks at the same moment, each a process with a connection of its own. Runs on a migrated database.

`same_device`, `same_return`, `same_paper`, `same_household`, `last_of_a_class`, `last_offer` and `through_each_other` are
campaigns: they take rounds and a seed, and give for each round what came of it. From the command line, see `main`.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from random import Random
from uuid import uuid4

from django.core.management import call_command
from django.db import connection, connections

from digibank import clock
from digibank.audit.actions import job_actor
from digibank.audit.models import Actor
from digibank.audit.tests.factories import an_actor
from digibank.comms.models import Message
from digibank.errors import RuleBroken
from digibank.files.models import Document
from digibank.inventory.labels import labels_pdf
from digibank.inventory.models import Commitment, Device, DeviceClass
from digibank.inventory.tests.factories import a_class, a_depot, at_desk
from digibank.lending import actions
from digibank.lending.advice import TAKES_BACK
from digibank.lending.contracts import write_contract
from digibank.lending.flows import RequestState
from digibank.lending.models import Exemption, Loan, Payment, Refund, Request, Return, Till, TillDay
from digibank.lending.tests.factories import ALL_PARTS, CALL_LATER, a_stored_drawing, paid_for
from digibank.logistics.models import STILL_OPEN, Scan, TransferLine
from digibank.organisations.models import Organisation, Place
from digibank.organisations.tests.factories import a_desk, a_member, a_regulation, an_association
from digibank.people import actions as people
from digibank.people.models import Person
from digibank.people.tests.factories import a_person

DESKS = 16
AT_ONCE, DEVICES = 48, 12
BUSY, ACTS = 8, 12
ALLOWED = 3
LONGEST_WAIT_SECONDS = 120
HEADSTART_SECONDS = 0.02

type Act = Callable[[], object]


@dataclass(frozen=True)
class Round:
    """What came of one round: answers, and what stands in the database afterwards."""

    yes: int
    no: int
    errors: tuple[str, ...]
    loans: int
    contracts: int
    messages: int


@dataclass(frozen=True)
class Town:
    """A desk with its depot and enough people who want to borrow."""

    desk: Place
    depot: Place
    people: list[Person]


def main() -> None:
    """`migrate`, or the name of a race with its rounds and seed; the rounds are printed as JSON."""
    word, *numbers = sys.argv[1:]
    if word == "migrate":
        call_command("migrate", verbosity=0)
        return
    rounds, seed = map(int, numbers)
    sys.stdout.write(json.dumps([asdict(result) for result in CAMPAIGNS[word](rounds=rounds, seed=seed)]))


def same_device(*, rounds: int, seed: int) -> list[Round]:
    """In each round 16 desks lend one and the same device, contract and signature included."""
    town = _a_town(f"Eén {seed}", DESKS)
    # The letters are read once here, and not again by the winner of each round.
    labels_pdf([])
    return [_same_device(town, Random(f"{seed} {number}")) for number in range(rounds)]


def _same_device(town: Town, chance: Random) -> Round:
    laptop = at_desk(town.desk, depot=town.depot)
    by = an_actor()
    chance.shuffle(town.people)
    said = at_once([lambda person=person: _lend(person, laptop, by) for person in town.people], chance)
    return _counted(said, [laptop])


def last_of_a_class(*, rounds: int, seed: int) -> list[Round]:
    """In each round 48 people want one of 12 devices of a class: half of them ask first, half just take one."""
    town = _a_town(f"Klas {seed}", AT_ONCE)
    return [_last_of_a_class(town, Random(f"{seed} {number}"), f"{seed}-{number}") for number in range(rounds)]


def _last_of_a_class(town: Town, chance: Random, name: str) -> Round:
    wanted = a_class(f"klas-{name}", f"Klas {name}")
    devices = [at_desk(town.desk, wanted, depot=town.depot) for _number in range(DEVICES)]
    by = an_actor()

    def borrow(person: Person, asks: bool, shelf: list[Device]) -> Act:
        return lambda: _ask_and_prepare(person, wanted, shelf, by) if asks else _prepare_one(person, shelf, by)

    shelves = [chance.sample(devices, DEVICES) for _person in town.people]
    acts = [borrow(person, number % 2 == 0, shelves[number]) for number, person in enumerate(town.people)]
    return _counted(at_once(acts, chance), devices)


def same_household(*, rounds: int, seed: int) -> list[Round]:
    """In each round 8 who live together borrow at once, each another device; the rules allow the household three."""
    town = _a_town(f"Huis {seed}", BUSY, allowed=ALLOWED)
    devices = [at_desk(town.desk, depot=town.depot) for _person in town.people]
    for housemate in town.people[1:]:
        people.live_together(town.people[0], with_=housemate, by=an_actor())
    return [_same_household(town, devices, Random(f"{seed} {number}")) for number in range(rounds)]


def _same_household(town: Town, devices: list[Device], chance: Random) -> Round:
    by = an_actor()
    pairs = list(zip(town.people, chance.sample(devices, len(devices)), strict=True))
    said = at_once([lambda who=who, device=device: _prepare(who, device, by) for who, device in pairs], chance)
    result = _counted(said, devices)
    for loan in Loan.objects.open().filter(device__in=devices):
        actions.cancel(loan, by=by)
    return result


def same_exception(*, rounds: int, seed: int) -> list[Round]:
    """In each round 8 desks lend another device to who has all the rules allow, and one exception: one loan."""
    town = _a_town(f"Uitzondering {seed}", 1)
    devices = [at_desk(town.desk, depot=town.depot) for _desk in range(BUSY + 1)]
    by = an_actor()
    actions.prepare(
        town.people[0], device=devices.pop(), desk=town.desk, parts=ALL_PARTS, call_reason=CALL_LATER, by=by
    )
    return [_same_exception(town, devices, Random(f"{seed} {number}")) for number in range(rounds)]


def _same_exception(town: Town, devices: list[Device], chance: Random) -> Round:
    by, person = an_actor(), town.people[0]
    asked = actions.ask_exemption(person, desk=town.desk, rule="devices", reason="Studie", by=by)
    exemption = actions.grant_exemption(asked, until_on=clock.today(), by=job_actor("somebody-else"))
    said = at_once([lambda device=device: _prepare(person, device, by) for device in devices], chance)
    result = _counted(said, devices)
    for loan in Loan.objects.open().filter(exemptions=exemption):
        actions.cancel(loan, by=by)
    # It came back with the loan; a new one is asked in the next round.
    Exemption.objects.filter(pk=exemption.pk).update(until_on=clock.today() - timedelta(days=1))
    return result


def same_set(*, rounds: int, seed: int) -> list[Round]:
    """In each round 8 organisations are promised two of five devices at once, and a resident borrows one: five go."""
    town = _a_town(f"Sets {seed}", rounds)
    school = a_member(town.desk.organisation.association, name=f"CVO {seed}", kind="partner")
    rules = {"set_weeks": 1, "voted_on": clock.today(), "valid_from": clock.today()}
    a_regulation(town.desk.organisation, **rules)
    return [_same_set(town, school, Random(f"{seed} {number}"), number) for number in range(rounds)]


def _same_set(town: Town, school: Organisation, chance: Random, number: int) -> Round:
    by, wanted = an_actor(), a_class(f"set-{number}", f"Set {number}")
    devices = [at_desk(town.desk, wanted, depot=town.depot) for _device in range(5)]
    first = clock.today() + timedelta(days=7)
    about = {"desk": town.desk, "device_class": wanted, "count": 2, "from_on": first, "last_on": first, "by": by}
    about |= {"contact_name": "Els", "contact_phone": "014"}
    asked = [actions.ask_set(school, **about) for _ask in range(BUSY)]
    acts: list[Act] = [lambda one=one: actions.promise_set(one, by=by) for one in asked]
    acts.append(lambda: _prepare(town.people[number], devices[0], by))
    said = at_once(acts, chance)
    kept = Commitment.objects.open().filter(device_class=wanted).count()
    return _counted(said if kept <= len(devices) else [*said, f"error: {kept} are kept"], devices)


def last_offer(*, rounds: int, seed: int) -> list[Round]:
    """In each round one device is free for 8 who wait: 8 desks offer or promise it at once, each to whom it likes."""
    town = _a_town(f"Aanbod {seed}", BUSY)
    return [_last_offer(town, Random(f"{seed} {number}"), f"{seed}-{number}") for number in range(rounds)]


def _last_offer(town: Town, chance: Random, name: str) -> Round:
    wanted, by = a_class(f"aanbod-{name}", f"Aanbod {name}"), an_actor()
    asked = [actions.ask(person, device_class=wanted, desk=town.desk, by=by) for person in town.people]
    device = at_desk(town.desk, wanted, depot=town.depot)
    acts: list[Act] = [lambda one=one: actions.offer(one, desk=town.desk, by=by) for one in asked[:1] * 3 + asked[1:3]]
    acts += [lambda one=one: actions.promise(one, by=by) for one in asked[:1] * 2 + asked[1:2]]
    said = at_once(acts, chance)
    kept = Request.objects.filter(promise__device_class=wanted).values_list("pk", flat=True)
    is_right = list(kept) == [asked[0].pk] and Commitment.objects.open().filter(device_class=wanted).count() == 1
    return _counted(said if is_right else [*said, f"error: kept for {list(kept)}"], [device])


def through_each_other(*, rounds: int, seed: int) -> list[Round]:
    """In each round 8 desks ask, prepare, plan anew, call off, withdraw and hand over the same few things."""
    town = _a_town(f"Drukte {seed}", BUSY)
    devices = [at_desk(town.desk, depot=town.depot) for _number in range(BUSY // 2)]
    return [_through_each_other(town, devices, Random(f"{seed} {number}")) for number in range(rounds)]


def _through_each_other(town: Town, devices: list[Device], chance: Random) -> Round:
    by = an_actor()
    seeds = [chance.random() for _desk in range(BUSY)]
    said = at_once([lambda own=own: _busy_desk(town, devices, Random(own), by) for own in seeds], chance)
    held = set(Commitment.objects.open().filter(kind="loan", device__in=devices).values_list("pk", flat=True))
    lent = set(Loan.objects.open().filter(device__in=devices).values_list("commitment", flat=True))
    return _counted(said if held == lent else [*said, f"error: kept {held}, lent {lent}"], devices)


def _busy_desk(town: Town, devices: list[Device], chance: Random, by: Actor) -> None:
    for _act in range(ACTS):
        with suppress(RuleBroken):
            chance.choice(_possible(town, chance.choice(town.people), chance.choice(devices), by))()


def _possible(town: Town, person: Person, device: Device, by: Actor) -> list[Act]:
    """What a desk may think of doing for this person with this device."""
    asked = Request.objects.open().filter(person=person).first()
    loan = Loan.objects.open().filter(device=device).first()
    acts: list[Act] = [
        lambda: actions.ask(person, device_class=device.device_class, desk=town.desk, by=by),
        lambda: _prepare(person, device, by, request=asked),
    ]
    if asked:
        acts.append(lambda: actions.withdraw(asked, by=by))
    if loan:
        acts.append(lambda: actions.plan_handover(loan, call_reason=CALL_LATER, by=by))
        acts += [lambda: actions.cancel(loan, by=by)] * 2
    return acts


def same_paper(*, rounds: int, seed: int) -> list[Round]:
    """In each round 8 desks let one and the same contract be signed: half on the screen, half on paper."""
    town = _a_town(f"Pen {seed}", BUSY)
    labels_pdf([])
    return [_same_paper(town, Random(f"{seed} {number}")) for number in range(rounds)]


def _same_paper(town: Town, chance: Random) -> Round:
    laptop, by = at_desk(town.desk, depot=town.depot), an_actor()
    loan = paid_for(write_contract(_prepare(chance.choice(town.people), laptop, by), by=by))
    drawings = [a_stored_drawing(wide=wide) if wide % 2 else None for wide in range(400, 400 + BUSY)]
    said = at_once([lambda drawn=drawn: _sign(loan, by, drawn=drawn) for drawn in drawings], chance)
    signers = sorted(loan.signatures.values_list("signer", flat=True))
    return _counted(said if signers == ["borrower", "desk"] else [*said, f"error: signed by {signers}"], [laptop])


@dataclass(frozen=True)
class TillRound:
    """What came of a round at one till: its numbers, whether its days add up to the cent, and payments on no day."""

    errors: tuple[str, ...]
    numbers: list[int]
    adds_up: bool
    lost: int


def busy_till(*, rounds: int, seed: int) -> list[TillRound]:
    """In each round 16 desks put change in one till while others close its day."""
    return [_busy_till(_a_town(f"Kassa {seed} {number}", 1), Random(f"{seed} {number}")) for number in range(rounds)]


def _busy_till(town: Town, chance: Random) -> TillRound:
    by = an_actor()
    till = actions.open_till(town.desk, by=by)
    moves = [lambda cents=cents: _move(town.desk, cents, by) for cents in range(1, DESKS + 1)]
    said = at_once([*moves, *[lambda: _close(till, by)] * 4], chance)
    days = list(TillDay.objects.filter(till=till).order_by("number"))
    booked = {day.pk: sum(day.payments.values_list("cents", flat=True)) for day in days}
    starts = [0, *(day.left_cents for day in days)][: len(days)]
    adds_up = [(day.start_cents, day.cash_cents) for day in days] == [
        (start, booked[day.pk]) for day, start in zip(days, starts, strict=True)
    ]
    payments = Payment.objects.filter(till=till)
    return TillRound(
        errors=tuple(answer for answer in said if answer.startswith("error")),
        numbers=list(payments.order_by("serial").values_list("serial", flat=True)),
        adds_up=adds_up,
        lost=sum(range(1, DESKS + 1)) - sum(payments.values_list("cents", flat=True)),
    )


def _move(desk: Place, cents: int, by: Actor) -> Payment:
    return actions.move_change(desk, cents=cents, because="Wisselgeld.", by=by)


def _close(till: Till, by: Actor) -> TillDay:
    day = TillDay.objects.select_related("till").get(till=till, closed_at__isnull=True)
    return actions.close_day(day, counted_cents=day.expected_cents, banked_cents=0, seen=day.entries, by=by)


@dataclass(frozen=True)
class RefundRound:
    """What came of a round in which desks give back one deposit."""

    yes: int
    no: int
    errors: tuple[str, ...]
    refunds: int
    till: int


def same_deposit(*, rounds: int, seed: int) -> list[RefundRound]:
    """In each round 8 desks give back one and the same deposit in cash."""
    return [
        _same_deposit(_a_town(f"Waarborg {seed} {number}", 1), Random(f"{seed} {number}")) for number in range(rounds)
    ]


def _same_deposit(town: Town, chance: Random) -> RefundRound:
    by = an_actor()
    loan = paid_for(_prepare(town.people[0], at_desk(town.desk, depot=town.depot), by), way="card")
    actions.move_change(town.desk, cents=2500, because="Wisselgeld.", by=by)
    actions.cancel(loan, by=by)
    deposit = loan.charges.get()
    in_cash = [lambda: actions.refund_in_cash(deposit, desk=town.desk, by=by)] * BUSY
    said = at_once(in_cash, chance)
    words = Counter(answer.split(":")[0] for answer in said)
    return RefundRound(
        yes=words["yes"],
        no=words["no"],
        errors=tuple(answer for answer in said if answer.startswith("error")),
        refunds=Refund.objects.filter(charge=deposit).count(),
        till=TillDay.objects.get(till__place=town.desk, closed_at__isnull=True).expected_cents,
    )


def same_return(*, rounds: int, seed: int) -> list[Round]:
    """In each round 8 desks of two towns scan one and the same lent device, each saying that it is whole."""
    town = _a_town(f"Terug {seed}", BUSY)
    elsewhere = a_desk(a_member(town.desk.organisation.association, name=f"Elders {seed}"), name="Balie Elders")
    labels_pdf([])
    return [_same_return(town, [town.desk, elsewhere], Random(f"{seed} {number}")) for number in range(rounds)]


def _same_return(town: Town, desks: list[Place], chance: Random) -> Round:
    laptop, by = at_desk(town.desk, depot=town.depot), an_actor()
    loan = _lend(chance.choice(town.people), laptop, by)
    said = at_once([lambda desk=desk: _bring(laptop, desk) for desk in desks * (BUSY // 2)], chance)
    backs = Return.objects.filter(loan=loan).count()
    lists = TransferLine.objects.filter(device=laptop, outcome__in=STILL_OPEN).count()
    return _counted(said if (backs, lists) == (1, 1) else [*said, f"error: {backs} returns, {lists} lists"], [laptop])


def _bring(laptop: Device, desk: Place) -> None:
    scan = actions.scan_in(desk, text=laptop.number, once=uuid4(), by=an_actor(), whole=True)
    if scan.advice not in TAKES_BACK or scan.result != Scan.Result.DONE:
        raise RuleBroken(scan.said)


CAMPAIGNS = {
    "busy_till": busy_till,
    "same_deposit": same_deposit,
    "same_exception": same_exception,
    "same_device": same_device,
    "same_set": same_set,
    "same_household": same_household,
    "same_return": same_return,
    "same_paper": same_paper,
    "last_of_a_class": last_of_a_class,
    "last_offer": last_offer,
    "through_each_other": through_each_other,
}


def at_once(acts: Iterable[Act], chance: Random) -> list[str]:
    """Do each act in a process of its own, all within a blink; what each of them said."""
    waiting = list(acts)
    connections.close_all()
    fork = get_context("fork")
    barrier, said = fork.Barrier(len(waiting)), fork.SimpleQueue()
    processes = [
        fork.Process(target=_run, args=(act, barrier, chance.random() * HEADSTART_SECONDS, said)) for act in waiting
    ]
    for process in processes:
        process.start()
    answers = []
    for process in processes:
        process.join(LONGEST_WAIT_SECONDS)
        if process.exitcode != 0:
            process.kill()
            answers.append(f"error: ended with {process.exitcode}")
    while not said.empty():
        answers.append(said.get())
    return answers


def _run(act: Act, barrier: Barrier, pause: float, said: SimpleQueue[str]) -> None:
    connection.ensure_connection()
    barrier.wait(LONGEST_WAIT_SECONDS)
    time.sleep(pause)
    said.put(_answer(act))
    connections.close_all()


def _answer(act: Act) -> str:
    try:
        act()
    except RuleBroken as refused:
        return f"no: {refused}"
    except Exception as error:  # noqa: BLE001  whatever goes wrong is what a race counts
        return f"error: {error!r}"
    return "yes"


def _lend(person: Person, device: Device, by: Actor) -> Loan:
    """As a desk does it, from the scan to the signature."""
    return _sign(paid_for(write_contract(_prepare(person, device, by), by=by)), by)


def _sign(loan: Loan, by: Actor, *, drawn: Document | None = None) -> Loan:
    assert loan.contract is not None
    return actions.hand_over(loan, signs=loan.contract.sha256, drawn=drawn, by=by)


def _prepare(person: Person, device: Device, by: Actor, **details: object) -> Loan:
    about = {"desk": device.place, "parts": ALL_PARTS, "call_reason": CALL_LATER} | details
    return actions.prepare(person, device=device, by=by, **about)


def _prepare_one(person: Person, shelf: list[Device], by: Actor, **details: object) -> Loan:
    """Take the first device from the shelf that nobody else has."""
    *others, last = shelf
    for device in others:
        try:
            return _prepare(person, device, by, **details)
        except RuleBroken:
            continue
    return _prepare(person, last, by, **details)


def _ask_and_prepare(person: Person, wanted: DeviceClass, shelf: list[Device], by: Actor) -> Loan:
    asked = actions.ask(person, device_class=wanted, desk=shelf[0].place, by=by)
    if asked.state == RequestState.WAITING:
        return _prepare(person, shelf[0], by, request=asked)
    return _prepare_one(person, shelf, by, request=asked)


def _a_town(name: str, count: int, *, allowed: int = 0) -> Town:
    association = an_association(f"Digibank {name}")
    town = a_member(association, name=f"Gemeente {name}")
    a_regulation(town, devices_per_household=allowed or count)
    residents = [a_person(town, f"Persoon {number}") for number in range(count)]
    return Town(a_desk(town), a_depot(association), residents)


def _counted(said: list[str], devices: list[Device]) -> Round:
    words = Counter(answer.split(":")[0] for answer in said)
    loans = Loan.objects.open().filter(device__in=devices)
    told = [f"loan-{key}-handed-over" for key in loans.values_list("pk", flat=True)]
    return Round(
        yes=words["yes"],
        no=words["no"],
        errors=tuple(answer for answer in said if answer.startswith("error")),
        loans=loans.count(),
        contracts=loans.filter(contract__isnull=False).count(),
        messages=Message.objects.filter(once__in=told).count(),
    )
