"""Questions that wait for an answer: one list with an owner, red after five working days, answered by the own way."""

from datetime import date, timedelta

import pytest
from conftest import logged_in
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.comms.models import Message
from digibank.errors import RuleBroken
from digibank.helpdesk import actions
from digibank.helpdesk.jobs import forget_questions
from digibank.helpdesk.models import Question, QueueDay
from digibank.helpdesk.tests.factories import a_visit, at, in_help, there
from digibank.organisations.tests.factories import a_member
from digibank.people.actions import Way
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db

WORDS = "Hoe zet ik itsme op mijn nieuwe gsm?"


def a_question(point, **details) -> Question:
    about = {"source": "phone", "text": WORDS, "reach": "0470 12 34 56"} | details
    return actions.ask(point, by=an_actor(), **about)


def url(name, *keys):
    return reverse(f"helpdesk:{name}", args=keys)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.rule("VB-12")
def test_a_question_has_an_answer_within_five_working_days_and_turns_red_after(point):
    question = a_question(point)

    red = []
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        with clock.at(at(9) + (day - date(2026, 11, 23))):
            red.append(question.is_red)

    assert (question.due_on, red) == (date(2026, 11, 30), [False, True])


@pytest.mark.parametrize(
    ("details", "field"),
    [({"reach": " "}, "reach"), ({"text": " "}, "text"), ({"text": "Mijn wachtwoord is zon1"}, "text")],
)
def test_a_question_that_cannot_be_says_why(point, details, field):
    with pytest.raises(RuleBroken) as refused:
        a_question(point, **details)

    assert (refused.value.field, Question.objects.count()) == (field, 0)


@pytest.mark.rule("VB-12")
def test_who_is_known_gets_the_answer_by_their_own_way(point, town):
    known = a_person(town, prefers="sms", ways=[Way("phone", "0470 12 34 56")])
    question = a_question(point, person=known, reach="")

    answered = actions.answer(question, answer="Kom langs met uw kaart. Wij doen het samen.", by=an_actor())

    message = Message.objects.get()
    assert (answered.state, message.to_person, message.channel) == ("answered", known, "sms")
    assert "Kom langs met uw kaart." in message.body


def test_of_who_is_not_known_the_answer_is_kept_and_nothing_is_sent(point):
    actions.answer(a_question(point), answer="Gebeld en uitgelegd.", by=an_actor())

    assert (Question.objects.get().answer, Message.objects.count()) == ("Gebeld en uitgelegd.", 0)


def test_what_ended_is_ended(point, receiver):
    question = actions.pass_question_on(a_question(point), passed_to="bank", by=an_actor())

    for act in (
        lambda: actions.answer(question, answer="Te laat.", by=an_actor()),
        lambda: actions.take(question, user=receiver, by=an_actor()),
        lambda: actions.leave_to_expert(question, by=an_actor()),
    ):
        with pytest.raises(RuleBroken, match="A colleague was faster"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(passed_to="")


@pytest.mark.parametrize("words", ["", "Uw pincode is 1234"])
def test_an_answer_without_words_or_with_a_secret_is_refused(point, words):
    with pytest.raises(RuleBroken) as refused:
        actions.answer(a_question(point), answer=words, by=an_actor())

    assert refused.value.field == "answer"


def test_a_question_is_written_down_taken_left_to_the_expert_and_answered(as_receiver, receiver, point):
    typed = {"source": "letter", "text": WORDS, "reach": "Dorp 1, Wilgerdonk"}
    asked = as_receiver.post(url("ask", point.pk), typed)
    question = Question.objects.get()
    page = text_of(as_receiver.get(asked["Location"]))

    as_receiver.post(url("take_question", question.pk))
    taken = Question.objects.get().owner
    as_receiver.post(url("leave_to_expert", question.pk))
    left = (Question.objects.get().owner, Question.objects.get().for_expert)
    answered = as_receiver.post(url("question", question.pk), {"answer": "Gebeld."})

    assert WORDS in page
    assert (taken, left, answered.status_code) == (receiver, (None, True), 303)
    assert "Gebeld." in text_of(as_receiver.get(url("question", question.pk)))
    assert text_of(as_receiver.post(url("take_question", question.pk))).count("A colleague was faster") == 1


def test_refusals_keep_what_was_typed(as_receiver, point):
    question = a_question(point)

    answers = {
        "ask": as_receiver.post(url("ask", point.pk), {"source": "phone", "text": WORDS}),
        "answer": as_receiver.post(url("question", question.pk), {"answer": "wachtwoord zon1"}),
        "pass on": as_receiver.post(url("pass_question_on", question.pk), {"passed_to": "circus"}),
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 422)
    assert WORDS in text_of(answers["ask"])
    assert "wachtwoord zon1" in text_of(answers["answer"])


def test_the_lists_are_all_open_mine_for_the_expert_and_answered(as_receiver, receiver, point):
    mine = actions.take(a_question(point, text="Vraag een"), user=receiver, by=receiver.actor)
    a_question(point, text="Vraag twee", for_expert=True)
    actions.answer(a_question(point, text="Vraag drie"), answer="Gebeld.", by=an_actor())

    lists = {
        word: [
            number for number in ("een", "twee", "drie") if f"Vraag {number}" in text_of(as_receiver.get(url("questions"), {"lijst": word}))
        ]
        for word in ("open", "mijn", "expert", "beantwoord", "iets")
    }  # fmt: skip

    assert lists == {
        "open": ["een", "twee"], "mijn": ["een"], "expert": ["twee"], "beantwoord": ["drie"], "iets": ["een", "twee"],
    }  # fmt: skip
    assert mine.owner == receiver


@pytest.mark.rule("VB-12")
def test_list_page_search_and_file_give_the_same_answer(as_receiver, as_stranger, association, point, town):
    other = a_user("ria", "Ria Elders", a_member(association, name="OCMW Elders", kind="ocmw"), Role.RECEPTION)
    open_one = a_question(point)
    hidden = a_question(point, person=a_person(town, "Nora Stil", protected=True), reach="")

    def sees(client, question) -> list[bool]:
        return [
            question.number in text_of(client.get(url("questions"))),
            client.get(url("question", question.pk)).status_code == 200,
            question.number in client.get(url("questions_file")).content.decode("utf-8-sig"),
            client.get(reverse("desk:home"), {"q": question.number}).status_code == 302,
        ]

    assert sees(as_receiver, open_one) == [True] * 4
    for client, question in [(as_receiver, hidden), (logged_in(other), open_one), (as_stranger, open_one)]:
        assert sees(client, question) == [False] * 4


def test_the_file_holds_no_words_and_no_way_to_reach_anybody(as_receiver, point):
    a_question(point)

    text = as_receiver.get(url("questions_file")).content.decode("utf-8-sig")

    assert [word for word in (WORDS, "0470") if word in text] == []


@pytest.mark.rule("VB-08")
def test_reception_reads_the_number_on_the_card_and_a_clerk_the_name(as_receiver, desk, clerk, point, roza):
    here, there_too = (a_question(place, person=roza, reach="") for place in (point, desk))

    page = text_of(as_receiver.get(url("question", here.pk)))
    clerks = text_of(logged_in(clerk).get(url("question", there_too.pk)))

    assert (roza.number in page, "Roza" in page) == (True, False)
    assert "Roza Peeters" in clerks


@pytest.mark.rule("VB-12")
def test_a_helper_writes_down_what_they_do_not_know(as_mia, mia, point, roza):
    shift = there(mia, point)
    a_visit(point, person=roza, topic="bank")
    visit = in_help(shift)

    asked = as_mia.post(url("ask_expert", visit.pk), {"text": WORDS})

    question = Question.objects.get()
    assert (asked.status_code, asked["Location"]) == (303, url("helping"))
    assert (question.person, question.topic, question.for_expert, question.source) == (roza, "bank", True, "counter")


def test_of_an_unknown_visitor_a_helper_writes_how_to_reach_them(as_mia, mia, point):
    shift = there(mia, point)
    a_visit(point)
    visit = in_help(shift)

    refused = as_mia.post(url("ask_expert", visit.pk), {"text": WORDS})
    kept = as_mia.post(url("ask_expert", visit.pk), {"text": WORDS, "reach": "0470 12 34 56"})

    assert (refused.status_code, kept.status_code) == (422, 303)
    assert "Write down how we reach who asks" in text_of(refused)
    assert as_mia.get(url("ask_expert", visit.pk + 1)).status_code == 302


def test_who_may_not_receive_sees_no_question(as_mia, client, point):
    question = a_question(point)
    pages = [url("questions"), url("questions_file"), url("ask", point.pk), url("question", question.pk)]

    assert [as_mia.get(page).status_code for page in pages] == [403] * 4
    assert [client.get(page).status_code for page in pages] == [302] * 4


def test_the_list_asks_as_much_for_three_as_for_one(as_receiver, receiver, point, town):
    counts = []
    for number in range(3):
        question = a_question(point, person=a_person(town, f"Vraagt {number}"), reach="")
        actions.take(question, user=receiver, by=receiver.actor)
        with CaptureQueriesContext(connection) as asked:
            assert as_receiver.get(url("questions")).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] == counts[2]


def test_a_red_question_says_so(as_receiver, point):
    a_question(point)
    with clock.at(at(9) + timedelta(days=9)):
        assert "Too late: answer today" in text_of(as_receiver.get(url("questions")))


@pytest.mark.rule("VB-12")
def test_the_board_of_the_morning_shows_red_questions_first(as_receiver, point):
    a_question(point)
    with clock.at(at(9) + timedelta(days=9)):
        a_question(point)
        page = text_of(as_receiver.get(reverse("desk:home")))

    assert page.index("Questions without an answer") < page.index("Questions to answer")


@pytest.mark.rule("VB-08")
def test_who_only_helps_starts_at_the_own_visitor_and_searches_nothing(as_mia, as_receiver, point):
    home = as_mia.get(reverse("desk:home"), {"q": "Roza"})

    assert (home.status_code, home["Location"]) == (302, url("helping"))
    assert as_receiver.get(reverse("desk:home")).status_code == 200


def answered(point, **details) -> Question:
    return actions.answer(a_question(point, **details), answer="Neem uw kaart mee, Roza.", by=an_actor())


@pytest.mark.rule("VB-15")
def test_a_year_after_it_ended_the_words_of_a_question_and_who_asked_are_gone_and_its_number_stays(
    as_receiver, point, roza
):
    known, passed = answered(point, person=roza, reach="", topic="itsme"), a_question(point, text="Over mijn bank?")
    actions.pass_question_on(passed, passed_to="bank", by=an_actor())
    with clock.at(at(9) + timedelta(days=300)):
        younger, still_open = answered(point), a_question(point)
    with clock.at(at(9) + timedelta(days=364)):
        before = forget_questions(an_actor())

    with clock.at(at(9) + timedelta(days=365)):
        forgotten, again = forget_questions(an_actor()), forget_questions(an_actor())
        page = text_of(as_receiver.get(url("question", known.pk)))

    assert (before, forgotten, again) == (0, 2, 0)
    rows = Question.objects.order_by("pk").values_list(
        "text", "answer", "reach", "person", "topic", "passed_to", "state"
    )
    assert list(rows) == [
        ("", "", "", None, "itsme", "", "answered"),
        ("", "", "", None, "", "bank", "passed_on"),
        (WORDS, younger.answer, younger.reach, None, "", "", "answered"),
        (WORDS, "", still_open.reach, None, "", "", "open"),
    ]
    assert known.number in page
    assert "On 23 November 2027 its words, its answer and who asked were forgotten." in page
    assert ("Roza" in page, WORDS in page) == (False, False)


@pytest.mark.rule("VB-15")
def test_the_database_keeps_no_word_beside_the_mark_of_forgetting(point):
    question = answered(point)

    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(forgotten_at=clock.now())

    assert Question.objects.get().text == WORDS


@pytest.mark.rule("VB-15")
def test_the_numbers_of_a_queue_hold_no_person():
    fields = {field.name for field in QueueDay._meta.fields}

    assert fields == {"id", "place", "on", "last_walk_in", "last_appointment", "last_outside"}
