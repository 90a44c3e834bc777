from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.template import TemplateDoesNotExist

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.audit.models import Event
from digibank.comms import actions
from digibank.comms.channels import mobile_of, numbers_to_call, open_channels
from digibank.comms.models import Message
from digibank.comms.queries import of_person
from digibank.comms.tests.factories import SAID, a_message
from digibank.errors import RuleBroken
from digibank.organisations.tests.factories import a_desk
from digibank.people import actions as people
from digibank.people.actions import Way
from digibank.people.tests.factories import LANDLINE, MOBILE, a_person, an_address

EVERY_WAY = [Way("phone", MOBILE), Way("phone", LANDLINE), Way("email", "roza@example.be"), Way("desk")]


def test_a_message_is_made_once_and_never_changes(by_letter, desk, actor):
    message = a_message(by_letter, ask="Wanneer komt u?")

    people.edit(by_letter, version=1, called="Mevrouw Peeters", by=actor)

    message.refresh_from_db()
    assert (message.greeting, message.subject, message.body, message.short, message.ask) == (
        "Dear Roza Peeters,",
        "Uw toestel staat klaar",
        "Uw toestel staat klaar. Kom het halen.\n\nBreng uw kaart mee.",
        "Uw toestel staat klaar.",
        "Wanneer komt u?",
    )
    assert (message.state, message.channel, message.organisation, message.place) == (
        "queued",
        "letter",
        by_letter.home,
        desk,
    )


def test_what_people_typed_stays_as_it_is(by_card):
    message = a_message(by_card, subject="Peeters &\n Zn <3", text="  Eén &  twee.\n  \n Drie.  ")

    assert (message.subject, message.body) == ("Peeters & Zn <3", "Eén & twee.\n\nDrie.")


def test_a_text_message_is_never_cut_in_half(by_sms, desk, other_town):
    long = a_message(by_sms, short="x" * 161)
    fits = a_message(by_sms, short="x" * 160)
    nowhere = a_message(a_person(other_town), short="x" * 161)

    assert [message.short for message in (long, fits, nowhere)] == [
        "We have news for you. Ring 014 00 00 00. Uitleendesk",
        "x" * 160,
        "We have news for you. Come by. Hazelven",
    ]


def test_the_trail_holds_codes_only(by_card, town, actor):
    message = actions.queue("comms/plain", to=by_card, by=actor, about=town, **SAID)

    event = Event.objects.get(verb="comms.queued")
    assert (event.actor, event.facts) == (actor, {"template": "comms.plain"})
    assert set(event.subjects.values_list("kind", "key")) == {
        ("comms.message", message.pk),
        ("people.person", by_card.pk),
        ("organisations.organisation", town.pk),
    }


@pytest.mark.rule("M-06")
def test_the_same_event_tells_once(by_card, actor):
    first = a_message(by_card, once="reminder-loan-12-1")
    again = a_message(by_card, once="reminder-loan-12-1", text="Iets anders.")
    other = a_message(by_card, once="reminder-loan-12-2")

    assert (again, again.body, Message.objects.count()) == (first, first.body, 2)
    assert other != first
    assert Event.objects.filter(verb="comms.queued").count() == 2


def test_a_message_goes_with_the_act_that_queued_it(by_card):
    with transaction.atomic():
        a_message(by_card)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.parametrize("facts", [{"subject": ""}, {"text": " \n "}])
def test_a_message_without_words_is_a_fault_of_ours(by_card, facts):
    with pytest.raises(ValueError, match="comms/plain has no subject or no body"):
        a_message(by_card, **facts)


def test_an_unknown_template_is_a_fault_of_ours(by_card):
    with pytest.raises(TemplateDoesNotExist):
        a_message(by_card, template="comms/nothing")


@pytest.mark.rule("M-01")
@pytest.mark.parametrize("prefers", ["letter", "phone", "sms", "email", "card"])
def test_the_way_that_a_person_prefers_is_taken(town, prefers):
    person = a_person(town, prefers=prefers, ways=EVERY_WAY, address=an_address())

    message = a_message(person)

    assert message.channel == prefers
    assert open_channels(person)[0] == prefers
    assert set(open_channels(person)) == {"letter", "phone", "sms", "email", "card"}


@pytest.mark.rule("M-01")
def test_when_the_preferred_way_is_closed_the_next_one_is_taken(town, actor):
    person = a_person(town, prefers="letter", ways=EVERY_WAY, address=an_address())
    person.addresses.update(until_on=clock.today())

    assert open_channels(person) == ["phone", "sms", "email", "card"]


@pytest.mark.rule("M-01")
def test_nobody_needs_e_mail_a_telephone_or_an_address(by_card, clerk, association):
    assert [open_channels(receiver) for receiver in (by_card, clerk, association)] == [["card"], ["card"], ["card"]]
    assert [a_message(receiver).channel for receiver in (by_card, clerk, association)] == ["card", "card", "card"]


def test_a_colleague_is_mailed_and_an_organisation_gets_a_letter(clerk, town, desk, actor):
    accounts.edit_user(clerk, version=1, full_name="Lies Loket", email="lies@example.be", by=actor)

    to_clerk, to_town = a_message(clerk), a_message(town)

    assert (mobile_of(clerk), numbers_to_call(town)) == ("", [])
    assert (to_clerk.channel, to_clerk.organisation, to_clerk.greeting) == ("email", town, "Dear Lies Loket,")
    assert (to_town.channel, to_town.organisation) == ("letter", town.association)


def test_a_colleague_without_a_role_gets_no_message(clerk, actor):
    accounts.end_role(clerk.memberships.get(), by=actor)
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(RuleBroken, match="no role any more"):
        a_message(clerk)


def test_another_desk_may_be_named(by_card, town, actor):
    second = a_desk(town, name="Uitleendesk Noord", phone="014 00 00 01")

    message = a_message(by_card, from_place=second, short="x" * 200)

    assert (message.place, message.short) == (second, "We have news for you. Ring 014 00 00 01. Uitleendesk Noord")


def test_the_desk_of_another_writes_to_organisations_in_its_own_name(association, desk, town):
    assert a_message(association, from_place=desk).organisation == town


def test_the_database_keeps_one_receiver(by_card, town):
    message = a_message(by_card)

    with pytest.raises(IntegrityError, match="a_message_has_one_receiver"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(to_organisation=town)


def test_a_waiting_message_cannot_be_forgotten(by_card):
    message = a_message(by_card)

    with pytest.raises(IntegrityError, match="a_waiting_message_is_due"), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(due_at=None)


def test_the_messages_of_a_person_come_newest_first(by_card, by_sms):
    first, _other, second = a_message(by_card), a_message(by_sms), a_message(by_card)

    assert list(of_person(by_card)) == [second, first]
    assert str(first) == first.number
    assert str(first.tries.model(pk=7, outcome="sent")) == "sent 7"
