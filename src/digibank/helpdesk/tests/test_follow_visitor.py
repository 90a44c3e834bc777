"""Who borrowed nothing is followed too: from the person's page, and from a visit."""

import pytest
from conftest import logged_in
from django.urls import reverse

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.tests.factories import an_actor
from digibank.errors import RuleBroken
from digibank.helpdesk import actions
from digibank.helpdesk.models import Handover
from digibank.helpdesk.tests.factories import a_visit, in_help, there
from digibank.helpdesk.tests.factories_following import concluded
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(point):
    return a_user("gwen", "Gwen Gids", point.organisation, Role.GUIDE, place=point)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def follow(client, visit):
    return client.post(reverse("helpdesk:follow_visitor", args=[visit.pk]))


@pytest.mark.rule("WO-18")
def test_a_guide_follows_the_visitor_in_hand_with_one_press_and_once(guide, point, roza):
    a_visit(point, person=roza)
    visit, client = in_help(there(guide, point)), logged_in(guide)
    helping = reverse("helpdesk:helping")

    before = text_of(client.get(helping))
    opened = follow(client, visit)
    twice = follow(client, visit)

    found = Handover.objects.get()
    assert "Follow this visitor" in before
    assert (opened.status_code, opened["Location"]) == (303, reverse("helpdesk:handover", args=[found.pk]))
    assert (found.person, found.loan, found.place, found.state) == (roza, None, point, "planned")
    assert client.get(opened["Location"]).status_code == 200
    assert (twice.status_code, "Somebody follows this person already." in text_of(twice)) == (422, True)
    assert found.number in text_of(client.get(helping))


@pytest.mark.rule("WO-08")
def test_who_is_unknown_protected_or_of_a_colleague_cannot_be_followed(guide, mia, point, town):
    visits = [a_visit(point), a_visit(point, person=a_person(town, "Nora Stil", protected=True))]
    client, shift = logged_in(guide), there(guide, point)
    answers = []
    for visit in visits:
        actions.start(actions.call_this(visit, shift=shift, by=guide.actor), by=guide.actor)
        answers.append(follow(client, visit).status_code)
        actions.finish(visit, topic="bank", solved="yes", by=guide.actor)
    a_visit(point, person=a_person(town, "Stan Stil"))
    of_mia = in_help(there(mia, point, 2))

    assert (answers, follow(client, of_mia).status_code, follow(logged_in(mia), of_mia).status_code) == (
        [404, 404], 404, 403,
    )  # fmt: skip
    assert Handover.objects.count() == 0


@pytest.mark.rule("WO-18")
def test_who_is_followed_with_a_loan_has_no_second_one(handover, roza, point):
    with pytest.raises(RuleBroken):
        actions.open_without_loan(roza, place=point, by=an_actor())

    concluded(handover)

    assert actions.open_without_loan(roza, place=point, by=an_actor()).loan is None


@pytest.mark.rule("WO-18")
def test_the_page_of_a_person_offers_it_when_nobody_follows_now(as_clerk, handover, roza):
    page = reverse("desk:person", args=[roza.pk])
    link = reverse("helpdesk:open_handover", args=[roza.pk])

    while_followed = text_of(as_clerk.get(page))
    concluded(handover)

    assert (link in while_followed, link in text_of(as_clerk.get(page))) == (False, True)
