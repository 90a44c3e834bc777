"""Help at home and by telephone: in twos, with the way there, told before, and the address for who goes only."""

from datetime import date

import pytest
from conftest import logged_in
from django.db import DatabaseError, transaction
from django.urls import reverse

from digibank import clock
from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.agenda import actions
from digibank.agenda.at_home import known_to_helper, known_to_planner, outing_of
from digibank.agenda.code_words import WORDS
from digibank.agenda.models import Appointment, Engagement
from digibank.agenda.tests.factories import (
    a_help_point,
    a_helper_there,
    a_moment,
    a_slot,
    a_wish,
    by_appointment,
    somebody_at_home,
)
from digibank.agenda.tests.looking import refusal
from digibank.audit.tests.factories import an_actor
from digibank.comms import actions as comms
from digibank.comms.models import Message
from digibank.organisations import actions as organisations
from digibank.organisations.tests.factories import a_regulation
from digibank.people import actions as people
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db

STREET = "Wilgenstraat 7"


@pytest.fixture(autouse=True)
def helped_by_appointment(help_point) -> None:
    by_appointment(help_point, "09:00", "15:00")


@pytest.fixture
def mia(help_point):
    return a_helper_there(help_point)


@pytest.fixture
def jo(help_point):
    return a_helper_there(help_point, "Jo Maes")


@pytest.fixture
def visited(help_point, roza, mia, jo) -> Appointment:
    """Mia and Jo go to Roza on Tuesday at ten."""
    return at_home(help_point, roza)


@pytest.fixture
def roza(town):
    return somebody_at_home(town, street=STREET)


def at_home(place, person, at="10:00", **rest) -> Appointment:
    return actions.book_with_helper(place, person=person, wish=a_wish(at, where="at_home"), by=an_actor(), **rest)


def taken() -> list[tuple[str, str, str]]:
    """Who is taken, from and until, as on the wall."""
    rows = Engagement.objects.standing().select_related("helper__user").order_by("helper__user__full_name")
    wall = [
        (one.helper.first_name, *(at.astimezone(clock.BRUSSELS) for at in (one.starts_at, one.ends_at))) for one in rows
    ]
    return [(name, f"{begins:%H:%M}", f"{ends:%H:%M}") for name, begins, ends in wall]


@pytest.mark.rule("AP-20")
@pytest.mark.rule("AP-21")
def test_two_helpers_go_and_the_way_there_and_back_is_theirs_too(help_point, roza, mia, jo):
    made = at_home(help_point, roza)

    assert (made.where, made.slot.starts_at, made.slot.ends_at) == (
        "at_home",
        a_moment(24, "10:00"),
        a_moment(24, "10:30"),
    )
    assert taken() == [("Jo", "09:40", "10:50"), ("Mia", "09:40", "10:50")]


@pytest.mark.rule("AP-20")
def test_where_the_council_says_so_one_helper_goes_alone(help_point, town, roza, mia):
    alone = refusal(lambda: at_home(help_point, roza))
    a_regulation(town, home_in_twos=False)

    at_home(help_point, roza)

    assert alone == ("No helper is free: tomorrow, 10 o’clock. Choose another hour.", "starts_at")
    assert taken() == [("Mia", "09:40", "10:50")]


@pytest.mark.rule("AP-21")
def test_what_another_appointment_leaves_of_the_way_is_too_little(help_point, farid, roza, mia, jo):
    actions.book_with_helper(help_point, person=farid, wish=a_wish("09:15"), by=an_actor())
    refused = refusal(lambda: at_home(help_point, roza))
    organisations.edit_place(help_point, version=help_point.version, travel_minutes=15, by=an_actor())
    help_point.refresh_from_db()

    at_home(help_point, roza)

    assert refused[1] == "starts_at"
    assert taken() == [("Jo", "09:45", "10:45"), ("Mia", "09:15", "09:45"), ("Mia", "09:45", "10:45")]


@pytest.mark.rule("AP-21")
def test_nobody_leaves_a_help_point_empty_in_its_hours_without_appointment(ocmw, roza):
    south = a_help_point(ocmw, name="Digipunt Zuid")
    for name in ("Mia De Smet", "Jo Maes"):
        a_helper_there(south, name, "08:00-18:00")
    two_there = refusal(lambda: at_home(south, roza))

    a_helper_there(south, "Ann Claes", "08:00-18:00")

    assert two_there[1] == "starts_at"
    assert at_home(south, roza).slot.engagements.count() == 2


@pytest.mark.rule("AP-22")
def test_who_has_no_address_no_telephone_or_is_protected_is_helped_here(help_point, town, farid, mia, jo):
    nora = a_person(town, "Nora Stil", protected=True)
    silent = a_person(town, "Stan Stil")

    def wished(person, where):
        return refusal(
            lambda: actions.book_with_helper(help_point, person=person, wish=a_wish(where=where), by=an_actor())
        )

    assert [wished(farid, "at_home")[0], wished(silent, "by_phone")[0], wished(nora, "at_home")[0]] == [
        "We know no address of this person. Write it down first, or plan it here.",
        "We know no telephone of this person. Write it down first, or plan it here.",
        "We go to nobody who is protected, and call nobody who is. Plan it here.",
    ]


@pytest.mark.rule("AP-20")
def test_nobody_goes_to_a_home_without_a_free_helper_whatever_the_reason(help_point, roza, mia):
    assert refusal(lambda: at_home(help_point, roza, despite="Dringend."))[1] == "starts_at"
    assert Appointment.objects.count() == 0


@pytest.mark.rule("AP-20")
def test_the_website_and_a_warm_handover_are_at_the_point_says_the_database(help_point, roza, mia, jo):
    made = at_home(help_point, roza)
    rows = Appointment.objects.filter(pk=made.pk)

    for wrong in ({"through": "website"}, {"purpose": "warm_handover"}, {"code_word": ""}, {"where": "at_point"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**wrong)


@pytest.mark.rule("AP-24")
def test_a_call_may_be_in_the_hours_by_telephone_and_takes_one_helper(help_point, roza, mia):
    organisations.add_hours(
        help_point, opens=a_moment(24, "17:00").astimezone(clock.BRUSSELS).time(),
        closes=a_moment(24, "18:00").astimezone(clock.BRUSSELS).time(), kind="phone", weekday=1, by=an_actor(),
    )  # fmt: skip
    wish = a_wish("17:00", where="by_phone")

    made = actions.book_with_helper(help_point, person=roza, wish=wish, by=an_actor())
    here = refusal(lambda: actions.book_with_helper(help_point, person=roza, wish=a_wish("17:30"), by=an_actor()))

    assert (made.where, made.code_word, made.announcement, taken()) == (
        "by_phone",
        "",
        None,
        [("Mia", "17:00", "17:30")],
    )
    assert here[1] == "starts_at"
    assert [way.shown for way in outing_of(mia.user, made).numbers] == [way.shown for way in roza.current_ways]


# Told before


@pytest.mark.rule("AP-23")
def test_who_is_visited_is_called_before_with_first_names_and_a_word(help_point, roza, mia, jo):
    made = at_home(help_point, roza)

    message = Message.objects.get()
    assert made.code_word in WORDS
    assert (message, message.channel, message.state, message.call_from_on) == (
        made.announcement, "phone", "to_do", date(2026, 11, 23),
    )  # fmt: skip
    assert message.body.split("\n\n") == [
        "Mia and Jo come to you at home on Tuesday 24 November 2026, at 10 o’clock.",
        f"Mia and Jo say at the door: “{made.code_word}”. Open only for who says this word.",
        f"Does it not suit you? Call {help_point.phone}.",
    ]
    assert made.code_word in message.body
    assert STREET not in message.body + message.subject + message.short + message.ask


@pytest.mark.rule("AP-23")
def test_the_call_waits_until_three_working_days_before(help_point, town, mia, jo):
    with clock.at(a_moment(2, "10:00")):
        at_home(help_point, somebody_at_home(town))

    # Tuesday 24 November, less Monday, Friday and Thursday.
    assert Message.objects.get().call_from_on == date(2026, 11, 19)
    assert [message.pk for message in Message.objects.to_call()] == [Message.objects.get().pk]


@pytest.mark.rule("AP-09")
@pytest.mark.rule("AP-23")
def test_of_a_hidden_visit_nobody_is_called(help_point, roza, mia, jo):
    made = at_home(help_point, roza, hidden=True)

    assert (bool(made.code_word), Message.objects.count()) == (True, 0)


@pytest.mark.rule("AP-23")
def test_a_visit_that_moves_is_told_anew_with_the_same_word_and_one_that_is_called_off_no_more(
    help_point, roza, mia, jo
):
    made = at_home(help_point, roza)
    word = made.code_word

    moved = actions.move_with_helper(made, place=help_point, wish=a_wish("13:00", where="at_home"), by=an_actor())
    states = [message.state for message in Message.objects.order_by("pk")]
    actions.cancel(moved, by=an_actor())

    assert (moved.code_word, states) == (word, ["cancelled", "to_do"])
    assert [message.state for message in Message.objects.order_by("pk")] == ["cancelled", "cancelled"]


@pytest.mark.rule("AP-23")
def test_what_was_told_already_stays_told_when_the_visit_moves_to_the_point(help_point, roza, mia, jo):
    made = at_home(help_point, roza)
    comms.note_called(made.announcement, reached=True, way=roza.current_ways[0], by=an_actor())

    here = actions.move(made, slot=a_slot(help_point), by=an_actor())

    assert (here.where, here.code_word, here.announcement) == ("at_point", "", None)
    assert [message.state for message in Message.objects.all()] == ["done"]


# The address


@pytest.mark.rule("AP-22")
def test_the_address_is_known_to_who_goes_and_who_plans_until_they_are_back(visited, mia, jo, helper, clerk):
    help_point = visited.place
    other = a_helper_there(help_point, "Ann Claes").user
    receiver = a_user("rik", "Rik Onthaal", help_point.organisation, Role.RECEPTION, place=help_point)

    def addresses() -> list[str]:
        found = [outing_of(user, visited) for user in (mia.user, jo.user, helper, clerk, other, receiver)]
        return [one.address.street if one else "" for one in found]

    planned = addresses()
    with clock.at(a_moment(24, "10:49")):
        under_way = addresses()
    with clock.at(a_moment(24, "10:50")):
        back = addresses()

    assert (planned, under_way, back) == ([STREET] * 4 + [""] * 2, [STREET] * 4 + [""] * 2, [""] * 6)


@pytest.mark.rule("AP-22")
@pytest.mark.parametrize("end", ["cancel", "note_done", "note_missed", "move_with_helper"])
def test_when_it_is_over_moved_or_called_off_nobody_knows_it_any_more(visited, mia, helper, end):
    made = visited
    details = {"place": made.place, "wish": a_wish("13:00")} if end == "move_with_helper" else {}

    with clock.at(a_moment(23, "10:00") if details or end == "cancel" else a_moment(24, "10:15")):
        getattr(actions, end)(made, by=an_actor(), **details)
        known = [known_to_helper(mia.user).count(), known_to_planner(helper).count(), outing_of(mia.user, made)]

    assert known == [0, 0, None]


@pytest.mark.rule("AP-22")
def test_of_who_becomes_protected_nobody_knows_the_address_of_the_visit(visited, roza, mia, helper, clerk):
    people.edit(roza, version=roza.version, protected=True, by=an_actor())

    assert [outing_of(user, visited) for user in (mia.user, helper, clerk)] == [None, None, None]


@pytest.mark.rule("AP-22")
def test_another_town_knows_nothing_of_it(help_point, roza, mia, jo, elsewhere):
    made = at_home(help_point, roza)
    far = a_user("piet", "Piet Elders", elsewhere.seat.organisation, Role.LENDING_CLERK)

    assert (outing_of(far, made), known_to_planner(far).count()) == (None, 0)


@pytest.mark.rule("AP-22")
def test_the_page_of_the_appointment_shows_it_and_no_list_does(helper, as_helper, visited):
    made = visited
    pages = [("week",), ("helpers", made.place_id), ("slot", made.slot_id)]
    lists = [reverse(f"agenda:{name}", args=keys) for name, *keys in pages]

    page = as_helper.get(reverse("agenda:appointment", args=[made.pk])).content.decode()
    shown = [as_helper.get(address).content.decode() for address in lists]

    assert (STREET in page, made.code_word in page) == (True, True)
    assert [(STREET in one, made.code_word in one) for one in shown] == [(False, False)] * 3
    assert "at home" in shown[2]
    with clock.at(a_moment(24, "11:00")):
        late = logged_in(helper).get(reverse("agenda:appointment", args=[made.pk])).content.decode()
    assert (STREET in late, made.code_word in late) == (False, False)


# The pages


@pytest.mark.rule("AP-20")
def test_a_clerk_plans_a_visit_at_home_on_the_page_of_hours(as_clerk, help_point, roza, mia, jo):
    address = reverse("agenda:book_with_helper", args=[roza.pk]) + f"?place={help_point.pk}&minutes=30&where=at_home"

    page = " ".join(as_clerk.get(address).content.decode().split())
    answer = as_clerk.post(address, {"starts_at": a_moment(24, "10:00").isoformat()})

    assert "2 helpers go to the home. Counted: 20 minutes to go, and as much to come back." in page
    assert (answer.status_code, Appointment.objects.get().where) == (303, "at_home")


def test_moving_keeps_where_it_is_unless_another_way_is_chosen(as_clerk, help_point, roza, mia, jo):
    made = at_home(help_point, roza)
    address = reverse("agenda:move_with_helper", args=[made.pk])

    as_clerk.post(address, {"starts_at": a_moment(24, "13:00").isoformat()})
    kept = Appointment.objects.get().where
    as_clerk.post(f"{address}?where=at_point", {"starts_at": a_moment(24, "13:00").isoformat()})

    assert (kept, Appointment.objects.get().where) == ("at_home", "at_point")


def test_who_is_on_the_list_of_people_to_call_may_be_visited_too(help_point, roza, mia, jo):
    call = actions.put_on_call_list(help_point, person=roza, reason="Vraagt hulp.", purpose="help", by=an_actor())

    planned = actions.move_with_helper(call, place=help_point, wish=a_wish(where="at_home"), by=an_actor())

    assert (planned.where, planned.announcement.state) == ("at_home", "to_do")


@pytest.mark.rule("AP-08")
def test_when_the_moment_is_called_off_the_person_is_called_and_not_told_the_word(help_point, roza, mia, jo):
    made = at_home(help_point, roza)

    actions.cancel_slot(made.slot, reason="Jo is ziek.", by=an_actor())
    later = actions.call_planned(Appointment.objects.get(), slot=a_slot(help_point), by=an_actor())

    assert [message.state for message in Message.objects.all()] == ["cancelled"]
    assert (later.where, later.code_word) == ("at_point", "")


@pytest.mark.once
def test_the_words_are_many_and_unlike_each_other():
    beginnings = {word[:4] for word in WORDS}

    assert len(set(WORDS)) == len(WORDS) > 100
    assert len(beginnings) > len(WORDS) - 12
    assert [word for word in WORDS if not word.isalpha() or not word.islower() or len(word) < 5] == []
