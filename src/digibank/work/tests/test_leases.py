from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from digibank import clock
from digibank.work import lease
from digibank.work.models import LeaseLost, Schedule

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def morning(db):
    with clock.at(MORNING):
        yield


def a_row(code="count", **facts):
    return Schedule.objects.create(code=code, every_seconds=60, **facts)


def claim(limit=10, *, by="worker-a"):
    return Schedule.objects.claim(limit, for_seconds=60, by=by)


def test_a_claimed_row_is_nobody_elses(morning):
    row = a_row()

    (mine,) = claim(by="worker-a")
    theirs = claim(by="worker-b")

    assert (mine, mine.leased_by, mine.lease_until, mine.attempts) == (
        row,
        "worker-a",
        MORNING + timedelta(minutes=1),
        1,
    )
    assert Schedule.objects.values_list("leased_by", "lease_until", "attempts").get() == (
        "worker-a",
        MORNING + timedelta(minutes=1),
        1,
    )
    assert theirs == []


def test_a_claim_takes_the_longest_due_first_and_no_more_than_asked(morning):
    last, first = a_row("last"), a_row("first", due_at=MORNING - timedelta(hours=1))
    a_row("later", due_at=MORNING + timedelta(seconds=1))
    a_row("never", due_at=None)

    assert claim(1) == [first]
    assert claim() == [last]


def test_a_row_whose_worker_died_is_taken_when_its_lease_ends(morning):
    row = a_row()
    (lost,) = claim(by="worker-a")

    clock.pass_time(seconds=59)
    assert claim(by="worker-b") == []
    clock.pass_time(seconds=1)
    (found,) = claim(by="worker-b")

    assert (found, found.attempts) == (row, 2)
    with pytest.raises(LeaseLost, match=f"work.schedule {row.pk}"):
        lost.let_go(due_at=None, last_error="late")
    assert Schedule.objects.get() == found
    assert Schedule.objects.values_list("leased_by", "last_error").get() == ("worker-b", "")


def test_a_row_that_is_kept_stays_longer(morning):
    a_row()
    (mine,) = claim()

    clock.pass_time(seconds=50)
    mine.keep(seconds=60, last_started_at=clock.now())
    clock.pass_time(seconds=50)

    assert (claim(by="worker-b"), mine.last_started_at) == ([], MORNING + timedelta(seconds=50))


def test_a_row_that_was_let_go_is_due_when_it_says(morning):
    row = a_row()
    (mine,) = claim()

    mine.let_go(due_at=MORNING + timedelta(minutes=5), attempts=0)

    assert claim() == []
    clock.pass_time(minutes=5)
    assert claim() == [row]


def test_a_row_is_let_go_once(morning):
    a_row()
    (mine,) = claim()
    mine.let_go(due_at=MORNING)

    with pytest.raises(LeaseLost):
        mine.let_go(due_at=MORNING)
    with pytest.raises(LeaseLost):
        mine.keep(seconds=60)


@pytest.mark.parametrize("half", [{"leased_by": "worker-a"}, {"lease_until": MORNING}])
def test_a_lease_has_an_end_and_a_holder(morning, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_row(**half)


def test_a_job_extends_its_lease_and_hears_when_it_lost_it(morning):
    a_row()
    (mine,) = claim()
    clock.pass_time(seconds=30)

    with lease.held(mine, seconds=60):
        lease.extend()
        assert mine.lease_until == MORNING + timedelta(seconds=90)
        clock.pass_time(seconds=61)
        claim(by="worker-b")
        with pytest.raises(LeaseLost):
            lease.extend()


def test_outside_a_job_there_is_nothing_to_extend():
    assert lease.extend() is None


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_at_once_share_the_rows():
    def take(number):
        taken = []
        try:
            for _turn in range(20):
                taken += [row.pk for row in claim(2, by=f"worker-{number}")]
        finally:
            connection.close()
        return taken

    Schedule.objects.bulk_create(Schedule(code=f"row-{number}", every_seconds=60) for number in range(40))
    with ThreadPoolExecutor(6) as threads:
        taken = [pk for keys in threads.map(take, range(6)) for pk in keys]

    assert sorted(taken) == sorted(Schedule.objects.values_list("pk", flat=True))
