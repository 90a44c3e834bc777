"""Who sees which messages, and what the pages do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.models import User
from digibank.accounts.rights import Can
from digibank.audit.tests.factories import an_actor
from digibank.comms import actions
from digibank.comms.models import Message
from digibank.comms.tests.factories import a_message, delivered
from digibank.people import actions as people
from digibank.people.actions import Way
from digibank.people.tests.factories import MOBILE, a_person, an_address

pytestmark = pytest.mark.usefixtures("quick_paper")


def url(name, message=None):
    return reverse(f"comms:{name}", args=[message.pk] if message else [])


def listed(client, **query):
    response = client.get(url("messages"), query)
    assert response.status_code == 200
    return [message.pk for message in response.context["page"].rows]


def seen_by(user, can):
    return set(Message.objects.visible_to(User.objects.get(pk=user.pk), can))


def posted(client, name, message, **data):
    response = client.post(url(name, message), data)
    message.refresh_from_db()
    return response.status_code, message.state


# Who sees what


def test_messages_are_seen_by_the_own_municipality_only(by_card, other_town, clerk, stranger, technician):
    mine, theirs = a_message(by_card), a_message(a_person(other_town))

    seen = [seen_by(user, Can.SEE_MESSAGES) for user in (clerk, stranger, technician)]

    assert seen == [{mine}, {theirs}, set()]


@pytest.mark.rule("M-08")
def test_an_opened_person_is_read_along_but_not_acted_for_unless_protected(by_card, other_town, stranger, actor):
    message = a_message(by_card)
    until_on = clock.today() + timedelta(days=30)
    people.open_across_border(by_card, organisation=other_town, reason="verhuist", until_on=until_on, by=actor)

    seen = [seen_by(stranger, can) for can in (Can.SEE_MESSAGES, Can.SEND_MESSAGES)]
    people.edit(by_card, version=1, protected=True, by=actor)

    assert seen == [{message}, set()]
    assert seen_by(stranger, Can.SEE_MESSAGES) == set()


@pytest.mark.rule("M-08")
def test_every_page_of_a_message_is_closed_to_others(by_card, as_stranger, as_technician):
    message = delivered(a_message(by_card))
    gets, posts = ["message", "paper"], ["note_posted", "note_given", "note_called", "decide_uncertain"]
    posts += ["change_channel", "take_back", "note_returned", "cancel"]

    for client, code in ((as_stranger, 404), (as_technician, 403)):
        answers = [client.get(url(name, message)).status_code for name in gets]
        answers += [client.post(url(name, message)).status_code for name in posts]
        assert set(answers) == {code}


@pytest.mark.rule("M-05")
def test_a_protected_person_stands_on_a_list_by_number_and_in_no_search_by_name(town, desk, as_clerk, actor):
    hidden = a_person(town, "Els Maes", protected=True)
    message = delivered(a_message(hidden))

    page = as_clerk.get(url("messages"), {"lijst": "afgeven"}).content.decode()

    assert (hidden.number in page, "Els Maes" in page) == (True, False)
    assert "Els Maes" not in as_clerk.get(url("message", message)).content.decode()
    assert [listed(as_clerk, lijst="alle", word=word) for word in ("", "Els", hidden.number, message.number)] == [
        [],
        [],
        [message.pk],
        [message.pk],
    ]


# The lists


@pytest.fixture
def one_of_each(by_letter, by_phone, by_card, by_sms, provider):
    """A message for each list."""
    provider.answer = TimeoutError()
    made = [a_message(person) for person in (by_letter, by_phone, by_card, by_sms)]
    delivered(made[0])
    return made


def test_each_list_shows_its_own_work(as_clerk, one_of_each):
    letter, call, card, text = one_of_each

    lists = {name: listed(as_clerk, lijst=name) for name in ("printen", "bellen", "afgeven", "nakijken", "alle", "x")}

    assert lists == {
        "printen": [letter.pk],
        "bellen": [call.pk],
        "afgeven": [card.pk],
        "nakijken": [text.pk],
        "alle": [text.pk, card.pk, call.pk, letter.pk],
        "x": [letter.pk],
    }


def test_all_messages_are_searched_by_word_and_position(as_clerk, by_letter, town, actor):
    other = a_message(a_person(town, "Farid Haddad"))
    message = actions.cancel(a_message(by_letter), by=actor)

    assert listed(as_clerk, lijst="alle", word="haddad") == [other.pk]
    assert listed(as_clerk, lijst="alle", state="cancelled") == [message.pk]
    assert listed(as_clerk, lijst="alle", state="wrong") == [message.pk, other.pk]


@pytest.mark.parametrize("chosen", ["printen", "bellen", "afgeven", "nakijken", "alle"])
def test_an_empty_list_says_what_will_come(as_clerk, chosen):
    assert 'class="empty"' in as_clerk.get(url("messages"), {"lijst": chosen}).content.decode()


def test_a_list_asks_as_much_for_three_as_for_one(as_clerk, town, by_letter):
    spent = []
    for names in (["Jef Claes"], ["Mo Haddad", "An Maes"]):
        for name in names:
            a_message(a_person(town, name, prefers="letter", ways=[], address=an_address()))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            listed(as_clerk, lijst="alle")
        spent.append(len(asked))

    assert spent[0] == spent[1]


# One message


def test_a_letter_is_printed_posted_and_came_back(as_clerk, by_letter):
    people.add_way(by_letter, way=Way("phone", MOBILE), by=an_actor())
    message = a_message(by_letter)
    assert as_clerk.get(url("paper", message)).status_code == 404
    message = delivered(message)

    assert as_clerk.get(url("paper", message)).content == b"%PDF-1.7"
    assert posted(as_clerk, "note_posted", message) == (303, "done")
    assert posted(as_clerk, "take_back", message) == (303, "to_do")
    assert posted(as_clerk, "note_posted", message) == (303, "done")
    assert posted(as_clerk, "note_returned", message) == (303, "returned")
    assert "This letter came back." in page_of(as_clerk, message)
    assert posted(as_clerk, "change_channel", message, channel="phone") == (303, "to_do")
    assert "0470 12 34 56" in page_of(as_clerk, message)


def page_of(client, message):
    response = client.get(url("message", message))
    assert response.status_code == 200
    return response.content.decode()


def test_a_card_is_given(as_clerk, by_card):
    message = delivered(a_message(by_card))

    assert "It is given" in page_of(as_clerk, message)
    assert posted(as_clerk, "note_given", message) == (303, "done")
    assert "It is given" not in page_of(as_clerk, message)


def test_the_one_who_calls_reads_what_to_say_and_ask(as_clerk, town):
    ways = [Way("someone", "014 21 00 00", "Els Claes", "dochter"), Way("phone", MOBILE)]
    person = a_person(
        town, prefers="phone", ways=ways, called="Mevrouw Peeters", interpreter_needed=True, contact_language="Arabisch"
    )
    message = a_message(person, ask="Komt u dinsdag?")

    page = page_of(as_clerk, message)

    said = ["Mevrouw Peeters", "Kom het halen.", "Komt u dinsdag?", "Take an interpreter along.", "Arabisch"]
    assert [
        words
        for words in [*said, "Els Claes", "To somebody else say only that we would like to be rung back."]
        if words not in page
    ] == []
    assert page.index("0470 12 34 56") < page.index("014 21 00 00")


def test_calls_are_noted(as_clerk, by_phone):
    way = by_phone.ways.get()
    told, missed = a_message(by_phone), a_message(by_phone)

    assert posted(as_clerk, "note_called", told, reached="1", way=way.pk) == (303, "done")
    assert posted(as_clerk, "note_called", missed, reached="0") == (303, "to_do")
    way.refresh_from_db()
    assert (way.last_reached_on, missed.calls) == (clock.today(), 1)
    assert "called 1 time" in page_of(as_clerk, missed)


def test_an_answer_that_is_none_is_refused(as_clerk, by_phone):
    message = a_message(by_phone)

    assert posted(as_clerk, "note_called", message, reached="perhaps") == (422, "to_do")


def test_a_way_that_is_closed_is_shown_as_such(as_clerk, by_phone, actor):
    message = a_message(by_phone)
    people.edit(by_phone, version=1, protected=True, prefers="card", by=actor)

    page = page_of(as_clerk, message)

    assert ("Do not use this way any more." in page, "014 21 00 00" in page) == (True, False)
    assert posted(as_clerk, "note_called", message, reached="0") == (422, "to_do")
    assert posted(as_clerk, "change_channel", message, channel="letter") == (422, "to_do")
    assert posted(as_clerk, "change_channel", message, channel="card") == (303, "queued")


def test_a_letter_to_somebody_now_protected_is_not_printed(as_clerk, by_letter, actor):
    message = delivered(a_message(by_letter))
    people.edit(by_letter, version=1, protected=True, prefers="card", by=actor)

    assert as_clerk.get(url("paper", message)).status_code == 404


def test_an_uncertain_message_is_judged(as_clerk, by_sms, provider):
    provider.answer = TimeoutError()
    first, second = delivered(a_message(by_sms)), delivered(a_message(by_sms))

    page = page_of(as_clerk, first)

    assert ("Nobody knows whether this arrived." in page, "0470 12 34 56" in page) == (True, True)
    assert posted(as_clerk, "decide_uncertain", first, arrived="1") == (303, "sent")
    assert posted(as_clerk, "decide_uncertain", second, arrived="0") == (303, "queued")


def test_a_message_is_cancelled_once(as_clerk, by_email):
    message = a_message(by_email)

    assert "roza@example.be" in page_of(as_clerk, message)
    assert posted(as_clerk, "cancel", message) == (303, "cancelled")
    assert posted(as_clerk, "cancel", message) == (422, "cancelled")


def test_who_may_only_read_along_sees_no_buttons(as_stranger, by_card, other_town, actor):
    message = delivered(a_message(by_card))
    until_on = clock.today() + timedelta(days=30)
    people.open_across_border(by_card, organisation=other_town, reason="verhuist", until_on=until_on, by=actor)

    assert "<button" not in page_of(as_stranger, message).split("</h1>")[1].split("</main>")[0]


def test_messages_to_organisations_and_colleagues_are_shown(as_clerk, clerk, town):
    message = a_message(clerk)

    assert "Lies Loket" in page_of(as_clerk, message)
