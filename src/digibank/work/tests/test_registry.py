from datetime import timedelta

import pytest

from digibank.work.registry import Job, every

pytestmark = pytest.mark.usefixtures("jobs")


def test_a_job_is_named_after_its_app_and_its_function(jobs):
    @every(minutes=5, lease=30)
    def send_due(by):
        return 0

    assert jobs == {"tests-send-due": Job("tests-send-due", timedelta(minutes=5), 30, send_due)}


def test_two_jobs_of_one_name_are_a_mistake():
    def count(by):
        return 0

    every(seconds=1)(count)

    with pytest.raises(ValueError, match="tests-count: a job's code is used once"):
        every(hours=1)(count)


def test_a_name_fits_its_column():
    def count_everything_that_there_is_to_count(by):
        return 0

    with pytest.raises(ValueError, match="at most 40 characters"):
        every(seconds=1)(count_everything_that_there_is_to_count)


def test_a_job_without_an_interval_is_a_mistake():
    with pytest.raises(ValueError, match="at most once a second"):
        every()
