"""What a clerk with a pencil knows: written down from what was said and seen, never asked from the database."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from digibank import clock
from digibank.inventory.flows import Position
from digibank.lending.flows import LoanState, RequestState

NEEDED = "charger"
WEEK = timedelta(days=7)


@dataclass
class Thing:
    """A device, as one sees it stand. `kept` says what keeps it from everybody else: a loan, or its ride."""

    key: int
    kind: str
    place: int
    state: str = Position.STOCK
    kept: str = ""
    missing: set[str] = field(default_factory=set)

    @property
    def is_free(self) -> bool:
        """Whether it can go to somebody who stands at its desk."""
        return self.state == Position.AT_DESK and not self.kept and NEEDED not in self.missing


@dataclass
class Rules:
    """What the council of a desk voted."""

    per_household: int
    week: int = 0
    own_resident: int = 0
    no_device: int = 0


@dataclass
class Neighbour:
    """A resident: of which town, in which house, and whether other towns may know of them."""

    key: int
    home: int
    house: int
    protected: bool = False


@dataclass
class Wish:
    """A request: where the person can come, since when they wait, and at which desk one is kept for them."""

    key: int
    person: Neighbour
    kind: str
    desks: list[int]
    asked_at: datetime
    state: str = RequestState.WAITING
    kept_at: int | None = None
    moved_at: datetime | None = None
    paused_until: date | None = None
    told: datetime | None = None
    offered_at: datetime | None = None
    came_back: bool = False
    unanswered: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in (RequestState.WAITING, RequestState.OFFERED, RequestState.PROMISED)


@dataclass
class Deal:
    """A loan: whose, of what, at which desk, for which wish."""

    key: int
    person: Neighbour
    thing: Thing
    desk: int
    wish: Wish | None
    due_on: date
    state: str = LoanState.PREPARED
    renewals: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in (LoanState.PREPARED, LoanState.RUNNING)


@dataclass
class Ride:
    """A list of devices from one place to another. `listed` are those that did not come out yet."""

    key: int
    start: int
    end: int
    left: bool = False
    turned: bool = False
    listed: list[int] = field(default_factory=list)

    @property
    def destination(self) -> int:
        return self.start if self.turned else self.end


class Books:
    """Everything there is, and the few questions a clerk asks of it."""

    def __init__(self) -> None:
        self.people: list[Neighbour] = []
        self.things: dict[int, Thing] = {}
        self.wishes: dict[int, Wish] = {}
        self.deals: dict[int, Deal] = {}
        self.rides: dict[int, Ride] = {}
        self.rules: dict[int, Rules] = {}
        self.town_of: dict[int, int] = {}
        self.depot = 0

    # Whose turn it is

    def known_at(self, desk: int, person: Neighbour) -> bool:
        """Whether a desk may know of the person at all."""
        return not person.protected or person.home == self.town_of[desk]

    def house_of(self, person: Neighbour, desk: int) -> set[int]:
        """Who counts as one with this person at this desk."""
        mates = (other for other in self.people if other.house == person.house and self.known_at(desk, other))
        return {person.key, *(mate.key for mate in mates)}

    def borrowed(self, person: Neighbour, desk: int) -> int:
        """How many devices the house has now, as far as the desk may know."""
        house = self.house_of(person, desk)
        return sum(deal.is_open and deal.person.key in house for deal in self.deals.values())

    def may_borrow(self, person: Neighbour, desk: int) -> bool:
        """Whether the rules of this desk let the house have one more."""
        return self.borrowed(person, desk) < self.rules[self.town_of[desk]].per_household

    def line(self, desk: int, kind: str) -> list[Wish]:
        """Who waits at a desk, the first in front."""
        waiting = [
            wish
            for wish in self.wishes.values()
            if wish.state == RequestState.WAITING
            and wish.kind == kind
            and desk in wish.desks
            and self.known_at(desk, wish.person)
        ]
        moved = sorted((wish for wish in waiting if wish.moved_at), key=lambda wish: (wish.moved_at, wish.key))
        others = [wish for wish in waiting if not wish.moved_at]
        return moved + sorted(others, key=lambda wish: (-self.points(wish, desk), wish.asked_at, wish.key))

    def points(self, wish: Wish, desk: int) -> int:
        rules = self.rules[self.town_of[desk]]
        weeks = (clock.now() - wish.asked_at) // WEEK
        own = wish.person.home == self.town_of[desk]
        none = not self.borrowed(wish.person, desk)
        return rules.week * weeks + rules.own_resident * own + rules.no_device * none

    def can_take_one(self, wish: Wish, desk: int) -> bool:
        paused = wish.paused_until is not None and wish.paused_until > clock.today()
        return not paused and self.may_borrow(wish.person, desk)

    def next_at(self, desk: int, kind: str) -> Wish | None:
        """Whose the next device is."""
        return next((wish for wish in self.line(desk, kind) if self.can_take_one(wish, desk)), None)

    def may_have_one(self, wish: Wish, desk: int) -> bool:
        """Whether one may be kept for this wish, at this desk, now."""
        line = self.line(desk, wish.kind)
        if wish not in line or self.free(desk, wish.kind) <= 0 or not self.may_borrow(wish.person, desk):
            return False
        first = self.next_at(desk, wish.kind)
        return first in (None, wish) or (not self.can_take_one(wish, desk) and line.index(first) > line.index(wish))

    # What is free

    def free(self, desk: int, kind: str) -> int:
        """How many may still be promised; below zero when a promise can no longer be kept."""
        return self.standing(desk, kind) - self.promised(desk, kind)

    def standing(self, desk: int, kind: str) -> int:
        return sum(thing.is_free and thing.place == desk and thing.kind == kind for thing in self.things.values())

    def promised(self, desk: int, kind: str) -> int:
        kept = (wish for wish in self.wishes.values() if wish.state in (RequestState.OFFERED, RequestState.PROMISED))
        return sum(wish.kept_at == desk and wish.kind == kind and not self.is_bound(wish) for wish in kept)

    def is_bound(self, wish: Wish) -> bool:
        """Whether a loan is prepared for it: then it has its device."""
        return any(deal.wish is wish and deal.is_open for deal in self.deals.values())

    def ride_of(self, thing: Thing) -> Ride | None:
        """The list that this device stands on and did not leave yet, or on which it rides."""
        return next((ride for ride in self.rides.values() if thing.key in ride.listed), None)

    def deal_of(self, thing: Thing) -> Deal | None:
        """The loan that keeps this device."""
        key = thing.kept.removeprefix("loan ")
        return self.deals[int(key)] if thing.kept.startswith("loan") else None

    def can_ride(self, thing: Thing, start: int, end: int) -> bool:
        """Whether it can stand on a list from here to there."""
        if thing.place != start or thing.state not in (Position.STOCK, Position.AT_DESK, Position.QUARANTINE):
            return False
        return thing.state != Position.QUARANTINE or end == self.depot

    # What happened

    def keep(self, wish: Wish, desk: int, state: str) -> None:
        wish.state, wish.kept_at, wish.paused_until = state, desk, None

    def let_go(self, wish: Wish, state: str) -> None:
        wish.state, wish.kept_at, wish.told, wish.came_back = state, None, None, False

    def arrive(self, thing: Thing, place: int) -> None:
        """It came out of its ride here."""
        ride = self.ride_of(thing)
        if ride:
            self.take_off(ride, thing)
        thing.place, thing.kept = place, ""
        if thing.state == Position.IN_TRANSIT:
            thing.state = Position.STOCK if place == self.depot else Position.AT_DESK

    def take_off(self, ride: Ride, thing: Thing) -> None:
        ride.listed.remove(thing.key)
        if not ride.listed and ride.left:
            del self.rides[ride.key]

    def stand(self, thing: Thing, place: int) -> None:
        """Somebody holds it in hand here, and not where the books had it."""
        thing.place = place
        if thing.state in (Position.STOCK, Position.AT_DESK):
            thing.state = Position.STOCK if place == self.depot else Position.AT_DESK

    def come_back(self, deal: Deal, place: int, missing: set[str]) -> None:
        deal.state = LoanState.RETURNED
        deal.thing.state, deal.thing.place, deal.thing.kept = Position.QUARANTINE, place, ""
        deal.thing.missing |= missing
        if deal.wish:
            deal.wish.kept_at = None
