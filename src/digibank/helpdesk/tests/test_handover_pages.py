"""The pages of handovers: who may open them, what they show, and what they say when they refuse."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.agenda.tests.factories import a_slot
from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions, following
from digibank.helpdesk.models import FollowCall, Handover, Result, Session
from digibank.helpdesk.tests.factories_following import (
    a_call_due,
    a_handover,
    a_talk,
    called_off,
    concluded,
    moment_of,
    planned,
)
from digibank.inventory.tests.factories import at_desk
from digibank.lending.tests.factories import a_loan, came_back
from digibank.organisations.tests.factories import open_on
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db

STEPS = ["hold_session", "plan_next", "note_call", "conclude", "note_course", "look_back"]


def url(name, key=None):
    return reverse(f"helpdesk:{name}", args=[] if key is None else [key])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def sent(client, name, key, **typed):
    return client.post(url(name, key), {"once": str(uuid4()), **typed})


def pages(handover: Handover) -> dict[str, str]:
    of_one = dict.fromkeys(["handover", *STEPS], handover.pk) | {"open_handover": handover.person_id}
    return {"handovers": url("handovers")} | {name: url(name, key) for name, key in of_one.items()}


@pytest.mark.rule("WO-08")
def test_who_follows_nobody_is_refused_and_a_neighbouring_town_finds_nothing(
    handover, client, as_technician, as_clerk, as_stranger
):
    at = pages(handover)

    answers = {
        who: {name: visitor.get(page).status_code for name, page in at.items()}
        for who, visitor in [("door", client), ("tech", as_technician), ("clerk", as_clerk), ("hugo", as_stranger)]
    }

    assert answers == {
        "door": dict.fromkeys(at, 302),
        "tech": dict.fromkeys(at, 403),
        "clerk": dict.fromkeys(at, 200),
        "hugo": dict.fromkeys(at, 404) | {"handovers": 200},
    }
    assert sent(as_stranger, "missed", handover.pk).status_code == 404


@pytest.mark.rule("WO-08")
def test_the_help_point_reads_a_number_and_never_the_name(handover, help_point, as_helper, as_clerk):
    planned(handover, help_point)
    called_off(handover)

    texts = {
        who: text_of(client.get(url("handovers"))) + text_of(client.get(url("handover", handover.pk)))
        for who, client in [("helper", as_helper), ("clerk", as_clerk)]
    }

    assert {who: "Roza Peeters" in text for who, text in texts.items()} == {"helper": False, "clerk": True}
    assert {who: handover.person.number in text for who, text in texts.items()} == {"helper": True, "clerk": True}
    assert as_helper.get(url("open_handover", handover.person_id)).status_code == 404


@pytest.mark.rule("G-05")
def test_why_somebody_is_called_is_read_by_who_may_know_the_person_only(help_point, as_helper, as_clerk, roza, laptop):
    elsewhere = a_handover(a_loan(roza, laptop, slot=a_slot(help_point)))
    called_off(elsewhere)
    actions.plan_next(elsewhere, call_reason="Haar zoon belt eerst.", by=an_actor())

    pages = [text_of(client.get(url("handover", elsewhere.pk))) for client in (as_helper, as_clerk)]

    assert ["Haar zoon belt eerst." in page for page in pages] == [False, True]


@pytest.mark.rule("B-03")
def test_behind_a_counter_the_next_time_is_planned_at_its_own_organisation_only(handover, help_point, desk, clerk):
    at_the_point, at_the_desk = a_slot(help_point), a_slot(open_on(desk, (1, "08:00", "18:00")))
    anywhere = following.offered(clerk, handover)

    clerk.confine_to(desk)

    assert set(anywhere) == {at_the_point, at_the_desk}
    assert following.offered(clerk, handover) == [at_the_desk]


def test_a_session_is_typed_and_the_next_time_planned_from_the_same_page(handover, help_point, as_clerk):
    call, slot = handover.appointments().get(), a_slot(help_point)

    first = sent(
        as_clerk, "hold_session", handover.pk, when=str(call.pk), topics=["device", "bank"], hands="together",
        learned="Kan aanzetten.", next_time="Wifi.", is_last="no",
    )  # fmt: skip
    second = sent(as_clerk, "plan_next", handover.pk, slot=str(slot.pk))

    assert [answer.status_code for answer in (first, second)] == [303, 303]
    assert [answer["Location"] for answer in (first, second)] == [url("handover", handover.pk)] * 2
    assert list(Session.objects.values_list("appointment", "topics", "is_last")) == [
        (call.pk, ["bank", "device"], False)
    ]
    page = text_of(as_clerk.get(url("handover", handover.pk)))
    assert "Expected: <b>tomorrow, 10 o’clock</b>" in page
    assert "Kan aanzetten." in page


def test_the_same_session_sent_twice_is_written_down_once(handover, as_clerk):
    typed = {
        "once": str(uuid4()), "when": "came_by", "held_on": "2026-11-23", "topics": ["device"], "hands": "for",
        "is_last": "no",
    }  # fmt: skip

    answers = [as_clerk.post(url("hold_session", handover.pk), typed).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("hold_session", {"when": "came_by", "hands": "for", "is_last": "no"}, "Tick what you practised"),
        (
            "hold_session",
            {
                "when": "came_by", "hands": "for", "is_last": "no", "topics": "bank", "learned": "pincode 1234",
            },
            "This text holds a password or code.",
        ),
        ("plan_next", {"slot": "call", "reason": "Later."}, "This person is expected already."),
        ("note_call", {"brought": "goes_well"}, "No call is due here now."),
        ("conclude", {"to": "stopped"}, "Choose why it stops."),
        ("note_course", {"went": "Goed."}, "No question about a course is open here."),
        ("look_back", {"reached": "yes"}, "there is nothing to look back on."),
    ],
)  # fmt: skip
def test_a_broken_rule_is_explained_and_what_was_typed_stays(handover, as_clerk, name, typed, sentence):
    answer = sent(as_clerk, name, handover.pk, **typed)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Handover.objects.get().state == "planned"


def test_who_did_not_come_is_noted_and_planned_again(handover, help_point, as_clerk):
    planned(handover, help_point)
    too_early = sent(as_clerk, "missed", handover.pk)

    with clock.at(moment_of(24) + timedelta(hours=1)):
        noted = sent(as_clerk, "missed", handover.pk)
        page = text_of(as_clerk.get(url("handover", handover.pk)))

    assert (too_early.status_code, noted.status_code) == (422, 303)
    assert "No planned moment has begun." in text_of(too_early)
    assert "Did not come 1 time in a row." in page
    assert "Plan the next time" in page


def test_the_whole_way_from_the_last_time_to_three_months_later(handover, as_clerk):
    a_call_due(handover)

    call = sent(as_clerk, "note_call", handover.pk, brought="goes_well")
    with clock.at(clock.now() + timedelta(days=92)):
        list_page = text_of(as_clerk.get(url("handovers")))
        back = sent(as_clerk, "look_back", handover.pk, reached="yes", still_uses="yes", alone="self")
        page = text_of(as_clerk.get(url("handover", handover.pk)))

    assert (call.status_code, back.status_code) == (303, 303)
    assert FollowCall.objects.get().brought == "goes_well"
    assert (Result.objects.get().still_uses, Result.objects.get().alone) == ("yes", "self")
    assert "Roza Peeters" in list_page
    assert "Still uses it" in page


def test_on_to_a_course_with_where_and_when_to_ask(handover, as_clerk):
    a_call_due(handover)

    ended = sent(
        as_clerk, "conclude", handover.pk, to="course", where_to="CVO, smartphone 1", ask_course_on="2027-01-11"
    )
    asked = sent(as_clerk, "note_course", handover.pk, went="Gaat elke week.")

    assert (ended.status_code, asked.status_code) == (303, 303)
    assert "CVO, smartphone 1" in text_of(as_clerk.get(url("handover", handover.pk)))


def test_who_follows_it_is_chosen_on_the_page(handover, as_clerk, clerk):
    answer = sent(as_clerk, "handover", handover.pk, colleague=str(clerk.pk))

    assert answer.status_code == 303
    assert Handover.objects.get().followed_by == clerk


def test_who_has_an_own_device_is_followed_without_a_loan(roza, as_clerk, desk):
    answer = sent(as_clerk, "open_handover", roza.pk, place=str(desk.pk))

    made = Handover.objects.get()
    assert answer["Location"] == url("handover", made.pk)
    assert (made.person, made.loan, made.place) == (roza, None, desk)


def test_a_page_says_that_it_ends_when_the_device_came_back(handover, loan, as_clerk):
    called_off(handover)
    came_back(loan)

    assert "The device came back, and nothing is planned." in text_of(as_clerk.get(url("handover", handover.pk)))


@pytest.mark.parametrize("state", ["independent", "home_help", "stopped"])
def test_what_ended_shows_how(handover, as_clerk, state):
    concluded(handover, to=state, where_to="Dochter", because="own_wish")

    assert "Ended on 23 November 2026." in text_of(as_clerk.get(url("handover", handover.pk)))


def test_the_lists_of_one_place_leave_the_others_away(handover, help_point, as_clerk, desk):
    called_off(handover)

    shown = {key: text_of(as_clerk.get(f"{url('handovers')}?plaats={key}")) for key in (desk.pk, help_point.pk)}

    assert ["Roza Peeters" in text for text in shown.values()] == [True, True]
    assert handover.number in shown[desk.pk]


def test_one_and_three_lines_take_as_many_questions(handover, as_clerk, depot, laptop_class):
    called_off(handover)
    counts = []
    for name in (None, "Farid Haddad", "Nora Stil"):
        if name:
            person = a_person(handover.person.home, name)
            called_off(a_handover(a_loan(person, at_desk(handover.place, laptop_class, depot=depot))))
        as_clerk.get(url("handovers"))
        with CaptureQueriesContext(connection) as asked:
            as_clerk.get(url("handovers"))
        counts.append(len(asked))

    assert counts[0] == counts[2]


@pytest.mark.rule("WO-08")
def test_the_file_of_a_person_shows_handover_and_talks_in_one_thread(handover, desk, as_clerk, as_stranger):
    a_call_due(handover)
    a_talk(handover.person, desk)
    file = reverse("desk:person", args=[handover.person_id])

    page = text_of(as_clerk.get(file))

    assert handover.number in page
    assert [words for words in ("Practised together", "Skills talk", "At the beginning") if words not in page] == []
    assert as_stranger.get(file).status_code == 404


@pytest.mark.rule("WO-08")
def test_the_number_of_a_handover_leads_to_it_for_who_follows_it(handover, as_clerk, as_stranger):
    answers = [client.get(reverse("desk:home"), {"q": handover.number}) for client in (as_clerk, as_stranger)]

    assert [answer.get("Location") for answer in answers] == [url("handover", handover.pk), None]
