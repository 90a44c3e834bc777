"""The pages of what came in by stick and of the stations: who opens them, what they do, what they say when they refuse."""

from io import BytesIO

import pytest
from conftest import logged_in
from django.conf import settings as configured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from digibank.accounts.rights import Role
from digibank.accounts.tests.factories import a_user
from digibank.audit.models import Event
from digibank.badges.tests.factories import a_computer
from digibank.donations.tests.factories import a_donation, a_donor
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_depot, a_device, a_report
from digibank.inventory.tests.looking import text_of
from digibank.organisations.tests.factories import an_association
from digibank.refurbishment import actions
from digibank.refurbishment.flows import IntakeState
from digibank.refurbishment.models import IntakeReport, Station
from digibank.refurbishment.tests.factories import a_health, a_run, a_station, bound, came_in

OPENED = ["intake_report", "intake_file"]
SENT = ["bind_intake", "register_intake", "release_intake", "set_intake_aside", "intake_waits_again"]
OF_A_STATION = ["station", "station_token", "station_file"]
SENT_TO_A_STATION = ["give_station_token", "end_station"]


@pytest.fixture
def station(depot) -> Station:
    return a_station(depot)[0]


@pytest.fixture
def report(station) -> IntakeReport:
    return came_in(station)


@pytest.fixture
def neighbour(db):
    """Somebody with every right there is, at another association."""
    other = an_association("Digibank Elders")
    eva = a_user("eva2", "Eva Elders", other, Role.COORDINATOR)
    return logged_in(eva), logged_in(a_user("noor", "Noor Elders", other, Role.TECHNICIAN))


def url(name, key=None):
    return reverse(f"refurbishment:{name}", args=[] if key is None else [key])


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_a_stranger_finds_nothing_and_who_has_no_right_is_refused(neighbour, as_clerk, as_technician, station, report):
    coordinator, technician = neighbour
    pages = dict.fromkeys([*OPENED, *SENT], report.pk) | dict.fromkeys([*OF_A_STATION, *SENT_TO_A_STATION], station.pk)

    def answers(client, names):
        posts = {*SENT, *SENT_TO_A_STATION}
        return {(client.post if name in posts else client.get)(url(name, pages[name])).status_code for name in names}

    assert answers(technician, [*OPENED, *SENT]) == {404}
    assert answers(coordinator, [*OF_A_STATION, *SENT_TO_A_STATION]) == {404}
    assert answers(as_clerk, pages) == {403}
    assert answers(as_technician, [*OF_A_STATION, *SENT_TO_A_STATION]) == {403}
    assert report.title not in text_of(technician.get(url("intake_reports")))
    assert station.name not in text_of(coordinator.get(url("stations")))


def test_more_reports_ask_no_more_of_the_database(as_technician, depot, station):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_technician.get(url("intake_reports"))
        return len(asked)

    came_in(station, a_run(serial="S1"))
    a_device(depot, serial="S1")
    queries()
    one = queries()
    for number in (2, 3):
        came_in(station, a_run(serial=f"S{number}"))
        a_device(depot, serial=f"S{number}")

    assert queries() == one


def test_the_board_says_how_many_reports_wait(as_technician, report):
    assert "Came in by stick <b>1</b>" in text_of(as_technician.get(url("board")))


def test_the_device_with_the_serial_number_is_suggested_first_and_taken_over_with_one_button(
    as_technician, depot, report
):
    device = a_device(depot, serial="5cd6000d1g")

    listed, page = (
        text_of(as_technician.get(url("intake_reports"))),
        text_of(as_technician.get(url("intake_report", report.pk))),
    )
    answer = as_technician.post(url("bind_intake", report.pk), {"device": device.number})

    assert ("same serial number" in listed, device.number in listed) == (True, True)
    assert f'name="device" value="{device.number}"' in page
    assert (answer.status_code, answer["Location"]) == (303, url("device", device.pk))
    assert (now(report).state, now(device).processor) == (IntakeState.BOUND, "Intel(R) Core(TM) i5-6200U CPU @ 2.30GHz")
    assert "It was another device" in text_of(as_technician.get(url("intake_report", report.pk)))


@pytest.mark.parametrize("label", ["DB-000001-1", "hello", "OM-000001-1", "DB-999999999999999999-9", "DB-0\0"])
def test_a_label_that_is_no_device_of_the_workshop_is_explained(as_technician, report, label):
    answer = as_technician.post(url("bind_intake", report.pk), {"device": label})

    assert (answer.status_code, now(report).state) == (422, IntakeState.WAITING)
    assert "label" in text_of(answer)


def test_a_device_elsewhere_is_not_found_by_its_label(as_technician, neighbour, report):
    device = a_device(a_depot(an_association("Digibank Verder")))

    answer = as_technician.post(url("bind_intake", report.pk), {"device": device.number})

    assert (answer.status_code, "No device of your workshop has this label." in text_of(answer)) == (422, True)


def test_a_new_device_is_registered_with_the_facts_filled_in(as_technician, depot, laptop_class, report):
    donation = a_donation(depot, donor=a_donor(depot.organisation, "Roza Peeters"))
    page = text_of(as_technician.get(url("intake_report", report.pk)))

    answer = as_technician.post(
        url("register_intake", report.pk),
        {"device_class": laptop_class.pk, "vendor": "HP", "product": "ProBook", "serial": "5CD6000D1G", "donation": donation.pk},
    )  # fmt: skip

    device = Device.objects.get()
    assert [
        said for said in ('value="5CD6000D1G"', 'value="HP ProBook 450 G3"', donation.number) if said not in page
    ] == []
    assert (answer.status_code, answer["Location"]) == (303, url("device", device.pk))
    assert (donation.given.get().device, now(report).device) == (device, device)


@pytest.mark.rule("N-06")
def test_the_bench_sees_no_donor(as_technician, depot, report):
    a_donation(depot, donor=a_donor(depot.organisation, "Roza Peeters"))

    assert "Roza" not in text_of(as_technician.get(url("intake_report", report.pk)))


def test_a_donation_of_long_ago_or_of_elsewhere_is_not_offered(as_technician, association, depot, report, actor):
    old = a_donation(depot)
    type(old).objects.filter(pk=old.pk).update(received_on="2026-01-01")
    elsewhere = a_donation(a_depot(association, name="De andere"))

    page = text_of(as_technician.get(url("intake_report", report.pk)))
    answer = as_technician.post(url("register_intake", report.pk), {"donation": old.pk})

    assert [donation.number for donation in (old, elsewhere) if donation.number in page] == []
    assert (answer.status_code, Device.objects.count()) == (422, 0)


def test_a_report_is_set_aside_with_a_reason_and_waits_again(as_technician, report):
    empty = as_technician.post(url("set_intake_aside", report.pk), {"because": ""})
    done = as_technician.post(url("set_intake_aside", report.pk), {"because": "Terug naar de schenker."})
    aside = text_of(as_technician.get(url("intake_reports"), {"welke": "aside"}))
    again = as_technician.post(url("intake_waits_again", report.pk))

    assert (empty.status_code, done.status_code, done["Location"]) == (422, 303, url("intake_reports"))
    assert ("Terug naar de schenker." in aside, again.status_code) == (True, 303)
    assert now(report).state == IntakeState.WAITING


def test_the_wrong_device_is_undone_and_after_erasing_it_says_why_not(as_technician, technician, depot, report):
    device = a_device(depot)
    bound(report, device, technician.actor)
    undone = as_technician.post(url("release_intake", report.pk))
    twice = as_technician.post(url("release_intake", report.pk))

    assert (undone.status_code, undone["Location"]) == (303, url("intake_report", report.pk))
    assert (twice.status_code, "This report is bound to no device." in text_of(twice)) == (422, True)
    assert now(device).serial == ""


def test_the_page_tells_what_the_machine_said_and_what_is_missing(as_technician, station):
    content = a_run(smartctl=a_health("DISK1", passed=False), smartctl__2=a_health("HIDDEN")).replace(
        b'"left_out"', b'"x": 1, "left_out"'
    )
    report = came_in(
        station, content.replace(b'{"tool": "lshw"', b'{"tool": "dmidecode", "problem": "missing"}, {"tool": "lshw"')
    )

    page = text_of(as_technician.get(url("intake_report", report.pk)))

    told = [
        "Acme Box 1",
        "A1B2C3",
        "4 GB",
        "HIDDEN",
        "failing",
        "The disk itself reports that it is failing.",
        "dmidecode",
        "This tool is not on the stick.",
    ]
    assert [said for said in told if said not in page] == []


def test_the_report_is_there_as_it_came(as_technician, report):
    answer = as_technician.get(url("intake_file", report.pk))

    assert answer.content == a_report("laptop_hp_probook.intake.json")
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_report_of_the_stick_may_be_added_by_hand_on_the_page_of_a_device(as_technician, depot, laptop_class):
    device = a_device(depot, laptop_class)
    file = _file(a_report("laptop_hp_probook.intake.json"))

    answer = as_technician.post(reverse("inventory:read_in", args=[device.pk]), {"report": file})

    assert (answer.status_code, now(device).serial, now(device).battery_percent) == (303, "5CD6000D1G", 76)
    assert device.media.get().health == "passed"


def _file(content):
    file = BytesIO(content)
    file.name = "intake.json"
    return file


# Stations


@pytest.mark.rule("N-03")
def test_a_token_is_shown_once_to_who_made_it_as_file_and_as_square(as_coordinator, as_administrator, depot):
    answer = as_coordinator.post(url("register_station"), {"place": depot.pk, "name": "Tafel  1"})
    station = Station.objects.get()
    token = as_coordinator.cookies["station"]

    shown = as_coordinator.get(answer["Location"])
    file = as_coordinator.get(url("station_file", station.pk))
    by_another = as_administrator.get(answer["Location"])

    assert (answer.status_code, answer["Location"], station.name) == (303, url("station_token", station.pk), "Tafel 1")
    assert Station.objects.opened_by(token.value) == station
    assert (token["httponly"], token["samesite"], token["max-age"], token["path"]) == (
        True,
        "Strict",
        600,
        answer["Location"],
    )
    assert (token.value in text_of(shown), shown["Cache-Control"], "<svg" in text_of(shown)) == (True, "no-store", True)
    assert file.content.decode() == f"station = Tafel 1\naddress = http://testserver\ntoken = {token.value}\n"
    assert (file["Cache-Control"], file["Content-Disposition"]) == (
        "no-store",
        'attachment; filename="digibank-station.txt"',
    )
    assert (by_another.status_code, token.value in text_of(by_another)) == (410, False)
    assert [event.facts for event in Event.objects.filter(verb="refurbishment.station_registered")] == [{}]


@pytest.mark.rule("N-03")
def test_a_new_token_ends_the_one_before(as_coordinator, station):
    answer = as_coordinator.post(url("give_station_token", station.pk))
    token = as_coordinator.cookies["station"].value
    ended = as_coordinator.post(url("end_station", station.pk))
    again = as_coordinator.post(url("give_station_token", station.pk))

    assert (answer["Location"], ended["Location"]) == (url("station_token", station.pk), url("stations"))
    assert Station.objects.opened_by(token) is None
    assert (again.status_code, "This station was ended already." in text_of(again)) == (422, True)


@pytest.mark.rule("N-03")
def test_at_a_shared_computer_no_token_is_made(as_coordinator, desk, depot, station):
    _computer, secret = a_computer(desk)
    as_coordinator.cookies[configured.COUNTER_COOKIE_NAME] = secret

    answers = [
        as_coordinator.post(url("register_station"), {"place": depot.pk, "name": "Tafel 2"}),
        as_coordinator.post(url("give_station_token", station.pk)),
    ]

    assert [(answer.status_code, "This computer is shared" in text_of(answer)) for answer in answers] == [
        (422, True)
    ] * 2
    assert Station.objects.get().fingerprint == station.fingerprint


def test_a_station_says_whether_its_token_opens(as_coordinator, association, depot, station, actor):
    ended, _token = a_station(depot, "Tafel 2")
    actions.end_station(ended, by=actor)

    listed = text_of(as_coordinator.get(url("stations")))
    one = text_of(as_coordinator.get(url("station", ended.pk)))

    assert ("Tafel 1" in listed, "Tafel 2" in listed, "End this station" in one) == (True, False, False)
