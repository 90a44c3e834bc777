"""The page with figures about handovers: what may be known without knowing anybody."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions
from digibank.helpdesk.tests.factories_following import a_talk, concluded
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db

PAGE = reverse("helpdesk:figures")


def ended(town, place, count, **how) -> None:
    for number in range(count):
        person = a_person(town, f"Roza {how['to']} {number}")
        concluded(actions.open_without_loan(person, place=place, by=an_actor()), **how)


def figures_of(answer) -> dict[str, str]:
    """What stands beside each word on the page."""
    text = answer.content.decode()
    return dict(re.findall(r'<th scope="row">([^<]*)</th><td class="figure"[^>]*>([^<]*)<', text))


@pytest.mark.rule("WO-16")
def test_a_figure_below_five_stays_away_and_so_does_what_would_give_it_away(as_clerk, town, help_point):
    ended(town, help_point, 6, to="independent")
    ended(town, help_point, 7, to="home_help", where_to="Dochter")
    ended(town, help_point, 1, to="stopped", because="moved")

    shown = figures_of(as_clerk.get(PAGE))
    before = figures_of(as_clerk.get(PAGE, {"jaar": "2025"}))

    ends = ["Can do it alone", "On to a course", "Helped at home", "Stopped"]
    assert [shown[words] for words in ends] == ["–", "0", "7", "–"]
    assert [before[words] for words in ends] == ["0", "0", "0", "0"]


@pytest.mark.rule("WO-16")
def test_what_people_said_then_and_now_is_shown_of_five_or_more(as_clerk, town, help_point):
    people = [a_person(town, f"Mia {number}") for number in range(5)]
    for person in people:
        a_talk(person, help_point, "not_yet")
        a_talk(person, help_point, "self")

    tasks = re.findall(r'data-label="(?:Then|Now)">([^<]*)<', as_clerk.get(PAGE).content.decode())

    assert tasks == ["0", "5"] * 10


def test_who_follows_nobody_is_refused_and_another_town_counts_for_itself(
    as_technician, client, as_stranger, town, help_point
):
    ended(town, help_point, 6, to="independent")

    answers = [visitor.get(PAGE).status_code for visitor in (as_technician, client)]
    elsewhere = figures_of(as_stranger.get(PAGE))

    assert answers == [403, 302]
    assert elsewhere["Can do it alone"] == "0"


def test_the_page_asks_as_much_for_three_handovers_as_for_one(as_clerk, town, help_point):
    counts = []
    for _more in range(2):
        ended(town, help_point, 1 + len(counts), to="independent")
        with CaptureQueriesContext(connection) as asked:
            as_clerk.get(PAGE, {"jaar": "nooit"})
        counts.append(len(asked))

    assert counts[0] == counts[1]
