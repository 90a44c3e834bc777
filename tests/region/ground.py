"""Where it happens: two towns with three desks, a depot, a handful of residents, and the two ways to look at it."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import transaction
from django.utils import translation

from digibank import clock
from digibank.accounts.tests.factories import a_user
from digibank.agenda.tests.factories import NOW
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.inventory.models import Commitment, Device
from digibank.inventory.queries import free_by_desk_and_class
from digibank.inventory.tests.factories import a_class, a_depot, a_device, at_desk, in_stock
from digibank.lending import actions
from digibank.lending.line import line_of
from digibank.lending.models import Loan, Request
from digibank.lending.tests.factories import a_paper
from digibank.lending.tests.money_rules import Money
from digibank.lending.tests.walking import holds
from digibank.logistics.models import STILL_OPEN, Transfer, TransferLine
from digibank.operation import promises
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, a_member, a_regulation, an_association
from digibank.people import actions as people
from digibank.people.models import Person
from digibank.people.tests.factories import a_person
from tests.region.books import Books, Deal, Neighbour, Ride, Rules, Thing, Wish

PARTS = ("bag", "charger")
# What these walks can break; the store of documents and the schema have tests of their own.
WATCHED = (
    promises.loans, promises.signatures, promises.charges, promises.tills, promises.commitments, promises.requests,
    promises.moments, promises.storage, promises.trail,
)  # fmt: skip
LOOKED_THROUGH_EVERY = 25


def agree(real: object, ours: object) -> None:
    """The system and the books say the same; outside of test files pytest does not show what differs."""
    assert real == ours, f"The system says {real}, the books {ours}."


class Ground(Money):
    """The region at the beginning, what a walk needs to take steps in it, and what holds after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.around = ExitStack()
        self.around.enter_context(transaction.atomic())
        self.around.enter_context(clock.at(NOW))
        self.around.enter_context(translation.override("en"))
        self.books = Books()
        self.owed: Counter[tuple[int, str]] = Counter()
        self.carried_off: set[tuple[int, str]] = set()
        self.by = an_actor()
        self.found_towns()
        self.second = a_user("anke", "Anke Aerts", self.town, "accountant").actor
        self.classes = [a_class(), a_class("tablet", "Tablet", shape="tablet")]
        self.settle_people()
        self.paper = a_paper()
        for some in range(6):
            self.bring(some)

    def found_towns(self) -> None:
        association = an_association("Digibank Wandelstreek")
        self.town, self.other_town = (a_member(association, name=name) for name in ("Eikdorp", "Beukdorp"))
        a_regulation(
            self.town, deposit_cents=2503, fee_cents=1000, instalments=5, devices_per_household=2, renewals=1,
            points={"week": 1, "own_resident": 3, "no_device": 2},
        )  # fmt: skip
        a_regulation(self.other_town, deposit_cents=0, devices_per_household=1, renewals=2)
        self.depot = a_depot(association)
        self.desks = [a_desk(self.town, name=name) for name in ("Balie Een", "Balie Twee")]
        self.desks.append(a_desk(self.other_town, name="Balie Drie"))
        self.places = {place.pk: place for place in (*self.desks, self.depot)}
        self.books.depot = self.depot.pk
        self.books.town_of = {desk.pk: desk.organisation_id for desk in self.desks}
        self.books.rules = {
            self.town.pk: Rules(per_household=2, week=1, own_resident=3, no_device=2),
            self.other_town.pk: Rules(per_household=1),
        }
        for what in ("bag", "charger", "loss", "damage"):
            actions.set_price(self.town, what=what, cents=1999, social_cents=333, valid_from=clock.today(), by=self.by)

    def settle_people(self) -> None:
        """Two who live together, of whom one is protected; somebody alone; and two of the other town."""
        self.persons: dict[int, Person] = {}
        homes = [self.town, self.town, self.town, self.other_town, self.other_town]
        for number, home in enumerate(homes):
            person = a_person(home, f"Persoon {number}", protected=number == 1)
            self.persons[person.pk] = person
            self.books.people.append(Neighbour(person.pk, home.pk, house=max(1, number), protected=number == 1))
        first, second = list(self.persons.values())[:2]
        people.live_together(first, with_=second, by=self.by)

    def teardown(self) -> None:
        self.look_through()
        transaction.set_rollback(True)
        self.around.close()

    # Taking steps

    def does(self, act: Callable[..., Any], *, expected: bool | None) -> Any:
        """What came of an act, None when a rule said no; and it is what the books expected, when they knew."""
        done, said = None, ""
        try:
            done = act() or True
        except RuleBroken as no:
            said = str(no)
        assert done or not expected, f"The books allow what was refused: {said}"
        assert not done or expected is not False, "The books forbid what was done."
        return done

    def one_of(self, rows: Any, pick: int) -> Any:
        """One of these, None when there is none."""
        found = list(rows)
        return found[pick % len(found)] if found else None

    def bring(self, pick: int) -> None:
        """A device comes into the region: ready at the depot, or brought on to a desk."""
        chosen, desk = self.classes[pick % 2], self.desk_of(pick // 2)
        if pick % 3 == 0:
            device = in_stock(a_device(self.depot, chosen, accessories=list(PARTS)))
        else:
            device = at_desk(desk, chosen, depot=self.depot, accessories=list(PARTS))
        self.books.things[device.pk] = Thing(device.pk, chosen.code, device.place_id, device.state)

    # Reading the books

    def desk_of(self, pick: int) -> Place:
        return self.desks[pick % len(self.desks)]

    def wish(self, pick: int, *states: str) -> Wish | None:
        return self.one_of((wish for wish in self.books.wishes.values() if wish.state in states), pick)

    def deal(self, pick: int, *states: str) -> Deal | None:
        return self.one_of((deal for deal in self.books.deals.values() if deal.state in states), pick)

    def thing(self, pick: int, *states: str) -> Thing | None:
        rows = self.books.things.values()
        return self.one_of((thing for thing in rows if not states or thing.state in states), pick)

    def ride(self, pick: int, *, left: bool) -> Ride | None:
        return self.one_of((ride for ride in self.books.rides.values() if ride.left == left), pick)

    # What holds after each step

    @holds
    def things_stand_where_the_books_have_them(self) -> None:
        kept = dict(Commitment.objects.open().exclude(device=None).values_list("device", "kind"))
        real = {
            key: (state, place, kept.get(key, ""))
            for key, state, place in Device.objects.order_by("pk").values_list("pk", "state", "place")
        }
        words = {"": "", "loan": "loan", "ride": "transport"}
        ours = {
            key: (str(thing.state), thing.place, words[thing.kept.partition(" ")[0]])
            for key, thing in sorted(self.books.things.items())
        }
        agree(real, ours)

    @holds
    def wishes_and_loans_stand_where_the_books_have_them(self) -> None:
        rows = Request.objects.order_by("pk").values_list("pk", "state", "promise__place", "promise__released_at")
        kept = {key: (state, None if let_go else place) for key, state, place, let_go in rows}
        agree(kept, {key: (str(wish.state), wish.kept_at) for key, wish in sorted(self.books.wishes.items())})
        loans = Loan.objects.order_by("pk").values_list("pk", "state", "device", "due_on")
        deals = sorted(self.books.deals.items())
        agree(list(loans), [(key, str(deal.state), deal.thing.key, deal.due_on) for key, deal in deals])

    @holds
    def lists_hold_what_the_books_have_on_them(self) -> None:
        rows = TransferLine.objects.filter(outcome__in=STILL_OPEN).order_by("device")
        on_lists = list(rows.values_list("device", "transfer", "transfer__from_place", "transfer__to_place"))
        rides = self.books.rides.values()
        agree(on_lists, sorted((key, ride.key, ride.start, ride.end) for ride in rides for key in ride.listed))
        agree(set(Transfer.objects.open().values_list("pk", flat=True)), set(self.books.rides))

    @holds
    def everybody_stands_where_the_rules_put_them(self) -> None:
        """Same points, first come; and the next device is whose turn it is (policy U-33)."""
        for desk in self.desks:
            for kind in self.classes:
                line = line_of(kind, desk)
                ours = self.books.line(desk.pk, kind.code)
                first = self.books.next_at(desk.pk, kind.code)
                real = [(row.request.pk, row.points, row.facts.waits) for row in line.standings]
                points = [
                    (wish.key, self.books.points(wish, desk.pk), self.books.can_take_one(wish, desk.pk))
                    for wish in ours
                ]
                agree(real, points)
                agree(line.next.request.pk if line.next else None, first.key if first else None)

    @holds
    def what_is_free_is_what_nobody_was_promised(self) -> None:
        free = free_by_desk_and_class([self.town.pk, self.other_town.pk])
        keys = {(desk.pk, kind.pk, kind.code) for desk in self.desks for kind in self.classes}
        agree({key: free[key[:2]] for key in keys}, {key: self.books.free(key[0], key[2]) for key in keys})

    @holds
    def nothing_is_promised_that_is_not_there(self) -> None:
        """No act takes what was promised; only who carries a device to another place than where it belongs does."""
        for desk in self.desks:
            for kind in self.classes:
                shelf = desk.pk, kind.code
                owed = max(0, -self.books.free(*shelf))
                assert owed <= self.owed[shelf] or shelf in self.carried_off, f"Promised and not there: {shelf}"
                self.owed[shelf] = owed
        self.carried_off.clear()

    @holds
    def promises_are_unbroken(self) -> None:
        if self.steps % LOOKED_THROUGH_EVERY == 0:
            self.look_through()

    def look_through(self) -> None:
        """As ./digibank verify looks through an installation."""
        agree([wrong for broken in WATCHED for wrong in broken()], [])
