import pytest

from digibank.work.registry import JOBS


@pytest.fixture
def jobs():
    """No jobs but those that the test makes."""
    known = dict(JOBS)
    JOBS.clear()
    yield JOBS
    JOBS.clear()
    JOBS.update(known)
