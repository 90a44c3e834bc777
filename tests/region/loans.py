"""What happens with loans: prepared, begun, called off, made longer, brought back anywhere, lost, found again."""

from uuid import uuid4

from hypothesis import strategies as st

from digibank import clock
from digibank.dated import months_after
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.models import DEVICE_NUMBERS, Device
from digibank.inventory.tests.factories import erased
from digibank.lending import actions
from digibank.lending.advice import Advice
from digibank.lending.flows import LoanState, RequestState
from digibank.lending.models import Loan, Request
from digibank.lending.tests.walking import PICKS, act
from digibank.logistics.models import Scan, Transfer
from tests.region.books import Deal, Ride, Thing, Wish
from tests.region.ground import PARTS, Ground

MONTHS, RENEWALS = 12, 1
ENDED = (LoanState.RUNNING, LoanState.LOST, LoanState.STOLEN)


class Loans(Ground):
    """The desks."""

    @act(often=3, pick=PICKS, some=PICKS)
    def prepare(self, pick: int, some: int) -> None:
        thing = self.thing(some, Position.AT_DESK) or self.thing(some)
        person = self.books.people[pick % 5]
        assert thing is not None
        at = thing.place if thing.place != self.depot.pk else self.desk_of(pick).pk
        wish = self.asked_by(thing, at, person.key)
        if not self.books.known_at(at, person) or (wish and self.books.is_bound(wish)):
            return
        made = self.does(
            lambda: actions.prepare(
                self.persons[person.key],
                device=Device.objects.get(pk=thing.key),
                desk=self.places[at],
                parts=[part for part in PARTS if part not in thing.missing],
                request=Request.objects.get(pk=wish.key) if wish else None,
                call_reason="Wil eerst de dochter vragen.",
                by=self.by,
            ),
            expected=self.may_lend(thing, at, wish) and self.books.may_borrow(person, at),
        )
        if made is None:
            return
        deal = self.books.deals[made.pk] = Deal(made.pk, person, thing, at, wish, months_after(clock.today(), MONTHS))
        thing.kept = f"loan {made.pk}"
        if wish:
            self.books.keep(wish, at, RequestState.PROMISED)
        actions.keep_contract(made, contract=self.paper, by=self.by)
        assert deal.is_open

    def asked_by(self, thing: Thing, desk: int, person: int) -> Wish | None:
        """The open wish of this person that a loan here answers."""
        rows = (wish for wish in self.books.wishes.values() if wish.is_open and wish.person.key == person)
        fits = (wish for wish in rows if wish.kind == thing.kind and desk in wish.desks)
        return next((wish for wish in fits if wish.kept_at in (None, desk)), None)

    def may_lend(self, thing: Thing, desk: int, wish: Wish | None) -> bool:
        """Nobody else was promised this one: one is kept for the wish, or may be; else one is left over."""
        if not thing.is_free or thing.place != desk:
            return False
        if wish is None:
            return self.books.free(desk, thing.kind) > 0
        return wish.kept_at == desk or self.books.may_have_one(wish, desk)

    @act(often=3, pick=PICKS)
    def hand_over(self, pick: int) -> None:
        """The borrower pays what is to be paid, signs a contract that says so, and takes the device."""
        deal = self.deal(pick, LoanState.PREPARED)
        if deal is None:
            return
        self.pay_all_due(self.loan(deal))
        actions.keep_contract(self.loan(deal), contract=self.paper, by=self.by)
        self.does(lambda: actions.hand_over(self.loan(deal), signs=self.paper.sha256, by=self.by), expected=True)
        deal.state, deal.thing.state = LoanState.RUNNING, Position.LENT
        if deal.wish:
            deal.wish.state = RequestState.FULFILLED

    @act(pick=PICKS)
    def call_off(self, pick: int) -> None:
        deal = self.deal(pick, *LoanState)
        if deal is None:
            return
        prepared = deal.state == LoanState.PREPARED
        if self.does(lambda: actions.cancel(self.loan(deal), by=self.by), expected=prepared):
            deal.state, deal.thing.kept = LoanState.CANCELLED, ""
            if deal.wish:
                self.books.let_go(deal.wish, RequestState.WAITING)

    @act(pick=PICKS)
    def make_longer(self, pick: int) -> None:
        deal = self.deal(pick, LoanState.RUNNING, LoanState.RETURNED)
        if deal is None:
            return
        allowed = {self.town.pk: 1, self.other_town.pk: 2}[self.books.town_of[deal.desk]]
        can = deal.state == LoanState.RUNNING and deal.renewals < allowed and not self.somebody_waits(deal)
        if self.does(lambda: actions.renew(self.loan(deal), by=self.by), expected=can):
            deal.renewals, deal.due_on = deal.renewals + 1, months_after(deal.due_on, MONTHS)

    def somebody_waits(self, deal: Deal) -> bool:
        """Whether more people wait for one like it than are free at its desk (policy U-60)."""
        line = self.books.line(deal.desk, deal.thing.kind)
        able = sum(self.books.can_take_one(wish, deal.desk) for wish in line)
        return able > 0 and able > self.books.free(deal.desk, deal.thing.kind)

    @act(often=2, pick=PICKS, some=PICKS)
    def swap(self, pick: int, some: int) -> None:
        """It breaks during the loan: another one of its kind goes along, the loan goes on (policy U-67)."""
        deal = self.deal(pick, LoanState.RUNNING)
        if deal is None:
            return
        same = (thing for thing in self.books.things.values() if thing.kind == deal.thing.kind)
        other = self.one_of((thing for thing in same if thing is not deal.thing), some)
        if other is None:
            return
        loan = self.loan(deal)
        swapped = self.does(
            lambda: actions.swap(
                loan,
                device=Device.objects.get(pk=other.key),
                parts=[part for part in PARTS if part not in other.missing],
                condition="broken",
                back={part.kind: "present" for part in loan.given_parts},
                by=self.by,
            ),
            expected=self.may_lend(other, deal.desk, None),
        )
        if swapped:
            deal.thing.state, deal.thing.place, deal.thing.kept = Position.QUARANTINE, deal.desk, ""
            other.state, other.kept, deal.thing = Position.LENT, f"loan {deal.key}", other

    @act(often=3, pick=PICKS, where=PICKS, bag=st.sampled_from(["present", "missing", "damaged"]), whole=st.booleans())
    def take_back(self, pick: int, where: int, bag: str, whole: bool) -> None:
        """At whichever place it is brought, also when it was lost meanwhile."""
        deal, place = self.deal(pick, *ENDED), self.one_of(self.places.values(), where)
        if deal is None:
            return
        loan = self.loan(deal)
        parts = {part.kind: "present" if whole or part.kind != "bag" else bag for part in loan.given_parts}
        condition = "ok" if whole else "broken"
        self.does(
            lambda: actions.take_back(loan, place=place, condition=condition, parts=parts, by=self.by), expected=True
        )
        self.books.come_back(deal, place.pk, {kind for kind, state in parts.items() if state != "present"})

    @act(pick=PICKS, stolen=st.booleans())
    def lose(self, pick: int, stolen: bool) -> None:
        deal = self.deal(pick, LoanState.RUNNING, LoanState.PREPARED)
        if deal is None:
            return
        running = deal.state == LoanState.RUNNING
        act = (
            (lambda: actions.report_stolen(self.loan(deal), police_report="AN.17.L3", by=self.by))
            if stolen
            else lambda: actions.report_lost(self.loan(deal), by=self.by)
        )
        if self.does(act, expected=running):
            deal.state = LoanState.STOLEN if stolen else LoanState.LOST
            deal.thing.state = Position.STOLEN if stolen else Position.LOST

    @act(often=3, pick=PICKS, where=PICKS, whole=st.booleans())
    def scan_in(self, pick: int, where: int, whole: bool) -> None:
        """Somebody holds a device in hand and scans it, wherever; then does what the screen proposes."""
        thing, place = self.thing(pick), self.one_of(self.places.values(), where)
        assert thing is not None
        text = DEVICE_NUMBERS.of(thing.key)
        scan = actions.scan_in(place, text=text, once=uuid4(), by=self.by, whole=whole)
        self.follow(scan, thing)
        if scan.result == Scan.Result.WAITS and scan.advice not in (Advice.TAKE_BACK, Advice.TAKE_BACK_FOR):
            # A rule may still say no: what was kept meanwhile, or a count that runs.
            done = self.does(lambda: actions.carry_out(scan, once=uuid4(), by=self.by), expected=None)
            if done:
                self.follow(done, thing)

    def follow(self, scan: Scan, thing: Thing) -> None:
        """Write down what a scan did."""
        if scan.result != Scan.Result.DONE:
            return
        here, deal = scan.place_id, self.books.deal_of(thing)
        if scan.advice in (Advice.TAKE_BACK, Advice.TAKE_BACK_FOR):
            assert deal is not None
            self.books.come_back(deal, here, set())
        elif scan.advice == Advice.FIND:
            thing.state, thing.place = Position.QUARANTINE, here
        elif scan.advice in (Advice.RECEIVE, Advice.RECEIVE_FOR, Advice.RECEIVE_APART, Advice.TAKE_OUT):
            assert not deal
            self.books.arrive(thing, here)
        elif scan.advice in (Advice.KEEP_HERE, Advice.TAKE_IN):
            self.books.stand(thing, here)
        self.follow_list(scan, thing)

    def follow_list(self, scan: Scan, thing: Thing) -> None:
        """It was put on the list of another ride: then it stands where that list begins."""
        if scan.line_id is None or scan.advice in (
            Advice.STOP_OVER,
            Advice.RECEIVE,
            Advice.RECEIVE_FOR,
            Advice.TAKE_OUT,
        ):
            return
        before, transfer = self.books.ride_of(thing), Transfer.objects.get(lines=scan.line_id)
        if before and before.key != transfer.pk:
            self.books.take_off(before, thing)
        if thing.place != scan.place_id:
            self.carried_off.add((thing.place, thing.kind))
            self.books.stand(thing, scan.place_id)
        ride = self.books.rides.setdefault(transfer.pk, Ride(transfer.pk, transfer.from_place_id, transfer.to_place_id))
        assert (ride.start, ride.left) == (scan.place_id, False)
        if thing.key not in ride.listed:
            ride.listed.append(thing.key)

    @act(often=3, pick=PICKS)
    def the_workshop_makes_it_ready(self, pick: int) -> None:
        """What came back is erased, gets its missing parts, and is ready at the depot."""
        waiting = (
            thing
            for thing in self.books.things.values()
            if (thing.state, thing.place, thing.kept) == (Position.QUARANTINE, self.depot.pk, "")
        )
        thing = self.one_of(waiting, pick)
        if thing is None:
            return
        device = Device.objects.get(pk=thing.key)
        for medium in device.media.inside().to_erase():
            erased(medium)
        for part in sorted(thing.missing):
            inventory.check_accessory(device, kind=part, state="present", by=self.by)
        device = inventory.pass_gate(Device.objects.get(pk=thing.key), by=self.by)
        inventory.approve(inventory.install(device, by=self.by), by=self.second)
        thing.state, thing.missing = Position.STOCK, set()

    def loan(self, deal: Deal) -> Loan:
        return Loan.objects.get(pk=deal.key)
