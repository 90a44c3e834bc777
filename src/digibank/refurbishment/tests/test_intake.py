"""Reports of the stick: kept once, taken over on a device, taken back from the wrong one, set aside."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from digibank import clock
from digibank.audit.models import Event
from digibank.donations.tests.factories import a_donation
from digibank.inventory import actions as inventory
from digibank.inventory.flows import Position
from digibank.inventory.models import Device
from digibank.inventory.tests.factories import a_depot, a_device, a_disk
from digibank.inventory.tests.looking import media_of, refusal, verbs
from digibank.numbers import fingerprint
from digibank.refurbishment import actions
from digibank.refurbishment.flows import IntakeState
from digibank.refurbishment.models import IntakeReport, Station
from digibank.refurbishment.queries import suggestions
from digibank.refurbishment.tests.factories import a_health, a_run, a_station, bound, came_in, raw

WRONG_SERIAL = (
    "This report is about another machine, with serial number A1B2C3. Choose the report of this device, or correct its"
    " serial number first."
)


@pytest.fixture
def station(depot) -> Station:
    return a_station(depot)[0]


@pytest.fixture
def blank(depot, laptop_class) -> Device:
    """A device of which nothing is known yet."""
    return a_device(depot, laptop_class)


def now(row):
    return type(row).objects.get(pk=row.pk)


def known(device) -> dict[str, object]:
    names = [
        "vendor",
        "product",
        "serial",
        "processor",
        "memory_bytes",
        "battery_percent",
        "storage_known",
        "open_media",
    ]
    return {name: getattr(now(device), name) for name in names}


# Stations


@pytest.mark.rule("N-03")
def test_a_token_is_long_kept_as_a_fingerprint_and_opens_for_ninety_days(depot, actor):
    station, token = actions.register_station(depot, name="Tafel 1", by=actor)

    assert (len(token), station.fingerprint) == (32, fingerprint(token))
    assert [token in str(value) for value in Station.objects.values_list().get()].count(True) == 0
    assert Station.objects.opened_by(token) == station
    clock.pass_time(days=90)
    assert (Station.objects.opened_by(token), now(station).opens) == (None, False)
    assert verbs(station) == ["refurbishment.station_registered"]


@pytest.mark.rule("N-03")
def test_a_new_token_ends_the_old_one_and_an_ended_station_opens_nothing(depot, actor):
    station, first = a_station(depot)

    station, second = actions.give_token(station, by=actor)
    opened = [Station.objects.opened_by(token) for token in (first, second)]
    actions.end_station(station, by=actor)

    assert opened == [None, station]
    assert Station.objects.opened_by(second) is None
    assert refusal(lambda: actions.give_token(station, by=actor)) == (
        "This station was ended already. Reload the page.",
        None,
    )
    assert verbs(station)[1:] == ["refurbishment.token_given", "refurbishment.station_ended"]


def test_a_station_is_a_table_in_a_depot_with_a_name_of_its_own(desk, depot, actor):
    station, _token = a_station(depot)

    assert refusal(lambda: a_station(desk)) == ("Only a depot in use has a workshop. Choose another place.", "place")
    assert refusal(lambda: a_station(depot)) == (
        "This place has a station with this name already. Choose another name.",
        "name",
    )
    actions.end_station(station, by=actor)
    assert a_station(depot)[0] != station


# Coming in


@pytest.mark.rule("N-02")
def test_a_run_is_kept_once(depot, station):
    first = came_in(station)
    again = came_in(station)

    assert (again, IntakeReport.objects.count()) == (first, 1)
    assert (first.vendor, first.product, first.serial) == ("HP", "HP ProBook 450 G3", "5CD6000D1G")
    assert (first.title, now(station).seen_on) == ("HP ProBook 450 G3", clock.today())
    event = Event.objects.get(verb="refurbishment.intake_received")
    assert (event.actor, event.facts) == (station.actor, {})


@pytest.mark.rule("N-02")
def test_a_run_with_other_content_or_of_another_workshop_is_refused(association, depot, station):
    known_run = "0d1b0a5e-4c1f-4a86-9a37-2f1d0b1e5c07"
    content = a_run(run=known_run)
    came_in(station, content)
    elsewhere, _token = a_station(a_depot(association, name="De andere"))
    sentence = "This run came in before, with other content or for another workshop. Run the stick again."

    assert refusal(lambda: came_in(station, a_run(run=known_run, serial="OTHER")))[0] == sentence
    assert refusal(lambda: came_in(elsewhere, content))[0] == sentence
    assert IntakeReport.objects.get().station == station


@pytest.mark.parametrize(
    "wrong",
    [{"state": "bound"}, {"state": "aside"}, {"because": "Weg."}, {"run": "0d1b0a5e-4c1f-4a86-9a37-2f1d0b1e5c07"}],
)
def test_the_database_refuses_what_can_never_be(station, wrong):
    came_in(station)
    other = came_in(station, a_run())

    with pytest.raises(IntegrityError), transaction.atomic():
        IntakeReport.objects.filter(pk=other.pk).update(**wrong)


# Taking over


@pytest.mark.rule("N-04")
def test_taking_over_fills_in_the_device_and_lists_its_storage(station, blank, actor):
    report = came_in(station)

    bound(report, blank, actor)

    device = now(blank)
    assert (device.title, device.serial, device.battery_percent) == ("HP ProBook 450 G3", "5CD6000D1G", 76)
    assert (device.storage_known, media_of(device)) == (True, [("ssd", "S3TANX0J000417", "to_erase")])
    assert device.media.get().health == "passed"
    kept = device.reports.get()
    assert (kept.kind, kept.document, kept.remarks) == ("machine", report.document, ["intake_stick_left_out"])
    report = now(report)
    assert (report.state, report.device, report.settled_by) == (IntakeState.BOUND, device, actor)
    assert verbs(report)[-1] == "refurbishment.intake_bound"


def test_a_disk_that_only_smartctl_knew_is_inside_too(station, blank, actor):
    report = came_in(station, a_run(a_disk(0, "LISTED"), smartctl__1=a_health("LISTED"), smartctl__2=a_health("HIDDEN", passed=False)))  # fmt: skip

    bound(report, blank, actor)

    assert [(medium.serial, medium.health) for medium in blank.media.all()] == [
        ("LISTED", "passed"),
        ("HIDDEN", "failed"),
    ]
    assert now(blank).open_media == 2


def test_a_disk_without_a_serial_number_gets_it_from_smartctl_when_it_can_be_no_other(station, blank, actor):
    report = came_in(station, a_run(a_disk(0), smartctl=a_health("NAMED")))

    bound(report, blank, actor)

    assert media_of(blank) == [("ssd", "NAMED", "to_erase")]


def test_the_health_of_a_disk_that_names_itself_not_says_nothing(station, blank, actor):
    report = came_in(station, a_run(a_disk(0, "LISTED"), smartctl=a_health("")))

    bound(report, blank, actor)

    assert [(medium.serial, medium.health) for medium in blank.media.all()] == [("LISTED", "unknown")]


@pytest.mark.rule("N-04")
def test_a_report_of_which_nothing_can_be_read_is_not_taken_over(station, blank, actor):
    report = came_in(station, a_run(lshw="", dmidecode="System Information"))

    said, field = refusal(lambda: bound(report, blank, actor))

    assert (said.startswith("Nothing in this report of the stick can be read."), field) == (True, "report")
    assert (now(report).state, known(blank)["storage_known"]) == (IntakeState.WAITING, False)


def test_a_report_about_another_machine_or_a_device_elsewhere_is_refused(association, station, depot, actor):
    other_depot = a_depot(association, name="De andere")
    other, elsewhere = a_device(depot, serial="OTHER"), a_device(other_depot)
    report = came_in(station, a_run())

    assert refusal(lambda: bound(report, other, actor)) == (WRONG_SERIAL, "report")
    assert refusal(lambda: bound(report, elsewhere, actor)) == (
        f"{elsewhere.number} stands at another place. Let it arrive here first, or scan another label.",
        "device",
    )
    assert now(report).state == IntakeState.WAITING


@pytest.mark.rule("N-04")
def test_a_report_is_taken_over_once(station, depot, laptop_class, blank, actor):
    report = came_in(station)
    bound(report, blank, actor)

    second = a_device(depot, laptop_class)

    assert "the state is “taken over”" in refusal(lambda: bound(now(report), second, actor))[0]
    assert (media_of(second), second.reports.count()) == ([], 0)


# Registering


def test_a_device_is_registered_from_its_report_into_its_donation(station, depot, laptop_class, actor):
    report, donation = came_in(station), a_donation(depot)

    actions.register_from(
        report, content=report.document.content(), device_class=laptop_class, donation=donation,
        vendor="HP", product="ProBook", serial="5CD6000D1G", accessories=["charger"], by=actor,
    )  # fmt: skip

    device = Device.objects.get()
    assert (donation.given.get().device, now(report).device, device.place) == (device, device, depot)
    assert (device.product, device.media.count()) == ("ProBook", 1)
    assert device.accessories.get(kind="charger").state == "present"


def test_nothing_is_registered_twice_or_into_the_donation_of_another_depot(
    association, station, depot, laptop_class, actor
):
    report = came_in(station, a_run())
    there = a_device(depot, laptop_class, serial="a1b2c3")
    elsewhere = a_donation(a_depot(association, name="De andere"))

    def register(**details):
        actions.register_from(report, content=report.document.content(), device_class=laptop_class, by=actor, **details)

    assert refusal(lambda: register(serial="A1B2C3")) == (
        f"{there.number} has this serial number already. Scan its label, or correct the serial number.",
        "serial",
    )
    assert refusal(lambda: register(donation=elsewhere))[1] == "donation"
    assert refusal(lambda: register(serial="OTHER"))[0] == WRONG_SERIAL
    assert Device.objects.get() == there


# The wrong device


@pytest.mark.rule("N-07")
def test_what_was_taken_over_on_the_wrong_device_is_taken_back(station, depot, laptop_class, blank, actor):
    before, report = known(blank), came_in(station)
    bound(report, blank, actor)

    actions.release(now(report), by=actor)

    assert known(blank) == before
    assert (media_of(blank), blank.reports.count()) == ([("ssd", "S3TANX0J000417", "absent")], 0)
    right = a_device(depot, laptop_class)
    bound(now(report), right, actor)
    assert (now(right).serial, now(report).device) == ("5CD6000D1G", right)
    assert verbs(report)[1:] == [f"refurbishment.intake_{what}" for what in ("bound", "released", "bound")]


@pytest.mark.rule("N-07")
@pytest.mark.rule("I-02")
def test_a_device_with_a_report_of_another_machine_does_not_pass_the_gate_by_it(station, blank, actor):
    report = came_in(station)
    bound(report, blank, actor)
    actions.release(now(report), by=actor)

    said, _field = refusal(lambda: inventory.pass_gate(now(blank), by=actor))

    assert said == "Nobody has looked yet what storage is inside. Read a report, or state that there is none."


@pytest.mark.rule("N-07")
def test_what_a_colleague_corrected_meanwhile_stays(station, blank, actor):
    report = came_in(station)
    bound(report, blank, actor)
    inventory.edit_device(blank, version=now(blank).version, product="EliteBook", by=actor)

    actions.release(now(report), by=actor)

    assert (now(blank).product, now(blank).serial) == ("EliteBook", "")


@pytest.mark.rule("N-07")
def test_a_report_that_was_added_by_hand_before_stays_on_the_device(station, blank, actor):
    report = came_in(station)
    inventory.read_in(blank, report=report.document.content(), by=actor)
    bound(report, blank, actor)

    actions.release(now(report), by=actor)

    assert (now(blank).serial, blank.reports.count(), media_of(blank)[0][2]) == ("5CD6000D1G", 1, "to_erase")


@pytest.mark.rule("N-07")
def test_once_something_was_erased_it_cannot_be_undone(station, blank, actor):
    report = came_in(station)
    bound(report, blank, actor)
    inventory.erase(blank.media.get(), because="nwipe", by=actor)
    sentence = f"{blank.number} was erased or went on since, so this cannot be undone. Run the stick again on the other machine."

    assert refusal(lambda: actions.release(now(report), by=actor)) == (sentence, None)
    inventory.pass_gate(now(blank), by=actor)
    assert refusal(lambda: actions.release(now(report), by=actor)) == (sentence, None)
    assert (now(report).state, now(blank).state) == (IntakeState.BOUND, Position.ERASED)


@pytest.mark.rule("N-07")
def test_a_log_that_waits_holds_the_report_where_it_is(station, depot, laptop_class, technician):
    device = a_device(depot, laptop_class)
    report = came_in(station, a_run(a_disk(0, "S3TWNX0K512345", size=256_060_514_304)))
    bound(report, device, technician.actor)
    clock.pass_time(hours=5)
    erasure = actions.add_log(now(device), log=raw("laptop_hp_probook.nwipe.log"), by=technician.actor)[0]

    said, _field = refusal(lambda: actions.release(now(report), by=technician.actor))
    actions.withdraw(erasure, by=technician.actor)
    actions.release(now(report), by=technician.actor)

    assert (
        said
        == f"{device.number} has a log of an erasure, so this cannot be undone. Say first that the log is not right."
    )
    assert now(report).state == IntakeState.WAITING


def test_what_is_bound_to_nothing_is_not_released(station, actor):
    report = came_in(station)

    assert (
        refusal(lambda: actions.release(report, by=actor))[0] == "This report is bound to no device. Reload the page."
    )


# Set aside


def test_a_report_that_no_device_waits_for_is_set_aside_with_its_reason_and_can_wait_again(station, actor):
    report = came_in(station)

    actions.set_aside(report, because="Terug naar de schenker.", by=actor)
    aside = now(report)
    again = actions.wait_again(now(report), by=actor)

    assert (aside.state, aside.because, aside.settled_by) == (IntakeState.ASIDE, "Terug naar de schenker.", actor)
    assert (now(again).state, now(again).because, now(again).settled_at) == (IntakeState.WAITING, "", None)
    assert refusal(lambda: actions.set_aside(report, because="pincode 1234", by=actor))[1] == "because"


# Which device it may be


def test_one_device_with_the_serial_number_is_suggested_and_two_are_not(association, station, depot, actor):
    alone = a_device(depot, serial="a1b2c3")
    a_device(a_depot(association, name="De andere"), serial="A1B2C3")
    for _time in range(2):
        a_device(depot, serial="TWICE")
    gone = a_device(depot, serial="GONE")
    inventory.lose(gone, because="Niet in het rek.", by=actor)
    reports = [came_in(station, a_run(serial=serial)) for serial in ("A1B2C3", "TWICE", "NEW", "", "GONE")]

    assert suggestions(reports) == {reports[0].pk: alone}


def test_reports_come_in_after_each_other(station):
    with clock.at(clock.now() - timedelta(days=1)):
        first = came_in(station, a_run())
    second = came_in(station, a_run())

    assert list(IntakeReport.objects.all()) == [second, first]
