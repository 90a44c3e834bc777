"""Skills talks: told, stopped, gone on with, finished, typed over from paper, and seen again as a picture."""

import hashlib
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from digibank import clock
from digibank.agenda.tests.looking import refusal, verbs
from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions
from digibank.helpdesk.models import Handover, SkillsTalk, TalkAnswer
from digibank.helpdesk.progress import progress_of
from digibank.helpdesk.tasks import AREA_WORDS, NEWEST, WORDINGS, Area, tasks_of
from digibank.helpdesk.tests.factories_following import a_call_due, a_session, a_talk, called_off, concluded

pytestmark = pytest.mark.django_db

# What was asked with each version, to the letter. A better wording is a new version, never another sum here.
ASKED = {1: "3690a3980d79c7e5"}


def begun(person, place) -> SkillsTalk:
    return actions.begin_talk(person, place=place, by=an_actor())


def told(talk, **answers: str) -> None:
    for task, says in answers.items():
        actions.tell(talk, task=task, says=says, by=an_actor())


@pytest.mark.once
@pytest.mark.rule("WO-10")
def test_a_wording_that_was_asked_stays_to_the_letter():
    words = {
        version: "|".join(f"{task.code}:{task.words}:{task.example}" for task in tasks)
        for version, tasks in WORDINGS.items()
    }

    assert {version: hashlib.sha256(text.encode()).hexdigest()[:16] for version, text in words.items()} == ASKED
    assert max(WORDINGS) == NEWEST


@pytest.mark.once
@pytest.mark.rule("WO-11")
def test_each_version_has_ten_tasks_of_their_own_each_with_an_area():
    for tasks in WORDINGS.values():
        assert len({task.code for task in tasks}) == len(tasks) == 10
    assert Counter(task.area for task in tasks_of(1)) == {
        Area.PREREQUISITE: 2,
        Area.INFORMATION: 1,
        Area.COMMUNICATION: 4,
        Area.SAFETY: 2,
        Area.PROBLEM_SOLVING: 1,
    }
    assert set(AREA_WORDS) == set(Area)


@pytest.mark.rule("WO-09")
def test_a_talk_is_stopped_and_gone_on_with_and_answers_change_until_it_is_finished(roza, desk):
    talk = begun(roza, desk)
    told(talk, start="not_yet", point="help")

    again = begun(roza, desk)
    told(again, start="self", point="")
    actions.tell_facts(again, wish="Foto's sturen naar mijn kleinzoon.", by=an_actor())
    actions.finish_talk(again, by=an_actor())

    found = SkillsTalk.objects.get()
    assert again == talk == found
    assert (found.told(), found.wish, found.is_finished) == (
        {"start": "self"}, "Foto's sturen naar mijn kleinzoon.", True
    )  # fmt: skip
    assert verbs(found) == ["helpdesk.talk_begun", "helpdesk.talk_finished"]


@pytest.mark.rule("WO-10")
def test_a_finished_talk_never_changes_not_even_by_hand(roza, desk):
    talk = a_talk(roza, desk)

    refusals = [
        refusal(lambda: told(talk, start="self"))[0],
        refusal(lambda: actions.tell_facts(talk, wish="Iets anders.", by=an_actor()))[0],
        refusal(lambda: actions.finish_talk(talk, by=an_actor()))[0],
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        SkillsTalk.objects.filter(pk=talk.pk).update(wish="Iets anders.")

    assert set(refusals) == {"This talk is finished, and stays as it was told. Begin a new one."}
    assert set(talk.told().values()) == {"not_yet"}


@pytest.mark.rule("WO-09")
def test_nothing_has_to_be_answered_but_a_talk_without_any_answer_is_none(roza, desk):
    talk = begun(roza, desk)
    empty = refusal(lambda: actions.finish_talk(talk, by=an_actor()))[0]

    actions.tell_facts(talk, wish="Bankieren.", by=an_actor())
    actions.finish_talk(talk, by=an_actor())

    assert empty == "Nothing was told yet. Answer one question, or stop: then you can go on later."
    assert SkillsTalk.objects.get().told() == {}


@pytest.mark.rule("WO-13")
@pytest.mark.parametrize("field", ["wish", "helped_by"])
def test_own_words_hold_no_secrets_on_screen_or_paper(roza, desk, field):
    talk = begun(roza, desk)
    secret = {field: "mijn pincode is 1234"}

    assert refusal(lambda: actions.tell_facts(talk, by=an_actor(), **secret))[1] == field
    assert refusal(lambda: a_talk(roza, desk, **secret))[1] == field


@pytest.mark.rule("WO-09")
def test_paper_is_taken_over_at_once_and_not_beside_a_talk_that_was_stopped(roza, desk):
    a_talk(roza, desk, answers={"start": "self", "bank": ""}, own_device="shared", wish="Bankieren.")

    found = SkillsTalk.objects.get()
    assert (found.way, found.wording, found.own_device, found.wish) == ("paper", NEWEST, "shared", "Bankieren.")
    assert Counter(found.told().values()) == {"not_yet": 8, "self": 1}
    begun(roza, desk)
    assert refusal(lambda: a_talk(roza, desk))[0] == (
        "A talk on the screen was stopped halfway. Finish that one first."
    )


@pytest.mark.rule("WO-09")
def test_paper_of_no_version_that_we_know_or_with_nothing_ticked_is_refused(roza, desk):
    def over(**typed):
        about = {"place": desk, "wording": NEWEST, "answers": {}, "by": an_actor()} | typed
        return refusal(lambda: actions.type_over(roza, **about))

    assert over(wording=77)[1] == "wording"
    assert over()[0] == "Nothing is ticked. Take over at least one answer from the paper."
    assert over(answers={"cook": "self"})[0] == "One of these questions is not on the paper. Reload the page."
    assert not TalkAnswer.objects.exists()


@pytest.mark.rule("WO-10")
def test_the_occasion_of_a_talk_follows_from_where_the_handover_stands(handover, desk):
    person = handover.person
    occasions = [a_talk(person, desk).occasion]
    a_session(called_off(handover))
    occasions.append(a_talk(person, desk).occasion)
    concluded(Handover.objects.get())
    occasions.append(a_talk(person, desk).occasion)
    with clock.at(clock.now() + timedelta(days=95)):
        occasions.append(a_talk(person, desk).occasion)

    assert occasions == ["first", "between", "after", "later"]
    assert set(SkillsTalk.objects.values_list("handover", flat=True)) == {handover.pk}


@pytest.mark.rule("WO-10")
def test_when_the_last_session_was_held_it_is_the_talk_after_the_handover(handover, desk):
    a_talk(handover.person, desk)
    a_call_due(handover)

    assert a_talk(handover.person, desk).occasion == "after"


@pytest.mark.rule("WO-12")
def test_the_picture_shows_the_first_wish_and_each_task_then_and_now(roza, desk):
    nothing = progress_of(roza)
    a_talk(roza, desk, wish="Foto's sturen.", answers={"bank": ""})
    first = progress_of(roza)
    with clock.at(clock.now() + timedelta(days=120)):
        a_talk(roza, desk, "self", wish="Iets nieuws.")

    found = progress_of(roza)
    faces = {row.task.code: (row.then and row.then.icon, row.now and row.now.icon) for row in found.rows}
    assert (nothing, first.now_on, first.has_two) == (None, None, False)
    assert (found.wish, found.then_on, found.now_on) == ("Foto's sturen.", date(2026, 11, 23), date(2027, 3, 23))
    assert faces == {task.code: ("face-not-yet", "face-self") for task in tasks_of(NEWEST)} | {
        "bank": (None, "face-self")
    }
