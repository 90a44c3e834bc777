"""What can happen to computers and badges, and what the database keeps itself."""

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.accounts import actions as accounts
from digibank.audit.models import Event
from digibank.badges import actions
from digibank.badges.models import Badge, SharedComputer
from digibank.badges.tests.factories import CODE, OTHER_CODE, a_badge, a_computer
from digibank.errors import RuleBroken
from digibank.numbers import fingerprint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "on_a_monday")]


@pytest.mark.rule("B-01")
def test_of_a_computer_only_the_fingerprint_of_its_secret_is_kept(desk, actor):
    computer, secret = actions.register_computer(desk, name="Balie links", by=actor)

    assert len(secret) >= 22
    assert [str(value) for value in SharedComputer.objects.values().get().values()].count(secret) == 0
    assert SharedComputer.objects.known_by(secret).get() == computer
    assert told("badges.computer_registered") == {
        ("badges.sharedcomputer", computer.pk),
        ("organisations.place", desk.pk),
    }


def test_two_computers_of_a_place_have_different_names(desk, actor):
    a_computer(desk, "Balie links")

    with pytest.raises(RuleBroken, match="has a computer with this name"):
        actions.register_computer(desk, name="Balie links", by=actor)


def test_a_computer_is_renamed(desk, actor):
    computer, _secret = a_computer(desk)
    a_computer(desk, "Balie rechts")

    actions.rename_computer(computer, version=1, name="Onthaal", by=actor)
    actions.rename_computer(computer, version=2, name="Onthaal", by=actor)
    with pytest.raises(RuleBroken, match="has a computer with this name"):
        actions.rename_computer(computer, version=2, name="Balie rechts", by=actor)

    assert SharedComputer.objects.get(pk=computer.pk).name == "Onthaal"
    assert Event.objects.filter(verb="badges.computer_renamed").count() == 1


def test_an_ended_computer_is_known_no_more_and_its_name_is_free(desk, actor):
    computer, secret = a_computer(desk)

    ended = actions.end_computer(computer, by=actor)
    again, _secret = a_computer(desk)

    assert (ended.ended_by, ended.ended_at) == (actor, clock.now())
    assert list(SharedComputer.objects.known_by(secret)) == []
    assert list(SharedComputer.objects.open()) == [again]
    with pytest.raises(RuleBroken, match="ended already"):
        actions.end_computer(computer, by=actor)


def test_a_place_that_was_given_up_gets_no_computer(desk, actor):
    desk.given_up_on = clock.today()

    with pytest.raises(RuleBroken, match="given up"):
        actions.register_computer(desk, name="Balie", by=actor)


@pytest.mark.rule("B-05")
def test_of_a_badge_neither_square_nor_code_is_kept(clerk, actor):
    badge, content = actions.issue_badge(clerk, code=CODE, by=actor)
    row = {str(value) for value in Badge.objects.values().get().values()}

    assert row & {content, CODE} == set()
    assert badge.fingerprint == fingerprint(content)
    assert (badge.fits(CODE), badge.fits(OTHER_CODE)) == (True, False)
    assert Badge.objects.scanned(content.lower()) == badge


@pytest.mark.rule("B-05")
def test_a_new_badge_ends_the_one_before(clerk, actor):
    first, content = a_badge(clerk)

    second, _content = actions.issue_badge(clerk, code=OTHER_CODE, by=actor)

    assert list(Badge.objects.open()) == [second]
    assert Badge.objects.scanned(content) is None
    assert told("badges.badge_ended") == {("badges.badge", first.pk), ("accounts.user", clerk.pk)}


def test_the_database_keeps_one_open_badge_per_colleague(clerk):
    a_badge(clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Badge.objects.create(user=clerk, fingerprint="x", code="y")


def test_the_database_blocks_a_badge_after_five_wrong_codes(clerk):
    badge, _content = a_badge(clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Badge.objects.filter(pk=badge.pk).update(wrong_tries=Badge.TRIES)


def test_who_is_barred_gets_no_badge(clerk, actor, administrator):
    accounts.bar(clerk, by=administrator.actor)

    with pytest.raises(RuleBroken, match="may not come in"):
        actions.issue_badge(clerk, code=CODE, by=actor)


@pytest.mark.parametrize(("code", "says"), [("826", "four to six digits"), ("1234", "easy to guess")])
def test_a_bad_code_is_refused(clerk, actor, code, says):
    badge, _content = a_badge(clerk)

    with pytest.raises(RuleBroken, match=says):
        actions.issue_badge(clerk, code=code, by=actor)
    with pytest.raises(RuleBroken, match=says):
        actions.set_code(badge, code=code, by=actor)


def test_a_new_code_lifts_the_block(clerk, actor):
    badge, _content = a_badge(clerk)
    Badge.objects.filter(pk=badge.pk).update(wrong_tries=5, blocked_at=clock.now())

    changed = actions.set_code(badge, code=OTHER_CODE, by=actor)

    assert (changed.fits(OTHER_CODE), changed.tries_left, changed.blocked_at) == (True, 5, None)


def test_a_block_is_lifted_once(clerk, actor):
    badge, _content = a_badge(clerk)
    Badge.objects.filter(pk=badge.pk).update(wrong_tries=5, blocked_at=clock.now())

    lifted = actions.lift_block(badge, by=actor)

    assert (lifted.tries_left, lifted.blocked_at) == (5, None)
    with pytest.raises(RuleBroken, match="not blocked"):
        actions.lift_block(badge, by=actor)


def test_an_ended_badge_is_changed_no_more(clerk, actor):
    badge, _content = a_badge(clerk)
    actions.end_badge(badge, by=actor)

    for again in [actions.end_badge, actions.lift_block]:
        with pytest.raises(RuleBroken, match="ended already"):
            again(badge, by=actor)


def told(verb: str) -> set[tuple[str, int]]:
    """What the newest event with this verb is about."""
    return set(Event.objects.filter(verb=verb).latest("pk").subjects.values_list("kind", "key"))
