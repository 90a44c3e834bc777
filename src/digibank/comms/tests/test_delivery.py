"""What the worker does, and what is left when it is killed at any moment."""

import io
import json
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core.exceptions import ImproperlyConfigured
from pypdf import PdfReader

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.comms import actions, mail, papers, sms
from digibank.comms.actions import by_worker
from digibank.comms.jobs import close_ways, deliver, send_due
from digibank.comms.models import Message
from digibank.comms.tests.factories import a_message, delivered
from digibank.files.models import Document
from digibank.people import actions as people
from digibank.people.actions import Way
from digibank.people.tests.factories import MOBILE, a_person, an_address
from digibank.work.models import LeaseLost

KILLED = KeyboardInterrupt


def tried(message):
    return list(message.tries.values_list("channel", "outcome", "because"))


def fate(message):
    """Where the message stands in the database, and whether a worker has it."""
    now = Message.objects.get(pk=message.pk)
    return now.state, now.channel, now.leased_by


def words_of(document):
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(document.content())).pages).split())


# Paper


@pytest.mark.once
def test_a_letter_is_made_with_its_address_and_kept_before_it_is_to_be_printed(by_letter, desk):
    message = delivered(a_message(by_letter))

    text = words_of(message.document)
    assert (message.state, message.due_at, message.document.name) == ("to_do", None, "letter.pdf")
    assert [
        word
        for word in ("Roza Peeters Kerkstraat 12 2390 Malle", "Uw toestel staat klaar", "Kom het halen.")
        if word not in text
    ] == []
    assert [
        word for word in (message.number, "Dear Roza Peeters,", "014 00 00 00", "Wilgenlaan 1") if word not in text
    ] == []
    assert tried(message) == [("letter", "made", "")]


@pytest.mark.once
def test_a_card_says_for_whom_it_is_but_not_when_the_person_is_protected(by_card, town):
    hidden = a_person(town, "Els Maes", protected=True)

    card, secret = delivered(a_message(by_card)), delivered(a_message(hidden))

    assert ("Roza Peeters" in words_of(card.document), "Els Maes" in words_of(secret.document)) == (True, False)
    assert hidden.number in words_of(secret.document)


@pytest.mark.once
def test_a_town_without_a_place_still_gets_a_card(association):
    message = delivered(a_message(association))

    assert (message.state, message.document.name) == ("to_do", "card.pdf")


def test_a_call_stands_on_the_list_at_once(by_phone, actor):
    message = a_message(by_phone)

    assert (message.state, message.due_at, send_due(actor)) == ("to_do", None, 0)


# E-mail, with a real mail server


@pytest.mark.rule("M-02")
def test_an_e_mail_goes_as_plain_text_under_its_own_number(by_email, desk, postbox):
    message = delivered(a_message(by_email))

    (envelope,) = postbox.received
    email = message_from_bytes(envelope.content, policy=policy.default)
    assert (message.state, message.due_at, tried(message)) == ("sent", None, [("email", "sent", "")])
    assert (envelope.mail_from, envelope.rcpt_tos) == ("bericht@digibank.example", ["roza@example.be"])
    assert (email["Message-ID"], email["Subject"]) == (f"<{message.key}@digibank.example>", "Uw toestel staat klaar")
    assert (email.get_content_type(), email["Auto-Submitted"]) == ("text/plain", "auto-generated")
    assert [name for name in email if name.startswith("List-")] == []
    assert email.get_content().replace("\r\n", "\n") == (
        "Dear Roza Peeters,\n\nUw toestel staat klaar. Kom het halen.\n\nBreng uw kaart mee.\n\n"
        "Questions? Ring 014 00 00 00.\n\nKind regards,\nUitleendesk\nWilgerdonk\n"
    )


def test_an_e_mail_without_a_desk_names_no_telephone(by_email):
    message = a_message(by_email)

    assert "Ring" not in mail.letter_in_words(message)


@pytest.mark.rule("M-02")
def test_an_e_mail_whose_worker_died_goes_again_under_the_same_number(by_email, postbox, actor, monkeypatch):
    message = a_message(by_email)

    dies_before("note_sent", monkeypatch, actor)
    assert fate(message)[0] == "sending"
    assert send_due(actor) == 0
    clock.pass_time(minutes=3)
    send_due(actor)

    ids = {message_from_bytes(envelope.content)["Message-ID"] for envelope in postbox.received}
    assert (len(postbox.received), ids) == (2, {mail.message_id(message)})
    assert fate(message) == ("sent", "email", "")


def dies_before(verb, monkeypatch, actor):
    """The worker is killed after the act and before it could write down what it did."""

    def killed(*args, **kwargs):
        raise KILLED

    with monkeypatch.context() as patch:
        patch.setattr(by_worker, verb, killed)
        with pytest.raises(KILLED):
            send_due(actor)


def test_an_e_mail_that_is_refused_for_ever_becomes_a_letter(by_email, postbox):
    postbox.answer_to_rcpt = "550 No such user"

    message = delivered(a_message(by_email))

    assert (message.state, message.channel) == ("to_do", "letter")
    assert tried(message) == [("email", "fell_back", "refused"), ("letter", "made", "")]


@pytest.mark.parametrize(
    ("answers", "ends"),
    [
        (("450 Not now", "250 OK"), ("queued", "email")),
        (("250 OK", "451 Not now"), ("queued", "email")),
        (("250 OK", "554 Never"), ("queued", "letter")),
    ],
)
def test_not_now_is_tried_later_and_never_goes_another_way(by_email, postbox, actor, answers, ends):
    postbox.answer_to_rcpt, postbox.answer_to_data = answers
    message = a_message(by_email)
    (claimed,) = Message.objects.claim(1, for_seconds=60, by="w")

    deliver(claimed, actor)

    assert fate(message) == (*ends, "")


def test_an_e_mail_waits_longer_each_time_and_goes_another_way_after_a_day(by_email, settings, actor):
    settings.MAILERS = {"default": {"OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1}}}
    message = a_message(by_email)
    pauses = []

    while fate(message)[1] == "email":
        start = clock.now()
        send_due(actor)
        message.refresh_from_db()
        if message.channel == "email":
            pauses.append(round((message.due_at - start) / timedelta(minutes=1)))
            clock.pass_time(seconds=(message.due_at - start).total_seconds())

    assert pauses == [1, 2, 4, 8, 16, 32, *[60] * 17]
    assert tried(message)[-2:] == [("email", "fell_back", "no_answer"), ("letter", "made", "")]


def test_a_colleague_is_mailed(clerk, postbox, actor):
    accounts.edit_user(clerk, version=1, full_name="Lies Loket", email="lies@example.be", by=actor)

    delivered(a_message(clerk))

    assert postbox.received[0].rcpt_tos == ["lies@example.be"]


# Text messages


def test_a_text_message_is_written_once_under_its_key(by_sms, sms_folder):
    message = delivered(a_message(by_sms))

    (file,) = sms_folder.iterdir()
    assert (message.state, file.name) == ("sent", f"{message.key}.json")
    assert json.loads(file.read_text()) == {"number": "+32470123456", "text": "Uw toestel staat klaar."}


@pytest.mark.rule("M-03")
def test_a_text_message_whose_worker_died_goes_to_a_person(by_sms, provider, actor, monkeypatch):
    message = a_message(by_sms)

    dies_before("note_sent", monkeypatch, actor)
    clock.pass_time(minutes=3)
    send_due(actor)

    assert fate(message) == ("uncertain", "sms", "")
    assert provider.asked == [("+32470123456", "Uw toestel staat klaar.", message.key)]
    assert tried(message) == [("sms", "lost_sight", "worker_died")]
    assert list(Message.objects.to_judge()) == [message]


@pytest.mark.rule("M-03")
def test_a_text_message_without_answer_is_uncertain_and_not_sent_twice(by_sms, provider, actor):
    provider.answer = TimeoutError()

    message = delivered(a_message(by_sms))
    send_due(actor)

    assert (message.state, len(provider.asked), tried(message)) == (
        "uncertain",
        1,
        [("sms", "lost_sight", "no_answer")],
    )


def test_a_text_message_that_is_refused_goes_another_way(by_sms, provider):
    provider.answer = sms.SmsRefused()

    message = delivered(a_message(by_sms))

    assert (message.state, message.channel, tried(message)) == ("to_do", "phone", [("sms", "fell_back", "refused")])


def test_an_unknown_provider_sends_nothing(settings, by_sms, actor):
    settings.SMS = "pigeon"
    message = a_message(by_sms)

    with pytest.raises(ImproperlyConfigured, match="pigeon"):
        sms.provider()
    send_due(actor)

    assert message.tries.count() == 0
    assert fate(message)[0] == "queued"


# Killed at any moment


@pytest.mark.rule("M-07")
@pytest.mark.parametrize("way", ["letter", "sms", "email", "card"])
@pytest.mark.usefixtures("postbox", "sms_folder", "quick_paper")
def test_a_message_claimed_by_a_worker_that_died_is_delivered_by_the_next(town, way, actor):
    ways = [Way("phone", MOBILE), Way("email", "roza@example.be"), Way("desk")]
    message = a_message(a_person(town, prefers=way, ways=ways, address=an_address()))
    (lost,) = Message.objects.claim(1, for_seconds=120, by="died")

    assert send_due(actor) == 0
    clock.pass_time(seconds=121)
    assert send_due(actor) == 1

    assert fate(message) == ("sent" if way in ("sms", "email") else "to_do", way, "")
    deliver(lost, actor)
    assert message.tries.count() == 1


@pytest.mark.rule("M-07")
@pytest.mark.parametrize("way", ["letter", "card"])
def test_paper_whose_worker_died_while_making_it_is_made_again(town, way, actor, monkeypatch):
    monkeypatch.setattr(papers, "pdf", lambda template, facts: b"%PDF")
    message = a_message(a_person(town, prefers=way, address=an_address()))

    dies_before("make_ready", monkeypatch, actor)
    clock.pass_time(minutes=3)
    send_due(actor)

    assert fate(message) == ("to_do", way, "")
    assert Document.objects.count() == 1


def test_a_fault_of_ours_loses_nothing_and_ends_in_another_way(by_letter, actor, monkeypatch, caplog):
    def broken(template, facts):
        raise ZeroDivisionError

    monkeypatch.setattr(papers, "pdf", broken)
    message = a_message(by_letter)

    for _ in range(by_worker.MOST_TRIES + 1):
        send_due(actor)
        clock.pass_time(minutes=3)

    assert "failed and comes back" in caplog.text
    assert tried(message)[0] == ("letter", "fell_back", "our_fault")
    assert fate(message)[:2] == ("queued", "card")


def test_what_does_not_get_away_is_looked_at(by_letter):
    message = a_message(by_letter)
    Message.objects.update(attempts=4)
    assert not Message.objects.to_judge().exists()

    Message.objects.update(attempts=5)

    assert list(Message.objects.to_judge()) == [message]


def test_who_was_overtaken_writes_nothing(by_email, actor):
    message = a_message(by_email)
    (mine,) = Message.objects.claim(1, for_seconds=60, by="mine")
    by_worker.start_sending(mine, by=actor)
    clock.pass_time(minutes=5)
    Message.objects.claim(1, for_seconds=60, by="theirs")

    with pytest.raises(LeaseLost):
        by_worker.note_sent(mine, by=actor)

    assert (fate(message), message.tries.count()) == (("sending", "email", "theirs"), 0)


def test_what_was_cancelled_while_it_was_claimed_does_not_go(by_sms, actor, provider):
    message = a_message(by_sms)
    (claimed,) = Message.objects.claim(1, for_seconds=60, by="w")
    actions.cancel(message, by=actor)

    deliver(claimed, actor)

    assert (fate(message), provider.asked) == (("cancelled", "sms", ""), [])


def test_the_worker_leaves_the_rest_for_the_next_round(by_sms, actor, provider, monkeypatch):
    monkeypatch.setattr("digibank.comms.jobs.MOST_AT_ONCE", 2)
    for _ in range(3):
        a_message(by_sms)

    assert [send_due(actor), send_due(actor), send_due(actor)] == [2, 1, 0]


# Ways that close meanwhile


@pytest.mark.rule("M-05")
def test_nothing_but_a_card_goes_to_who_became_protected(town, actor, provider, monkeypatch):
    monkeypatch.setattr(papers, "pdf", lambda template, facts: b"%PDF")
    person = a_person(town, prefers="sms", ways=[Way("phone", MOBILE)], address=an_address())
    queued, called = a_message(person), a_message(person)
    actions.change_channel(called, channel="phone", by=actor)
    people.edit(person, version=1, protected=True, by=actor)

    assert (close_ways(actor), close_ways(actor)) == (1, 0)
    send_due(actor)

    assert provider.asked == []
    assert (fate(queued), fate(called)) == (("to_do", "card", ""), ("to_do", "card", ""))
    assert tried(queued) == [("sms", "fell_back", "closed"), ("card", "made", "")]


def test_an_address_that_was_left_gets_no_letter(by_letter, actor):
    people.add_way(by_letter, way=Way("phone", MOBILE), by=actor)
    message = a_message(by_letter)
    by_letter.addresses.update(until_on=clock.today())

    assert fate(delivered(message)) == ("to_do", "phone", "")
    assert papers.address_lines(by_letter) == []
