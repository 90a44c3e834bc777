"""What happens with lists of devices that ride: asked, filled, sent, counted in, called back, lost, and time passing."""

from hypothesis import strategies as st

from digibank import clock
from digibank.inventory.flows import Position
from digibank.inventory.models import Device
from digibank.lending import jobs
from digibank.lending.tests.walking import PICKS, act
from digibank.logistics import actions
from digibank.logistics.models import Transfer, TransferLine
from tests.region.books import Ride, Thing
from tests.region.ground import Ground


class Rides(Ground):
    """The van."""

    @act(often=3, pick=PICKS, start=PICKS, end=PICKS, count=st.integers(1, 3))
    def ask_for_a_ride(self, pick: int, start: int, end: int, count: int) -> None:
        places = list(self.places.values())
        leaves, goes = places[start % 4], places[end % 4]
        standing = [thing for thing in self.books.things.values() if thing.place == leaves.pk]
        chosen = {thing.key: thing for some in range(count) if (thing := self.one_of(standing, pick + some))}
        can = (
            leaves != goes
            and bool(chosen)
            and all(self.may_list(thing, leaves.pk, goes.pk) for thing in chosen.values())
        )
        devices = Device.objects.filter(pk__in=chosen)
        made = self.does(
            lambda: actions.ask(from_place=leaves, to_place=goes, devices=devices, by=self.by), expected=can
        )
        if made:
            self.books.rides[made.pk] = Ride(made.pk, leaves.pk, goes.pk, listed=sorted(chosen))

    @act(pick=PICKS, some=PICKS)
    def put_on_the_list(self, pick: int, some: int) -> None:
        ride, thing = self.ride(pick, left=False), self.thing(some)
        if ride is None or thing is None:
            return
        device, can = Device.objects.get(pk=thing.key), self.may_list(thing, ride.start, ride.end)
        if self.does(lambda: actions.put_on_list(self.transfer(ride), device=device, by=self.by), expected=can):
            ride.listed.append(thing.key)

    def may_list(self, thing: Thing, start: int, end: int) -> bool:
        return self.books.can_ride(thing, start, end) and self.books.ride_of(thing) is None

    @act(pick=PICKS, some=PICKS)
    def leave_out(self, pick: int, some: int) -> None:
        ride = self.ride(pick, left=False)
        if ride and ride.listed:
            thing = self.books.things[self.one_of(ride.listed, some)]
            actions.leave_out(self.line(ride, thing), by=self.by)
            ride.listed.remove(thing.key)

    @act(often=3, pick=PICKS)
    def send(self, pick: int) -> None:
        """What was promised at a desk stays there (policy L-11); what cannot be lent may always leave it."""
        ride = self.ride(pick, left=False)
        if ride is None:
            return
        things = [self.books.things[key] for key in ride.listed]
        can = bool(things) and all(
            self.books.can_ride(thing, ride.start, ride.end) and not thing.kept for thing in things
        )
        if ride.start != self.depot.pk:
            for kind in {thing.kind for thing in things}:
                leaving = sum(thing.is_free and thing.kind == kind for thing in things)
                can = can and (not leaving or self.books.free(ride.start, kind) >= leaving)
        if self.does(lambda: actions.send(self.transfer(ride), by=self.by), expected=can):
            ride.left = True
            for thing in things:
                thing.kept = "ride"
                if thing.state != Position.QUARANTINE:
                    thing.state = Position.IN_TRANSIT

    @act(often=3, pick=PICKS, some=PICKS)
    def count_out_of_the_van(self, pick: int, some: int) -> None:
        """All of it, or all but one, that stays on its way."""
        ride = self.ride(pick, left=True)
        if ride is None:
            return
        there = list(ride.listed)
        if some % 3 == 0:
            there.remove(self.one_of(there, some))
        actions.receive(self.transfer(ride), arrived=there, by=self.by)
        for key in there:
            self.books.arrive(self.books.things[key], ride.destination)

    @act(pick=PICKS, some=PICKS)
    def count_one_in(self, pick: int, some: int) -> None:
        ride = self.ride(pick, left=True)
        if ride:
            thing = self.books.things[self.one_of(ride.listed, some)]
            actions.count_in(self.line(ride, thing), by=self.by)
            self.books.arrive(thing, ride.destination)

    @act(pick=PICKS)
    def call_it_off(self, pick: int) -> None:
        """What did not leave stays; what left turns around, once."""
        ride = self.one_of(self.books.rides.values(), pick)
        if ride is None:
            return
        if not self.does(
            lambda: actions.cancel(self.transfer(ride), because="Verkeerde lijst.", by=self.by),
            expected=not ride.turned,
        ):
            return
        if ride.left:
            ride.turned = True
        else:
            del self.books.rides[ride.key]

    @act(pick=PICKS, some=PICKS)
    def say_it_is_lost(self, pick: int, some: int) -> None:
        ride = self.ride(pick, left=True)
        if ride and some % 4 == 0:
            thing = self.books.things[self.one_of(ride.listed, some)]
            actions.settle_missing(self.transfer(ride), lost=[thing.key], by=self.by)
            self.books.take_off(ride, thing)
            thing.state, thing.kept = Position.LOST, ""

    @act(pick=PICKS)
    def a_device_comes_in(self, pick: int) -> None:
        if len(self.books.things) < 14:
            self.bring(pick)

    @act(often=3, days=st.integers(0, 20), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        clock.pass_time(days=days, hours=hours)

    @act()
    def the_worker_reminds(self) -> None:
        jobs.remind(self.by)

    def transfer(self, ride: Ride) -> Transfer:
        return Transfer.objects.get(pk=ride.key)

    def line(self, ride: Ride, thing: Thing) -> TransferLine:
        return TransferLine.objects.select_related("device", "transfer").get(transfer=ride.key, device=thing.key)
