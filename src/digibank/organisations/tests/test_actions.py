from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from digibank.audit.models import Event
from digibank.errors import RuleBroken
from digibank.organisations import actions
from digibank.organisations.models import Closure, DatedAmount, OpeningHours, Organisation, Place, Regulation
from digibank.organisations.tests.factories import a_desk, a_regulation, open_on

pytestmark = pytest.mark.django_db

MONTH = DatedAmount.Code.SOCIAL_INTERNET_MONTH


def last_event():
    event = Event.objects.order_by("pk").last()
    return event.verb, event.facts


def test_a_member_joins_the_association(association, actor):
    joined = actions.add_organisation(name="Hazelven", kind="ocmw", association=association, by=actor)

    assert (joined.name, joined.kind, joined.association, str(joined)) == ("Hazelven", "ocmw", association, "Hazelven")
    assert last_event() == ("organisations.organisation_added", {"kind": "ocmw"})


def test_a_name_that_is_taken_is_refused(town, other_town, association, actor):
    with pytest.raises(RuleBroken) as added:
        actions.add_organisation(name="Wilgerdonk", kind="ocmw", association=association, by=actor)
    with pytest.raises(RuleBroken) as renamed:
        actions.edit_organisation(other_town, version=1, name="Wilgerdonk", by=actor)

    assert (added.value.field, renamed.value.field) == ("name", "name")


def test_an_organisation_gets_another_name(town, actor):
    actions.edit_organisation(town, version=1, name="Groot-Wilgerdonk", by=actor)

    assert Organisation.objects.get(pk=town.pk).name == "Groot-Wilgerdonk"
    assert last_event() == ("organisations.organisation_edited", {})


def test_an_edit_without_a_change_is_no_event(town, desk, actor):
    before = Event.objects.count()

    actions.edit_organisation(town, version=1, name="Wilgerdonk", by=actor)
    actions.edit_place(desk, version=1, name=desk.name, by=actor)

    assert Event.objects.count() == before


def test_a_place_opens_and_is_about_its_organisation(town):
    place = a_desk(town)

    assert (place.organisation, str(place)) == (town, "Uitleendesk, Wilgerdonk")
    assert last_event() == ("organisations.place_opened", {"kind": "lending_desk"})
    assert Event.objects.about(town).last().verb == "organisations.place_opened"


def test_a_place_name_is_given_once_per_organisation(town, other_town, desk, actor):
    a_desk(other_town)
    second = a_desk(town, name="Tweede desk")

    with pytest.raises(RuleBroken) as opened:
        a_desk(town)
    with pytest.raises(RuleBroken) as renamed:
        actions.edit_place(second, version=1, name="Uitleendesk", by=actor)

    assert (opened.value.field, renamed.value.field) == ("name", "name")
    assert Place.objects.filter(organisation=town).count() == 2


def test_a_place_is_edited(desk, actor):
    actions.edit_place(desk, version=1, street="Elzenweg 2", phone="014 00 00 01", by=actor)

    desk.refresh_from_db()
    assert (desk.street, desk.phone, desk.version) == ("Elzenweg 2", "014 00 00 01", 2)
    assert last_event() == ("organisations.place_edited", {"fields": "phone.street"})


def test_hours_replace_the_hours_before(desk):
    open_on(desk, (0, "09:00", "12:00"))
    open_on(desk, (1, "09:00", "12:00"), (1, "12:00", "16:00"))

    assert list(desk.opening_hours.values_list("weekday", "opens", "closes")) == [
        (1, time(9), time(12)),
        (1, time(12), time(16)),
    ]
    assert last_event() == ("organisations.hours_set", {"stretches": 2})


@pytest.mark.parametrize(
    "stretches", [[(0, "09:00", "12:00"), (0, "11:00", "13:00")], [(0, "12:00", "09:00")], [(0, "09:00", "09:00")]]
)
def test_impossible_hours_are_refused_and_the_old_ones_stay(stretches, desk):
    open_on(desk, (4, "09:00", "12:00"))

    with pytest.raises(RuleBroken):
        open_on(desk, *stretches)

    assert list(OpeningHours.objects.values_list("weekday", flat=True)) == [4]


def test_days_are_closed_up_to_and_including_the_last(desk, actor):
    closure = actions.close_days(desk, from_on=date(2026, 7, 20), last_on=date(2026, 7, 21), reason="Verlof", by=actor)

    assert [closure.covers(date(2026, 7, day)) for day in (19, 20, 21, 22)] == [False, True, True, False]
    assert last_event() == ("organisations.days_closed", {"from_on": "2026-07-20", "last_on": "2026-07-21"})


def test_days_that_end_before_they_begin_are_refused(desk, actor):
    with pytest.raises(RuleBroken) as refusal:
        actions.close_days(desk, from_on=date(2026, 7, 20), last_on=date(2026, 7, 19), reason="Verlof", by=actor)

    assert refusal.value.field == "last_on"
    assert not Closure.objects.exists()


def test_a_closure_is_taken_back(desk, actor):
    day = date(2026, 7, 20)
    closure = actions.close_days(desk, from_on=day, last_on=day, reason="Verlof", by=actor)

    assert actions.reopen_days(closure, by=actor) == desk
    assert not Closure.objects.exists()
    assert last_event() == ("organisations.days_reopened", {"from_on": "2026-07-20"})


@pytest.mark.rule("O-01")
def test_a_new_regulation_ends_the_one_before(town):
    first = a_regulation(town, valid_from=date(2026, 1, 1))
    second = a_regulation(town, valid_from=date(2026, 7, 1), loan_months=6)

    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2030, 1, 1)]
    assert [Regulation.objects.holding(town, day) for day in days] == [None, first, first, second, second]
    assert (first.number, second.number, str(second)) == (1, 2, "Wilgerdonk 2")
    assert last_event() == ("organisations.regulation_adopted", {"number": 2})


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2025, 12, 31)])
@pytest.mark.rule("O-01")
def test_a_regulation_on_or_before_the_last_one_is_refused(day, town):
    a_regulation(town, valid_from=date(2026, 1, 1))

    with pytest.raises(RuleBroken) as refusal:
        a_regulation(town, valid_from=day)

    assert refusal.value.field == "valid_from"
    assert "01/01/2026" in str(refusal.value)
    assert town.regulations.count() == 1


def test_regulations_of_towns_stand_apart(town, other_town):
    a_regulation(town)

    assert a_regulation(other_town).number == 1


@pytest.mark.rule("O-02")
def test_an_amount_holds_until_the_next(actor):
    old = actions.set_amount(MONTH, cents=1900, valid_from=date(2026, 1, 1), source="KB 1", by=actor)
    new = actions.set_amount(MONTH, cents=2000, valid_from=date(2027, 1, 1), source="KB 2", by=actor)

    on = [DatedAmount.objects.on(day).first() for day in (date(2025, 1, 1), date(2026, 12, 31), date(2027, 1, 1))]
    assert on == [None, old, new]
    assert last_event() == (
        "organisations.amount_set",
        {"code": "social_internet_month", "cents": 2000, "valid_from": "2027-01-01"},
    )
    assert str(new) == "social_internet_month 2027-01-01"


@pytest.mark.rule("O-02")
def test_an_amount_before_a_later_one_is_refused(actor):
    actions.set_amount(MONTH, cents=1900, valid_from=date(2026, 1, 1), source="KB 1", by=actor)

    with pytest.raises(RuleBroken) as refusal:
        actions.set_amount(MONTH, cents=1800, valid_from=date(2026, 1, 1), source="KB 0", by=actor)

    assert refusal.value.field == "valid_from"
    assert DatedAmount.objects.count() == 1


@pytest.mark.rule("Z-04")
@pytest.mark.usefixtures("in_english")
def test_an_ocmw_serves_a_municipality_and_nothing_else_does(association, town, other_town, actor):
    ocmw = actions.add_organisation(name="OCMW Wilgerdonk", kind="ocmw", association=association, serves=town, by=actor)

    with pytest.raises(RuleBroken, match="Only an OCMW serves a municipality"):
        actions.add_organisation(name="Los", kind="partner", association=association, serves=town, by=actor)
    with pytest.raises(RuleBroken, match="Only an OCMW serves a municipality"):
        actions.edit_organisation(ocmw, version=1, serves=ocmw, by=actor)
    moved = actions.edit_organisation(ocmw, version=1, serves=other_town, by=actor)

    assert (moved.name, moved.serves) == ("OCMW Wilgerdonk", other_town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=town.pk).update(serves=other_town)
