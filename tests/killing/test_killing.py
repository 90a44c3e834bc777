"""The campaign of campaign.py with three kills; ./digibank soak kill has more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from digibank.work.tests.databases import fresh_database
from tests.killing import campaign

KILLS = 3

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path: Path) -> Iterator[str]:
    with django_db_blocker.unblock(), fresh_database(tmp_path) as url:
        yield url


def test_kill_9_of_web_and_worker_leaves_no_act_half_done_no_message_lost_and_nothing_done_twice(database, tmp_path):
    report = campaign.run(tmp_path, database, seed=1, kills=KILLS)

    assert report.wrong == []
    assert report.figures["kills of the web"] + report.figures["kills of the worker"] == KILLS
    assert min(report.figures[counted] for counted in ("loans", "messages", "pages and forms that broke off")) > 0
