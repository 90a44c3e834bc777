"""Workers and colleagues at once, each with a connection of their own."""

import pytest

from digibank.agenda.tests.factories import a_moment, a_slot
from digibank.agenda.tests.looking import counted, recounted
from digibank.audit.tests.factories import an_actor
from digibank.helpdesk import actions
from digibank.helpdesk.models import Handover, MetAt, Session, SkillsTalk
from digibank.helpdesk.tests.factories_following import a_handover, a_talk, called_off
from digibank.work.tests.at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.rule("WO-01")
def test_workers_at_once_follow_a_borrower_once(loan):
    actor = an_actor()

    came = all_at_once([lambda: actions.open_handover(loan, by=actor)] * 8)

    assert came == {"yes": 8}
    assert Handover.objects.count() == 1


@pytest.mark.rule("WO-02")
def test_one_of_many_who_write_a_session_down_at_once_does(handover):
    call, actor = handover.appointments().get(), an_actor()

    came = all_at_once(
        [
            lambda: actions.hold_session(
                handover, appointment=call, hands="together", topics=["device"], is_last=False, by=actor
            )
        ]
        * 6
    )

    assert came == {"yes": 1, "no: This session is written down already. Reload the page to see it.": 5}
    assert Session.objects.count() == 1


@pytest.mark.rule("WO-03")
def test_one_of_many_who_plan_the_next_time_at_once_does(loan, help_point):
    handover, actor = called_off(a_handover(loan)), an_actor()
    slots = [a_slot(help_point, starts_at=a_moment(24, f"{9 + number:02d}:00")) for number in range(6)]

    came = all_at_once(lambda slot=slot: actions.plan_next(handover, slot=slot, by=actor) for slot in slots)

    assert came == {
        "yes": 1,
        "no: This person is expected already. Move that appointment, or call it off first.": 5,
    }
    assert counted() == recounted()


@pytest.mark.rule("WO-09")
def test_colleagues_who_begin_a_talk_at_once_hold_one(roza, desk):
    actor = an_actor()

    came = all_at_once([lambda: actions.begin_talk(roza, place=desk, by=actor)] * 6)

    assert came == {"yes": 6}
    assert SkillsTalk.objects.count() == 1


@pytest.mark.rule("WO-10")
def test_paper_typed_over_beside_a_talk_that_begins_leaves_whole_talks_only(roza, desk):
    actor = an_actor()
    acts = [lambda: actions.begin_talk(roza, place=desk, by=actor), lambda: a_talk(roza, desk)]

    came = all_at_once(acts * 3)

    stopped = "no: A talk on the screen was stopped halfway. Finish that one first."
    assert set(came) <= {"yes", stopped}
    assert SkillsTalk.objects.unfinished().count() == 1
    assert [len(talk.told()) for talk in SkillsTalk.objects.finished()] == [10] * (came["yes"] - 3)


@pytest.mark.rule("WO-15")
def test_how_somebody_came_is_noted_once(town, roza, clerk):
    actor = an_actor()
    market = actions.note_outreach(
        town, held_on=roza.registered_at.date(), where="Vrijdagmarkt", went=[clerk], spoken_to=9, by=actor
    )

    came = all_at_once([lambda: actions.met_at(roza, outreach=market, by=actor)] * 6)

    assert came == {"yes": 1, "no: It is noted already how this person came to us.": 5}
    assert MetAt.objects.count() == 1
