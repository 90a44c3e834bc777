"""The pages and papers of skills talks."""

import gzip
import re
from collections import Counter
from uuid import uuid4

import pytest
from conftest import logged_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions
from digibank.helpdesk.models import SkillsTalk
from digibank.helpdesk.tasks import AREA_WORDS, NEWEST, Area, tasks_of
from digibank.helpdesk.tests.factories_following import a_talk, called_off, planned
from digibank.ui.tests.reading_paper import text_of as words_of
from digibank.ui.tests.reading_paper import words_on

pytestmark = pytest.mark.django_db


def url(name, *keys):
    return reverse(f"helpdesk:{name}", args=keys)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def talk(roza, desk) -> SkillsTalk:
    return actions.begin_talk(roza, place=desk, by=an_actor())


@pytest.mark.rule("WO-08")
def test_a_neighbour_finds_no_talk_and_who_follows_nobody_is_refused(roza, desk, talk, as_stranger, as_technician):
    pages = [
        *(url(name, roza.pk) for name in ("talks", "talk_paper", "type_over", "progress", "progress_paper")),
        url("talk", talk.pk), url("talk_step", talk.pk, 1),
    ]  # fmt: skip

    assert [as_stranger.get(page).status_code for page in pages] == [404] * 7
    assert [as_technician.get(page).status_code for page in pages] == [403] * 7


@pytest.mark.rule("WO-08")
def test_who_helps_at_the_help_point_talks_with_whom_they_follow_and_reads_no_name(handover, help_point, as_helper):
    before = as_helper.get(url("talks", handover.person_id)).status_code
    planned(handover, help_point)
    called_off(handover)

    page = as_helper.get(url("talks", handover.person_id))
    begun = as_helper.post(url("talks", handover.person_id), {"once": str(uuid4())})

    assert (before, page.status_code, begun.status_code) == (404, 200, 303)
    assert "Roza" not in text_of(page)
    assert SkillsTalk.objects.get().place == help_point


@pytest.mark.rule("WO-09")
def test_ten_answers_and_four_facts_one_on_each_page_then_it_is_finished(roza, as_clerk):
    at = as_clerk.post(url("talks", roza.pk), {"once": str(uuid4())})["Location"]
    says = ["self", "help", "not_yet"] * 3 + [""]
    facts = [{"own_device": "shared"}, {"internet": ""}, {"helped_by": "mijn dochter"}, {"wish": "Foto's sturen."}]

    for typed in [*({"says": one} for one in says), *facts]:
        assert as_clerk.get(at).status_code == 200
        at = as_clerk.post(at, typed)["Location"]
    check = text_of(as_clerk.get(at))
    done = as_clerk.post(at, {"once": str(uuid4())})

    found = SkillsTalk.objects.get()
    assert done["Location"] == url("progress", roza.pk)
    assert found.is_finished
    assert Counter(found.told().values()) == {"self": 3, "help": 3, "not_yet": 3}
    assert (found.own_device, found.internet, found.helped_by, found.wish) == (
        "shared", "", "mijn dochter", "Foto's sturen."
    )  # fmt: skip
    assert "mijn dochter" in check
    assert as_clerk.get(url("talk", found.pk))["Location"] == url("progress", roza.pk)


@pytest.mark.rule("WO-09")
def test_back_changes_an_answer_and_going_on_begins_at_the_first_open_question(roza, talk, as_clerk):
    first = url("talk_step", talk.pk, 1)
    as_clerk.post(first, {"says": "not_yet"})
    as_clerk.post(first, {"says": "self"})
    shown = text_of(as_clerk.get(first))

    going_on = as_clerk.post(url("talks", roza.pk), {"once": str(uuid4())})

    assert talk.told() == {"start": "self"}
    assert re.findall(r'value="(\w+)"[^>]* checked', shown) == ["self"]
    assert going_on["Location"] == url("talk_step", talk.pk, 2)


@pytest.mark.rule("WO-13")
def test_a_code_in_the_own_words_comes_back_with_the_reason(talk, as_clerk):
    answer = as_clerk.post(url("talk_step", talk.pk, 14), {"wish": "Mijn pincode 1234 kennen"})

    assert answer.status_code == 422
    assert "This text holds a password or code." in text_of(answer)
    assert "Mijn pincode 1234 kennen" in text_of(answer)


def test_a_question_that_is_none_is_not_found_and_an_empty_talk_is_not_finished(talk, as_clerk):
    assert [as_clerk.get(url("talk_step", talk.pk, step)).status_code for step in (0, 15)] == [404, 404]
    refused = as_clerk.post(url("talk", talk.pk), {"once": str(uuid4())})
    assert refused.status_code == 422
    assert "Nothing was told yet." in text_of(refused)


def test_who_sits_at_no_help_point_is_told_so(roza, town):
    walks = a_user("bo", "Bo Loopt", town, Role.LENDING_CLERK)
    town.places.update(kind="depot")

    answer = logged_in(walks).post(url("talks", roza.pk), {"once": str(uuid4())})

    assert answer.status_code == 422
    assert "You work at no help point or lending desk." in text_of(answer)


def test_the_pages_of_a_talk_fit_a_slow_line_and_name_nobody(roza, desk, talk, as_clerk):
    pages = [url("talk_step", talk.pk, step) for step in (1, 11, 14)] + [url("talk", talk.pk)]
    a_talk_of_another = [as_clerk.get(page).content for page in pages]

    assert max(len(gzip.compress(page)) for page in a_talk_of_another) <= 8 * 1024
    assert [b"Roza" in page or b"<script" in page for page in a_talk_of_another] == [False] * 4


@pytest.mark.rule("WO-09")
def test_ticks_on_paper_are_typed_over_in_one_page(roza, as_clerk):
    answers = {f"task_{task.code}": "help" for task in tasks_of(NEWEST)}

    empty = as_clerk.post(url("type_over", roza.pk), {"once": str(uuid4()), "wording": "1"})
    kept = as_clerk.post(
        url("type_over", roza.pk), {"once": str(uuid4()), "wording": "1", "wish": "E-mail lezen.", **answers}
    )

    assert (empty.status_code, kept.status_code) == (422, 303)
    assert "Nothing is ticked." in text_of(empty)
    found = SkillsTalk.objects.get()
    assert (found.way, found.wish, set(found.told().values())) == ("paper", "E-mail lezen.", {"help"})


@pytest.mark.rule("WO-11")
@pytest.mark.rule("WO-12")
def test_the_picture_on_the_screen_begins_with_the_own_words_and_judges_nobody(roza, desk, as_clerk):
    a_talk(roza, desk, wish="Foto's sturen.")
    a_talk(roza, desk, "self")

    page = text_of(as_clerk.get(url("progress", roza.pk)))

    assert "<h1>“Foto&#x27;s sturen.”</h1>" in page
    assert (page.count("Not yet"), page.count("Myself")) == (10, 10)
    assert [str(AREA_WORDS[area]) for area in Area if f">{AREA_WORDS[area]}<" in page] == []
    assert "%" not in page.split("<main")[1].split("</main>")[0]


def test_one_and_three_talks_take_as_many_questions(roza, desk, as_clerk):
    counts = []
    for _talk in range(3):
        a_talk(roza, desk)
        as_clerk.get(url("talks", roza.pk))
        with CaptureQueriesContext(connection) as asked:
            as_clerk.get(url("talks", roza.pk))
            as_clerk.get(url("progress", roza.pk))
        counts.append(len(asked))

    assert counts[0] == counts[2]


@pytest.mark.once
@pytest.mark.rule("WO-09")
def test_the_paper_asks_the_same_ten_questions_with_its_version(roza, as_clerk):
    paper = as_clerk.get(url("talk_paper", roza.pk)).content

    words = words_of(paper)
    assert [str(task.words) for task in tasks_of(NEWEST) if str(task.words) not in words] == []
    assert "version 1" in words
    assert "Roza" not in words


@pytest.mark.once
@pytest.mark.rule("WO-12")
def test_the_paper_to_take_home_says_then_and_now(roza, desk, as_clerk):
    a_talk(roza, desk, wish="Foto's sturen naar mijn kleinzoon, en die van hem bekijken.")
    a_talk(roza, desk, "help")

    paper = as_clerk.get(url("progress_paper", roza.pk)).content

    words = words_of(paper)
    assert {word.sheet for word in words_on(paper)} == {0}
    assert words.count("Not yet") == words.count("With help") == 10
    assert "Foto's sturen naar mijn kleinzoon, en die van hem bekijken." in words
