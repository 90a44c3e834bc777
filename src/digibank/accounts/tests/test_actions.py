from datetime import UTC, datetime, timedelta

import pytest

from digibank import clock
from digibank.accounts import actions
from digibank.accounts.models import Membership, User
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import PASSWORD
from digibank.audit.models import Event
from digibank.errors import RuleBroken

pytestmark = pytest.mark.django_db


def last_event():
    event = Event.objects.order_by("pk").last()
    return event.verb, event.actor, event.facts


def test_a_user_is_added_by_a_colleague(administrator):
    user = actions.add_user(username="Nel", full_name="Nel Nieuw", password=PASSWORD, by=administrator.actor)

    assert (user.username, user.check_password(PASSWORD), user.is_active) == ("nel", True, True)
    assert last_event() == ("accounts.user_added", administrator.actor, {})


def test_a_user_name_is_given_once_whatever_the_capitals(clerk, actor):
    with pytest.raises(RuleBroken) as refusal:
        actions.add_user(username="LIES", full_name="Lies Anders", password=PASSWORD, by=actor)

    assert refusal.value.field == "username"
    assert User.objects.get(username="lies") == clerk


@pytest.mark.parametrize("weak", ["short", "qwertyuiop123", "nel-nieuw-1"])
def test_a_weak_password_is_refused_in_words(weak, actor):
    with pytest.raises(RuleBroken) as refusal:
        actions.add_user(username="nel", full_name=weak, password=weak, by=actor)

    assert refusal.value.field == "password"
    assert not User.objects.exists()


def test_a_new_password_replaces_the_old_one(clerk, administrator):
    actions.set_password(clerk, password="nog vier andere woorden", by=administrator.actor)

    clerk.refresh_from_db()
    assert clerk.check_password("nog vier andere woorden")
    assert last_event() == ("accounts.password_set", administrator.actor, {})


def test_a_refused_password_changes_nothing(clerk, administrator):
    with pytest.raises(RuleBroken):
        actions.set_password(clerk, password="kort", by=administrator.actor)

    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_an_edit_of_a_user_records_which_fields_and_not_what(clerk, administrator):
    actions.edit_user(clerk, version=1, full_name="Lies Balie", email="lies@example.org", by=administrator.actor)

    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.email, clerk.version) == ("Lies Balie", "lies@example.org", 2)
    assert last_event() == ("accounts.user_edited", administrator.actor, {"fields": "email.full_name"})


def test_an_edit_that_changes_nothing_is_no_event(clerk, administrator):
    before = Event.objects.count()

    actions.edit_user(clerk, version=1, full_name=clerk.full_name, email="", by=administrator.actor)

    assert Event.objects.count() == before


def test_a_barred_colleague_is_let_in_again(clerk, administrator):
    actions.bar(clerk, by=administrator.actor)
    barred = User.objects.get(pk=clerk.pk).is_active
    actions.let_in(clerk, by=administrator.actor)

    assert (barred, User.objects.get(pk=clerk.pk).is_active) == (False, True)
    assert last_event() == ("accounts.user_let_in", administrator.actor, {})


def test_nobody_bars_oneself(administrator):
    with pytest.raises(RuleBroken):
        actions.bar(administrator, by=administrator.actor)

    administrator.refresh_from_db()
    assert administrator.is_active


def test_a_role_is_given_from_today(clerk, other_town, actor):
    with clock.at(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)):
        membership = actions.give_role(clerk, organisation=other_town, role=Role.TECHNICIAN, by=actor)

    assert (membership.from_on.isoformat(), membership.until_on) == ("2026-07-01", None)
    assert last_event() == ("accounts.role_given", actor, {"role": "technician"})


def test_a_role_is_not_given_twice(clerk, town, actor):
    with pytest.raises(RuleBroken) as refusal:
        actions.give_role(clerk, organisation=town, role=Role.LENDING_CLERK, by=actor)

    assert refusal.value.field == "role"
    assert clerk.memberships.count() == 1


def test_a_role_at_a_place_of_another_organisation_is_refused(stranger, other_town, desk, actor):
    with pytest.raises(RuleBroken) as refusal:
        actions.give_role(stranger, organisation=other_town, role=Role.TECHNICIAN, place=desk, by=actor)

    assert refusal.value.field == "place"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.COORDINATOR])
def test_a_role_for_the_whole_association_is_not_given_at_a_member(role, clerk, town, actor):
    with pytest.raises(RuleBroken) as refusal:
        actions.give_role(clerk, organisation=town, role=role, by=actor)

    assert refusal.value.field == "organisation"


def test_a_role_ends_today_and_can_be_given_again(clerk, town, administrator):
    membership = actions.end_role(clerk.memberships.get(), by=administrator.actor)

    assert (membership.until_on, list(Membership.objects.current().filter(user=clerk))) == (clock.today(), [])
    again = actions.give_role(clerk, organisation=town, role=Role.LENDING_CLERK, by=administrator.actor)
    assert list(Membership.objects.current().filter(user=clerk)) == [again]


def test_a_role_ends_once(clerk, administrator):
    ended = actions.end_role(clerk.memberships.get(), by=administrator.actor)
    on = ended.until_on

    with clock.at(clock.now() + timedelta(days=30)), pytest.raises(RuleBroken):
        actions.end_role(ended, by=administrator.actor)

    ended.refresh_from_db()
    assert ended.until_on == on


def test_an_administrator_does_not_end_the_own_role(administrator):
    with pytest.raises(RuleBroken):
        actions.end_role(administrator.memberships.get(), by=administrator.actor)

    assert administrator.memberships.get().until_on is None


def test_a_clerk_may_end_the_own_role(clerk):
    actions.end_role(clerk.memberships.get(), by=clerk.actor)

    assert last_event() == ("accounts.role_ended", clerk.actor, {})
