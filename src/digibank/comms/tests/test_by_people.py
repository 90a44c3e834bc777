"""What people do: post, call, give, and judge."""

from datetime import date, timedelta

import pytest

from digibank import clock
from digibank.audit.models import Event
from digibank.comms import actions
from digibank.comms.models import Attempt, Message
from digibank.comms.tests.factories import a_message, delivered
from digibank.errors import RuleBroken
from digibank.people import actions as people
from digibank.people.actions import Way
from digibank.people.tests.factories import LANDLINE, MOBILE, a_person, an_address

pytestmark = pytest.mark.usefixtures("quick_paper")


def outcomes(message):
    return list(message.tries.values_list("channel", "outcome"))


def test_a_letter_is_posted_and_that_is_kept(by_letter, actor):
    message = delivered(a_message(by_letter))

    message = actions.note_posted(message, by=actor)

    assert (message.state, message.done_at) == ("done", clock.now())
    assert outcomes(message) == [("letter", "made"), ("letter", "posted")]
    event = Event.objects.get(verb="comms.posted")
    assert (event.actor, event.facts) == (actor, {"because": None})


def test_a_card_is_given(by_card, actor):
    message = actions.note_given(delivered(a_message(by_card)), by=actor)

    assert (message.state, outcomes(message)[-1]) == ("done", ("card", "given"))


def test_what_is_not_ready_cannot_be_posted(by_letter, actor):
    with pytest.raises(RuleBroken, match="the state is “on its way to be made”"):
        actions.note_posted(a_message(by_letter), by=actor)


def test_a_call_is_not_posted(by_phone, actor):
    with pytest.raises(RuleBroken, match="goes another way now"):
        actions.note_posted(a_message(by_phone), by=actor)


def test_who_is_told_is_reached_on_that_telephone(by_phone, actor):
    way = by_phone.ways.get()

    message = actions.note_called(a_message(by_phone), reached=True, way=way, by=actor)

    way.refresh_from_db()
    assert (message.state, way.last_reached_on, outcomes(message)) == ("done", clock.today(), [("phone", "reached")])


def test_who_was_told_on_another_telephone_is_told(by_phone, actor):
    assert actions.note_called(a_message(by_phone), reached=True, by=actor).state == "done"


@pytest.mark.rule("M-04")
def test_who_does_not_pick_up_is_called_on_three_working_days_and_then_gets_a_letter(by_phone, actor):
    message = a_message(by_phone)
    days = []
    while message.channel == "phone":
        days.append(clock.today())
        assert list(Message.objects.to_call()) == [message]
        message = actions.note_called(message, reached=False, by=actor)
        assert list(Message.objects.to_call()) == []
        clock.pass_time(days=1)

    assert days == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]
    assert (message.channel, message.state, message.calls, message.call_from_on) == ("letter", "queued", 0, None)
    assert outcomes(message) == [*[("phone", "not_reached")] * 3, ("phone", "fell_back")]


@pytest.mark.rule("M-04")
def test_without_an_address_a_card_waits_at_the_desk(town, actor):
    message = a_message(a_person(town, prefers="phone", ways=[Way("phone", LANDLINE)]))
    for _ in range(3):
        message = actions.note_called(message, reached=False, by=actor)

    assert (message.channel, message.state) == ("card", "queued")


@pytest.mark.rule("M-04")
def test_a_call_comes_back_on_a_working_day(by_phone, actor):
    clock.pass_time(days=4)

    message = actions.note_called(a_message(by_phone), reached=False, by=actor)

    assert (clock.today(), message.call_from_on) == (date(2026, 3, 6), date(2026, 3, 9))


@pytest.mark.rule("M-05")
def test_a_way_that_closed_is_not_used_any_more(by_phone, by_letter, actor):
    call, letter = a_message(by_phone), delivered(a_message(by_letter))
    for person in (by_phone, by_letter):
        people.add_way(person, way=Way("desk"), by=actor)
        people.edit(person, version=1, protected=True, by=actor)

    for tried in (
        lambda: actions.note_called(call, reached=True, by=actor),
        lambda: actions.note_called(call, reached=False, by=actor),
        lambda: actions.note_posted(letter, by=actor),
    ):
        with pytest.raises(RuleBroken, match="closed for this person"):
            tried()
    with pytest.raises(RuleBroken, match="does not reach the person now"):
        actions.change_channel(call, channel="letter", by=actor)


def test_a_wrong_button_is_undone_within_a_day(by_letter, actor):
    message = actions.note_posted(delivered(a_message(by_letter)), by=actor)

    message = actions.take_back(message, by=actor)

    assert (message.state, message.done_at, outcomes(message)[-1]) == ("to_do", None, ("letter", "taken_back"))


def test_after_a_day_what_was_done_stays_done(by_letter, actor):
    message = actions.note_posted(delivered(a_message(by_letter)), by=actor)
    clock.pass_time(hours=24, seconds=1)

    with pytest.raises(RuleBroken, match="more than a day ago"):
        actions.take_back(message, by=actor)


def test_what_was_not_done_cannot_be_taken_back(by_letter, actor):
    with pytest.raises(RuleBroken, match="not possible now"):
        actions.take_back(a_message(by_letter), by=actor)


def test_a_letter_that_came_back_goes_another_way(by_letter, actor):
    people.add_way(by_letter, way=Way("phone", MOBILE), by=actor)
    message = actions.note_posted(delivered(a_message(by_letter)), by=actor)

    message = actions.note_returned(message, by=actor)

    assert (message.state, list(Message.objects.to_judge())) == ("returned", [message])
    message = actions.change_channel(message, channel="phone", by=actor)
    assert (message.state, message.channel, message.done_at, message.document) == ("to_do", "phone", None, None)
    assert outcomes(message)[-2:] == [("letter", "came_back"), ("letter", "changed")]


def test_a_call_cannot_come_back(by_phone, actor):
    message = actions.note_called(a_message(by_phone), reached=True, by=actor)

    with pytest.raises(RuleBroken, match="Only a letter"):
        actions.note_returned(message, by=actor)


@pytest.mark.rule("M-03")
def test_a_colleague_says_that_an_uncertain_message_arrived(by_sms, provider, actor):
    provider.answer = TimeoutError()
    message = delivered(a_message(by_sms))

    message = actions.decide_uncertain(message, arrived=True, by=actor)

    assert (message.state, message.done_at, outcomes(message)[-1]) == ("sent", clock.now(), ("sms", "arrived"))


@pytest.mark.rule("M-03")
def test_a_colleague_sends_an_uncertain_message_again(by_sms, provider, actor):
    provider.answer = TimeoutError()
    message = delivered(a_message(by_sms))
    provider.answer = None

    message = delivered(actions.decide_uncertain(message, arrived=False, by=actor))

    assert (message.state, len(provider.asked)) == ("sent", 2)
    assert outcomes(message) == [("sms", "lost_sight"), ("sms", "again"), ("sms", "sent")]


def test_a_way_that_failed_is_not_taken_a_second_time(town, provider, actor):
    ways = [Way("phone", MOBILE)]
    message = a_message(a_person(town, prefers="letter", ways=ways, address=an_address()))
    message = actions.change_channel(message, channel="phone", by=actor)
    for _ in range(3):
        message = actions.note_called(message, reached=False, by=actor)
    assert message.channel == "letter"
    message = actions.note_returned(actions.note_posted(delivered(message), by=actor), by=actor)
    message = actions.change_channel(message, channel="phone", by=actor)

    for _ in range(3):
        message = actions.note_called(message, reached=False, by=actor)

    assert message.channel == "sms"


def test_what_is_cancelled_is_over(by_card, actor):
    message = actions.cancel(a_message(by_card), by=actor)

    assert (message.state, message.due_at, message.done_at) == ("cancelled", None, clock.now())
    with pytest.raises(RuleBroken, match="cancelled"):
        actions.cancel(message, by=actor)


def test_attempts_never_change(by_card, actor):
    actions.cancel(a_message(by_card), by=actor)

    with pytest.raises(Exception, match="comms_attempt_append_only"):
        Attempt.objects.update(at=clock.now() - timedelta(days=1))
