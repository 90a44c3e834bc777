"""A free device is offered: how long it waits, what is answered, and who gets the next chance."""

from datetime import date, timedelta
from random import Random

import pytest

from digibank import clock
from digibank.audit.actions import job_actor
from digibank.comms import actions as comms
from digibank.comms.jobs import send_due
from digibank.comms.models import Message
from digibank.inventory.models import Commitment, Device
from digibank.lending import actions
from digibank.lending.jobs import follow_offers, offer_what_is_free
from digibank.lending.line import line_of
from digibank.lending.models import Offer, Request
from digibank.lending.offering import WAITS_DAYS
from digibank.lending.tests.factories import a_loan, a_prepared_loan, came_back
from digibank.lending.tests.looking import fresh, refusal, told, verbs
from digibank.lending.tests.waiting import comes, names, waits
from digibank.people.actions import Way
from digibank.people.tests.factories import LANDLINE, MOBILE, an_address

OVER = "This offer was answered already, or its days are over. Reload the page."
MONDAY = date(2026, 11, 23)
BY_LETTER = {"prefers": "letter", "address": an_address()}
BY_PHONE = {"prefers": "phone", "ways": [Way("phone", LANDLINE)]}
BY_SMS = {"prefers": "sms", "ways": [Way("phone", MOBILE)]}


@pytest.fixture
def by(db):
    return job_actor("tests")


@pytest.fixture
def come(laptop_class, desk, depot):
    """Lets one more of the class come to the desk."""
    return lambda: comes(laptop_class, desk, depot)


@pytest.fixture
def offered(regulation, laptop_class, desk, come, by):
    """Makes somebody wait who is reached this way, lets one device come, and offers it."""

    def make(name="Anna", **about) -> Offer:
        asked = waits(name, laptop_class, desk, about=about)
        come()
        offer_what_is_free(by)
        return Offer.objects.get(request=asked)

    return make


def state_of(offer):
    return fresh(offer).outcome, fresh(offer.request).state


def days_pass(until):
    clock.pass_time(days=(until - clock.today()).days)


@pytest.mark.rule("U-37")
@pytest.mark.parametrize(
    ("about", "channel", "answer_by"),
    [
        (BY_SMS, "sms", MONDAY + timedelta(days=1)),
        (BY_PHONE, "phone", MONDAY + timedelta(days=3)),
        (BY_LETTER, "letter", MONDAY + timedelta(days=9)),
        ({}, "card", MONDAY + timedelta(days=9)),
    ],
)
def test_an_offer_is_told_in_the_persons_way_and_waits_as_long_as_that_needs(offered, about, channel, answer_by):
    offer = offered(**about)

    assert (offer.message.channel, offer.answer_by, offer.request.state) == (channel, answer_by, "offered")
    assert (offer.request.promise, offer.commitment.device) == (offer.commitment, None)
    assert told() == [("lending/offer", "Anna")]
    assert verbs(offer.request) == ["lending.asked", "lending.offered"]
    assert {"sms": 1, "phone": 3, "letter": 7}.items() <= {way.value: days for way, days in WAITS_DAYS.items()}.items()


@pytest.mark.rule("U-37")
def test_a_device_that_comes_back_is_offered_to_the_first_in_line(roza, laptop, come, by):
    loan, laptop_class, desk = a_loan(roza, laptop), laptop.device_class, laptop.place
    first, second = waits("Eerst", laptop_class, desk), waits("Tweede", laptop_class, desk)
    came_back(loan)
    nothing = offer_what_is_free(by)
    come()

    counts = [offer_what_is_free(by) for _minute in range(2)]

    assert (nothing, counts) == (0, [1, 0])
    assert [fresh(asked).state for asked in (first, second)] == ["offered", "waiting"]


@pytest.mark.rule("U-38")
def test_what_is_accepted_is_promised_and_no_second_tab_undoes_it(offered, actor):
    offer = offered(**BY_PHONE)
    accepted = actions.accept(offer, by=actor)

    stale = [
        refusal(lambda: actions.decline(offer, keeps_place=True, by=actor)),
        refusal(lambda: actions.decline(offer, keeps_place=False, by=actor)),
        refusal(lambda: actions.accept(offer, by=actor)),
        refusal(lambda: actions.lapse(offer, by=actor)),
    ]

    assert (accepted.state, fresh(offer).outcome) == ("promised", "accepted")
    assert {said for said, _field in stale} == {OVER}
    assert fresh(accepted).promise == offer.commitment
    assert Message.objects.get(template="lending/offer").state == "cancelled"


@pytest.mark.rule("U-38")
def test_the_rules_are_looked_at_once_more_when_an_offer_is_accepted(offered, come, actor):
    offer = offered()
    a_prepared_loan(offer.request.person, come())

    said, _field = refusal(lambda: actions.accept(offer, by=actor))

    assert said == "This person has as many devices as the rules allow (1). Take one back first."
    assert state_of(offer) == ("", "offered")


@pytest.mark.rule("U-37")
def test_who_says_not_now_keeps_the_place_and_the_next_gets_the_device(offered, laptop_class, desk, actor, by):
    offer = offered()
    waits("Bert", laptop_class, desk)
    actions.decline(offer, keeps_place=True, by=actor)
    offer_what_is_free(by)

    assert state_of(offer) == ("not_now", "waiting")
    assert Request.objects.get(state="offered").person.name == "Bert"
    assert fresh(offer.request).paused_until_on == MONDAY + timedelta(days=14)
    waits("Clara", laptop_class, desk)
    assert names(laptop_class, desk) == ["Anna", "Clara"]


@pytest.mark.rule("U-37")
def test_who_wants_none_any_more_makes_room(offered, actor):
    offer = offered()
    actions.decline(offer, keeps_place=False, by=actor)

    assert state_of(offer) == ("no_longer", "withdrawn")
    assert Commitment.objects.open().count() == 0


def test_withdrawing_the_request_ends_its_offer(offered, actor):
    offer = offered()
    actions.withdraw(offer.request, by=actor)

    assert state_of(offer) == ("no_longer", "withdrawn")
    assert Commitment.objects.open().count() == 0


def test_who_comes_to_the_desk_with_an_offer_borrows_it(offered, laptop_class):
    offer = offered()
    device = Device.objects.get(device_class=laptop_class)

    loan = a_prepared_loan(offer.request.person, device, request=offer.request)

    assert (loan.commitment, state_of(offer)) == (offer.commitment, ("accepted", "promised"))


@pytest.mark.rule("U-37")
def test_what_is_offered_is_lent_to_nobody_else_by_a_scan(offered, roza, laptop_class):
    offered()

    said, _field = refusal(lambda: a_prepared_loan(roza, Device.objects.get(device_class=laptop_class)))

    assert said.startswith("Every free Laptop 15 inch here is promised to somebody else.")


@pytest.mark.rule("U-37")
def test_an_offer_that_nobody_told_puts_the_person_back_exactly_where_they_were(offered, laptop_class, desk, by):
    offer = offered(**BY_PHONE)
    waits("Bert", laptop_class, desk)

    days_pass(offer.answer_by + timedelta(days=1))
    ended = follow_offers(by)

    line = line_of(laptop_class, desk)
    assert (ended, state_of(offer)) == (1, ("not_reached", "waiting"))
    assert [standing.request.person.name for standing in line.standings] == ["Anna", "Bert"]
    assert fresh(offer.request).asked_at == offer.request.asked_at
    assert line.next.request.person.name == "Bert"
    days_pass(clock.today() + timedelta(days=5))
    assert line_of(laptop_class, desk).next.request.person.name == "Anna"


@pytest.mark.rule("U-37")
@pytest.mark.usefixtures("small_papers")
def test_a_letter_that_came_back_is_no_fault_of_the_person(offered, by, actor):
    offer = offered(**BY_LETTER)
    send_due(by)
    comms.note_posted(offer.message, by=actor)
    comms.note_returned(offer.message, by=actor)

    follow_offers(by)

    assert state_of(offer) == ("not_reached", "waiting")


@pytest.mark.rule("U-37")
@pytest.mark.usefixtures("small_papers")
def test_a_letter_that_was_posted_late_gives_its_seven_working_days_still(offered, by, actor):
    offer = offered(**BY_LETTER)
    send_due(by)
    clock.pass_time(days=7)
    comms.note_posted(offer.message, by=actor)
    follow_offers(by)
    extended = fresh(offer).answer_by
    days_pass(extended)
    early = refusal(lambda: actions.lapse(offer, by=actor))
    clock.pass_time(days=1)

    follow_offers(by)

    assert extended == MONDAY + timedelta(days=16)
    assert early == ("This offer still waits, until 09/12/2026.", None)
    assert state_of(offer) == ("unanswered", "waiting")


@pytest.mark.rule("U-37")
def test_who_does_not_answer_twice_is_told_by_letter_that_the_request_is_closed(offered, by, actor):
    offer = offered(**BY_PHONE | {"address": an_address()})
    comms.note_called(offer.message, reached=True, by=actor)
    days_pass(offer.answer_by + timedelta(days=1))
    follow_offers(by)
    once = state_of(offer)
    clock.pass_time(days=8)
    offer_what_is_free(by)
    second = Offer.objects.open().get()
    comms.note_called(second.message, reached=True, by=actor)
    days_pass(second.answer_by + timedelta(days=1))

    follow_offers(by)

    assert (once, state_of(second)) == (("unanswered", "waiting"), ("unanswered", "closed"))
    letter = Message.objects.get(template="lending/closed")
    assert (letter.channel, letter.to_person) == ("letter", offer.request.person)
    assert Commitment.objects.open().count() == 0


DEEDS = ["ask", "ask", "ask", "come", "come", "accept", "not_now", "withdraw", "silence", "day"]


@pytest.mark.rule("U-33")
@pytest.mark.rule("U-37")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_people_and_days_do_no_later_equal_one_passes_an_earlier_one(roza, laptop, come, by, seed):
    """Everybody here is equal. Who is offered one never stands behind somebody who could have taken it."""
    chance, laptop_class, desk = Random(seed), laptop.device_class, laptop.place
    a_loan(roza, laptop)
    for number in range(5):
        waits(f"Wacht {number}", laptop_class, desk)
    for turn in range(40):
        deed = chance.choice(DEEDS)
        offers, waiting = list(Offer.objects.open()), list(Request.objects.filter(state="waiting").order_by("pk"))
        if deed == "ask":
            waits(f"Persoon {turn}", laptop_class, desk)
        elif deed == "come":
            come()
        elif deed == "accept" and offers:
            actions.accept(chance.choice(offers), by=by)
        elif deed == "not_now" and offers:
            actions.decline(chance.choice(offers), keeps_place=True, by=by)
        elif deed == "withdraw" and waiting:
            actions.withdraw(chance.choice(waiting), by=by)
        elif deed == "silence" and offers:
            clock.pass_time(days=12)
            follow_offers(by)
        else:
            clock.pass_time(days=1)
        able = [asked.pk for asked in Request.objects.filter(state="waiting").order_by("pk") if not is_paused(asked)]
        known = set(Offer.objects.values_list("pk", flat=True))
        count = offer_what_is_free(by)
        new = Offer.objects.exclude(pk__in=known).order_by("pk").values_list("request", flat=True)
        assert list(new) == able[:count]

    assert Offer.objects.count() > 5


def is_paused(asked):
    return asked.paused_until_on is not None and asked.paused_until_on > clock.today()
