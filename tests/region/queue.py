"""What happens with who waits: asked, promised, offered, answered, lapsed, moved up, withdrawn."""

from datetime import timedelta

from hypothesis import strategies as st

from digibank import clock
from digibank.comms import actions as comms
from digibank.comms.actions import by_worker
from digibank.comms.models import Message
from digibank.lending import actions, jobs
from digibank.lending.flows import RequestState
from digibank.lending.models import Offer, Request
from digibank.lending.offering import answer_by_for
from digibank.lending.tests.walking import PICKS, act
from digibank.organisations.working_days import add_working_days
from tests.region.books import Wish
from tests.region.ground import Ground

NOT_NOW_DAYS, UNANSWERED_DAYS, NOT_REACHED_DAYS = timedelta(days=14), 5, 2
WAITING, OFFERED, PROMISED = RequestState.WAITING, RequestState.OFFERED, RequestState.PROMISED


class Queue(Ground):
    """The waiting lists."""

    @act(often=3, pick=PICKS, where=PICKS, kind=st.integers(0, 1), also=st.booleans())
    def ask(self, pick: int, where: int, kind: int, also: bool) -> None:
        person, desk = self.books.people[pick % 5], self.desk_of(where)
        others = [self.desk_of(where + 1)] if also else []
        code = self.classes[kind].code
        desks = [desk.pk, *(other.pk for other in others)]
        house = self.books.house_of(person, desk.pk)
        asked_already = any(
            wish.is_open and wish.kind == code and wish.person.key in house for wish in self.books.wishes.values()
        )
        hidden = person.protected and any(self.books.town_of[other.pk] != person.home for other in others)
        made = self.does(
            lambda: actions.ask(
                self.persons[person.key], device_class=self.classes[kind], desk=desk, also_at=others, by=self.by
            ),
            expected=not asked_already and not hidden,
        )
        if made is None:
            return
        wish = self.books.wishes[made.pk] = Wish(made.pk, person, code, desks, clock.now())
        place = next((place for place in desks if self.books.may_have_one(wish, place)), None)
        if place:
            self.books.keep(wish, place, PROMISED)

    @act(pick=PICKS, where=PICKS)
    def promise(self, pick: int, where: int) -> None:
        wish = self.wish(pick, *RequestState)
        if wish is None:
            return
        desk = self.places[self.one_of(wish.desks, where)]
        can = wish.state == WAITING and self.books.may_have_one(wish, desk.pk)
        if self.does(lambda: actions.promise(self.request(wish), desk=desk, by=self.by), expected=can):
            self.books.keep(wish, desk.pk, PROMISED)

    @act(often=3)
    def the_worker_offers_what_is_free(self) -> None:
        jobs.offer_what_is_free(self.by)
        kinds = sorted(self.classes, key=lambda known: known.pk)
        for desk in sorted(self.desks, key=lambda known: known.pk):
            for kind in kinds:
                while (first := self.books.next_at(desk.pk, kind.code)) and self.books.free(desk.pk, kind.code) > 0:
                    self.books.keep(first, desk.pk, OFFERED)
                    first.offered_at, first.told, first.came_back = clock.now(), None, False

    @act(pick=PICKS)
    def the_offer_is_told(self, pick: int) -> None:
        """The card is printed and given at the desk."""
        wish = self.wish(pick, OFFERED)
        if wish is None or wish.told:
            return
        while claimed := Message.objects.claim(50, for_seconds=60, by="walk"):
            for message in claimed:
                by_worker.make_ready(message, document=self.paper, by=self.by)
        comms.note_given(self.offer(wish).message, by=self.by)
        wish.told = clock.now()

    @act(often=3, pick=PICKS, answer=st.sampled_from(["yes", "not now", "no"]))
    def the_offer_is_answered(self, pick: int, answer: str) -> None:
        wish = self.wish(pick, OFFERED)
        if wish is None:
            return
        offer, desk = self.offer(wish), wish.kept_at
        assert desk is not None
        if answer == "yes":
            if self.does(lambda: actions.accept(offer, by=self.by), expected=self.books.may_borrow(wish.person, desk)):
                wish.state = PROMISED
            return
        keeps = answer == "not now"
        self.does(lambda: actions.decline(offer, keeps_place=keeps, by=self.by), expected=True)
        self.books.let_go(wish, WAITING if keeps else RequestState.WITHDRAWN)
        if keeps:
            wish.paused_until = clock.today() + NOT_NOW_DAYS

    @act()
    def the_worker_follows_offers(self) -> None:
        """Who was not reached keeps the place, and so does who did not answer once; the second time it is closed."""
        jobs.follow_offers(self.by)
        for wish in self.books.wishes.values():
            if wish.state != OFFERED or clock.today() <= self.last_day(wish):
                continue
            wish.unanswered += bool(wish.told)
            closed = wish.told and wish.unanswered == 2
            pause = UNANSWERED_DAYS if wish.told else NOT_REACHED_DAYS
            self.books.let_go(wish, RequestState.CLOSED if closed else WAITING)
            if not closed:
                wish.paused_until = add_working_days(clock.today(), pause)

    @act(pick=PICKS)
    def move_up(self, pick: int) -> None:
        wish = self.wish(pick, WAITING, PROMISED)
        if wish is None:
            return
        can = wish.state == WAITING and not wish.moved_at
        because = "Verhuisde pas, en stond elders vooraan."
        if self.does(lambda: actions.move_up(self.request(wish), because=because, by=self.by), expected=can):
            wish.moved_at = clock.now()

    @act(pick=PICKS, withdraws=st.booleans())
    def say_no(self, pick: int, withdraws: bool) -> None:
        wish = self.wish(pick, *RequestState)
        if wish is None:
            return
        act = (
            (lambda: actions.withdraw(self.request(wish), by=self.by))
            if withdraws
            else lambda: actions.refuse(self.request(wish), reason="Woont hier niet meer.", by=self.by)
        )
        if self.does(act, expected=wish.is_open and not self.books.is_bound(wish)):
            self.books.let_go(wish, RequestState.WITHDRAWN if withdraws else RequestState.REFUSED)

    def request(self, wish: Wish) -> Request:
        return Request.objects.get(pk=wish.key)

    def offer(self, wish: Wish) -> Offer:
        return Offer.objects.open().select_related("request__person", "message").get(request=wish.key)

    def last_day(self, wish: Wish) -> object:
        moment = wish.told or wish.offered_at
        assert moment is not None
        return answer_by_for("card", moment.astimezone(clock.BRUSSELS).date())
