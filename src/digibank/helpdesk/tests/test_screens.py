"""The screens that nobody logs in to: numbers and never a name; and the kiosk that checks in and forgets."""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from digibank import clock
from digibank.accounts.models import Post
from digibank.audit.models import Event
from digibank.audit.tests.factories import an_actor
from digibank.badges import actions as badges
from digibank.errors import RuleBroken
from digibank.helpdesk import actions
from digibank.helpdesk.links import link_of
from digibank.helpdesk.models import Screen, Visit
from digibank.helpdesk.tests.factories import a_helper, a_visit, an_appointment, at, by, called
from digibank.organisations.tests.factories import a_desk
from digibank.people.tests.factories import a_person

pytestmark = pytest.mark.django_db


def url(name, *keys):
    return reverse(f"helpdesk:{name}", args=keys)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def shown(answer) -> list[str]:
    """The numbers that are called, each with its table."""
    rows = re.findall(r"<li data-number=.*?</li>", text_of(answer))
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


@pytest.fixture
def display(point) -> str:
    return url("display", actions.give_screen(point, kind="display", by=an_actor()))


@pytest.fixture
def kiosk(point) -> str:
    return actions.give_screen(point, kind="kiosk", by=an_actor())


@pytest.mark.rule("VB-10")
def test_the_display_shows_numbers_and_tables_and_never_a_name(client, display, point, roza, town):
    mia, jos = a_helper(point, table=4), a_helper(point, "Jos Aerts", 2)
    empty = text_of(client.get(display))
    a_visit(point, person=roza)
    a_visit(point, person=a_person(town, "Farid Haddad"))
    a_visit(point)
    called(mia)
    with clock.at(at(9, 1)):
        called(jos)
        page = client.get(display)

    assert "Keep your number. It appears here." in empty
    assert shown(page) == ["Number B2 Table 2", "Number B1 Table 4"]
    assert "1 person waits." in text_of(page)
    assert [word for word in ("Roza", "Farid", "Mia", "Jos", "IN-") if word in page.content.decode()] == []


@pytest.mark.rule("VB-10")
def test_the_display_updates_itself_without_a_script_and_is_kept_nowhere(client, display):
    page = client.get(display)

    assert '<noscript><meta http-equiv="refresh" content="10"></noscript>' in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.rule("VB-10")
def test_the_sound_is_off_until_somebody_presses(client, display):
    assert 'aria-pressed="false" hidden' in client.get(display).content.decode()


@pytest.mark.rule("VB-10")
def test_at_a_registered_counter_computer_the_display_needs_no_address(point):
    _computer, secret = badges.register_computer(point, name="Scherm", by=an_actor())
    counter = Client()
    counter.cookies[settings.COUNTER_COOKIE_NAME] = secret

    assert point.name in text_of(counter.get(url("display_here")))
    assert Client().get(url("display_here")).status_code == 404


@pytest.mark.rule("VB-10")
def test_a_secret_opens_its_own_screen_until_a_new_one_is_given(client, point, kiosk):
    first = actions.give_screen(point, kind="display", by=an_actor())
    second = actions.give_screen(point, kind="display", by=an_actor())
    ended = actions.end_screen(Screen.objects.get(kind="kiosk"), by=an_actor())

    answers = [client.get(url(name, secret)).status_code for name, secret in [
        ("display", first), ("display", second), ("kiosk", second), ("kiosk", kiosk), ("display", "verzonnen"),
    ]]  # fmt: skip

    assert answers == [404, 200, 404, 404, 404]
    with pytest.raises(RuleBroken, match="ended already"):
        actions.end_screen(ended, by=an_actor())


@pytest.mark.rule("VB-10")
def test_the_secret_is_shown_once_and_stands_in_no_table(as_receiver, point):
    as_receiver.post(url("give_screen", point.pk), {"kind": "kiosk"})

    once, after = (text_of(as_receiver.get(url("screens"))) for _time in range(2))

    address = re.search(r"http://testserver(/aanmeldscherm/[\w-]+/)", once)
    assert address
    assert Client().get(address[1]).status_code == 200
    assert "/aanmeldscherm/" not in after
    secret = address[1].split("/")[2]
    assert not any(secret in post.answer for post in Post.objects.all())


def test_a_screen_that_does_not_exist_is_refused_and_an_address_ends_with_one_press(as_receiver, point, kiosk):
    wrong = as_receiver.post(url("give_screen", point.pk), {"kind": "bioscoop"})
    screen = Screen.objects.get()
    ended = [as_receiver.post(url("end_screen", screen.pk)).status_code for _time in range(2)]

    assert (wrong.status_code, ended) == (422, [303, 422])


@pytest.mark.rule("VB-11")
def test_the_kiosk_gives_a_number_for_an_appointment_and_shows_nothing_of_the_person(client, kiosk, point, roza):
    booked = an_appointment(point, roza, 10)

    start = text_of(client.get(url("kiosk", kiosk)))
    question = client.get(url("kiosk_appointment", kiosk))
    answer = client.post(url("kiosk_appointment", kiosk), {"number": booked.number.lower()})
    done = client.get(urljoin(url("kiosk_appointment", kiosk), answer["Location"]))

    assert "Welcome. Do you have an appointment?" in start
    assert (question.status_code, answer.status_code, done.status_code) == (200, 303, 200)
    assert 'Your number is <span class="number">A1</span>' in text_of(done)
    pages = [start, text_of(question), text_of(done)]
    assert [word for word in ("Roza", roza.number, booked.number) if any(word in page for page in pages)] == []
    assert Event.objects.about(Visit.objects.get()).get().actor == Screen.objects.get().actor


@pytest.mark.rule("VB-11")
def test_the_kiosk_says_the_same_of_every_number_that_is_not_for_here_and_today(client, kiosk, point, town, roza):
    elsewhere = a_desk(town, kind="help_point", name="Bibliotheek")
    tomorrow = an_appointment(point, roza, 10)
    other_place = an_appointment(point, a_person(town, "Farid Haddad"), 11)
    type(other_place).objects.filter(pk=other_place.pk).update(place=elsewhere)

    told = set()
    for number in ("AF-000999-1", "niets", other_place.number):
        answer = client.post(url("kiosk_appointment", kiosk), {"number": number})
        told.add((answer.status_code, "We do not find this number for today." in text_of(answer)))
    with clock.at(at(9) + timedelta(days=1)):
        late = client.post(url("kiosk_appointment", kiosk), {"number": tomorrow.number})

    assert told == {(422, True)}
    assert (late.status_code, "We do not find this number for today." in text_of(late)) == (422, True)
    assert Visit.objects.count() == 0


@pytest.mark.rule("VB-11")
def test_without_an_appointment_one_question_may_stay_open(client, kiosk):
    answers = [client.post(url("kiosk_walk_in", kiosk), {"topic": topic}) for topic in ("bank", "")]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert [(visit.number, visit.topic) for visit in Visit.objects.order_by("pk")] == [("B1", "bank"), ("B2", "")]
    wrong = client.post(url("kiosk_walk_in", kiosk), {"topic": "zingen"})
    assert wrong.status_code == 422


@pytest.mark.rule("VB-11")
def test_the_kiosk_ends_by_itself_after_a_warning_of_twenty_seconds(client, kiosk, point):
    number = link_of(a_visit(point))
    pages = {
        "zonder": client.get(url("kiosk_walk_in", kiosk)),
        "afspraak": client.get(url("kiosk_appointment", kiosk)),
        "klaar": client.get(url("kiosk_done", kiosk, number)),
        "nog daar": client.get(url("kiosk_still_there", kiosk), {"bij": "zonder"}),
        "start": client.get(url("kiosk", kiosk)),
    }

    assert {name: page.get("Refresh") for name, page in pages.items()} == {
        "zonder": "30; url=../nog-daar/?bij=zonder",
        "afspraak": "90; url=../nog-daar/?bij=afspraak",
        "klaar": "30; url=../../",
        "nog daar": "20; url=../",
        "start": None,
    }
    assert 'href="../zonder/"' in pages["nog daar"].content.decode()
    assert all(page["Cache-Control"] == "private, no-store" for page in pages.values())


@pytest.mark.rule("VB-11")
def test_a_number_of_yesterday_or_elsewhere_is_shown_no_more(client, kiosk, point, town):
    elsewhere = a_visit(a_desk(town, kind="help_point", name="Bibliotheek"))
    here = a_visit(point)
    links = [link_of(elsewhere), "7:verzonnen"]

    answers = [client.get(url("kiosk_done", kiosk, link)).status_code for link in links]
    with clock.at(at(9) + timedelta(days=1)):
        answers.append(client.get(url("kiosk_done", kiosk, link_of(here))).status_code)

    assert answers == [404, 404, 404]


@pytest.mark.rule("VB-11")
def test_a_double_press_at_the_kiosk_gives_one_number(client, kiosk):
    once = re.search(r'name="once" value="([^"]+)"', client.get(url("kiosk_walk_in", kiosk)).content.decode())
    assert once

    for _time in range(2):
        client.post(url("kiosk_walk_in", kiosk), {"topic": "bank", "once": once[1]})

    assert Visit.objects.count() == 1


def test_kiosk_pages_are_small_enough_for_any_connection(client, kiosk, point):
    number = link_of(a_visit(point))
    sizes = [
        len(client.get(page, headers={"Accept-Encoding": "gzip"}).content)
        for page in (
            url("kiosk", kiosk), url("kiosk_appointment", kiosk), url("kiosk_walk_in", kiosk),
            url("kiosk_done", kiosk, number), url("kiosk_still_there", kiosk),
        )
    ]  # fmt: skip

    assert max(sizes) <= 8 * 1024


def test_who_calls_is_shown_anew_when_called_again(client, display, point):
    mia = a_helper(point)
    a_visit(point)
    visit = called(mia)
    before = re.findall(r'data-number="([^"]+)"', client.get(display).content.decode())

    actions.call_again(visit, by=by(mia))

    after = re.findall(r'data-number="([^"]+)"', client.get(display).content.decode())
    assert (before, after) == (["B1-1"], ["B1-2"])
