import logging
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from digibank import clock
from digibank.work import lease
from digibank.work.actions import schedule_jobs
from digibank.work.models import Schedule
from digibank.work.registry import every
from digibank.work.worker import Worker

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning(db, jobs):
    with clock.at(MORNING):
        yield


@pytest.fixture
def counted():
    """The moments at which the job `count` ran, every minute."""
    moments = []

    @every(minutes=1)
    def count(by):
        moments.append((by.code, clock.now()))
        return 1

    return moments


def work(**options):
    said = StringIO()
    call_command("work", stdout=said, **options)
    return said.getvalue().strip()


def row():
    return Schedule.objects.values(
        "code", "due_at", "leased_by", "attempts", "last_started_at", "last_finished_at", "last_error"
    ).get()


def test_a_job_runs_when_it_is_due_and_not_before(counted):
    said = [work(once=True), work(once=True)]
    clock.pass_time(seconds=59)
    said.append(work(once=True))
    clock.pass_time(seconds=2)
    said.append(work(once=True))

    assert said == ["tests-count", "Nothing was due.", "Nothing was due.", "tests-count"]
    assert counted == [("tests-count", MORNING), ("tests-count", MORNING + timedelta(seconds=61))]
    assert str(Schedule.objects.get()) == "tests-count"
    assert row() == {
        "code": "tests-count",
        "due_at": MORNING + timedelta(seconds=121),
        "leased_by": "",
        "attempts": 0,
        "last_started_at": MORNING + timedelta(seconds=61),
        "last_finished_at": MORNING + timedelta(seconds=61),
        "last_error": "",
    }


def test_a_job_that_fails_comes_back_later_and_later_and_keeps_nobody_waiting(caplog):
    @every(minutes=1)
    def fail(by):
        raise ZeroDivisionError

    ran = []

    @every(minutes=1)
    def succeed(by):
        ran.append(clock.now())
        return 1

    waits = []
    for _turn in range(8):
        work(once=True)
        failed = Schedule.objects.get(code="tests-fail")
        waits.append((failed.due_at - clock.now()) // timedelta(minutes=1))
        clock.pass_time(seconds=(failed.due_at - clock.now()).total_seconds())

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (failed.last_error, failed.attempts, failed.leased_by) == ("ZeroDivisionError", 8, "")
    assert len(ran) == 8
    assert {r.message for r in caplog.records if r.levelno == logging.ERROR} == {"Job tests-fail failed"}


def test_a_rare_job_that_fails_waits_its_own_interval(caplog):
    @every(hours=24)
    def fail(by):
        raise ZeroDivisionError

    work(once=True)
    clock.pass_time(hours=24)
    work(once=True)

    assert Schedule.objects.get().due_at == MORNING + timedelta(hours=48)


def test_a_job_that_went_well_again_forgets_its_failures(caplog):
    outcomes = [ZeroDivisionError(), None]

    @every(minutes=1)
    def stumble(by):
        outcome = outcomes.pop(0)
        if outcome:
            raise outcome
        return 1

    work(once=True)
    clock.pass_time(minutes=1)
    work(once=True)

    assert (row()["attempts"], row()["last_error"], row()["due_at"]) == (0, "", MORNING + timedelta(minutes=2))


def test_a_job_that_outlives_its_lease_writes_nothing_over_its_successor(caplog):
    turns = []

    @every(minutes=1, lease=30)
    def dawdle(by):
        turns.append("began")
        if len(turns) == 1:
            clock.pass_time(seconds=31)
            work(once=True)
            lease.extend()
            turns.append("never reached")
        return 1

    work(once=True)

    assert turns == ["began", "began"]
    assert (row()["last_finished_at"], row()["attempts"]) == (MORNING + timedelta(seconds=31), 0)
    assert [r.message for r in caplog.records] == [
        "Job tests-dawdle took longer than its lease; another worker may have taken it."
    ]


def test_a_job_with_a_new_interval_is_due_now(jobs, counted):
    work(once=True)
    run = jobs.pop("tests-count").run
    every(hours=1)(run)

    work(once=True)

    assert len(counted) == 2
    assert Schedule.objects.values_list("every_seconds", "due_at").get() == (3600, MORNING + timedelta(hours=1))


def test_a_job_that_the_code_no_longer_knows_is_left_alone(jobs, counted):
    schedule_jobs()
    jobs.clear()

    assert work(once=True) == "Nothing was due."


@pytest.mark.django_db(transaction=True)
def test_a_worker_works_for_as_long_as_it_is_told(counted):
    Worker().work(seconds=0.1)

    assert len(counted) == 1


def test_once_and_a_time_do_not_go_together():
    with pytest.raises(CommandError):
        call_command("work", "--once", "--seconds", "3")
