"""Pages of the administrator and of who has a badge."""

from io import BytesIO

import pytest
from conftest import logged_in
from django.conf import settings
from django.urls import reverse
from pypdf import PdfReader

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.accounts.rights import Role
from digibank.badges import actions
from digibank.badges.administration import CARD_COOKIE
from digibank.badges.cards import card_pdf
from digibank.badges.models import Badge, SharedComputer
from digibank.badges.tests.factories import CODE, OTHER_CODE, a_badge, a_computer
from digibank.numbers import fingerprint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_a_monday")]

TWICE = {"code": CODE, "again": CODE}


@pytest.mark.rule("B-01")
def test_a_computer_is_registered_by_who_stands_at_it(as_coordinator, desk, settings):
    answer = as_coordinator.post(reverse("badges:register"), {"place": desk.pk, "name": "Balie links"})
    again = as_coordinator.post(reverse("badges:register"), {"place": desk.pk, "name": "Nog eens"})
    listed = as_coordinator.get(reverse("badges:computers")).content.decode()

    computer = SharedComputer.objects.get()
    assert answer.status_code == 303
    assert computer.fingerprint == fingerprint(as_coordinator.cookies[settings.COUNTER_COOKIE_NAME].value)
    assert (again.status_code, "already" in again.content.decode()) == (422, True)
    assert "you are here" in listed


def test_a_computer_is_renamed_and_ended(as_coordinator, desk):
    computer, _secret = a_computer(desk)
    page = reverse("badges:computer", args=[computer.pk])

    renamed = as_coordinator.post(page, {"name": "Onthaal", "version": 1})
    ended = as_coordinator.post(reverse("badges:end_computer", args=[computer.pk]))
    again = as_coordinator.post(reverse("badges:end_computer", args=[computer.pk]))

    computer.refresh_from_db()
    assert (renamed.status_code, ended.status_code, again.status_code) == (303, 303, 422)
    assert (computer.name, computer.ended_at is None) == ("Onthaal", False)
    assert "Cor Streek" in as_coordinator.get(page).content.decode()


@pytest.mark.parametrize("name", ["badges:computer", "badges:end_computer"])
def test_computers_of_another_association_are_not_there(elsewhere, desk, name):
    answer = logged_in(elsewhere).post(reverse(name, args=[a_computer(desk)[0].pk]), {"name": "x", "version": 1})

    assert answer.status_code == 404


@pytest.mark.rule("B-05")
def test_a_card_is_printed_by_who_made_it_and_only_then(as_administrator, elsewhere, clerk):
    page, card = (reverse(name, args=[clerk.pk]) for name in ("badges:badge", "badges:card"))

    made = as_administrator.post(page, TWICE)
    kept = made.cookies[CARD_COOKIE]
    offered = as_administrator.get(page).content.decode()
    printed = as_administrator.get(card)
    as_administrator.cookies.pop(CARD_COOKIE)
    later = as_administrator.get(card)

    assert (made.status_code, kept["httponly"], kept["samesite"], kept["path"]) == (303, True, "Strict", page)
    assert kept["max-age"] == 600
    assert card in offered
    assert (printed["Content-Type"], printed["Cache-Control"]) == ("application/pdf", "no-store")
    assert (later.status_code, card in as_administrator.get(page).content.decode()) == (410, False)
    assert logged_in(elsewhere).get(card).status_code == 404


@pytest.mark.once
def test_the_card_says_who_and_where_and_never_the_code(clerk):
    badge, content = a_badge(clerk)

    card = PdfReader(BytesIO(card_pdf(badge, content)))
    words = " ".join(card.pages[0].extract_text().split())

    assert len(card.pages) == 1
    assert [round(float(side) / 72 * 25.4, 1) for side in card.pages[0].mediabox[2:]] == [85.6, 54.0]
    assert ("Lies" in words, "Loket" in words, "Wilgerdonk" in words, CODE in words) == (True, False, True, False)
    assert content[4:8] in words


def test_a_badge_is_given_blocked_lifted_and_ended_on_one_page(as_administrator, clerk):
    page = reverse("badges:badge", args=[clerk.pk])
    lift, end, code = (reverse(f"badges:{name}", args=[clerk.pk]) for name in ("lift_block", "end_badge", "set_code"))

    answers = [
        as_administrator.post(address, typed).status_code
        for address, typed in [
            (end, {}), (page, TWICE), (lift, {}), (code, {"code": OTHER_CODE, "again": OTHER_CODE}), (end, {}), (code, TWICE),
        ]
    ]  # fmt: skip

    assert answers == [422, 303, 422, 303, 303, 422]
    assert Badge.objects.get().fits(OTHER_CODE)


def test_two_codes_that_differ_are_refused(as_administrator, clerk):
    answer = as_administrator.post(reverse("badges:badge", args=[clerk.pk]), {"code": CODE, "again": OTHER_CODE})

    assert (answer.status_code, Badge.objects.count()) == (422, 0)
    assert "another code" in answer.content.decode()
    assert CODE not in answer.content.decode()


def test_badges_of_another_association_are_not_there(elsewhere, clerk):
    client = logged_in(elsewhere)

    listed = client.get(reverse("badges:badges")).content.decode()

    assert "Lies" not in listed
    assert client.get(reverse("badges:badge", args=[clerk.pk])).status_code == 404


def test_the_list_says_who_has_a_badge_in_as_many_queries_for_all(
    as_administrator, clerk, technician, django_assert_num_queries, django_assert_max_num_queries
):
    a_badge(clerk)
    with django_assert_max_num_queries(12) as with_one:
        listed = as_administrator.get(reverse("badges:badges")).content.decode()
    a_badge(technician)

    with django_assert_num_queries(len(with_one)):
        as_administrator.get(reverse("badges:badges"))

    assert (listed.count("has a badge"), "no badge" in listed) == (1, True)


def test_one_chooses_another_code_and_reports_a_loss_oneself(as_clerk, clerk):
    a_badge(clerk)
    own, lost = reverse("badges:own"), reverse("badges:lost")

    shown = as_clerk.get(own).content.decode()
    easy = as_clerk.post(own, {"code": "1234", "again": "1234"})
    changed = as_clerk.post(own, {"code": OTHER_CODE, "again": OTHER_CODE})
    holds = Badge.objects.get().fits(OTHER_CODE)
    ended = as_clerk.post(lost)
    again = as_clerk.post(lost)

    assert [answer.status_code for answer in (easy, changed, ended, again)] == [422, 303, 303, 422]
    assert ("Four to six digits that you alone know." in shown, "colleague types" in shown) == (True, False)
    assert holds
    assert not Badge.objects.open().exists()
    assert "You have no badge" in as_clerk.get(own).content.decode()


@pytest.mark.rule("B-06")
def test_another_code_does_not_lift_a_block(as_clerk, clerk):
    badge, _content = a_badge(clerk)
    Badge.objects.filter(pk=badge.pk).update(blocked_at=clock.now())

    answer = as_clerk.post(reverse("badges:own"), {"code": OTHER_CODE, "again": OTHER_CODE})

    assert answer.status_code == 422
    assert Badge.objects.get().blocked_at == clock.now()


@pytest.mark.rule("S-06")
def test_another_code_is_chosen_by_who_showed_lately_who_is_there(as_clerk, clerk):
    a_badge(clerk)
    clock.pass_time(minutes=11)

    answer = as_clerk.post(reverse("badges:own"), {"code": OTHER_CODE, "again": OTHER_CODE})

    assert answer.url == reverse("accounts:prove", query={"next": reverse("badges:own")})
    assert not Badge.objects.get().fits(OTHER_CODE)


@pytest.mark.rule("B-05")
def test_no_card_is_made_at_a_shared_computer(as_administrator, clerk, desk):
    as_administrator.cookies[settings.COUNTER_COOKIE_NAME] = a_computer(desk)[1]

    answer = as_administrator.post(reverse("badges:badge", args=[clerk.pk]), TWICE)

    assert (answer.status_code, CARD_COOKIE in answer.cookies, Badge.objects.exists()) == (422, False, False)


@pytest.mark.rule("S-10")
def test_who_has_no_say_everywhere_the_colleague_works_makes_no_badge_for_them(clerk, elsewhere):
    a_badge(clerk)
    accounts.give_role(clerk, organisation=elsewhere.seat.organisation, role=Role.TECHNICIAN, by=elsewhere.actor)
    pages = [reverse(f"badges:{name}", args=[clerk.pk]) for name in ("badge", "set_code")]

    answers = [logged_in(elsewhere).post(page, TWICE).status_code for page in pages]

    assert answers == [422, 422]


@pytest.mark.rule("S-10")
def test_who_has_no_say_over_a_former_colleague_leaves_their_badge_alone(clerk, administrator, elsewhere):
    _leave_for(clerk, elsewhere)
    badge, _content = actions.issue_badge(clerk, code="8305", by=elsewhere.actor)
    pages = [reverse(f"badges:{name}", args=[clerk.pk]) for name in ("lift_block", "end_badge")]

    answers = [logged_in(administrator).post(page, {}).status_code for page in pages]

    assert (answers, Badge.objects.open().get()) == ([422, 422], badge)


def _leave_for(colleague, elsewhere):
    accounts.end_role(colleague.memberships.get(), by=elsewhere.actor)
    accounts.give_role(colleague, organisation=elsewhere.seat.organisation, role=Role.TECHNICIAN, by=elsewhere.actor)


@pytest.mark.rule("B-04")
def test_who_keeps_computers_gives_no_badges(as_coordinator, as_clerk):
    addresses = [reverse("badges:badges"), reverse("badges:computers")]

    assert [as_coordinator.get(address).status_code for address in addresses] == [403, 200]
    assert [as_clerk.get(address).status_code for address in addresses] == [403, 403]
