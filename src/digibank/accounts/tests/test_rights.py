from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest

from digibank import clock
from digibank.accounts import actions
from digibank.accounts.access import get_permitted, visible_to
from digibank.accounts.models import Membership, Post, User
from digibank.accounts.rights import GRANTS, MEANING, Can, Role
from digibank.audit.models import Actor


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_every_right_has_a_meaning_and_every_role_has_rights():
    assert set(MEANING) == set(Can)
    assert set(GRANTS) == set(Role)
    assert all(GRANTS.values())


def test_a_right_reaches_the_organisation_and_its_members(administrator, association, town, other_town):
    assert administrator.reach[Can.MANAGE_USERS] == {association.pk, town.pk, other_town.pk}
    assert administrator.may_at(Can.MANAGE_USERS, town)


def test_a_right_at_a_member_stays_there(clerk, association, town, other_town):
    assert clerk.reach[Can.SEE_OWN_WORK] == {town.pk}
    assert not clerk.may_at(Can.SEE_OWN_WORK, other_town)
    assert not clerk.may_at(Can.SEE_OWN_WORK, association)
    assert (clerk.may(Can.SEE_OWN_WORK), clerk.may(Can.MANAGE_USERS)) == (True, False)


def test_a_right_counts_from_the_first_day_to_the_day_before_the_end(clerk):
    today = clock.today()
    begins, ends = today + timedelta(days=10), today + timedelta(days=20)
    clerk.memberships.update(from_on=begins, until_on=ends)

    def may(day):
        with clock.at(clock.now() + (day - today)):
            return fresh(clerk).may(Can.SEE_OWN_WORK)

    days = [begins - timedelta(days=1), begins, ends - timedelta(days=1), ends]
    assert [may(day) for day in days] == [False, True, True, False]


def test_a_colleague_sits_where_the_newest_role_is(clerk, other_town, desk, actor):
    at_first = clerk.seat
    newest = actions.give_role(clerk, organisation=other_town, role=Role.TECHNICIAN, by=actor)

    assert at_first.place == desk
    assert fresh(clerk).seat == newest


def test_who_has_no_role_sits_nowhere(clerk, actor):
    actions.end_role(clerk.memberships.get(), by=actor)

    assert fresh(clerk).seat is None


def test_users_are_seen_within_reach_and_once(administrator, clerk, stranger, town, actor):
    actions.give_role(clerk, organisation=town, role=Role.TECHNICIAN, by=actor)

    seen = visible_to(User.objects.all(), administrator, Can.MANAGE_USERS)

    assert sorted(u.username for u in seen) == ["ada", "hugo", "lies"]
    assert [u.username for u in visible_to(User.objects.all(), clerk, Can.SEE_OWN_WORK)] == ["lies"]


def test_nothing_is_seen_without_the_right(clerk):
    assert not visible_to(Membership.objects.all(), clerk, Can.MANAGE_USERS).exists()


def test_a_row_out_of_reach_is_not_there(clerk, stranger):
    request = HttpRequest()
    request.user = clerk

    assert get_permitted(User.objects.all(), request, Can.SEE_OWN_WORK, pk=clerk.pk) == clerk
    for absent in (stranger.pk, 0):
        with pytest.raises(Http404):
            get_permitted(User.objects.all(), request, Can.SEE_OWN_WORK, pk=absent)


def test_user_names_are_found_whatever_the_capitals(clerk):
    assert User.objects.get_by_natural_key("LIES") == clerk
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key(None)


def test_the_database_keeps_user_names_small(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="Ada", full_name="Ada", actor=Actor.objects.create(kind=Actor.Kind.USER))


def test_the_database_refuses_a_role_that_ends_before_it_begins(clerk):
    with pytest.raises(IntegrityError), transaction.atomic():
        clerk.memberships.update(until_on=clock.today() - timedelta(days=1))


def test_accounts_read_as_people_see_them(clerk, town):
    key = uuid4()

    assert str(clerk) == "Lies Loket"
    assert str(clerk.memberships.get()) == f"lending_clerk {town.pk}"
    assert str(Post(key=key)) == str(key)
