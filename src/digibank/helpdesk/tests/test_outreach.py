"""Outreach: noted with counts, followed by what was promised, and named by who came because of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank import clock
from digibank.agenda.tests.looking import refusal
from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions
from digibank.helpdesk.models import MetAt, Outreach, OutreachPromise
from digibank.organisations.models import Organisation
from digibank.organisations.tests.factories import a_member

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def url(name, *keys):
    return reverse(f"helpdesk:{name}", args=keys)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def went_out(organisation, *went, **details) -> Outreach:
    about = {"held_on": TODAY, "where": "Vrijdagmarkt", "spoken_to": 24} | details
    return actions.note_outreach(organisation, went=list(went), by=an_actor(), **about)


def promised(outreach, owner, **details) -> OutreachPromise:
    about = {"kind": "question", "what": "Uren van de bus?", "by_on": TODAY + timedelta(days=7)} | details
    return actions.promise(outreach, owner=owner, by=an_actor(), **about)


@pytest.mark.rule("WO-14")
@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"older": 25}, "older"),
        ({"with_children": 25}, "with_children"),
        ({"where": "Markt, pincode 1234"}, "where"),
    ],
)
def test_what_cannot_be_is_refused(town, clerk, details, field):
    assert refusal(lambda: went_out(town, clerk, **details))[1] == field
    assert refusal(lambda: went_out(town))[1] == "went"
    assert not Outreach.objects.exists()


@pytest.mark.rule("WO-14")
def test_what_was_promised_has_an_owner_and_a_day_and_turns_red_after_it(town, clerk):
    line = promised(went_out(town, clerk), clerk)

    with clock.at(clock.now() + timedelta(days=7)):
        that_day = line.is_red
    with clock.at(clock.now() + timedelta(days=8)):
        the_day_after = line.is_red
        done = actions.keep_promise(line, by=clerk.actor)
        again = refusal(lambda: actions.keep_promise(line, by=clerk.actor))[0]

    assert (that_day, the_day_after, done.is_red) == (False, True, False)
    assert (done.done_on, done.done_by) == (TODAY + timedelta(days=8), clerk.actor)
    assert again == "This was done already. Reload the page."
    assert refusal(lambda: promised(line.outreach, clerk, what=" "))[1] == "what"
    assert refusal(lambda: promised(line.outreach, clerk, what="pincode 1234"))[1] == "what"


@pytest.mark.rule("WO-15")
def test_who_came_because_of_it_says_so_once(town, roza, clerk):
    market, school = went_out(town, clerk), went_out(town, clerk, where="Schoolpoort")

    actions.met_at(roza, outreach=market, by=an_actor())

    assert refusal(lambda: actions.met_at(roza, outreach=school, by=an_actor()))[0] == (
        "It is noted already how this person came to us."
    )
    assert list(MetAt.objects.values_list("person", "outreach")) == [(roza.pk, market.pk)]


@pytest.mark.rule("WO-14")
def test_a_market_is_typed_with_a_promise_that_is_kept(town, clerk, as_clerk):
    partner = a_member(town.association, name="De Zwaluw", kind=Organisation.Kind.PARTNER)

    noted = as_clerk.post(
        url("note_outreach"),
        {
            "once": str(uuid4()), "organisation": str(town.pk), "held_on": "2026-11-22", "where": "Vrijdagmarkt",
            "partner": str(partner.pk), "went": [str(clerk.pk)], "spoken_to": "24", "older": "11",
        },
    )  # fmt: skip
    made = Outreach.objects.get()
    as_clerk.post(
        url("outreach_day", made.pk),
        {
            "once": str(uuid4()), "kind": "call", "what": "IN-000001-3 belt graag.", "owner": str(clerk.pk),
            "by_on": "2026-11-30",
        },
    )  # fmt: skip
    before = text_of(as_clerk.get(url("outreach")))
    kept = as_clerk.post(url("keep_promise", OutreachPromise.objects.get().pk), {"once": str(uuid4())})

    assert noted["Location"] == url("outreach_day", made.pk)
    assert (made.partner, made.spoken_to, made.older, made.other_language) == (partner, 24, 11, 0)
    assert list(made.went.all()) == [clerk]
    assert "IN-000001-3 belt graag." in before
    assert kept["Location"] == url("outreach")
    assert "IN-000001-3 belt graag." not in text_of(as_clerk.get(url("outreach")))


def test_a_refusal_keeps_what_was_typed_and_done_twice_is_explained(town, clerk, as_clerk):
    line = promised(went_out(town, clerk), clerk)
    actions.keep_promise(line, by=an_actor())

    refused = as_clerk.post(url("note_outreach"), {"where": "Vrijdagmarkt", "spoken_to": "5", "older": "6"})
    again = as_clerk.post(url("keep_promise", line.pk), {"once": str(uuid4())})

    assert (refused.status_code, again.status_code) == (422, 422)
    assert 'value="Vrijdagmarkt"' in text_of(refused)
    assert "This was done already." in text_of(again)


@pytest.mark.rule("WO-08")
def test_another_town_finds_no_outreach_and_notes_nobodys_way(town, clerk, roza, as_clerk, as_stranger):
    made = went_out(town, clerk)
    line = promised(made, clerk)

    answers = [
        as_stranger.get(url("outreach_day", made.pk)).status_code,
        as_stranger.post(url("keep_promise", line.pk)).status_code,
        as_stranger.get(url("met_at", roza.pk)).status_code,
        as_clerk.post(url("met_at", roza.pk), {"once": str(uuid4()), "outreach": str(made.pk)}).status_code,
    ]

    assert answers == [404, 404, 404, 303]
    assert MetAt.objects.get().outreach == made
    assert "Vrijdagmarkt" not in text_of(as_stranger.get(url("outreach")))
    assert "Did we meet at an outreach?" not in text_of(as_clerk.get(url("talks", roza.pk)))


def test_one_and_three_take_as_many_questions(town, clerk, as_clerk):
    counts = []
    for _market in range(3):
        promised(went_out(town, clerk), clerk)
        as_clerk.get(url("outreach"))
        with CaptureQueriesContext(connection) as asked:
            as_clerk.get(url("outreach"))
        counts.append(len(asked))

    assert counts[0] == counts[2]
