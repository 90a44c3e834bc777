"""The true hours of a day: a year against a table made by hand, the changes of the clock, and what wins over what."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import assume, example, given
from hypothesis import strategies as st

from digibank import clock
from digibank.errors import RuleBroken
from digibank.organisations import actions
from digibank.organisations.models import LAST, ClosureSet, OpeningHours, Place, Stop
from digibank.organisations.tests.factories import a_desk, an_association, open_on
from digibank.organisations.tests.seven_places import by_hand, seven_places
from digibank.organisations.windows import HoursKind, Window

NINE, TEN, NOON, TWO = time(9), time(10), time(12), time(14)
MONDAY = date(2027, 6, 7)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
YEAR = [date(2027, 1, 1) + timedelta(days=ahead) for ahead in range(365)]


def told(window):
    where = f"@{window.stop.name}" if window.stop else ""
    return f"{window.opens:%H:%M}-{window.closes:%H:%M}{where}"


def fresh(place):
    return Place.objects.get(pk=place.pk)


def close(place, first, last=None, **more):
    return actions.close_days(place, from_on=first, last_on=last or first, reason="Dicht", **more)


@pytest.mark.django_db
@pytest.mark.rule("OH-01")
@pytest.mark.rule("OH-03")
@pytest.mark.rule("OH-08")
def test_a_year_of_seven_places_agrees_with_the_table_made_by_hand():
    table = by_hand()

    ours = {
        (place.name, day): windows
        for place in seven_places()
        for day in YEAR
        if (windows := [told(window) for window in place.hours_on(day)])
    }

    assert len(table) > 500
    assert ours == table


@pytest.mark.django_db
def test_a_year_asks_the_database_once(django_assert_num_queries):
    place = seven_places()[6]

    with django_assert_num_queries(0):
        assert sum(bool(place.hours_on(day)) for day in YEAR) == 44


@pytest.mark.parametrize(
    ("day", "opens", "closes", "utc"),
    [
        (date(2027, 1, 4), NINE, NOON, ("08:00", "11:00")),
        (MONDAY, NINE, NOON, ("07:00", "10:00")),
        # The last Sunday of March: after 1.59 comes 3 o'clock.
        (SPRING, time(1, 30), time(3, 30), ("00:30", "01:30")),
        (SPRING, time(2, 30), time(4), ("01:00", "02:00")),
        (SPRING, time(1), time(2, 30), ("00:00", "01:00")),
        (SPRING, time(2, 15), time(2, 45), None),
        (SPRING, time(1), time(2), ("00:00", "01:00")),
        (SPRING, time(3), time(3, 1), ("01:00", "01:01")),
        (SPRING, NINE, NOON, ("07:00", "10:00")),
        # The last Sunday of October: after 2.59 comes 2 o'clock again.
        (AUTUMN, time(1, 30), time(3, 30), ("23:30", "02:30")),
        (AUTUMN, time(2, 30), time(4), ("00:30", "03:00")),
        (AUTUMN, time(1), time(2, 30), ("23:00", "01:30")),
        (AUTUMN, time(0), time(2), ("22:00", "00:00")),
        (AUTUMN, time(2), time(3), ("00:00", "02:00")),
        (AUTUMN, NINE, NOON, ("08:00", "11:00")),
    ],
)
@pytest.mark.rule("OH-07")
def test_hours_of_the_wall_become_moments_by_the_offset_of_their_day(day, opens, closes, utc):
    moments = Window(opens, closes).moments_on(day)

    assert (moments and tuple(f"{moment:%H:%M}" for moment in moments)) == utc


@given(
    st.integers(2000, 2090), st.sampled_from([3, 10]), st.integers(-2, 2), st.integers(0, 1439), st.integers(0, 1439)
)
@example(2000, 10, 0, 0, 120)
@example(2000, 10, 0, 121, 122)
@example(2027, 3, 0, 60, 150)
@pytest.mark.rule("OH-07")
def test_at_every_moment_of_a_window_its_wall_shows_an_hour_within_it(year, month, off, one, other):
    assume(one != other)  # Hours close after they open: the database says so.
    last_sunday = max(day for day in _days_of(year, month) if day.weekday() == 6)
    day = last_sunday + timedelta(days=off)
    opens, closes = (time(*divmod(minutes, 60)) for minutes in sorted((one, other)))

    moments = Window(opens, closes).moments_on(day)

    inside = {minute for minute in _minutes_of(day) if opens <= minute.astimezone(clock.BRUSSELS).time() < closes}
    if not inside:
        assert moments is None
        return
    assert moments is not None
    # It opens with the first such minute and closes after the last; only the hour that comes twice may lie between.
    assert (min(inside), max(inside) + timedelta(minutes=1)) == moments
    between = (moments[1] - moments[0]) // timedelta(minutes=1) - len(inside)
    assert 0 <= between <= 60
    assert between == 0 or (month, off) == (10, 0)


def _days_of(year, month):
    return [date(year, month, number) for number in range(1, 32)]


def _minutes_of(day):
    start = datetime.combine(day, time(0), clock.BRUSSELS).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(0), clock.BRUSSELS).astimezone(UTC)
    return [start + timedelta(minutes=n) for n in range(int((end - start).total_seconds()) // 60)]


@pytest.mark.rule("OH-07")
def test_a_place_is_open_through_the_hour_that_comes_twice(desk):
    open_on(desk, (6, "01:00", "02:30"))
    first, second, after = (datetime(2027, 10, 31, hour, 45, tzinfo=UTC) for hour in (0, 1, 2))

    assert [desk.open_until(moment) for moment in (first, first.replace(minute=20), second)] == [time(2, 30)] * 2 + [
        None
    ]
    assert desk.open_until(after) is None


@pytest.mark.rule("OH-04")
def test_of_what_a_place_says_and_what_its_sets_say_the_place_wins_and_of_several_the_last(desk, association, actor):
    open_on(desk, *((day, "09:00", "12:00") for day in range(5)))
    days = actions.add_closure_set(association, name="Samen", by=actor)
    actions.close_set_days(days, from_on=MONDAY, last_on=MONDAY, reason="Samen", by=actor)
    actions.edit_closure_set(days, version=1, name="Samen", places=[desk], by=actor)
    seen = [fresh(desk).hours_on(MONDAY)]

    own = close(desk, MONDAY, instead=[Window(TEN, NOON)], by=actor)
    seen.append(fresh(desk).hours_on(MONDAY))
    week = close(desk, MONDAY, MONDAY + timedelta(days=4), by=actor)
    seen.append(fresh(desk).hours_on(MONDAY))
    actions.reopen_days(week, by=actor)
    actions.reopen_days(own, by=actor)
    seen.append(fresh(desk).hours_on(MONDAY))
    actions.drop_closure_set(days, by=actor)
    seen.append(fresh(desk).hours_on(MONDAY))

    assert seen == [[], [Window(TEN, NOON)], [], [], [Window(NINE, NOON)]]


@pytest.mark.rule("OH-04")
def test_a_place_may_open_on_a_public_holiday_by_saying_so(desk, actor):
    open_on(desk, (0, "09:00", "12:00"))
    whit_monday = date(2027, 5, 17)
    close(desk, whit_monday, instead=[Window(TEN, NOON), Window(time(13), TWO)], by=actor)

    assert fresh(desk).hours_on(whit_monday) == [Window(TEN, NOON), Window(time(13), TWO)]


@pytest.mark.rule("OH-04")
@pytest.mark.rule("OH-08")
def test_days_closed_together_open_after_all_by_telephone_everywhere_and_at_a_stop_where_it_is(
    town, association, actor
):
    rides = open_on(a_desk(town, name="Zandbus"), (0, "09:00", "12:00"))
    stays = open_on(a_desk(town, name="Bibliotheek"), (0, "09:00", "12:00"))
    market = actions.add_stop(rides, name="Markt", street="Markt 1", postcode="2399", town="Malle", by=actor)
    days = actions.add_closure_set(association, name="Samen", by=actor)
    actions.edit_closure_set(days, version=1, name="Samen", places=[rides, stays], by=actor)
    phone, at_market = Window(NINE, TEN, HoursKind.PHONE), Window(TEN, NOON, HoursKind.WALK_IN, market)
    shut = {"from_on": MONDAY, "last_on": MONDAY, "reason": "Samen"}

    actions.close_set_days(days, instead=[phone, at_market], by=actor, **shut)

    hours = [fresh(place).hours_on(MONDAY, HoursKind.values) for place in (rides, stays)]
    assert hours == [[phone, at_market], [phone]]


def test_a_stop_of_a_place_that_does_not_keep_the_days_is_refused(town, desk, actor):
    other = a_desk(town, name="Zandbus")
    market = actions.add_stop(other, name="Markt", street="Markt 1", postcode="2399", town="Malle", by=actor)

    with pytest.raises(RuleBroken) as refusal:
        close(desk, MONDAY, instead=[Window(NINE, NOON, HoursKind.WALK_IN, market)], by=actor)

    assert (refusal.value.field, desk.closures.count()) == ("stop_0", 0)


def test_a_stop_at_which_a_closure_to_come_opens_cannot_go_and_one_of_a_past_closure_can(desk, actor):
    market = actions.add_stop(desk, name="Markt", street="Markt 1", postcode="2399", town="Malle", by=actor)
    with clock.at(datetime(2027, 6, 1, 8, tzinfo=UTC)):
        close(desk, MONDAY, instead=[Window(NINE, NOON, HoursKind.WALK_IN, market)], by=actor)
        with pytest.raises(RuleBroken):
            actions.drop_stop(market, by=actor)

    with clock.at(datetime(2027, 6, 8, 8, tzinfo=UTC)):
        actions.drop_stop(market, by=actor)

    assert Stop.objects.count() == 0


@pytest.mark.rule("OH-05")
def test_hours_by_appointment_and_by_telephone_are_told_apart_and_are_no_open_door(desk, actor):
    for kind, opens in ((HoursKind.WALK_IN, NINE), (HoursKind.APPOINTMENT, NINE), (HoursKind.PHONE, TEN)):
        actions.add_hours(desk, weekday=0, opens=opens, closes=NOON, kind=kind, by=actor)
    actions.add_hours(desk, weekday=1, opens=NINE, closes=NOON, kind=HoursKind.APPOINTMENT, by=actor)
    place = fresh(desk)

    assert place.hours_on(MONDAY) == [Window(NINE, NOON)]
    assert place.hours_on(MONDAY, HoursKind.values) == [
        Window(NINE, NOON, HoursKind.APPOINTMENT),
        Window(NINE, NOON, HoursKind.WALK_IN),
        Window(TEN, NOON, HoursKind.PHONE),
    ]
    assert place.next_open_day(MONDAY + timedelta(days=1)) == MONDAY + timedelta(days=7)


FROM, UNTIL = date(2027, 7, 1), date(2027, 9, 1)
APART = [
    ({"valid_until": FROM}, {"valid_from": FROM}),
    ({"valid_from": FROM, "valid_until": UNTIL}, {"valid_from": UNTIL}),
    ({"week_of_month": 1}, {"week_of_month": 2}),
    ({"every_weeks": 2, "anchor_on": MONDAY}, {"every_weeks": 2, "anchor_on": MONDAY + timedelta(days=7)}),
    ({"every_weeks": 2, "anchor_on": MONDAY}, {"every_weeks": 4, "anchor_on": MONDAY + timedelta(days=7)}),
    ({}, {"kind": HoursKind.PHONE}),
]
CLASHING = [
    ({}, {}),
    ({}, {"valid_from": FROM}),
    ({"valid_until": UNTIL}, {"valid_from": FROM}),
    ({}, {"week_of_month": LAST}),
    ({"week_of_month": 4}, {"week_of_month": LAST}),
    ({"every_weeks": 2, "anchor_on": MONDAY}, {"every_weeks": 3, "anchor_on": MONDAY + timedelta(days=7)}),
    ({"every_weeks": 2, "anchor_on": MONDAY}, {"week_of_month": 3}),
    ({"kind": HoursKind.PHONE}, {"kind": HoursKind.PHONE}),
]


@pytest.mark.parametrize(("one", "other"), APART)
@pytest.mark.rule("OH-02")
def test_hours_that_never_meet_stand_beside_each_other(one, other, desk, actor):
    for rule in (one, other):
        actions.add_hours(desk, weekday=0, opens=NINE, closes=NOON, by=actor, **rule)

    assert desk.opening_hours.count() == 2


@pytest.mark.parametrize(("one", "other"), CLASHING)
@pytest.mark.rule("OH-02")
def test_hours_that_meet_on_some_day_are_refused_on_entry_and_on_change(one, other, desk, actor):
    first = actions.add_hours(desk, weekday=0, opens=NINE, closes=NOON, by=actor, **one)

    with pytest.raises(RuleBroken, match=r"Two stretches overlap|Twee stukken|overlappen"):
        actions.add_hours(desk, weekday=0, opens=time(11), closes=TWO, by=actor, **other)
    later = actions.add_hours(desk, weekday=0, opens=NOON, closes=TWO, by=actor, **other)
    with pytest.raises(RuleBroken, match=r"Two stretches overlap|Twee stukken|overlappen"):
        actions.edit_hours(later, version=1, opens=TEN, by=actor)

    assert list(desk.opening_hours.order_by("opens").values_list("pk", "opens")) == [(first.pk, NINE), (later.pk, NOON)]


@given(
    st.integers(1, 8), st.integers(0, 7), st.integers(1, 8), st.integers(0, 7),
    st.sampled_from([None, 1, 2, 3, 4, LAST]), st.integers(0, 400), st.integers(1, 400),
)  # fmt: skip
@pytest.mark.rule("OH-02")
def test_two_hours_clash_when_a_day_of_six_years_has_both(  # noqa: PLR0917  hypothesis gives them one by one
    every, shift, weeks, begin, nth, after, lasts
):
    one = OpeningHours(weekday=2, opens=NINE, closes=NOON, every_weeks=every, anchor_on=MONDAY + timedelta(weeks=shift))
    other = OpeningHours(
        weekday=2, opens=TEN, closes=TWO, week_of_month=nth, every_weeks=1 if nth else weeks,
        anchor_on=None if nth else MONDAY + timedelta(weeks=begin),
        valid_from=MONDAY + timedelta(days=after), valid_until=MONDAY + timedelta(days=after + lasts),
    )  # fmt: skip

    days = (MONDAY + timedelta(days=ahead) for ahead in range(6 * 366))
    meets = any(one.holds_on(day) and other.holds_on(day) for day in days)

    assert (one.clashes_with(other), other.clashes_with(one)) == (meets, meets)


@pytest.mark.rule("OH-02")
def test_the_database_itself_keeps_plain_weekly_hours_apart(desk):
    OpeningHours.objects.create(place=desk, weekday=0, opens=NINE, closes=NOON)
    OpeningHours.objects.create(place=desk, weekday=0, opens=NINE, closes=NOON, week_of_month=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningHours.objects.create(place=desk, weekday=0, opens=TEN, closes=TWO)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningHours.objects.filter(week_of_month=1).update(week_of_month=None)


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"closes": NINE}, "closes"),
        ({"valid_from": UNTIL, "valid_until": FROM}, "last_on"),
        ({"every_weeks": 2}, "anchor_on"),
        ({"every_weeks": 2, "anchor_on": MONDAY, "week_of_month": 1}, "week_of_month"),
    ],
)
def test_impossible_rules_say_what_is_wrong(rule, field, desk, actor):
    with pytest.raises(RuleBroken) as refusal:
        actions.add_hours(desk, by=actor, **{"weekday": 0, "opens": NINE, "closes": NOON} | rule)

    assert (refusal.value.field, desk.opening_hours.count()) == (field, 0)


def test_hours_are_changed_once_and_taken_away(desk, actor):
    hours = actions.add_hours(desk, weekday=0, opens=NINE, closes=NOON, by=actor)
    stale = OpeningHours.objects.get()

    actions.edit_hours(hours, version=1, closes=TWO, by=actor)
    with pytest.raises(RuleBroken):
        actions.edit_hours(stale, version=1, closes=TEN, by=actor)

    assert OpeningHours.objects.get().closes == TWO
    assert actions.drop_hours(stale, by=actor) == desk
    assert not desk.opening_hours.exists()


def test_the_weeks_form_leaves_hours_of_another_kind_alone(desk, actor):
    open_on(desk, (0, "09:00", "12:00"))
    actions.add_hours(desk, weekday=4, opens=NINE, closes=NOON, week_of_month=LAST, by=actor)

    open_on(desk, (1, "09:00", "12:00"))

    assert list(desk.opening_hours.values_list("weekday", "week_of_month")) == [(1, None), (4, LAST)]


@pytest.mark.rule("OH-08")
def test_a_stop_is_of_its_place_and_goes_when_no_hours_are_left(desk, other_town, actor):
    address = {"street": "Marktplein 3", "postcode": "2399", "town": "Zand"}
    market = actions.add_stop(desk, name="Markt", by=actor, **address)
    elsewhere = actions.add_stop(a_desk(other_town), name="Markt", by=actor, **address)
    rule = {"weekday": 0, "opens": NINE, "closes": NOON}
    hours = actions.add_hours(desk, stop=market, by=actor, **rule)

    refusals = []
    for act in (
        lambda: actions.add_hours(desk, stop=elsewhere, by=actor, **rule | {"weekday": 1}),
        lambda: actions.add_stop(desk, name="Markt", by=actor, **address),
        lambda: actions.drop_stop(market, by=actor),
    ):
        with pytest.raises(RuleBroken) as refusal:
            act()
        refusals.append(refusal.value.field)
    actions.edit_stop(market, version=1, name="Groenmarkt", by=actor)

    assert refusals == ["stop", "name", None]
    assert [window.stop.name for window in fresh(desk).hours_on(MONDAY)] == ["Groenmarkt"]
    actions.drop_hours(hours, by=actor)
    actions.drop_stop(market, by=actor)
    assert list(Stop.objects.all()) == [elsewhere]


@pytest.mark.rule("OH-03")
def test_places_of_another_association_follow_no_set(desk, association, actor):
    days = actions.add_closure_set(association, name="Brugdagen", by=actor)
    elsewhere = a_desk(an_association("Digibank Elders"), name="Elders")

    with pytest.raises(RuleBroken) as follows:
        actions.edit_closure_set(days, version=1, name="Brugdagen", places=[elsewhere], by=actor)
    with pytest.raises(RuleBroken) as twice:
        actions.add_closure_set(association, name="Brugdagen", by=actor)
    actions.edit_closure_set(days, version=1, name="Brugdagen 2027", places=[desk], by=actor)
    with pytest.raises(RuleBroken):
        actions.edit_closure_set(days, version=1, name="Oud", places=[], by=actor)

    assert (follows.value.field, twice.value.field) == ("places", "name")
    assert [(s.name, list(s.places.all())) for s in ClosureSet.objects.all()] == [("Brugdagen 2027", [desk])]


@pytest.mark.parametrize(
    ("instead", "field"),
    [
        ([Window(NOON, NINE)], "closes_0"),
        ([Window(NINE, NOON), Window(TEN, TWO)], "opens_1"),
    ],
)
def test_replacement_hours_that_cannot_be_are_refused_with_their_closure(instead, field, desk, actor):
    with pytest.raises(RuleBroken) as refusal:
        close(desk, MONDAY, instead=instead, by=actor)

    assert (refusal.value.field, desk.closures.count()) == (field, 0)


@pytest.mark.rule("OH-09")
def test_a_place_says_what_there_is_in_codes(desk, actor):
    actions.describe_place(desk, version=1, features=["wifi", "speaks_fr"], way_there="Bus 305", by=actor)
    stale = Place.objects.get()
    actions.describe_place(desk, version=2, features=["wifi", "printer"], way_there="", by=actor)

    with pytest.raises(RuleBroken):
        actions.describe_place(stale, version=2, features=[], way_there="", by=actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.describe_place(desk, version=3, features=["gold"], way_there="", by=actor)

    assert sorted(desk.features.values_list("code", flat=True)) == ["printer", "wifi"]
