"""The clock of the machine was wrong, a day ahead, and is set right; or the hour that winter time repeats."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse

from digibank import clock
from digibank.accounts.factors import is_proven
from digibank.badges.tests.factories import a_badge, a_computer, a_window, come_in
from digibank.comms.actions import by_worker
from digibank.comms.jobs import send_due, wake_overslept
from digibank.comms.models import Message
from digibank.comms.tests.factories import a_message
from digibank.people.actions import Way
from digibank.people.tests.factories import MOBILE, a_person
from digibank.ui.limits import count
from digibank.work.models import Schedule
from digibank.work.registry import JOBS, every
from digibank.work.worker import Worker

RIGHT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = [pytest.mark.django_db, pytest.mark.rule("V-04")]


@pytest.fixture(autouse=True)
def everything_stands_since_last_week():
    with clock.at(RIGHT - timedelta(days=7)):
        yield


@pytest.fixture
def counted():
    """The moments at which a job of the test ran, that has to run each minute."""
    known, moments = dict(JOBS), []
    JOBS.clear()

    @every(minutes=1)
    def tick(by):
        moments.append(clock.now())
        return 1

    yield moments
    JOBS.clear()
    JOBS.update(known)


def rounds_of(worker, moments):
    for moment in moments:
        with clock.at(moment):
            worker.round()


@pytest.mark.parametrize("jump", [DAY, timedelta(days=400)])
def test_a_worker_runs_its_jobs_once_when_the_clock_jumps_and_at_once_when_it_is_set_back(counted, jump):
    with clock.at(RIGHT):
        worker = Worker()
    ahead, back = RIGHT + jump, RIGHT + timedelta(seconds=5)

    rounds_of(worker, [RIGHT, ahead, ahead, back, back, back + timedelta(seconds=61)])

    assert counted == [RIGHT, ahead, back, back + timedelta(seconds=61)]


def test_a_worker_that_starts_after_the_clock_was_set_right_runs_what_waits_too_long(counted):
    with clock.at(RIGHT + DAY):
        Worker().round()
    with clock.at(RIGHT):
        Worker().round()

    assert counted == [RIGHT + DAY, RIGHT]


def test_a_job_that_failed_an_hour_ahead_still_waits_its_turn(counted):
    with clock.at(RIGHT):
        Worker().round()
        Schedule.objects.update(attempts=4, due_at=RIGHT + timedelta(minutes=50))
        Worker().round()

    assert counted == [RIGHT]


def test_what_a_worker_took_while_the_clock_was_ahead_is_taken_again(counted):
    with clock.at(RIGHT):
        Worker().round()
        Schedule.objects.update(due_at=RIGHT)
    with clock.at(RIGHT + DAY):
        (taken,) = Schedule.objects.claim(1, for_seconds=60, by="dead")
    with clock.at(RIGHT):
        (again,) = Schedule.objects.claim(1, for_seconds=60, by="living")

    assert (taken, again.leased_by, again.lease_until) == (again, "living", RIGHT + timedelta(seconds=60))


def test_a_message_that_was_put_off_while_the_clock_was_ahead_goes_now(town, actor):
    person = a_person(town, prefers="sms", ways=[Way("phone", MOBILE)])
    with clock.at(RIGHT):
        message = a_message(person)
    with clock.at(RIGHT + DAY):
        (claimed,) = Message.objects.claim(1, for_seconds=60, by="w")
        by_worker.start_sending(claimed, by=actor)
        by_worker.put_off(claimed, because="no_answer", by=actor)
    with clock.at(RIGHT):
        taken = [send_due(actor), wake_overslept(actor), send_due(actor), wake_overslept(actor), send_due(actor)]

    message.refresh_from_db()
    assert (taken, message.state) == ([0, 1, 1, 0, 0], "sent")


def test_a_counter_locks_when_the_clock_is_set_back_and_opens_with_a_new_scan(desk, clerk):
    _badge, content = a_badge(clerk)
    computer, secret = a_computer(desk)
    window, home = a_window(secret), reverse("desk:home")
    with clock.at(RIGHT + DAY):
        computer.counted_from, computer.wrong_codes = clock.now(), computer.BRAKE_AFTER
        braked_then = computer.is_braked
        come_in(window, content)
        ahead = window.get(home).status_code
    with clock.at(RIGHT):
        after = window.get(home).status_code
        come_in(window, content)
        again = window.get(home).status_code

        assert (ahead, after != 200, again) == (200, True, 200)
        assert (braked_then, computer.is_braked) == (True, False)


def test_who_proved_it_tomorrow_has_not_proved_it_today(clerk):
    request = RequestFactory().get("/")
    request.user = clerk
    proven = []
    for shown in (RIGHT, RIGHT + DAY):
        way = {"method": "password", "at": shown.timestamp()}
        request.session = {"account_authentication_methods": [way], "account_authentication_methods_user": _key(clerk)}
        with clock.at(RIGHT):
            proven.append(is_proven(request))

    assert proven == [True, False]


def _key(user):
    return str(user.pk)


def test_a_limit_that_was_reached_while_the_clock_was_ahead_holds_nobody_up():
    waits = []
    for moment in (RIGHT + DAY, RIGHT, RIGHT - timedelta(hours=1)):
        with clock.at(moment):
            waits.append([count("a page", 2, 60) for _time in range(3)])

    assert waits == [[0, 0, 60]] * 3


def test_the_hour_that_winter_time_repeats_is_one_hour_and_then_another(counted):
    local = datetime(2026, 10, 25, 2, 30, tzinfo=clock.BRUSSELS)
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    with clock.at(first):
        worker = Worker()

    rounds_of(worker, [first, second - timedelta(seconds=59), second])

    assert (second - first, len(counted)) == (timedelta(hours=1), 2)
    with clock.at(second):
        assert clock.today() == local.date()
