"""The campaigns of campaign.py and backing.py, short; ./digibank soak kill and soak backup have more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from digibank.work.tests.databases import fresh_database
from tests.killing import backing, campaign

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
    assert (
        min(
            report.figures[counted]
            for counted in ("loans", "visitors helped", "messages", "pages and forms that broke off")
        )
        > 0
    )


@pytest.mark.rule("K-01")
def test_a_backup_that_is_taken_while_people_work_holds_when_it_is_restored(database, tmp_path):
    report = backing.run(tmp_path, database, seed=1, backups=1)

    assert report.wrong == []
    assert min(report.figures.values()) > 0
