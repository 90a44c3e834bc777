"""Moments: when they may open, that they are never oversold, and what calling one off does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.agenda import actions
from digibank.agenda.models import Appointment, Slot, local_moment
from digibank.agenda.tests.factories import MONDAY, NOW, a_call, a_help_point, a_moment, a_slot, an_appointment
from digibank.agenda.tests.looking import counted, recounted, refusal, verbs
from digibank.audit.tests.factories import an_actor
from digibank.organisations import actions as organisations
from digibank.organisations.models import Place
from digibank.organisations.tests.factories import a_desk, open_on

pytestmark = pytest.mark.django_db


def test_a_moment_opens_at_a_help_point(help_point):
    slot = a_slot(help_point, starts_at=a_moment(24, "10:00"), minutes=45, capacity=3, note="Warme overdracht")

    slot.refresh_from_db()
    assert (slot.starts_at, slot.ends_at) == (a_moment(24, "10:00"), a_moment(24, "10:45"))
    assert (slot.left, slot.is_bookable, slot.has_begun, slot.what) == (3, True, False, "Warme overdracht")
    assert str(slot) == f"{help_point.pk} 2026-11-24T09:00:00+00:00"
    assert verbs(slot) == ["agenda.slot_opened"]


def test_a_moment_without_words_is_called_after_its_kind(help_point):
    assert a_slot(help_point, kind=Slot.Kind.GROUP).what == "group session"


@pytest.mark.rule("G-02")
def test_a_moment_lies_ahead_within_the_hours_of_a_place_that_is_open(help_point, association):
    organisations.close_days(
        help_point, from_on=date(2026, 11, 26), last_on=date(2026, 11, 26), reason="Verlof", by=an_actor()
    )
    depot = a_desk(association, kind=Place.Kind.DEPOT, name="Loods")
    given_up = a_help_point(association, name="Oud digipunt")
    organisations.edit_place(given_up, version=given_up.version, given_up_on=MONDAY, by=an_actor())

    refused = [
        refusal(lambda: a_slot(help_point, starts_at=NOW)),
        refusal(lambda: a_slot(help_point, starts_at=a_moment(26, "10:00"))),
        refusal(lambda: a_slot(help_point, starts_at=a_moment(24, "07:30"))),
        refusal(lambda: a_slot(help_point, starts_at=a_moment(24, "17:30"))),
        refusal(lambda: a_slot(help_point, starts_at=a_moment(24, "17:00"), minutes=8 * 60)),
        refusal(lambda: a_slot(help_point, minutes=4)),
        refusal(lambda: a_slot(help_point, minutes=481)),
        refusal(lambda: a_slot(help_point, capacity=0)),
        refusal(lambda: a_slot(help_point, note="pincode 1234")),
        refusal(lambda: a_slot(depot)),
        refusal(lambda: a_slot(given_up)),
    ]

    not_through = "Digipunt Wilg is not open all through 24/11/2026 {}. Choose an hour within its opening hours."
    assert refused == [
        ("23/11/2026 9.00 is over already. Choose a moment that lies ahead.", "first_on"),
        ("Digipunt Wilg is closed on 26/11/2026 10.00. Choose another day.", "first_on"),
        (not_through.format("7.30"), "times"),
        (not_through.format("17.30"), "times"),
        (not_through.format("17.00"), "times"),
        ("A moment lasts from 5 minutes to 8 hours.", "minutes"),
        ("A moment lasts from 5 minutes to 8 hours.", "minutes"),
        ("A moment has at least one place.", "capacity"),
        ("This text holds a password or code. We never keep these. Take it out and save again.", "note"),
        ("People are expected at a help point or a lending desk only. Choose one.", "place"),
        ("This place was given up. Choose another one.", "place"),
    ]


def test_a_moment_may_last_until_the_place_closes(help_point):
    slot = a_slot(help_point, starts_at=a_moment(24, "17:15"), minutes=45)

    assert slot.ends_at == a_moment(24, "18:00")


def test_the_same_moment_opens_once_until_it_is_called_off(help_point):
    slot = a_slot(help_point)

    refused = refusal(lambda: a_slot(help_point))
    actions.cancel_slot(slot, reason="Ziek", by=an_actor())
    again = a_slot(help_point)

    assert refused == (
        "24/11/2026 10.00 is open already. Choose another hour, or look at that moment.",
        "times",
    )
    assert again.starts_at == slot.starts_at


def test_a_week_opens_the_same_hours_on_several_days(help_point):
    slots = actions.open_week(
        help_point, monday=MONDAY, weekdays=[3, 1], times=[time(14), time(9, 30), time(14)], minutes=45,
        kind=Slot.Kind.APPOINTMENT, capacity=2, by=an_actor(),
    )  # fmt: skip

    hours = [(24, "09:30"), (24, "14:00"), (26, "09:30"), (26, "14:00")]
    assert [slot.starts_at for slot in slots] == [a_moment(day, at) for day, at in hours]
    assert {slot.capacity for slot in slots} == {2}


def test_a_week_opens_wholly_or_not_at_all(help_point):
    refused = refusal(
        lambda: actions.open_week(
            help_point, monday=MONDAY, weekdays=[1], times=[time(9), time(19)], minutes=45, kind="group", capacity=2,
            by=an_actor(),
        )
    )  # fmt: skip

    assert refused[1] == "times"
    assert Slot.objects.count() == 0


@pytest.mark.rule("G-06")
def test_nine_oclock_stays_nine_oclock_in_the_weeks_that_the_clock_changes(help_point):
    about = {"minutes": 45, "kind": "appointment", "capacity": 1, "by": an_actor()}
    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)):
        spring = actions.open_week(
            help_point, monday=date(2026, 3, 23), weekdays=[5, 6], times=[time(9), time(17, 15)], **about
        )
        autumn = actions.open_week(help_point, monday=date(2026, 10, 19), weekdays=[5, 6], times=[time(8)], **about)

    assert [f"{slot.starts_at.astimezone(UTC):%d %H.%M}" for slot in [*spring, *autumn]] == [
        "28 08.00", "28 16.15", "29 07.00", "29 15.15", "24 06.00", "25 07.00",
    ]  # fmt: skip


def test_a_moment_through_the_hour_that_does_not_exist_is_measured_by_the_clock_on_the_wall(ocmw):
    place = open_on(a_desk(ocmw, kind=Place.Kind.HELP_POINT, name="Nacht"), (6, "01:00", "03:30"))
    at_one = local_moment(date(2026, 3, 29), time(1))

    with clock.at(datetime(2026, 3, 1, tzinfo=UTC)):
        refused = refusal(lambda: a_slot(place, starts_at=at_one, minutes=120))
        slot = a_slot(place, starts_at=at_one, minutes=90)

    assert refused[1] == "times"
    assert slot.ends_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.rule("G-04")
def test_calling_a_moment_off_puts_who_was_expected_on_the_call_list(help_point, roza, farid):
    slot = a_slot(help_point, capacity=3)
    expected, gone = an_appointment(slot, roza), an_appointment(slot, farid)
    actions.cancel(gone, by=an_actor())

    cancelled = actions.cancel_slot(slot, reason="De lesgever is ziek.", by=an_actor())

    expected.refresh_from_db()
    assert (cancelled.state, counted(), recounted()) == ("cancelled", [0], [0])
    assert (expected.state, expected.slot, expected.place) == ("planned", None, help_point)
    assert (expected.call_by_on, expected.reason) == (date(2026, 11, 30), "De lesgever is ziek.")
    assert verbs(expected) == ["agenda.booked", "agenda.put_on_call_list"]
    assert verbs(slot)[-1] == "agenda.slot_cancelled"


def test_a_moment_that_begun_or_is_off_is_not_called_off(help_point):
    slot = a_slot(help_point, starts_at=a_moment(23, "10:00"))
    off = a_slot(help_point, starts_at=a_moment(24, "10:00"))
    actions.cancel_slot(off, reason="Ziek", by=an_actor())

    with clock.at(NOW + timedelta(hours=1)):
        refused = [
            refusal(lambda: actions.cancel_slot(slot, reason="Ziek", by=an_actor())),
            refusal(lambda: actions.cancel_slot(off, reason="Ziek", by=an_actor())),
            refusal(lambda: actions.cancel_slot(off, reason=" ", by=an_actor())),
        ]

    assert refused == [
        ("This moment has begun. Note for each person how it went.", None),
        ("This is not possible now: the state is “called off”. Reload the page to see what is possible.", None),
        ("Write down why.", "reason"),
    ]


@pytest.mark.rule("G-01")
@pytest.mark.parametrize(
    "change", [{"taken": 3}, {"capacity": 0, "taken": 0}, {"state": "cancelled"}, {"minutes": 1}, {"capacity": 0}]
)
def test_the_database_itself_refuses_too_many_people(help_point, roza, change):
    slot = a_slot(help_point, capacity=2)
    an_appointment(slot, roza)

    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(**change)

    assert counted() == recounted() == [1]


def test_the_database_itself_refuses_an_appointment_with_both_or_nothing_or_without_reason(help_point, roza):
    call = a_call(help_point, roza)
    booked = an_appointment(a_slot(help_point), roza)

    for appointment, change in [
        (call, {"call_by_on": None}),
        (call, {"reason": ""}),
        (booked, {"call_by_on": MONDAY, "reason": "Bel"}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.filter(pk=appointment.pk).update(**change)

    assert Appointment.objects.count() == 2
