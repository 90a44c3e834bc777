"""What a monitor and a load balancer hear."""

import re
import subprocess
import sys
import urllib.request
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from digibank import clock
from digibank.audit.tests.factories import an_actor
from digibank.files.jobs import read_again
from digibank.files.tests.factories import a_document
from digibank.operation import readiness
from digibank.work.models import Schedule
from digibank.work.tests.databases import fresh_database
from serving import ROOT, environment_in, served

TOKEN = "a-long-random-text"
AWAY = """
import django
django.setup()
from django.test import Client
for page in ("leeft", "gereed"):
    answer = Client(headers={"host": "localhost"}).get(f"/toestand/{page}/")
    print(answer.status_code, answer.content.decode().strip())
"""


@pytest.fixture(autouse=True)
def not_tried_yet():
    readiness.store.tried_at = float("-inf")


@pytest.mark.django_db
def test_a_living_process_says_so_and_touches_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/toestand/leeft/")

    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (
        200, b"ok\n", "max-age=0, no-cache, no-store, must-revalidate, private",
    )  # fmt: skip
    assert not answer.cookies


@pytest.mark.django_db
def test_a_machine_that_is_ready_says_so(client):
    answer = client.get("/toestand/gereed/")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": []})
    assert not answer.cookies


@pytest.mark.rule("K-07")
@pytest.mark.django_db
def test_what_is_missing_is_told_as_a_code(client, settings):
    settings.DOCUMENT_STORE = "digibank.files.tests.factories.an_absent_store"
    MigrationRecorder(connection).migration_qs.filter(app="files").delete()

    answer = client.get("/toestand/gereed/")

    assert (answer.status_code, answer.json()) == (503, {"ready": False, "missing": ["migrations", "documents"]})


@pytest.mark.once
def test_without_its_database_a_process_lives_and_is_not_ready(tmp_path):
    environment = environment_in(tmp_path) | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing"}

    said = subprocess.run(
        [sys.executable, "-c", AWAY], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert said.stdout.splitlines() == ["200 ok", '503 {"ready": false, "missing": ["database"]}'], said.stderr


@pytest.mark.rule("K-07")
@pytest.mark.django_db
def test_figures_are_for_whoever_knows_the_token(client, settings):
    without = client.get("/toestand/metingen/").status_code
    settings.METRICS_TOKEN = TOKEN
    answers = [
        client.get("/toestand/metingen/", headers={"authorization": told}).status_code
        for told in ("", "Bearer other", f"Bearer {TOKEN}")
    ]

    assert (without, answers) == (404, [404, 404, 200])


def figures(text: str) -> dict[str, float]:
    found = re.findall(r"^(digibank_[^ ]+) ([0-9.e+-]+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}


@pytest.mark.django_db
def test_figures_tell_of_jobs_messages_and_documents(settings):
    settings.METRICS_TOKEN = TOKEN
    document = a_document()
    next(settings.DOCUMENTS.rglob(document.sha256)).unlink()
    read_again(document, by=an_actor())
    now = clock.now()
    Schedule.objects.create(
        code="tests-count", every_seconds=60, last_succeeded_at=now - timedelta(seconds=90), attempts=3,
        due_at=now - timedelta(seconds=30),
    )  # fmt: skip

    with clock.at(now):
        answer = Client().get("/toestand/metingen/", headers={"authorization": f"Bearer {TOKEN}"})

    told = figures(answer.content.decode())
    assert told['digibank_job_success_age_seconds{job="tests-count"}'] == 90
    assert told['digibank_job_failures{job="tests-count"}'] == 3
    assert told['digibank_job_late_seconds{job="tests-count"}'] == 30
    assert (told["digibank_documents"], told["digibank_documents_damaged"]) == (1, 1)
    assert (told["digibank_outbox_waiting"], told["digibank_outbox_uncertain"]) == (0, 0)
    assert told["digibank_database_bytes"] > 0


@pytest.mark.django_db(transaction=True)
def test_two_processes_are_counted_together(tmp_path):
    folder = tmp_path / "figures"
    folder.mkdir()
    with fresh_database(tmp_path) as database:
        environment = environment_in(tmp_path) | {
            "DATABASE_URL": database,
            "DIGIBANK_METRICS_TOKEN": TOKEN,
            "PROMETHEUS_MULTIPROC_DIR": str(folder),
        }
        with served(environment, tmp_path / "log", ready="/toestand/leeft/", processes=2) as server:
            asked = 0
            while len(list(folder.glob("histogram_*.db"))) < 2 and asked < 300:
                asked += 1
                with pytest.raises(urllib.error.HTTPError):
                    urllib.request.urlopen(f"{server.url}/nergens/", timeout=30)
            request = urllib.request.Request(
                f"{server.url}/toestand/metingen/", headers={"Authorization": f"Bearer {TOKEN}"}
            )
            told = figures(urllib.request.urlopen(request, timeout=30).read().decode())

    assert len(list(folder.glob("histogram_*.db"))) == 2, told
    # Its static files were not gathered, so each page that is not found breaks: that is counted as well.
    assert told['digibank_request_seconds_count{method="GET",page="unknown",status="500"}'] == asked
    assert told['digibank_errors_total{page="unknown"}'] == asked
